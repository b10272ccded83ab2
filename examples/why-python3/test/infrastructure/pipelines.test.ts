// The app as a whole: its two pipelines, in whose order, and which build holds whose credentials.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { GenericPipelineStack } from 'cdk-trunkline';
import { beforeAll, describe, expect, it } from 'vitest';
import { ProjectPipelineStack } from '../../lib/project-pipeline-stack';
import { addWhyPython3 } from '../../lib/why-python3-app';
import { newApp, projectContext } from './new-app';

interface Action {
  readonly Name: string;
  readonly RunOrder: number;
  readonly Configuration: Record<string, string> & { readonly ProjectName?: { readonly Ref: string } };
}
interface Resource {
  readonly Type: string;
  readonly Properties: Record<string, unknown>;
}
interface Project {
  readonly environment: Record<string, string>;
  readonly runtimes: unknown;
  readonly commands: readonly string[];
  readonly image: string;
  readonly roleName: string | undefined;
}

let assembly: CloudAssembly;

beforeAll(() => {
  assembly = synthesize();
});

function synthesize(context = projectContext()): CloudAssembly {
  const app = newApp(context);
  addWhyPython3(app);
  return app.synth();
}

function resources(pipeline: string, from = assembly): Record<string, Resource> {
  return (from.getStackByName(`why-python3-${pipeline}`).template as { Resources: Record<string, Resource> }).Resources;
}

function stages(pipeline: string): { readonly Name: string; readonly Actions: Action[] }[] {
  const found = Object.values(resources(pipeline)).filter(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  expect(found).toHaveLength(1);
  return found[0]?.Properties['Stages'] as ReturnType<typeof stages>;
}

function action(pipeline: string, stage: string, name: string): Action {
  const found = stages(pipeline)
    .find(({ Name }) => Name === stage)
    ?.Actions.find(({ Name }) => Name === name);
  if (found === undefined) throw new Error(`Pipeline ${pipeline} has no action ${stage}/${name}.`);
  return found;
}

function project(pipeline: string, stage: string, name: string): Project {
  const all = resources(pipeline);
  const { Properties: properties } = all[action(pipeline, stage, name).Configuration.ProjectName?.Ref ?? ''] ?? {};
  const { BuildSpec } = properties?.['Source'] as { BuildSpec: string };
  const { phases } = JSON.parse(BuildSpec) as { phases: Record<string, Record<string, unknown>> };
  const { Image, EnvironmentVariables = [] } = properties?.['Environment'] as {
    Image: string;
    EnvironmentVariables?: { Name: string; Value: string }[];
  };
  const [role] = (properties?.['ServiceRole'] as { 'Fn::GetAtt': string[] })['Fn::GetAtt'];
  return {
    commands: (phases['build']?.['commands'] ?? []) as string[],
    runtimes: phases['install']?.['runtime-versions'],
    image: Image,
    environment: Object.fromEntries(EnvironmentVariables.map((each) => [each.Name, each.Value])),
    roleName: all[role ?? '']?.Properties['RoleName'] as string | undefined,
  };
}

const variables = ({ Configuration }: Action): string[] =>
  (JSON.parse(Configuration['EnvironmentVariables'] ?? '[]') as { name: string }[]).map(({ name }) => name).sort();

const PIPELINES = [
  ['development', 'Dev', 'dev'],
  ['production', 'Prod', 'prod'],
] as const;

describe.each(PIPELINES)('the %s pipeline', (pipeline, stage, stageName) => {
  it('tests the site before it delivers it', () => {
    expect(stages(pipeline).map(({ Name }) => Name)).toEqual(['Source', 'Build', 'UpdatePipeline', 'Tests', stage]);
    expect(action(pipeline, 'Tests', 'InfrastructureTests')).toBeDefined();
    const { commands, environment, runtimes } = project(pipeline, 'Tests', 'SiteTests');
    expect(commands).toEqual([
      'npm run build:site --workspace why-python3',
      'npm run test:site --workspace why-python3',
      'npm run test:samples --workspace why-python3',
    ]);
    // Where no sample could be run, the step has to fail.
    expect(environment['TRUNKLINE_TESTS_COMPLETE']).toBe('1');
    expect(runtimes).toEqual({ nodejs: '22', python: '3.11' });
  });

  it('deploys, publishes, and only then opens the site in a browser', () => {
    const order = ['Deploy', 'Publish', 'AcceptanceTests'].map((name) => {
      const found = stages(pipeline)
        .find(({ Name }) => Name === stage)
        ?.Actions.filter(({ Name }) => Name.endsWith(name));
      expect(found).toHaveLength(1);
      return found?.[0]?.RunOrder ?? 0;
    });
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(new Set(order).size).toBe(3);
  });

  it('publishes with the credentials of the stage, and knows where to', () => {
    expect(variables(action(pipeline, stage, 'Publish'))).toEqual(['BUCKET_NAME', 'DISTRIBUTION_ID', 'PUBLIC_URL']);
    const { commands, roleName } = project(pipeline, stage, 'Publish');
    expect(commands.join('\n')).toContain('AWS_PROFILE=trunkline');
    expect(roleName).toContain(`-${stageName}-tests`);
  });

  it('opens the site in a browser of a Debian image, without the credentials of the stage', () => {
    expect(variables(action(pipeline, stage, 'AcceptanceTests'))).toEqual(['SITE_URL']);
    const { commands, image, roleName } = project(pipeline, stage, 'AcceptanceTests');
    expect(commands.join('\n')).not.toContain('AWS_PROFILE');
    expect(roleName).toBeUndefined();
    expect(image).toMatch(/:22-bookworm$/);
  });

  it('lets that role in, by the role that is delivered with the site', () => {
    const { roleName } = project(pipeline, stage, 'Publish');
    const [role] = Object.values(site(pipeline, stage, assembly)).filter(({ Type }) => Type === 'AWS::IAM::Role');
    expect(JSON.stringify(role?.Properties['AssumeRolePolicyDocument'])).toContain(`:role/${roleName ?? 'none'}"`);
  });
});

it('the production pipeline asks before it delivers, the other does not', () => {
  const approvals = PIPELINES.flatMap(([pipeline]) =>
    stages(pipeline).flatMap(({ Name, Actions }) =>
      Actions.filter((each) => each.Name === 'Approval').map(() => `${pipeline}/${Name}`),
    ),
  );
  expect(approvals).toEqual(['production/Prod']);
});

function site(pipeline: string, stage: string, from: CloudAssembly): Record<string, Resource> {
  const nested = from.getNestedAssembly(`assembly-why-python3-${pipeline}-${stage}-eu-central-1`);
  return (nested.stacks[0]?.template as { Resources: Record<string, Resource> }).Resources;
}

it('the development pipeline alone delivers a preview, whatever has a domain of its own', () => {
  const certificate = (account: string) => `arn:aws:acm:us-east-1:${account}:certificate/2b7c9d1e`;
  const dev = { names: ['dev.example.org'], certificate_arn: certificate('222233334444') };
  const prod = { names: ['www.example.org'], certificate_arn: certificate('444455556666') };
  for (const domains of [{}, { dev }, { dev, prod }]) {
    const from = synthesize({ ...projectContext(), domains });
    expect(JSON.stringify(site('development', 'Dev', from))).toContain('noindex');
    expect(JSON.stringify(site('production', 'Prod', from))).not.toContain('noindex');
    expect(JSON.stringify(site('production', 'Prod', from)).includes('www.example.org')).toBe('prod' in domains);
  }
});

it('the pipeline is nothing but hooks of the superclass, as many as the README says', () => {
  const own = Object.getOwnPropertyNames(ProjectPipelineStack.prototype).filter((name) => name !== 'constructor');
  // The superclass has all but one, which it leaves to the project.
  expect(own.filter((name) => !(name in GenericPipelineStack.prototype))).toEqual(['appStage']);
  // The arguments that a constructor names, of which one that is inherited has none.
  expect(ProjectPipelineStack).toHaveLength(0);
  const readme = readFileSync(join(__dirname, '../../README.md'), 'utf8');
  expect(readme).toContain(`It overrides ${String(own.length)} hooks`);
});

it('the commands name scripts that the project has', () => {
  const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { scripts: object };
  const commands = (['InfrastructureTests', 'SiteTests'] as const).flatMap(
    (name) => project('development', 'Tests', name).commands,
  );
  const delivered = ['Publish', 'AcceptanceTests'].flatMap((name) => project('development', 'Dev', name).commands);
  const named = [...commands, ...delivered].flatMap(
    (command) => /npm run (\S+) --workspace why-python3/.exec(command)?.[1] ?? [],
  );
  expect(named).toHaveLength(6);
  for (const script of named) expect(scripts).toHaveProperty([script]);
});

it("no stack, bucket or key is of CDK's own making", () => {
  expect(assembly.stacks.map(({ stackName }) => stackName).sort()).toEqual([
    'trunkline-artifacts-eu-central-1',
    'why-python3-development',
    'why-python3-production',
  ]);
  for (const [pipeline] of PIPELINES) {
    const types = Object.values(resources(pipeline)).map(({ Type }) => Type);
    expect(types.filter((type) => /^AWS::(S3|KMS)::/.test(type))).toEqual([]);
  }
});

it('synthesizing twice gives the same pipelines', () => {
  const again = synthesize();
  for (const [pipeline] of PIPELINES) expect(resources(pipeline, again)).toEqual(resources(pipeline));
});
