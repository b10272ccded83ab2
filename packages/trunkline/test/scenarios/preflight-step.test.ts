// The construct library's preflight step, rehearsed: it runs the engine on the assembly that the synth step has made, and
// what it refutes is not deployed.
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { newProject, type InstalledProject } from '../library/installed.js';
import { Project } from './scenario.js';

type Class = new (scope: Construct, id: string, props: object) => Stack;

// The library is CommonJS for jsii; its sources are imported as the tests find them, not as a compiled package.
const { GenericPipelineStack, ArtifactStoreStack, PipelineConfig } = (await import(
  new URL('../../../cdk-trunkline/src/index.ts', import.meta.url).href
)) as {
  GenericPipelineStack: Class;
  ArtifactStoreStack: { forConfig(scope: App, config: unknown): void };
  PipelineConfig: { fromContext(scope: App): unknown };
};

const ACCOUNT = '222222222222';
const REGION = 'eu-central-1';
const CONFIG = {
  owner: 'acme',
  repo: 'services',
  connection_arn: `arn:aws:codeconnections:${REGION}:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000`,
  development_branch: 'main',
  production_branch: 'main',
  preflight: true,
  accounts: { tooling: { account: '111111111111', region: REGION }, dev: { account: ACCOUNT, region: REGION } },
};

class Services extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    new StringParameter(new Stack(this, 'Main'), 'Name', { stringValue: 'services' });
  }
}

let installed: InstalledProject;
let assembly: string;

beforeAll(async () => {
  installed = await newProject();
  assembly = await mkdtemp(join(tmpdir(), 'trunkline-synthesized-'));
  class ServicesPipeline extends GenericPipelineStack {
    public appStage(scope: Construct, context: { readonly id: string; readonly stageProps: StageProps }): Stage {
      return new Services(scope, context.id, context.stageProps);
    }
    public installCommands(): string[] {
      return ['mkdir -p node_modules/.bin', `ln -sf '${installed.bin}' node_modules/.bin/trunkline`];
    }
    public synthCommands(): string[] {
      return ['cp -R synthesized cdk.out'];
    }
    public cachePaths = (): undefined => undefined;
    public infrastructureTestCommands = (): undefined => undefined;
    public lambdaTestCommands = (): undefined => undefined;
    public integrationTestCommands = (): undefined => undefined;
    public acceptanceTestCommands = (): undefined => undefined;
  }
  const context = { config: CONFIG };
  const app = new App({ outdir: assembly, context, analyticsReporting: false, builtinCloudFormationValidation: false });
  ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app));
  new ServicesPipeline(app, 'Development', { pipeline: 'development' });
  app.synth();
});

afterAll(async () => {
  for (const folder of [installed.folder, assembly]) await rm(folder, { recursive: true, force: true });
});

async function rehearsed(settings: object): Promise<{ readonly report: Report; readonly log: string }> {
  const project = await Project.create({ repository: {}, stages: { Source: { Repository: { source: true } } } });
  try {
    for (const folder of ['synthesized', 'cdk.out']) {
      await rm(join(project.directory, folder), { recursive: true, force: true });
      await cp(assembly, join(project.directory, folder), { recursive: true });
    }
    await project.write({ '.trunklinerc.json': JSON.stringify(settings), '.gitignore': '.trunkline/\n/cdk.out/\n' });
    await project.commit();
    const report = await project.rehearse({}, {});
    const preflight = report.executions[0]?.actions.find(({ actionName }) => actionName === 'Preflight');
    return { report, log: await project.readLog(preflight?.log ?? 'no log') };
  } finally {
    await project.remove();
  }
}

const endsOf = ({ executions }: Report): string[] =>
  (executions[0]?.actions ?? [])
    .filter(({ stageName }) => stageName === 'Tests' || stageName === 'Dev')
    .map(({ stageName, actionName, status }) => `${stageName}/${actionName} ${status}`);

describe('a rehearsal of a pipeline with the preflight step', () => {
  test('proves the assembly that synth has made, and goes on', async () => {
    const { report, log } = await rehearsed({});
    expect(endsOf(report)).toEqual([
      'Tests/Preflight Succeeded',
      expect.stringMatching(/^Dev\/.*Prepare/),
      expect.stringMatching(/^Dev\/.*Deploy/),
    ]);
    expect(log).toMatch(/\d+ .*proved/);
  });

  test('fails there on what is refuted, and deploys nothing', async () => {
    const { report, log } = await rehearsed({ bootstrap: { [`aws://${ACCOUNT}/${REGION}`]: { trust: [] } } });
    expect(endsOf(report)[0]).toBe('Tests/Preflight Failed');
    expect(endsOf(report).filter((end) => end.startsWith('Dev/') && end.endsWith('Succeeded'))).toEqual([]);
    expect(log).toContain(`npx cdk bootstrap aws://${ACCOUNT}/${REGION} --trust 111111111111`);
  });
});
