// The pipelines: what they deliver in which order, what their builds run in, and what they hold of CDK's own making.
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { beforeAll, describe, expect, it } from 'vitest';
import { addDjangoService } from '../../lib/django-service-app';
import { newApp, projectConfig } from './new-app';

interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}
interface Action {
  readonly Name: string;
  readonly RunOrder: number;
}
interface Project {
  readonly Name: string;
  readonly Environment: { readonly Image: unknown; readonly ImagePullCredentialsType: string; PrivilegedMode: boolean };
  readonly Source: { readonly BuildSpec: string };
}

const COMBO = { 'Fn::Join': ['', expect.arrayContaining([expect.stringContaining('/combos/python_node:3.12_22')])] };

/** All of the CDK is loaded too, which takes its time on a busy machine. */
const SYNTHESIS_MS = 180_000;

let assembly: CloudAssembly;

beforeAll(() => {
  const app = newApp();
  addDjangoService(app);
  assembly = app.synth();
}, SYNTHESIS_MS);

function resources(stackName: string, type: string): Record<string, unknown>[] {
  const template = assembly.getStackByName(stackName).template as { Resources: Record<string, Resource> };
  return Object.values(template.Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}

function stagesOf(name: string): string[] {
  const [pipeline] = resources(name, 'AWS::CodePipeline::Pipeline');
  const stages = pipeline?.['Stages'] as { readonly Name: string; readonly Actions: Action[] }[];
  return stages.map(({ Name, Actions }) => {
    const inOrder = [...Actions].sort((one, other) => one.RunOrder - other.RunOrder);
    return `${Name}: ${inOrder.map((action) => action.Name).join(', ')}`;
  });
}

function projectsOf(name: string): Project[] {
  return resources(name, 'AWS::CodeBuild::Project') as unknown as Project[];
}

describe('the pipeline', () => {
  it('of development tests Python and infrastructure, then brings the image into dev and deploys it', () => {
    expect(stagesOf('django-service-development')).toEqual([
      'Source: example-org_trunkline',
      'Build: Synth',
      'UpdatePipeline: SelfMutate',
      expect.stringMatching(/^Tests: /),
      expect.stringMatching(/^Toolchain: .*Prepare, .*Deploy$/),
      expect.stringMatching(/^Dev-Bootstrap: .*Prepare, .*Deploy, Images$/),
      expect.stringMatching(/^Dev: .*Prepare, .*Deploy, AcceptanceTests$/),
    ]);
    expect(stagesOf('django-service-development')[3]).toContain('InfrastructureTests');
    expect(stagesOf('django-service-development')[3]).toContain('ServiceTests');
  });

  it('of production asks once, and pushes an image in each region', () => {
    const stages = stagesOf('django-service-production');
    expect(stages.filter((stage) => stage.includes('Approval'))).toHaveLength(1);
    expect(stages.find((stage) => stage.startsWith('Prod-Bootstrap'))?.match(/\.Images/g)).toHaveLength(2);
    expect(stages.at(-1)).toMatch(/AcceptanceTests$/);
  });

  it('has nothing of CDK’s own making', () => {
    const names = assembly.stacksRecursively.map(({ stackName }) => stackName);
    expect(names.filter((name) => name.includes('support'))).toEqual([]);
    for (const name of ['django-service-development', 'django-service-production']) {
      expect(resources(name, 'AWS::S3::Bucket')).toEqual([]);
      expect(resources(name, 'AWS::KMS::Key')).toEqual([]);
    }
    const types = assembly.stacksRecursively.flatMap(({ template }) =>
      Object.values((template as { Resources: Record<string, Resource> }).Resources).map(({ Type }) => Type),
    );
    expect(types.filter((type) => type.startsWith('Custom::') || type.endsWith('CustomResource'))).toEqual([]);
  });
});

describe('the builds', () => {
  it('run on the combo of Python and Node, pulled with their own role, and select no versions', () => {
    for (const name of ['django-service-development', 'django-service-production']) {
      const others = projectsOf(name).filter((project) => !project.Name.endsWith('Images'));
      expect(others.length).toBeGreaterThan(3);
      for (const { Environment, Source } of others) {
        expect(Environment.Image).toEqual(COMBO);
        expect(Environment.ImagePullCredentialsType).toBe('SERVICE_ROLE');
        expect(Environment.PrivilegedMode).toBe(false);
        expect(Source.BuildSpec).not.toContain('runtime-versions');
      }
    }
  });

  it('of images run where there is Docker, and have nothing else in common with the others', () => {
    const images = [...projectsOf('django-service-development'), ...projectsOf('django-service-production')].filter(
      (project) => project.Name.endsWith('Images'),
    );
    expect(images).toHaveLength(3);
    for (const { Environment } of images) {
      expect(Environment.Image).toBe('aws/codebuild/standard:7.0');
      expect(Environment.PrivilegedMode).toBe(true);
    }
  });

  it('of acceptance tests hold no credentials of a stage', () => {
    const [tests] = projectsOf('django-service-development').filter((each) => each.Name.includes('AcceptanceTests'));
    expect(tests?.Source.BuildSpec).toContain('npm run test:acceptance --workspace django-service');
    expect(tests?.Source.BuildSpec).not.toContain('AWS_PROFILE');
    const roles = assembly.stacks.map(({ stackName }) => stackName).filter((name) => name.includes('access'));
    expect(roles).toEqual([]);
  });
});

it(
  'synthesizing twice gives the same templates',
  () => {
    const app = newApp();
    addDjangoService(app);
    const again = app.synth();
    for (const { stackName, template } of assembly.stacks)
      expect(again.getStackByName(stackName).template).toEqual(template);
  },
  SYNTHESIS_MS,
);

it(
  'in one account for all, no two stacks make the same thing',
  () => {
    const config = projectConfig() as { accounts: Record<string, Record<string, unknown>> };
    for (const account of Object.values(config.accounts)) account['account'] = '111122223333';
    const app = newApp({ config });
    addDjangoService(app);
    const named = app.synth().stacksRecursively.flatMap(({ template, environment: { region } }) =>
      Object.values((template as { Resources: Record<string, Resource> }).Resources).flatMap(
        ({ Type, Properties = {} }) =>
          ['RoleName', 'RepositoryName', 'Name']
            .filter((key) => typeof Properties[key] === 'string')
            // IAM knows no regions.
            .map((key) => `${Type} ${String(Properties[key])} ${Type.startsWith('AWS::IAM') ? '' : region}`),
      ),
    );
    expect(named).toContain('AWS::IAM::Role django-service-dev-images-eu-central-1 ');
    expect(named.filter((name, index) => named.indexOf(name) !== index)).toEqual([]);
  },
  SYNTHESIS_MS,
);
