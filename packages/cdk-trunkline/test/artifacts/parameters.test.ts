// The stack that publishes all stores in the home region.
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { ArtifactStoreParametersStack } from '../../src/artifacts/artifact-store-parameters-stack';
import { ArtifactStoreStack } from '../../src/artifacts/artifact-store-stack';
import type { ArtifactStoreStackProps } from '../../src/artifacts/artifact-store-stack-props';

const ACCOUNT = '111111111111';

function stores(app: App, props: Partial<ArtifactStoreStackProps> = {}): ArtifactStoreStack[] {
  return ['eu-central-1', 'us-east-1'].map(
    (region) => new ArtifactStoreStack(app, `Store-${region}`, { env: { account: ACCOUNT, region }, ...props }),
  );
}

function quickApp(): App {
  return new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
}

function parameters(stack: ArtifactStoreParametersStack): Record<string, unknown> {
  const found = Object.values(Template.fromStack(stack).findResources('AWS::SSM::Parameter')) as {
    Properties: { Name: string; Value: unknown };
  }[];
  return Object.fromEntries(found.map(({ Properties }) => [Properties.Name, Properties.Value]));
}

const keyArnOf = (region: string): unknown => ({
  'Fn::GetStackOutput': { StackName: `Store-${region}`, OutputName: 'KeyArn', Region: region },
});

test('holds the bucket name and the key ARN of every region, each ARN from its own region', () => {
  const app = quickApp();
  expect(parameters(ArtifactStoreParametersStack.forStores(app, stores(app)))).toEqual({
    '/trunkline/artifacts/eu-central-1/bucket-name': 'trunkline-artifacts-111111111111-eu-central-1',
    '/trunkline/artifacts/eu-central-1/key-arn': keyArnOf('eu-central-1'),
    '/trunkline/artifacts/us-east-1/bucket-name': 'trunkline-artifacts-111111111111-us-east-1',
    '/trunkline/artifacts/us-east-1/key-arn': keyArnOf('us-east-1'),
  });
});

test('is deployed in the home region after the stores of all regions, and is protected', () => {
  const app = quickApp();
  const all = stores(app);
  const stack = ArtifactStoreParametersStack.forStores(app, all);
  expect([stack.stackName, stack.account, stack.region]).toEqual([
    'trunkline-artifacts-parameters',
    ACCOUNT,
    'eu-central-1',
  ]);
  expect(stack.terminationProtection).toBe(true);
  const artifact = app.synth().getStackByName(stack.stackName);
  const needed = artifact.dependencies.map(({ id }) => id);
  expect(needed).toEqual(expect.arrayContaining(all.map(({ artifactId }) => artifactId)));
  expect(JSON.stringify(all.map((each) => Template.fromStack(each).toJSON()))).not.toContain('Export');
});

test('has the qualifier before the region, another prefix, and no keys where there are none', () => {
  const app = quickApp();
  const named = stores(app, { qualifier: 'web', kms: false });
  expect(ArtifactStoreParametersStack.forStores(app, named).stackName).toBe('trunkline-artifacts-web-parameters');
  const env = { account: ACCOUNT, region: 'eu-west-1' };
  const elsewhere = new ArtifactStoreParametersStack(app, 'Elsewhere', { env, stores: named, prefix: '/team/stores' });
  expect(Object.keys(parameters(elsewhere))).toEqual([
    '/team/stores/web/eu-central-1/bucket-name',
    '/team/stores/web/us-east-1/bucket-name',
  ]);
});

test('refuses to publish nothing, and the stores of another account', () => {
  const app = quickApp();
  expect(() => ArtifactStoreParametersStack.forStores(app, [])).toThrow(/there are no stores to publish/);
  const env = { account: '222222222222', region: 'eu-west-1' };
  expect(() => new ArtifactStoreParametersStack(app, 'Other', { env, stores: stores(app) })).toThrow(
    /Store-eu-central-1 is in account 111111111111, and this stack in 222222222222\.\n.*\n.*Give the stores of one account/,
  );
});
