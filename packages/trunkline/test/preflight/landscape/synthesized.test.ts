// What CDK synthesizes is read as a whole: every role, store, key and project that a pipeline names is found.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAssembly } from '../../../src/assembly/read.js';
import { hasHole } from '../../../src/preflight/iam/unresolved.js';
import type { Landscape } from '../../../src/preflight/landscape/landscape.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { lineOfPath, stepsOf } from '../../../src/preflight/landscape/json-lines.js';
import { readFileSync } from 'node:fs';
import { HOME, MEMBER, REGION } from './assemblies.js';

const FAR = 'us-east-1';
const folder = mkdtempSync(join(tmpdir(), 'trunkline-landscape-'));
let landscape: Landscape;

beforeAll(async () => {
  const app = new App({ outdir: folder, builtinCloudFormationValidation: false, analyticsReporting: false });
  const delivery = new Stack(app, 'Delivery', { env: { account: HOME, region: REGION } });
  const pipeline = new CodePipeline(delivery, 'Pipeline', {
    crossAccountKeys: true,
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.codeCommit(Repository.fromRepositoryName(delivery, 'Repo', 'services'), 'main'),
      commands: ['npx cdk synth'],
    }),
  });
  for (const region of [REGION, FAR]) {
    const stage = new Stage(app, `Prod-${region}`, { env: { account: MEMBER, region } });
    new StringParameter(new Stack(stage, 'Main'), 'Parameter', { stringValue: 'x' });
    pipeline.addStage(stage);
  }
  app.synth();
  landscape = readLandscape(await readAssembly(folder));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a cross-account pipeline of plain CDK Pipelines', () => {
  const only = (): Landscape['pipelines'][number] => {
    const [first, ...others] = landscape.pipelines;
    if (first === undefined || others.length > 0) throw new Error(`There are ${others.length + 1} pipelines.`);
    return first;
  };

  test('has no mistake, and leaves nothing unread', () => {
    expect(only().mistakes).toEqual([]);
    expect(landscape.unreadable).toEqual([]);
  });

  test('finds every role that it names, in its own account and in the others', () => {
    const { pipeline } = only();
    const actions = pipeline.stages.flatMap((stage) => stage.actions);
    const arns = actions.flatMap(({ roleArn, configuration }) => [roleArn, configuration.RoleArn ?? undefined]);
    const named = [pipeline.roleArn, ...arns].filter((arn) => arn !== undefined);
    expect(named.length).toBeGreaterThan(6);
    for (const arn of named) expect(landscape.role(arn), arn).toBeDefined();
    expect(new Set(named.map((arn) => landscape.role(arn)?.origin.kind))).toEqual(new Set(['template', 'bootstrap']));
    expect(new Set(named.map((arn) => landscape.role(arn)?.account))).toEqual(new Set([HOME, MEMBER]));
  });

  test('finds the store of each region and the key of each store, in the support stack too', () => {
    const { artifactStores } = only().pipeline;
    expect(Object.keys(artifactStores).sort()).toEqual([REGION, FAR]);
    for (const [region, store] of Object.entries(artifactStores)) {
      const bucket = landscape.bucket(store.location);
      expect(bucket, region).toMatchObject({
        environment: { account: HOME, region },
        blocksPublicPolicy: true,
        expires: false,
      });
      expect(bucket?.policy?.origin.property).toBe('PolicyDocument');
      const key = landscape.key(store.encryptionKey ?? '', { account: HOME, region: REGION });
      expect(key, region).toMatchObject({ environment: { account: HOME, region } });
    }
  });

  test('finds the project of every build, with a service role that has policies', () => {
    const builds = only().pipeline.stages.flatMap(({ actions }) =>
      actions.filter(({ actionTypeId }) => actionTypeId.provider === 'CodeBuild'),
    );
    expect(builds.length).toBeGreaterThan(1);
    for (const { configuration } of builds) {
      const project = landscape.project(configuration.ProjectName ?? '', { account: HOME, region: REGION });
      expect(hasHole(project?.arn ?? '')).toBe(true);
      expect(landscape.role(project?.project.serviceRole ?? '')?.identity.length).toBeGreaterThan(0);
    }
  });

  test('has environments that trust its account', () => {
    const trusts = landscape.bootstraps.map(({ environment, trust }) => [
      environment.account,
      environment.region,
      ...trust,
    ]);
    expect(trusts).toEqual([
      [HOME, REGION],
      [MEMBER, REGION, HOME],
      [MEMBER, FAR, HOME],
    ]);
  });

  test('every policy of its templates is found on a line of the file', () => {
    const policies = landscape.roles
      .flatMap(({ trust, identity }) => [trust, ...identity])
      .filter(({ origin }) => origin.kind === 'template');
    expect(policies.length).toBeGreaterThan(8);
    for (const { origin } of policies) {
      const text = readFileSync(join(origin.assembly ?? '', origin.templateFile ?? ''), 'utf8');
      const path = `Resources.${origin.logicalId}.Properties.${origin.property ?? ''}`;
      const line = lineOfPath(text, stepsOf(path)) ?? 0;
      expect(text.split('\n')[line - 1]).toContain(origin.property?.split('.').at(-1));
    }
  });
});
