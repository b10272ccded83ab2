// The app as a whole: its two pipelines, in whose order, and the artifact stores that they share.
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { addServices } from '../../lib/services-app';
import { OUTPUTS } from '../integration/stage';
import { newApp } from './new-app';

interface Action {
  readonly Name: string;
  readonly RunOrder: number;
  readonly Configuration: Record<string, string>;
}
interface PipelineProperties {
  readonly Name: string;
  readonly Stages: { readonly Name: string; readonly Actions: Action[] }[];
  readonly ArtifactStores: { readonly Region: string; readonly ArtifactStore: { readonly Location: string } }[];
}
interface Resource {
  readonly Type: string;
  readonly Properties: unknown;
}

let assembly: CloudAssembly;

beforeAll(() => {
  assembly = synthesize();
});

function synthesize(): CloudAssembly {
  const app = newApp();
  addServices(app);
  return app.synth();
}

function resources(stackName: string, from = assembly): Resource[] {
  const template = from.getStackByName(stackName).template as { Resources: Record<string, Resource> };
  return Object.values(template.Resources);
}

function pipeline(name: string): PipelineProperties {
  const found = resources(`services-${name}`).filter(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  expect(found).toHaveLength(1);
  return found[0]?.Properties as PipelineProperties;
}

function actionNames(name: string): string[] {
  return pipeline(name).Stages.flatMap((stage) => stage.Actions.map((action) => `${stage.Name}/${action.Name}`));
}

describe('the development pipeline', () => {
  it('tests before it deploys, and delivers toolchain, dev and qa', () => {
    expect(pipeline('development').Stages.map(({ Name }) => Name)).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'Tests',
      'Toolchain',
      'Dev-Bootstrap',
      'Dev',
      'Qa-Bootstrap',
      'Qa',
    ]);
  });

  it('follows the development branch of the whole repository', () => {
    const [source] = pipeline('development').Stages[0]?.Actions ?? [];
    expect(source?.Configuration).toMatchObject({ BranchName: 'develop', FullRepositoryId: 'example-org/trunkline' });
  });

  it('asks before qa, not before dev', () => {
    expect(actionNames('development').filter((name) => name.endsWith('Approval'))).toEqual(['Qa-Bootstrap/Approval']);
  });

  it('brings the image to each region after its repository, and tests each region', () => {
    const steps = actionNames('development').filter((name) => /Images|Tests$/.test(name));
    expect(steps.sort()).toEqual([
      'Dev-Bootstrap/Images',
      'Dev/AcceptanceTests',
      'Dev/IntegrationTests',
      'Qa-Bootstrap/eu-central-1.Images',
      'Qa-Bootstrap/eu-west-1.Images',
      'Qa/AcceptanceTests',
      'Qa/eu-central-1.IntegrationTests',
      'Qa/eu-west-1.IntegrationTests',
      'Tests/InfrastructureTests',
      'Tests/LambdaTests',
    ]);
  });

  it('tells the integration tests every output that they read', () => {
    const tests = pipeline('development')
      .Stages.flatMap(({ Actions }) => Actions)
      .filter(({ Name }) => Name.endsWith('IntegrationTests'));
    expect(tests).toHaveLength(3);
    for (const { Configuration } of tests) {
      const variables = JSON.parse(Configuration['EnvironmentVariables'] ?? '[]') as { name: string }[];
      expect(variables.map(({ name }) => name).sort()).toEqual([...OUTPUTS].sort());
    }
  });

  it("tells qa's acceptance tests the APIs and the status of both regions, and nothing else", () => {
    const tests = pipeline('development')
      .Stages.find(({ Name }) => Name === 'Qa')
      ?.Actions.find(({ Name }) => Name === 'AcceptanceTests');
    const variables = JSON.parse(tests?.Configuration['EnvironmentVariables'] ?? '[]') as { name: string }[];
    expect(variables.map(({ name }) => name)).toEqual([
      'API_URL',
      'STATUS_URL',
      'API_URL_EU_WEST_1',
      'STATUS_URL_EU_WEST_1',
    ]);
  });
});

describe('the production pipeline', () => {
  it('delivers prod alone, after an approval, and leaves the toolchain to the other pipeline', () => {
    expect(pipeline('production').Stages.map(({ Name }) => Name)).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'Tests',
      'Prod-Bootstrap',
      'Prod',
    ]);
    expect(pipeline('production').Stages[5]?.Actions[0]).toMatchObject({ Name: 'Approval', RunOrder: 1 });
  });

  it('follows the production branch', () => {
    expect(pipeline('production').Stages[0]?.Actions[0]?.Configuration).toMatchObject({ BranchName: 'main' });
  });

  it('runs no acceptance tests, which would leave reports behind', () => {
    expect(actionNames('production').filter((name) => name.includes('Acceptance'))).toEqual([]);
  });
});

describe('every action', () => {
  it('is configured with values that are no longer than AWS documents', () => {
    const lengths = ['development', 'production'].flatMap((name) =>
      pipeline(name).Stages.flatMap(({ Actions }) =>
        // Only names of projects, and ARNs of roles, are intrinsic functions.
        Actions.flatMap(({ Configuration }) => Object.values(Configuration).map((value) => value.length ?? 0)),
      ),
    );
    expect(Math.max(...lengths)).toBeGreaterThan(500);
    expect(Math.max(...lengths)).toBeLessThan(1000);
  });

  it('gives no reason for a warning or an error of the library', () => {
    const messages = assembly.stacks.flatMap((stack) => stack.messages.map(({ entry }) => entry.data));
    expect(messages.filter((message) => String(message).includes('cdk-trunkline'))).toEqual([]);
  });
});

describe('the images step', () => {
  it('builds on the base image of this very code, and reads no parameter', () => {
    const projects = ['development', 'production']
      .flatMap((name) => resources(`services-${name}`))
      .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
      .map(({ Properties }) => JSON.stringify(Properties));
    expect(projects.filter((project) => project.includes('PARAMETER_STORE'))).toEqual([]);
    const base = '{"Name":"BASE_IMAGE","Type":"PLAINTEXT","Value":"public.ecr.aws/docker/library/node:22-slim"}';
    expect(projects.filter((project) => project.includes(base))).toHaveLength(5);
  });

  it('may push to the shared repository and to the one of its own stage and region, nowhere else', () => {
    const policies = resources('services-development')
      .filter(({ Type }) => Type === 'AWS::IAM::Policy')
      .map(({ Properties }) => JSON.stringify(Properties))
      .filter((policy) => policy.includes('ecr:PutImage'));
    expect(policies.map((policy) => [...new Set(policy.match(/arn:aws:ecr:[^"]+/g))].sort())).toEqual([
      [
        'arn:aws:ecr:eu-central-1:111122223333:repository/services-images',
        'arn:aws:ecr:eu-central-1:222233334444:repository/services-dev-reports',
      ],
      [
        'arn:aws:ecr:eu-central-1:111122223333:repository/services-images',
        'arn:aws:ecr:eu-central-1:333344445555:repository/services-qa-reports',
      ],
      [
        'arn:aws:ecr:eu-central-1:111122223333:repository/services-images',
        'arn:aws:ecr:eu-west-1:333344445555:repository/services-qa-reports',
      ],
    ]);
  });
});

describe('the cloud assembly', () => {
  it('has artifact stores, access to the stages and pipelines as its stacks, and none that CDK added', () => {
    expect(assembly.stacks.map(({ stackName }) => stackName).sort()).toEqual([
      'services-branches',
      'services-development',
      'services-production',
      'trunkline-access-services-dev',
      'trunkline-access-services-prod',
      'trunkline-access-services-qa',
      'trunkline-artifacts-eu-central-1',
      'trunkline-artifacts-eu-west-1',
    ]);
  });

  it('has one bucket and one key for artifacts in each region', () => {
    const found = assembly.stacks.flatMap(({ stackName }) =>
      resources(stackName)
        .filter(({ Type }) => Type === 'AWS::S3::Bucket' || Type === 'AWS::KMS::Key')
        .map(({ Type }) => `${stackName} ${Type}`),
    );
    expect(found.sort()).toEqual([
      'trunkline-artifacts-eu-central-1 AWS::KMS::Key',
      'trunkline-artifacts-eu-central-1 AWS::S3::Bucket',
      'trunkline-artifacts-eu-west-1 AWS::KMS::Key',
      'trunkline-artifacts-eu-west-1 AWS::S3::Bucket',
    ]);
  });

  it('shares these between both pipelines', () => {
    expect(pipeline('production').ArtifactStores).toEqual(pipeline('development').ArtifactStores);
    expect(
      pipeline('development')
        .ArtifactStores.map(({ Region }) => Region)
        .sort(),
    ).toEqual(['eu-central-1', 'eu-west-1']);
  });

  it('gives no two stacks of one account and region the same name', () => {
    const names = assembly.stacksRecursively.map(
      ({ environment, stackName }) => `${environment.account}/${environment.region}/${stackName}`,
    );
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
    // Artifact stores, pipelines, what creates those of branches, access to three stages, and the toolchain part;
    // bootstrap, network and reports in each of five places.
    expect(names).toHaveLength(2 + 2 + 1 + 3 + 1 + 3 * 5);
  });

  it('knows account and region of every stack, and needs nothing looked up', () => {
    expect(assembly.manifest.missing ?? []).toEqual([]);
    for (const { environment } of assembly.stacksRecursively) {
      expect(environment.account).toMatch(/^\d{12}$/);
      expect(environment.region).toMatch(/^eu-(central|west)-1$/);
    }
  });

  it('is the same when synthesized again', () => {
    const again = synthesize();
    for (const { stackName } of assembly.stacks) {
      expect(resources(stackName, again)).toEqual(resources(stackName));
    }
  });
});
