// Pipelines of feature branches in one twin: each has its own, and what ends takes its own along and nothing else.
import { cp, readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { App, CfnOutput, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { isClean } from '../../src/rehearse/report-builder.js';
import { Project } from './scenario.js';

interface Context {
  readonly id: string;
  readonly stageProps: StageProps;
  readonly stageName: string;
  readonly isFeatureBranch: boolean;
  readonly isFirstRegion: boolean;
  readonly config: object;
}

interface Definition {
  readonly name: string;
}

interface Library {
  readonly GenericPipelineStack: new (scope: Construct, id: string, props: object) => Stack;
  readonly StageAccessRole: new (scope: Construct, id: string, props: object) => Construct;
  readonly StageAccessStack: { forConfig(scope: Construct, config: object): unknown };
  readonly ArtifactStoreStack: { forConfig(scope: Construct, config: object): unknown };
  readonly PipelineConfig: {
    fromContext(scope: Construct): { readonly repo: string; readonly pipelines: Definition[] };
  };
}

// The library is CommonJS for jsii; its sources are imported as the tests find them, not as a compiled package.
const { ArtifactStoreStack, GenericPipelineStack, StageAccessRole, StageAccessStack, PipelineConfig } = (await import(
  new URL('../../../cdk-trunkline/src/index.ts', import.meta.url).href
)) as Library;

const CONFIG = {
  owner: 'acme',
  repo: 'shop',
  connection_arn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000',
  accounts: {
    tooling: { account: '111111111111', region: 'eu-central-1' },
    dev: { account: '222222222222', regions: ['eu-central-1', 'eu-west-1'] },
  },
  artifact_stores: { organization_id: 'o-a1b2c3d4e5' },
  pipelines: { development: { branch: 'main', stages: ['dev'] } },
  feature_branches: { stages: ['dev'], branches: ['feature/**'] },
};

/** The data that the service imports, so that they can be deleted in one order alone. */
class ShopStage extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const data = new Stack(this, 'Data');
    const orders = new Queue(data, 'Orders');
    const service = new Stack(this, 'Service');
    new StringParameter(service, 'OrdersUrl', { stringValue: orders.queueUrl });
    new CfnOutput(service, 'Name', { value: id, exportName: `${id}-service` });
  }
}

class ShopPipeline extends GenericPipelineStack {
  public installCommands(): undefined {
    return undefined;
  }

  public synthCommands(context: { readonly pipelineName: string }): string[] {
    return [`cp -R synthesized/${context.pipelineName} cdk.out`];
  }

  public infrastructureTestCommands(): undefined {
    return undefined;
  }

  public lambdaTestCommands(): undefined {
    return undefined;
  }

  public integrationTestCommands(): undefined {
    return undefined;
  }

  public acceptanceTestCommands(): undefined {
    return undefined;
  }

  public bootstrapStage(scope: Construct, context: Context): Stage {
    const stage = new Stage(scope, context.id, context.stageProps);
    const base = new Stack(stage, 'Base');
    new StringParameter(base, 'Version', { stringValue: '1' });
    if (context.isFeatureBranch && context.isFirstRegion) {
      new StageAccessRole(base, 'Access', { config: context.config, stage: context.stageName });
    }
    return stage;
  }

  public appStage(scope: Construct, context: Context): Stage {
    return new ShopStage(scope, context.id, context.stageProps);
  }
}

let project: Project;
beforeEach(async () => {
  project = await Project.create({
    repository: {},
    stages: { Source: { Repository: { source: true, outputs: ['Repo'] } }, Go: { Approve: { approve: 'Go?' } } },
  });
});
afterEach(() => project.remove());

/** What `cdk synth`, or `cdk synth -c branch=...`, writes; gives the assembly's folder. */
async function synthesized(branch?: string): Promise<string> {
  const outdir = join(
    project.directory,
    `cdk.out.${branch === undefined ? 'main' : Buffer.from(branch).toString('hex')}`,
  );
  const context = { config: CONFIG, ...(branch === undefined ? {} : { branch }) };
  const app = new App({ outdir, context, analyticsReporting: false });
  const config = PipelineConfig.fromContext(app);
  ArtifactStoreStack.forConfig(app, config);
  StageAccessStack.forConfig(app, config);
  const names = config.pipelines.map(({ name }) => {
    new ShopPipeline(app, `${config.repo}-pipeline-${name}`, { pipeline: name });
    return `${config.repo}-${name}`;
  });
  app.synth();
  for (const name of names) await cp(outdir, join(project.directory, 'synthesized', name), { recursive: true });
  await project.write({ '.gitignore': '.trunkline/\ncdk.out*/\n' });
  await project.commit();
  return relative(project.directory, outdir);
}

/** Every file of the twin, by its path. */
async function twinFiles(): Promise<Record<string, string>> {
  const twin = join(project.directory, '.trunkline', 'twin');
  const entries = await readdir(twin, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = await Promise.all(
    files.sort().map(async (file) => [relative(twin, file), await readFile(file, 'utf8')] as const),
  );
  return Object.fromEntries(texts);
}

function lines(report: Report): string[] {
  return report.executions.flatMap((execution) =>
    execution.actions.map(({ stageName, actionName, status }) => `${stageName}/${actionName} ${status}`),
  );
}

const UPPER = 'feature/Login';
const LOWER = 'feature/login';

describe('two branches whose names differ in case alone, beside a regular pipeline', () => {
  it('are delivered into one twin, and the end of one leaves nothing of it and everything of the others', async () => {
    const regular = await synthesized();
    const upper = await synthesized(UPPER);
    const lower = await synthesized(LOWER);

    expect((await project.rehearse({}, { app: regular })).executions.map(({ status }) => status)).toEqual([
      'Succeeded',
    ]);
    expect(isClean(await project.rehearse({}, { app: upper }))).toBe(true);
    const others = await twinFiles();
    const delivered = await project.rehearse({}, { app: lower });

    expect(delivered.executions.map(({ status, waitsBefore }) => [status, waitsBefore?.stageName])).toEqual([
      ['InProgress', 'End'],
    ]);
    expect(isClean(delivered)).toBe(true);
    const added = Object.keys(await twinFiles()).filter((file) => !(file in others));
    expect(added).toHaveLength(7);
    const ends = lines(delivered).filter((line) => line.startsWith('End/'));
    expect(ends).toHaveLength(added.length);
    expect(ends.every((line) => line.endsWith(' NotRun'))).toBe(true);

    const ended = await project.rehearse({}, { app: lower, enabledTransitions: ['End'] });

    expect(ended.executions.map(({ status }) => status)).toEqual(['Succeeded']);
    expect(ended.summary).toMatchObject({ failed: 0, notRun: 0, notRehearsed: 0 });
    const slug = ended.executions[0]?.pipelineName.replace('shop-', '') ?? '';
    expect(added.every((file) => file.includes(slug))).toBe(true);
    expect(await twinFiles()).toEqual(others);
    expect(Object.values(await twinFiles()).join('')).not.toContain(slug);

    const left = await project.rehearse({}, { app: upper });
    expect(isClean(left)).toBe(true);
    const deployed = left.executions[0]?.actions.filter(({ actionName }) => actionName.endsWith('Deploy')) ?? [];
    expect(deployed.map(({ summary }) => summary)).toEqual(Array.from({ length: 6 }, () => 'no changes'));
  });
});
