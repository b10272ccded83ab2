// Five ways in which a pipeline finds its stores: what then stands in its template, for two regions and two accounts.
import type { App, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';
import { ArtifactStoreStack } from '../../src/artifacts/artifact-store-stack';
import { ArtifactStores } from '../../src/artifacts/artifact-stores';
import { CONFIG, OneStackStage, pipelineOf, quickApp } from '../pipeline/services-pipeline';

const ACCOUNT = '111111111111';
const REGIONS = ['eu-central-1', 'us-east-1'];
const keyArn = (region: string): string => `arn:aws:kms:${region}:${ACCOUNT}:key/00000000-0000-4000-8000-${region}`;

type Expected = (region: string) => { readonly bucket: unknown; readonly key: unknown };

const output = (region: string, OutputName: string, StackName = `trunkline-artifacts-${region}`): unknown => ({
  'Fn::GetStackOutput': { StackName, Region: region, OutputName },
});

const WAYS: Record<string, { readonly stores: (app: App) => ArtifactStores; readonly expected: Expected }> = {
  byName: {
    stores: () => ArtifactStores.byName({ regions: REGIONS }),
    expected: (region) => ({
      bucket: `trunkline-artifacts-${ACCOUNT}-${region}`,
      key: `arn:aws:kms:${region}:${ACCOUNT}:alias/trunkline-artifacts`,
    }),
  },
  fromStacks: {
    stores: (app) => ArtifactStores.fromStacks(ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app))),
    expected: (region) => ({
      bucket: `trunkline-artifacts-${ACCOUNT}-${region}`,
      key: output(region, 'KeyArn'),
    }),
  },
  fromParameters: {
    stores: () => ArtifactStores.fromParameters({ regions: REGIONS, qualifier: 'web', prefix: '/team/stores' }),
    expected: (region) => ({
      bucket: { parameter: `/team/stores/web/${region}/bucket-name` },
      key: { parameter: `/team/stores/web/${region}/key-arn` },
    }),
  },
  fromStackOutputs: {
    stores: () =>
      ArtifactStores.fromStackOutputs({ regions: REGIONS, stackNames: { 'us-east-1': 'artifacts-in-virginia' } }),
    expected: (region) => {
      const stackName = region === 'us-east-1' ? 'artifacts-in-virginia' : undefined;
      return { bucket: output(region, 'BucketName', stackName), key: output(region, 'KeyArn', stackName) };
    },
  },
  fromAttributes: {
    stores: () =>
      ArtifactStores.fromAttributes(
        REGIONS.map((region) => ({ region, bucketName: `ours-${region}`, keyArn: keyArn(region) })),
      ),
    expected: (region) => ({ bucket: `ours-${region}`, key: keyArn(region) }),
  },
};

/** A pipeline whose stages are in two accounts, the second one in two regions, on these stores. */
function pipelineOn(app: App, stores: ArtifactStores): GenericPipelineStack {
  class OnStores extends GenericPipelineStack {
    public override appStage(scope: Construct, context: StageContext): Stage {
      return new OneStackStage(scope, context.id, 'Main', context.stageProps);
    }
    public override artifactStores(): ArtifactStores {
      return stores;
    }
  }
  return new OnStores(app, 'Pipeline', { pipeline: 'development' });
}

/** A template in which references to SSM parameters say which one they mean. */
function withParameters(stack: Stack): Record<string, unknown> {
  const template = Template.fromStack(stack).toJSON() as { Parameters?: Record<string, { Default?: string }> };
  const text = JSON.stringify(template).replaceAll(/\{"Ref":"(SsmParameterValue[^"]*)"\}/g, (_, id: string) =>
    JSON.stringify({ parameter: template.Parameters?.[id]?.Default }),
  );
  return JSON.parse(text) as Record<string, unknown>;
}

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** Every resource that an identity policy of the stack lets somebody use with a service's actions, without repeats. */
function granted(template: Record<string, unknown>, service: 's3' | 'kms'): Set<string> {
  const resources = Object.values(template['Resources'] as Record<string, { Type: string; Properties?: unknown }>);
  const policies = resources.filter(({ Type }) => Type === 'AWS::IAM::Policy') as {
    Properties: { PolicyDocument: { Statement: Statement[] } };
  }[];
  const statements = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
  const used = statements.filter(({ Action }) => [Action].flat().some((action) => action.startsWith(`${service}:`)));
  return new Set(used.flatMap(({ Resource }) => [Resource].flat()).map((resource) => JSON.stringify(resource)));
}

describe.each(Object.keys(WAYS))('%s', (way) => {
  const { stores, expected } = WAYS[way] as (typeof WAYS)[string];

  test("each region has its own store with its own region's key, and nothing is created or exported", () => {
    const app = quickApp();
    const stack = pipelineOn(app, stores(app));
    const { ArtifactStores: found = [] } = pipelineOf(stack);
    const template = withParameters(stack);
    const text = JSON.stringify(template);
    const rendered = Object.values(template['Resources'] as Record<string, { Type: string }>).find(
      ({ Type }) => Type === 'AWS::CodePipeline::Pipeline',
    ) as unknown as { Properties: { ArtifactStores: unknown } };
    expect(found).toHaveLength(2);
    expect(rendered.Properties.ArtifactStores).toEqual(
      expect.arrayContaining(
        REGIONS.map((Region) => {
          const { bucket, key } = expected(Region);
          return {
            Region,
            ArtifactStore: { Type: 'S3', Location: bucket, EncryptionKey: { Type: 'KMS', Id: key } },
          };
        }),
      ),
    );
    expect(text).not.toMatch(/AWS::S3::Bucket"|AWS::KMS::|Fn::ImportValue|Custom::/);
    const stacks = app.node.children.map(({ node }) => node.id).filter((id) => id !== 'Pipeline' && id !== 'Tree');
    expect(stacks).toEqual(way === 'fromStacks' ? REGIONS.map((region) => `trunkline-artifacts-${region}`) : []);
    const all = app.synth().stacks.map((each) => JSON.stringify(each.template as unknown));
    expect(all.filter((each) => each.includes('"Export"'))).toEqual([]);
  });

  test('the roles may use exactly these buckets and keys, whose regions no one confuses', () => {
    const app = quickApp();
    const template = withParameters(pipelineOn(app, stores(app)));
    const keys = REGIONS.map((region) => JSON.stringify(expected(region).key));
    expect(granted(template, 'kms')).toEqual(new Set(keys));
    const buckets = [...granted(template, 's3')].join('\n');
    for (const region of REGIONS) {
      const { bucket } = expected(region);
      const name = typeof bucket === 'string' ? `:s3:::${bucket}` : JSON.stringify(bucket);
      expect(buckets).toContain(name);
    }
  });

  test('the pipeline depends on no stack, so that its self-update deploys none but its own', () => {
    const app = quickApp();
    const stack = pipelineOn(app, stores(app));
    const artifact = app.synth().getStackByName(stack.stackName);
    const stacks = new Set(app.node.children.map((each) => (each as Stack).artifactId));
    expect(artifact.dependencies.filter(({ id }) => stacks.has(id))).toEqual([]);
  });
});

test('stores without a key of their own are found without one, where all stages are in the toolchain account', () => {
  const tooling = { account: ACCOUNT, region: 'eu-central-1' };
  const { owner, repo, connection_arn } = CONFIG;
  const config = {
    owner,
    repo,
    connection_arn,
    accounts: { tooling, dev: { account: ACCOUNT, regions: REGIONS } },
    pipelines: { development: { branch: 'develop', stages: ['dev'] } },
    artifact_stores: { kms: false },
  };
  const ways = [
    (): ArtifactStores => ArtifactStores.byName({ regions: REGIONS, kms: false }),
    (): ArtifactStores => ArtifactStores.fromParameters({ regions: REGIONS, kms: false }),
    (): ArtifactStores => ArtifactStores.fromStackOutputs({ regions: REGIONS, kms: false }),
    (): ArtifactStores => ArtifactStores.fromAttributes(REGIONS.map((region) => ({ region, bucketName: region }))),
    (app: App): ArtifactStores =>
      ArtifactStores.fromStacks(ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app))),
  ];
  for (const way of ways) {
    const app = quickApp({ config });
    const stack = pipelineOn(app, way(app));
    const { ArtifactStores: found = [] } = pipelineOf(stack);
    expect(found.map(({ ArtifactStore }) => Object.keys(ArtifactStore))).toEqual([
      ['Location', 'Type'],
      ['Location', 'Type'],
    ]);
    expect(granted(withParameters(stack), 'kms')).toEqual(new Set());
  }
});

test('stores of another account are refused where that is known', () => {
  const app = quickApp();
  const env = { account: '999999999999', region: 'eu-central-1' };
  const stores = ArtifactStores.fromStacks([
    new ArtifactStoreStack(app, 'Store', { env }),
    new ArtifactStoreStack(app, 'Other', { env: { ...env, region: 'us-east-1' } }),
  ]);
  expect(() => pipelineOf(pipelineOn(app, stores))).toThrow(
    /ArtifactStoreStack Store is in account 999999999999, and the pipeline in 111111111111\. Give the stores of the toolchain/,
  );
});

test('one set of stores serves every pipeline of an app', () => {
  const app = quickApp();
  const stores = WAYS['fromStacks']?.stores(app) as ArtifactStores;
  class Shared extends GenericPipelineStack {
    public override appStage(scope: Construct, context: StageContext): Stage {
      return new OneStackStage(scope, context.id, 'Main', context.stageProps);
    }
    public override artifactStores(): ArtifactStores {
      return stores;
    }
  }
  const [one, two] = ['development', 'production'].map((pipeline) => new Shared(app, pipeline, { pipeline }));
  expect(pipelineOf(one as Stack).ArtifactStores).toEqual(pipelineOf(two as Stack).ArtifactStores);
});
