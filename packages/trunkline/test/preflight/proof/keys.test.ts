// Keys beside that of the artifact store: those of build projects, of topics, and of buckets for caches and logs.
import type { Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { CodeBuildStep, type CodePipeline } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { oneStage } from './one-stage.js';
import { outcomes, type Edit } from './proven.js';

const ofSynthProject =
  (change: (properties: Record<string, unknown>) => void): Edit =>
  (resources) => {
    for (const [id, { Type, Properties = {} }] of Object.entries(resources)) {
      if (Type === 'AWS::CodeBuild::Project' && id.includes('Synth')) change(Properties);
    }
  };

describe('the key of the project that synthesizes', () => {
  test('is that of the store, and nothing more is asked for', async () => {
    const proven = await oneStage({});
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    expect(proven.obligations.filter(({ step }) => step.includes('the key of project'))).toEqual([]);
  });

  test('where there is none, what another account reads of it is not proved', async () => {
    const edit = ofSynthProject((properties) => delete properties.EncryptionKey);
    const proven = await oneStage({ edit });
    expect(outcomes(proven, 'refuted')).toEqual([]);
    expect(outcomes(proven, 'unproven')).toEqual([
      expect.stringMatching(
        /^Delivery-Pipeline\w+ Dev\/Prepare: the action role decrypts artifact Synth_Output, .* names no encryption key of its own, and CodeBuild may encrypt Synth_Output with S3's own key/,
      ),
    ]);
  });

  test('where it is another one, its policy has to let the readers in', async () => {
    const proven = await oneStage({
      more(stack) {
        new kms.Key(stack, 'OtherKey');
      },
      edit(resources) {
        const other = Object.keys(resources).find((id) => id.startsWith('OtherKey')) ?? '';
        ofSynthProject((properties) => (properties.EncryptionKey = { 'Fn::GetAtt': [other, 'Arn'] }))(resources);
      },
    });
    const refuted = proven.obligations.filter(({ verdict }) => verdict.kind === 'refuted');
    expect(refuted.map(({ action, step }) => `${action}: ${step.replace(/project .*/, 'project')}`)).toEqual([
      'Prepare: the action role uses the key of project',
    ]);
    // Of two keys that a deployment makes, nothing tells for certain that they are two.
    expect(outcomes(proven, 'unproven')).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/Build\/Synth: the project role uses the key of project .*kms:GenerateDataKey on/),
      ]),
    );
    expect(proven.findings.map(({ id }) => id)).toContain('key-policy');
  });
});

describe('a topic that a notification rule tells', () => {
  const notify = (key?: (stack: Stack) => kms.IKey) => ({
    more(stack: Stack, { pipeline }: CodePipeline) {
      const masterKey = key?.(stack);
      const topic = new sns.Topic(stack, 'Topic', masterKey === undefined ? {} : { masterKey });
      pipeline.notifyOnExecutionStateChange('Notify', topic);
    },
  });

  test('is proved without encryption', async () => {
    const proven = await oneStage(notify());
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    expect(proven.obligations.map(({ step }) => step)).toContain('the notification rule tells the topic');
  });

  test('is proved where its key lets the service in, as CDK has it', async () => {
    const proven = await oneStage(notify((stack) => new kms.Key(stack, 'TopicKey')));
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    expect(proven.obligations.map(({ step }) => step)).toContain(
      "the notification rule tells the topic, with the topic's key",
    );
  });

  test('is refuted where its key does not', async () => {
    const proven = await oneStage({
      ...notify((stack) => new kms.Key(stack, 'TopicKey')),
      edit(resources) {
        for (const [id, { Type, Properties = {} }] of Object.entries(resources)) {
          if (Type !== 'AWS::KMS::Key' || !id.startsWith('TopicKey')) continue;
          const policy = Properties.KeyPolicy as { Statement: { Principal: { Service?: string } }[] };
          policy.Statement = policy.Statement.filter(({ Principal }) => Principal.Service === undefined);
        }
      },
    });
    const [refuted, ...others] = proven.obligations.filter(({ verdict }) => verdict.kind === 'refuted');
    expect(refuted?.step).toBe("the notification rule tells the topic, with the topic's key");
    expect(others).toEqual([]);
  });
});

describe('buckets of a build', () => {
  const step = (stack: Stack): CodeBuildStep => {
    const encryptionKey = new kms.Key(stack, 'CacheKey');
    return new CodeBuildStep('Test', {
      commands: ['npm test'],
      cache: codebuild.Cache.bucket(new s3.Bucket(stack, 'Cache', { encryptionKey }), { prefix: 'builds' }),
      logging: { s3: { bucket: new s3.Bucket(stack, 'Logs') } },
    });
  };

  test('for its cache and its logs are proved as CDK grants them', async () => {
    const proven = await oneStage({ step });
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    const steps = proven.obligations.filter(({ action }) => action === 'Test').map((each) => each.step);
    expect(steps).toEqual(
      expect.arrayContaining([
        'the project role keeps the cache',
        "the project role keeps the cache, with the bucket's key",
        'the project role writes the log into the bucket',
      ]),
    );
  });
});
