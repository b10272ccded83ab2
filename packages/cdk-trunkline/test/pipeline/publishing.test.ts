// The builds that publish assets, as the cloud assembly has them: everything once, and several at a time.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack, Stage, type StageProps } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import { ComputeType, WindowsBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import type { Construct } from 'constructs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GenericPipelineStack, type PipelineContext, type StageContext } from '../../src';
import { CONFIG, quickApp, type Buildspec } from './services-pipeline';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assets-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

interface Assets {
  readonly files?: number;
  readonly images?: number;
  /** Whether a program makes the files. */
  readonly executable?: boolean;
  readonly environment?: BuildEnvironment;
  readonly version?: string;
}

class AssetsStage extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps, { files = 0, images = 0, executable }: Assets) {
    super(scope, id, props);
    const stack = new Stack(this, 'Main');
    for (let index = 0; index < files; index++) {
      const name = `file-${String(index)}`;
      writeFileSync(join(folder, name), name);
      if (executable === true) {
        stack.synthesizer.addFileAsset({ sourceHash: name, executable: ['make-file'] });
      } else new Asset(stack, name, { path: join(folder, name) });
    }
    for (let index = 0; index < images; index++) {
      const name = `image-${String(index)}`;
      mkdirSync(join(folder, name), { recursive: true });
      writeFileSync(join(folder, name, 'Dockerfile'), `FROM scratch\nLABEL name=${name}\n`);
      new DockerImageAsset(stack, name, { directory: join(folder, name) });
    }
  }
}

class AssetsPipeline extends GenericPipelineStack {
  public assets: Assets = {};

  public override appStage(scope: Construct, context: StageContext): Stage {
    return new AssetsStage(scope, context.id, context.stageProps, this.assets);
  }

  public override buildEnvironment(context: PipelineContext): BuildEnvironment | undefined {
    return this.assets.environment ?? super.buildEnvironment(context);
  }
}

interface Synthesized {
  /** The buildspecs of the asset builds. */
  readonly buildspecs: readonly Buildspec[];
  readonly texts: readonly string[];
  /** What the manifests of the stages list, but for templates: `path asset:destination`. */
  readonly listed: readonly string[];
}

/** Dev in one region, qa in two. */
function synthesized(assets: Assets): Synthesized {
  const config = { ...CONFIG, ...(assets.version ? { tool_versions: { cdk_assets: assets.version } } : {}) };
  const app = quickApp({ config });
  const stack = new AssetsPipeline(app, 'Development', { pipeline: 'development' });
  stack.assets = assets;
  const { directory } = app.synth();
  const texts = readdirSync(directory)
    .filter((name) => name.startsWith('buildspec-'))
    .map((name) => readFileSync(join(directory, name), 'utf8'));
  const listed = readdirSync(directory)
    .filter((name) => name.startsWith('assembly-'))
    .flatMap((assembly) =>
      readdirSync(join(directory, assembly))
        .filter((name) => name.endsWith('.assets.json'))
        .flatMap((name) => listedIn(directory, `${assembly}/${name}`)),
    );
  return { buildspecs: texts.map((text) => JSON.parse(text) as Buildspec), texts, listed };
}

function listedIn(directory: string, path: string): string[] {
  const { files = {}, dockerImages = {} } = JSON.parse(readFileSync(join(directory, path), 'utf8')) as Record<
    string,
    Record<string, { displayName?: string; destinations: object }>
  >;
  return Object.entries({ ...files, ...dockerImages })
    .filter(([, { displayName = '' }]) => !displayName.endsWith(' Template'))
    .flatMap(([id, { destinations }]) => Object.keys(destinations).map((each) => `${path} ${id}:${each}`));
}

function buildCommands(buildspec: Buildspec | undefined): readonly string[] {
  return buildspec?.phases['build']?.commands ?? [];
}

/** Every call of cdk-assets in commands, in the words of `listed`. */
function published(commands: readonly string[]): string[] {
  return commands
    .flatMap((command) => [...command.matchAll(/cdk-assets --path "([^"]+)" --verbose publish "([^"]+)"/g)])
    .map(([, path, selector]) => `${String(path)} ${String(selector)}`);
}

describe('a pipeline with three files and two images for three environments', () => {
  let result: Synthesized;

  beforeAll(() => {
    result = synthesized({ files: 3, images: 2 });
  });

  test('publishes every asset to every destination, once', () => {
    const all = result.buildspecs.flatMap((buildspec) => published(buildCommands(buildspec)));
    expect(result.listed).toHaveLength(15);
    expect(all.sort()).toEqual([...result.listed].sort());
  });

  test('has one build for the files and one for the images, each with one command that does it all', () => {
    const commands = result.buildspecs.map(buildCommands);
    expect(commands.map((each) => [each.length, published(each).length]).sort()).toEqual([
      [1, 6],
      [1, 9],
    ]);
    expect(result.buildspecs.map(({ phases }) => phases['install']?.commands)).toEqual([
      ['npm install -g cdk-assets@4.7.3'],
      ['npm install -g cdk-assets@4.7.3'],
    ]);
  });

  test('publishes nine files in nine turns, and an image in one, so that it is built once', () => {
    const turns = result.buildspecs.map((buildspec) => turnsOf(buildCommands(buildspec)).map((turn) => turn.length));
    expect(turns.sort((a, b) => a.length - b.length)).toEqual([
      [3, 3],
      [1, 1, 1, 1, 1, 1, 1, 1, 1],
    ]);
    const [images = []] = result.buildspecs
      .map((buildspec) => turnsOf(buildCommands(buildspec)))
      .sort((a, b) => a.length - b.length);
    for (const turn of images) expect(new Set(turn.map((each) => each.split(/[ :]/)[1])).size).toBe(1);
  });

  test('is the same, to the letter, when it is synthesized again', () => {
    expect(synthesized({ files: 3, images: 2 }).texts).toEqual(result.texts);
  });
});

test('many assets are several commands, each no longer than a shell takes', () => {
  const { buildspecs, listed } = synthesized({ files: 150 });
  const commands = buildCommands(buildspecs[0]);
  expect(commands.length).toBeGreaterThan(1);
  expect(Math.max(...commands.map((command) => command.length))).toBeLessThan(128 * 1024);
  expect(published(commands).sort()).toEqual([...listed].sort());
});

test('an asset that a program makes is made for one destination after the other', () => {
  const { buildspecs, listed } = synthesized({ files: 2, executable: true });
  expect(turnsOf(buildCommands(buildspecs[0])).map((turn) => turn.length)).toEqual([3, 3]);
  expect(published(buildCommands(buildspecs[0])).sort()).toEqual([...listed].sort());
});

test('one image, however many its destinations, is published by the commands that CDK Pipelines writes', () => {
  const { buildspecs, listed } = synthesized({ images: 1 });
  const commands = buildCommands(buildspecs[0]);
  expect(commands).toHaveLength(3);
  expect(commands.every((command) => command.startsWith('cdk-assets '))).toBe(true);
  expect(published(commands)).toHaveLength(listed.length);
});

test('any version of cdk-assets gets one asset and one destination in a call, which all of them take', () => {
  const { buildspecs, listed } = synthesized({ files: 3, version: '2.0.0' });
  expect(buildspecs[0]?.phases['install']?.commands).toEqual(['npm install -g cdk-assets@2.0.0']);
  const calls =
    buildCommands(buildspecs[0])
      .join('\n')
      .match(/cdk-assets --path .*/g) ?? [];
  expect(calls).toHaveLength(listed.length);
  for (const call of calls) expect(call).toMatch(/^cdk-assets --path "[^" ]+" --verbose publish "[^" ]+" ;;$/);
});

test('builds on Windows have no such shell, and keep the commands of CDK Pipelines', () => {
  const environment = { buildImage: WindowsBuildImage.WIN_SERVER_CORE_2019_BASE, computeType: ComputeType.LARGE };
  const { buildspecs, listed } = synthesized({ files: 3, environment });
  expect(buildCommands(buildspecs[0])).toHaveLength(listed.length);
});

/** The calls of each turn of the scripts among commands. */
function turnsOf(commands: readonly string[]): string[][] {
  return commands.flatMap((command) =>
    [...command.matchAll(/^ {4}\d+\) (.+) ;;$/gm)].map(([, turn]) => published([String(turn)])),
  );
}
