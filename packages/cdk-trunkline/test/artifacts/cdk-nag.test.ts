// cdk-nag's AwsSolutions rules on the stores' stacks: nothing is open, and what is acknowledged says why.
import { App, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import { ArtifactStoreParametersStack } from '../../src/artifacts/artifact-store-parameters-stack';
import { ArtifactStoreStack } from '../../src/artifacts/artifact-store-stack';
import type { ArtifactStoreOptions } from '../../src/artifacts/artifact-store-stack-props';

const ENV = { account: '111111111111', region: 'eu-central-1' };

/** The ids of the rules that are violated, as the failing synthesis names them. */
function violations(add: (app: App) => void): string[] {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  add(app);
  try {
    app.synth();
    return [];
  } catch (error) {
    expect((error as Error).name).toBe('ValidationFailed');
    return [...(error as Error).message.matchAll(/Acknowledge with 'AwsSolutions::([^']+)'/g)].map(([, id = '']) => id);
  }
}

test.each<[string, ArtifactStoreOptions]>([
  ['as they are', {}],
  ['without a key', { kms: false }],
  ['versioned, and deleted with their stack', { versioned: true, removalPolicy: RemovalPolicy.DESTROY }],
  ['emptied by the function of CDK', { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true }],
])('the stores %s', (_how, options) => {
  const found = violations((app) => {
    const store = new ArtifactStoreStack(app, 'Store', { env: ENV, ...options });
    ArtifactStoreParametersStack.forStores(app, [store]);
  });
  expect(found).toEqual([]);
});

test('the rules are at work', () => {
  const found = violations((app) => {
    new Bucket(new Stack(app, 'Plain', { env: ENV }), 'Bucket');
  });
  expect(found).toEqual(['AwsSolutions-S1', 'AwsSolutions-S10']);
});
