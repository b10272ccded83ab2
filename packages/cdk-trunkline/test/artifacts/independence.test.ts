// The stores never depend on pipelines: what changes in a project's configuration leaves their templates as they are.
import { App, type Stage } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';
import { ArtifactStoreParametersStack } from '../../src/artifacts/artifact-store-parameters-stack';
import { ArtifactStoreStack } from '../../src/artifacts/artifact-store-stack';
import { ArtifactStores } from '../../src/artifacts/artifact-stores';
import { CONFIG, OneStackStage } from '../pipeline/services-pipeline';

const EVERY_REGION = ['eu-central-1', 'us-east-1'];

interface Config {
  readonly accounts: Record<string, unknown>;
  readonly [key: string]: unknown;
}

class OnStores extends GenericPipelineStack {
  public stores: ArtifactStores | undefined;

  public override appStage(scope: Construct, context: StageContext): Stage {
    return new OneStackStage(scope, context.id, 'Main', context.stageProps);
  }
  public override artifactStores(): ArtifactStores {
    return this.stores ?? ArtifactStores.byName({ regions: EVERY_REGION });
  }
}

/** The texts of the stores' templates, with every pipeline of the configuration in the same app. */
function templates(config: Config): Record<string, string> {
  const app = new App({ context: { config }, builtinCloudFormationValidation: false, analyticsReporting: false });
  const stores = ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app));
  const parameters = ArtifactStoreParametersStack.forStores(app, stores);
  for (const { name } of PipelineConfig.fromContext(app).pipelines) {
    const pipeline = new OnStores(app, `pipeline-${name}`, { pipeline: name });
    pipeline.stores = ArtifactStores.fromStacks(stores);
  }
  const assembly = app.synth();
  return Object.fromEntries(
    [...stores, parameters].map((stack) => {
      const { template } = assembly.getStackByName(stack.stackName);
      return [stack.stackName, JSON.stringify(template)];
    }),
  );
}

const organization = { artifact_stores: { organization_id: 'o-a1b2c3d4e5' } };
const inOrganization: Config = { ...CONFIG, ...organization };
const withNewAccount: Config = {
  ...CONFIG,
  accounts: { ...CONFIG.accounts, load: { account: '555555555555', region: 'us-east-1' } },
};
const newPipeline = { pipelines: { load: { branch: 'load', stages: ['qa', 'prod'] } } };

describe('in an organization, the stores are the same, byte for byte, with', () => {
  const before = templates(inOrganization);

  test.each<[string, Config]>([
    ['another account', { ...withNewAccount, ...organization }],
    [
      'another stage, in an account that has one',
      { ...inOrganization, accounts: { ...CONFIG.accounts, load: { account: '222222222222', region: 'us-east-1' } } },
    ],
    [
      'another account number',
      { ...inOrganization, accounts: { ...CONFIG.accounts, dev: { account: '999999999999', region: 'eu-central-1' } } },
    ],
    ['other pipelines', without({ ...inOrganization, ...newPipeline }, 'development_branch', 'production_branch')],
    ['another repository', { ...inOrganization, repo: 'shop' }],
  ])('%s', (_what, config) => {
    expect(Object.keys(before)).toHaveLength(3);
    expect(templates(config)).toEqual(before);
  });
});

describe('with a list of accounts, the stores', () => {
  test('are the same with other pipelines, and with another stage in an account that has one', () => {
    const before = templates(CONFIG);
    expect(templates(without({ ...CONFIG, ...newPipeline }, 'development_branch', 'production_branch'))).toEqual(
      before,
    );
    const load = { account: '222222222222', region: 'us-east-1' };
    expect(templates({ ...CONFIG, accounts: { ...CONFIG.accounts, load } })).toEqual(before);
  });

  test('change with a new account, each of them, and nothing of them but the list', () => {
    const before = templates(CONFIG);
    const after = templates(withNewAccount);
    for (const name of ['trunkline-artifacts-eu-central-1', 'trunkline-artifacts-us-east-1']) {
      expect(after[name]).not.toBe(before[name]);
      expect(after[name]?.replaceAll(',"arn:aws:iam::555555555555:root"', '')).toBe(before[name]);
    }
    expect(after['trunkline-artifacts-parameters']).toBe(before['trunkline-artifacts-parameters']);
  });
});

test('without any pipeline, they are the same too', () => {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  const stores = ArtifactStoreStack.forConfig(app, PipelineConfig.fromObject(inOrganization));
  const assembly = app.synth();
  for (const { stackName } of stores) {
    expect(JSON.stringify(assembly.getStackByName(stackName).template)).toBe(templates(inOrganization)[stackName]);
  }
});

function without(config: Config, ...keys: string[]): Config {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !keys.includes(key))) as Config;
}
