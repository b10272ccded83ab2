// A pipeline of cdk-trunkline with more than one asset: published by one command, performed by the twin, deployed.
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { Project } from './scenario.js';

// The library is CommonJS for jsii; its sources are imported as the tests find them, not as a compiled package.
const { GenericPipelineStack } = (await import(
  new URL('../../../cdk-trunkline/src/index.ts', import.meta.url).href
)) as {
  readonly GenericPipelineStack: new (scope: Construct, id: string, props: object) => Stack;
};

const CONFIG = {
  owner: 'acme',
  repo: 'shop',
  connection_arn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000',
  accounts: {
    tooling: { account: '111111111111', region: 'eu-central-1' },
    dev: { account: '222222222222', regions: ['eu-central-1', 'us-east-1'] },
  },
  pipelines: { delivery: { branch: 'main', stages: ['dev'] } },
};

let project: Project;
afterEach(() => project.remove());

class Shop extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps, assets: string, images: readonly string[]) {
    super(scope, id, props);
    const main = new Stack(this, 'Main');
    new StringParameter(main, 'Parameter', { stringValue: 'x' });
    for (const name of ['settings.json', 'one', 'two']) new Asset(main, name, { path: join(assets, name) });
    for (const name of images) new DockerImageAsset(main, `${name}-image`, { directory: join(assets, name) });
  }
}

/** A project whose synth copies what was synthesized here. */
async function given(images: readonly string[] = []): Promise<void> {
  project = await Project.create({
    repository: {},
    stages: { Source: { Repository: { source: true, outputs: ['Repo'] } }, Go: { Approve: { approve: 'Go?' } } },
  });
  const assets = join(project.directory, 'assets');
  for (const name of ['one', 'two', ...images]) {
    await mkdir(join(assets, name), { recursive: true });
    await writeFile(join(assets, name, 'Dockerfile'), `FROM scratch\nLABEL name=${name}\n`);
  }
  await writeFile(join(assets, 'settings.json'), '{}');
  class Delivery extends GenericPipelineStack {
    public installCommands(): undefined {
      return undefined;
    }

    public synthCommands(): string[] {
      return ['cp -R synthesized cdk.out'];
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

    public appStage(scope: Construct, context: { readonly id: string; readonly stageProps: object }): Stage {
      return new Shop(scope, context.id, context.stageProps, assets, images);
    }
  }
  const outdir = join(project.directory, 'cdk.out');
  await rm(outdir, { recursive: true });
  const app = new App({ outdir, context: { config: CONFIG }, analyticsReporting: false });
  new Delivery(app, 'Delivery', { pipeline: 'delivery' });
  app.synth();
  await cp(outdir, join(project.directory, 'synthesized'), { recursive: true });
  await project.commit();
}

function actions(report: Report): string[] {
  return report.executions.flatMap((execution) =>
    execution.actions.map(({ stageName, actionName, status, performedBy = 'none', summary = '' }) =>
      `${stageName}/${actionName} ${status} ${performedBy} ${summary}`.trim(),
    ),
  );
}

/** Every command of the build phases of the asset builds. */
async function publishingCommands(): Promise<string[]> {
  const outdir = join(project.directory, 'cdk.out');
  const files = (await readdir(outdir)).filter((name) => name.startsWith('buildspec-'));
  const texts = await Promise.all(files.map((name) => readFile(join(outdir, name), 'utf8')));
  return texts.flatMap(
    (text) => (JSON.parse(text) as { phases: { build: { commands: string[] } } }).phases.build.commands,
  );
}

describe('a pipeline with three assets in two regions', () => {
  it('has them published by the twin, each once in each region, before its stacks are deployed', async () => {
    await given();
    expect(await publishingCommands()).toEqual([expect.stringContaining('lane()') as string]);

    const report = await project.rehearse({}, {});

    expect(report.executions.map(({ status }) => status)).toEqual(['Succeeded']);
    const assets = report.executions[0]?.actions.find(({ stageName }) => stageName === 'Assets');
    expect(assets).toMatchObject({ status: 'Succeeded', performedBy: 'twin', summary: '6 published, 0 there already' });
    const lines = (await project.readLog(assets?.log ?? '')).split('\n');
    const published = lines.flatMap(
      (line) => / to (cdk-hnb659fds-assets-222222222222-[a-z0-9-]+)\//.exec(line)?.[1] ?? [],
    );
    expect(published.sort()).toEqual([
      ...Array.from({ length: 3 }, () => 'cdk-hnb659fds-assets-222222222222-eu-central-1'),
      ...Array.from({ length: 3 }, () => 'cdk-hnb659fds-assets-222222222222-us-east-1'),
    ]);
    const done = actions(report);
    expect(done.findIndex((line) => line.startsWith('Assets/'))).toBeLessThan(
      done.findIndex((line) => line.startsWith('Dev/')),
    );

    const again = await project.rehearse({}, {});
    expect(actions(again)).toContain('Assets/FileAssets Succeeded twin 0 published, 6 there already');
  });

  it('has its images left out and named, and its files published', async () => {
    await given(['one', 'two']);
    expect(await publishingCommands()).toHaveLength(2);

    const report = await project.rehearse({}, {});

    const done = actions(report);
    expect(done).toContain('Assets/FileAssets Succeeded twin 6 published, 0 there already');
    expect(done).toContain('Assets/DockerAssets NotRehearsed none');
  });
});
