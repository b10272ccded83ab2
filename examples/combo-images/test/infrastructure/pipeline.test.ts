// The app as a whole: one pipeline, which delivers the combos to the toolchain account, and the artifact store that it uses.
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { beforeAll, expect, it } from 'vitest';
import { addComboImages } from '../../lib/combo-images-app';
import { newApp } from './new-app';

interface Template {
  readonly Resources: Record<string, { readonly Type: string; readonly Properties: unknown }>;
}

let assembly: CloudAssembly;

beforeAll(() => {
  assembly = synthesize();
});

function synthesize(): CloudAssembly {
  const app = newApp();
  addComboImages(app);
  return app.synth();
}

function resources(stackName: string, type: string): unknown[] {
  const { Resources } = assembly.getStackByName(stackName).template as Template;
  return Object.values(Resources)
    .filter(({ Type }) => Type === type)
    .map(({ Properties }) => Properties);
}

it('has a pipeline that tests, then delivers, and asks nobody', () => {
  const [pipeline] = resources('combo-images-delivery', 'AWS::CodePipeline::Pipeline');
  const { Stages } = pipeline as { Stages: { Name: string; Actions: { Name: string }[] }[] };
  expect(Stages.map(({ Name, Actions }) => `${Name}: ${Actions.map((each) => each.Name).join(', ')}`)).toEqual([
    'Source: example-org_trunkline',
    'Build: Synth',
    'UpdatePipeline: SelfMutate',
    'Tests: InfrastructureTests',
    'Combos: combo-images.Prepare, combo-images.Deploy, AcceptanceTests',
  ]);
});

it('has artifact store, access and pipeline as its stacks, one bucket, one key, and none that CDK added', () => {
  expect(assembly.stacks.map(({ stackName }) => stackName).sort()).toEqual([
    'combo-images-delivery',
    'trunkline-access-combo-images-combos-42f76100',
    'trunkline-artifacts-eu-central-1',
  ]);
  for (const type of ['AWS::S3::Bucket', 'AWS::KMS::Key']) {
    expect(resources('combo-images-delivery', type)).toEqual([]);
    expect(resources('trunkline-artifacts-eu-central-1', type)).toHaveLength(1);
  }
});

it('delivers the combos to the account and region of the pipeline, whose builds then find them without a policy', () => {
  const all = assembly.stacksRecursively.map(
    ({ environment, stackName }) => `${environment.account}/${environment.region}/${stackName}`,
  );
  expect(all).toContain('111122223333/eu-central-1/combo-images');
  expect(all).toHaveLength(4);
});

it('gives no reason for a warning or an error, and is the same when synthesized again', () => {
  const messages = assembly.stacksRecursively.flatMap((stack) => stack.messages.map(({ entry }) => entry.data));
  expect(messages.filter((message) => String(message).includes('cdk-trunkline'))).toEqual([]);
  const again = synthesize();
  expect(again.stacksRecursively.map(({ template }) => template as unknown)).toEqual(
    assembly.stacksRecursively.map(({ template }) => template as unknown),
  );
});

it('lets its tests read the deployment and the builds of combos, and nothing else', () => {
  const stack = 'trunkline-access-combo-images-combos-42f76100';
  const [role] = resources(stack, 'AWS::IAM::Role');
  const policies = (role as { Policies?: { PolicyDocument: { Statement: object[] } }[] }).Policies ?? [];
  const others = resources(stack, 'AWS::IAM::Policy') as { PolicyDocument: { Statement: object[] } }[];
  expect([...policies, ...others].flatMap(({ PolicyDocument }) => PolicyDocument.Statement)).toEqual([
    {
      Effect: 'Allow',
      Action: 'cloudformation:DescribeStacks',
      Resource: 'arn:aws:cloudformation:eu-central-1:111122223333:stack/combo-images/*',
    },
    {
      Effect: 'Allow',
      Action: ['codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject'],
      Resource: 'arn:aws:codebuild:eu-central-1:111122223333:project/combo-images-*',
    },
  ]);
});
