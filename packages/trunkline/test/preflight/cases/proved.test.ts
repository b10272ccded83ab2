// What is intact is proved, and says so; and what CDK adds without a word is told.
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { afterAll, describe, expect, test } from 'vitest';
import {
  DEV,
  FAR,
  HOME,
  ORGANIZATION,
  synthesizeLibraryApp,
  synthesizePlainApp,
  TOOLING,
  writeOwnBootstrap,
} from './apps.js';
import { newFolder, removeFolders, Scenario } from './scenario.js';
import { baseOf } from './story.js';

afterAll(removeFolders);

describe('everything is proved', () => {
  test("of the construct library's pipeline, with stores that list accounts and are found by name", async () => {
    const base = await baseOf((folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }));
    const { obligations, assumptions } = await new Scenario(base).run();
    // About 20 obligations for each of the stages' regions, and those of the pipeline.
    expect(base.obligations).toBeGreaterThan(100);
    expect(new Set(obligations.map(({ id }) => id)).size).toBe(obligations.length);
    expect(assumptions.join(' ')).toContain(
      `trust in ${TOOLING}, AdministratorAccess for CloudFormation: ${DEV}/${HOME}`,
    );
    const notes = obligations.flatMap(({ verdict }) => (verdict.kind === 'proved' ? (verdict.note ?? []) : []));
    expect(notes).not.toEqual([]);
    for (const note of notes) expect(note).toContain('named by its alias alias/trunkline-artifacts');
  });

  test('with stores for the right organization, and keys by their ARNs: no alias is noted', async () => {
    const base = await baseOf(
      (folder) => synthesizeLibraryApp(folder, { stores: 'from stacks', readers: 'organization' }),
      {
        organization_id: ORGANIZATION,
      },
    );
    const { obligations } = await new Scenario(base).run();
    expect(obligations.filter(({ verdict }) => 'note' in verdict)).toEqual([]);
  });

  test("with a customer's key for the assets, intact", async () => {
    const base = await baseOf((folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }), {
      bootstrap: { [`aws://${DEV}/${HOME}`]: { kms_key_id: '' } },
    });
    const { obligations } = await new Scenario(base).run();
    const uses = obligations.filter(({ step }) => step.includes('key of the asset bucket'));
    expect(uses.map(({ verdict }) => verdict.kind)).toEqual(uses.map(() => 'proved'));
    expect(uses.length).toBeGreaterThan(0);
  });

  test("with a bootstrap stack of a company's own beside the app", async () => {
    const settings = { bootstrap: { [`aws://${DEV}/${HOME}`]: false } };
    await baseOf((folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }), settings, [
      (folder) => writeOwnBootstrap(folder, DEV, HOME, true),
    ]);
  });

  test('of plain CDK Pipelines, across accounts and regions', async () => {
    const base = await baseOf(synthesizePlainApp);
    expect(base.obligations).toBeGreaterThan(60);
  });
});

test('a map of stores that lacks a region: CDK adds a support stack without a word, and it is told', async () => {
  const folder = newFolder();
  const app = new App({
    outdir: folder,
    context: { 'aws:cdk:enable-path-metadata': true },
    builtinCloudFormationValidation: false,
    analyticsReporting: false,
  });
  const delivery = new Stack(app, 'Delivery', { env: { account: TOOLING, region: HOME } });
  const pipeline = new CodePipeline(delivery, 'Delivery', {
    codePipeline: new Pipeline(delivery, 'Pipeline', {
      restartExecutionOnUpdate: true,
      crossRegionReplicationBuckets: {
        [HOME]: Bucket.fromBucketAttributes(delivery, 'Store', {
          bucketName: 'the-store',
          region: HOME,
          encryptionKey: Key.fromKeyArn(delivery, 'Key', `arn:aws:kms:${HOME}:${TOOLING}:key/1`),
        }),
      },
    }),
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.codeCommit(Repository.fromRepositoryName(delivery, 'Repo', 'services'), 'main'),
      commands: ['npx cdk synth'],
    }),
  });
  const stage = new Stage(app, 'Far', { env: { account: DEV, region: FAR } });
  new StringParameter(new Stack(stage, 'Main'), 'Parameter', { stringValue: 'x' });
  pipeline.addStage(stage);
  app.synth();
  const scenario = new Scenario({ assembly: folder, beside: [], settings: {} });
  const { findings } = await scenario.run();
  const told = findings.find(({ id }) => id === 'unexpected-support-stack');
  expect(told?.problem).toContain(`was given no artifact store for ${FAR}`);
  expect(scenario.lineAt(told?.place.file ?? '').trim()).toBe('"ArtifactStores": [');
});
