// What a project says about its stores, and gets told: mistakes in the five ways, the key, other projects' accounts.
import { Annotations, type App, type Stack, type Stage } from 'aws-cdk-lib';
import { Annotations as Told, Match, Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { ArtifactStores, ArtifactStoreStack, GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';
import { CONFIG, OneStackStage, pipelineOf, quickApp } from '../pipeline/services-pipeline';
import { messageOf } from './refused';

const ACCOUNT = '111111111111';

describe('refused', () => {
  const regions = ['eu-central-1', 'us-east-1'];
  const qualifier = 'Not-One';

  test.each([
    ['byName', (): unknown => ArtifactStores.byName({ regions, qualifier })],
    ['fromParameters', (): unknown => ArtifactStores.fromParameters({ regions, qualifier })],
    ['fromStackOutputs', (): unknown => ArtifactStores.fromStackOutputs({ regions, qualifier })],
  ])('%s: a qualifier that no store can have', (way, act) => {
    expect(messageOf(act).split('\n')).toEqual([
      `ArtifactStores.${way}:`,
      '  qualifier "Not-One" is not 1 to 10 lower-case letters and digits.',
      'Change it, then run `npx cdk synth` again.',
    ]);
  });

  test('fromStackOutputs: also a stack in a region that has none of the stores, and all of it at once', () => {
    const stackNames = { 'us-east-2': 'stores', 'us-east-1': 'stores' };
    expect(messageOf(() => ArtifactStores.fromStackOutputs({ regions, qualifier, stackNames })).split('\n')).toEqual([
      'ArtifactStores.fromStackOutputs:',
      '  qualifier "Not-One" is not 1 to 10 lower-case letters and digits.',
      '  stackNames names "us-east-2", and the regions are eu-central-1, us-east-1.',
      'Change them, then run `npx cdk synth` again.',
    ]);
  });

  test('fromStacks: two stores of a region', () => {
    const app = quickApp();
    const env = { account: ACCOUNT, region: 'us-east-1' };
    const stacks = ['web', 'data'].map((each) => new ArtifactStoreStack(app, each, { env, qualifier: each }));
    expect(messageOf(() => ArtifactStores.fromStacks(stacks))).toContain(
      'region us-east-1 has several stores; name one.',
    );
  });

  test('fromAttributes: two stores of a region, and a key that is named by its alias alone', () => {
    const message = messageOf(() =>
      ArtifactStores.fromAttributes([
        { region: 'us-east-1', bucketName: 'one', keyArn: 'alias/ours' },
        { region: 'us-east-1', bucketName: 'two', keyArn: `arn:aws:kms:us-east-1:${ACCOUNT}:alias/ours` },
      ]),
    );
    expect(message).toContain('region us-east-1 has several stores; name one.');
    expect(message).toMatch(
      /keyArn "alias\/ours" of us-east-1 is no ARN of a key; it looks like "arn:aws:kms:us-east-1:/,
    );
    expect(message).not.toMatch(/keyArn "arn/);
  });

  test('nothing of a region that is said twice by name: it is one store', () => {
    expect(ArtifactStores.byName({ regions: [...regions, 'us-east-1'] }).regions).toEqual(regions);
  });
});

describe('the key', () => {
  const { owner, repo, connection_arn } = CONFIG;
  const tooling = { account: ACCOUNT, region: 'eu-central-1' };
  const alone = {
    owner,
    repo,
    connection_arn,
    accounts: { tooling, dev: tooling },
    pipelines: { development: { branch: 'develop', stages: ['dev'] } },
  };

  class Pipeline extends GenericPipelineStack {
    public override appStage(scope: Construct, context: StageContext): Stage {
      return new OneStackStage(scope, context.id, 'Main', context.stageProps);
    }
  }

  /** Whether the stores of a configuration have a key, and whether its pipeline names one. */
  function keys(config: Record<string, unknown>): { readonly stores: number; readonly pipeline: boolean } {
    const app = quickApp({ config });
    const [store] = ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app));
    const pipeline = pipelineOf(new Pipeline(app, 'Pipeline', { pipeline: 'development' }));
    const named = JSON.stringify(pipeline.ArtifactStores).includes('EncryptionKey');
    return {
      stores: Object.keys(Template.fromStack(store as Stack).findResources('AWS::KMS::Key')).length,
      pipeline: named,
    };
  }

  test('is what the configuration says, for the stores and for the pipeline that finds them by name', () => {
    expect(keys(alone)).toEqual({ stores: 1, pipeline: true });
    expect(keys({ ...alone, artifact_stores: { kms: false } })).toEqual({ stores: 0, pipeline: false });
  });

  test('cannot be left out by an option that the pipelines do not see', () => {
    const app = quickApp({ config: alone });
    const config = PipelineConfig.fromContext(app);
    expect(messageOf(() => ArtifactStoreStack.forConfig(app, config, { kms: false }))).toContain(
      'Leave it out, set "artifact_stores": { "kms": false } in the configuration, then run',
    );
    expect(() => ArtifactStoreStack.forConfig(app, config, { kms: true })).not.toThrow();
  });

  test('cannot be left out where another account has to read', () => {
    const config = PipelineConfig.fromObject({ ...CONFIG, artifact_stores: { kms: false } });
    expect(messageOf(() => ArtifactStoreStack.forConfig(quickApp(), config))).toContain('no other account can read it');
  });
});

describe('stores that list accounts', () => {
  function warnings(config: Record<string, unknown>, after?: (app: App) => void): unknown[] {
    const app = quickApp();
    const stacks = ArtifactStoreStack.forConfig(app, PipelineConfig.fromObject({ ...CONFIG, ...config }));
    after?.(app);
    return stacks.flatMap((stack) =>
      Told.fromStack(stack)
        .findWarning('*', Match.anyValue())
        .map(({ entry }) => entry.data),
    );
  }

  test('warn once of the app of another project, with both remedies', () => {
    const [warning, ...others] = warnings({});
    expect(others).toEqual([]);
    expect(warning).toMatch(/^The artifact stores are open to 222222222222, 333333333333, 444444444444 alone\./);
    expect(warning).toContain('Set "artifact_stores.organization_id", or deploy the stores from one app alone');
    expect(warning).toContain('[ack: cdk-trunkline:artifactStoreAccounts]');
  });

  test('say nothing once that is acknowledged, of an organization, and where there is no other account', () => {
    const acknowledge = (app: App): void => {
      Annotations.of(app).acknowledgeWarning('cdk-trunkline:artifactStoreAccounts', 'Ours is the only app.');
    };
    expect(warnings({}, acknowledge)).toEqual([]);
    expect(warnings({ artifact_stores: { organization_id: 'o-a1b2c3d4e5' } })).toEqual([]);
    const { tooling } = CONFIG.accounts;
    expect(warnings({ accounts: { tooling, dev: tooling, qa: tooling, prod: tooling } })).toEqual([]);
  });
});
