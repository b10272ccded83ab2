// Everything in one account: toolchain, all stages, several pipelines, and a second project. No two names collide.
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { describe, expect, test } from 'vitest';
import { ArtifactStoreStack, PipelineConfig } from '../../src';
import { CONFIG, MainOnlyPipeline, pipelineOf, quickApp, said, ServicesPipeline } from './services-pipeline';

const HERE = { account: '111111111111', region: 'eu-central-1' };

function configOf(repo: string): Record<string, unknown> {
  const accounts = { tooling: HERE, dev: HERE, qa: HERE, prod: HERE };
  return { ...CONFIG, repo, accounts };
}

/** A project with two pipelines of one class. */
function project(repo: string, withStores: boolean): App {
  const app = quickApp({ config: configOf(repo) });
  if (withStores) ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app));
  for (const pipeline of ['development', 'production']) {
    new ServicesPipeline(app, `${repo}-pipeline-${pipeline}`, { pipeline });
  }
  return app;
}

interface Resource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** Types whose name counts inside of another resource alone: an inline policy's, inside its role. */
const INNER = ['AWS::IAM::Policy'];

/** `account/region type name` of everything that was given a name, and of the stacks themselves and their exports. */
function physicalNames(assembly: CloudAssembly): string[] {
  return assembly.stacksRecursively.flatMap((stack) => {
    const { account, region } = stack.environment;
    const { Resources = {}, Outputs = {} } = stack.template as {
      Resources?: Record<string, Resource>;
      Outputs?: Record<string, { Export?: { Name: unknown } }>;
    };
    const named = Object.values(Resources).flatMap(({ Type, Properties = {} }) =>
      INNER.includes(Type)
        ? []
        : Object.entries(Properties)
            .filter(([key]) => /Name$/.test(key))
            .map(([key, value]) => `${Type} ${key} ${JSON.stringify(value)}`),
    );
    const exported = Object.values(Outputs).flatMap(({ Export }) =>
      Export === undefined ? [] : [`export ${JSON.stringify(Export.Name)}`],
    );
    return [`stack ${stack.stackName}`, ...named, ...exported].map((name) => `${account}/${region} ${name}`);
  });
}

function twice(names: readonly string[]): string[] {
  return names.filter((name, index) => names.indexOf(name) !== index);
}

describe('toolchain and all stages in one account and region', () => {
  const assembly = project('services', true).synth();

  test('no two stacks, named resources or exports have one name', () => {
    const names = physicalNames(assembly);
    expect(twice(names)).toEqual([]);
    expect(new Set(names.map((name) => name.split(' ')[0]))).toEqual(new Set(['111111111111/eu-central-1']));
    const kinds = new Set(names.map((name) => name.split(' ')[1]));
    expect(kinds).toEqual(
      new Set([
        'stack',
        'AWS::IAM::Role',
        'AWS::S3::Bucket',
        'AWS::KMS::Alias',
        'AWS::CodePipeline::Pipeline',
        'AWS::CodeBuild::Project',
      ]),
    );
  });

  test('every part of every stage is delivered', () => {
    expect(assembly.stacksRecursively.map((stack) => stack.stackName).sort()).toEqual([
      'Dev-Bootstrap-services-Repositories',
      'Dev-services-Main',
      'Prod-Bootstrap-services-Repositories',
      'Prod-services-Main',
      'Qa-Bootstrap-services-Repositories',
      'Qa-services-Main',
      'Toolchain-services-Shared',
      'services-pipeline-development',
      'services-pipeline-production',
      'trunkline-artifacts-eu-central-1',
    ]);
  });

  test('a second project, in an app of its own, collides with none of it', () => {
    const other = project('shop', false).synth();
    const names = [...physicalNames(assembly), ...physicalNames(other)];
    expect(twice(names)).toEqual([]);
    expect(names.filter((name) => name.includes('shop')).length).toBeGreaterThan(20);
  });

  test('names that collide would be found', () => {
    const app = new App();
    for (const id of ['One', 'Two']) {
      new CfnResource(new Stack(app, id, { env: HERE }), 'Topic', {
        type: 'AWS::SNS::Topic',
        properties: { TopicName: 'news' },
      });
    }
    expect(twice(physicalNames(app.synth()))).toEqual(['111111111111/eu-central-1 AWS::SNS::Topic TopicName "news"']);
  });
});

test('two projects in one app, each with its configuration', () => {
  const app = quickApp({});
  const stacks = ['services', 'shop'].map(
    (repo) =>
      new ServicesPipeline(app, repo, { pipeline: 'development', config: PipelineConfig.fromObject(configOf(repo)) }),
  );
  expect(stacks.map(said)).toEqual(['nothing', 'nothing']);
  expect(twice(physicalNames(app.synth()))).toEqual([]);
});

test('nothing in it needs a region or an account but this one', () => {
  const stack = new MainOnlyPipeline(quickApp({ config: configOf('services') }), 'Pipeline', {
    pipeline: 'production',
  });
  const { ArtifactStores, Stages } = pipelineOf(stack);
  expect(ArtifactStores?.map((store) => store.Region)).toEqual(['eu-central-1']);
  expect(Stages.flatMap((stage) => stage.Actions.map((action) => action.Region)).filter(Boolean)).toEqual([]);
});
