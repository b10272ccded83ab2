// A plain pipeline that becomes a subclass deploys the very same stacks, and the page that explains it keeps its word.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack, Tags, type App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { ArtifactStores } from '../../src';
import { runCode } from '../readme/run-code';
import { cliApp, deployedStacks, logicalIds } from './deployed-stacks';
import { SHAPES, WAY_OUT } from './shapes';
import { ShopStage } from './shop-stage';

const STRAIGHT = SHAPES['stages straight on the pipeline'];
if (STRAIGHT === undefined) throw new Error('This test needs the shape.');
const { plain, migrated } = STRAIGHT;

describe('nothing that is deployed changes', () => {
  test.each(Object.entries(SHAPES))('%s: names, templates, tags and assets are the same', (name, shape) => {
    const old = deployedStacks(shape.plain);
    expect(old.length).toBeGreaterThan(1);
    // What is compared is there: paths in the metadata, and the function's asset.
    expect(JSON.stringify(old)).toMatch(/"aws:cdk:path":"[^"]*Dev[^"]*Main/i);
    expect(JSON.stringify(old.map(({ assets }) => assets))).toContain('"packaging":"zip"');
    expect(deployedStacks(shape.migrated)).toEqual(old);
  });

  test('the stacks of the shapes are called as their projects called them', () => {
    const places = Object.values(SHAPES).flatMap((shape) => deployedStacks(shape.migrated).map(({ place }) => place));
    expect([...new Set(places)].sort()).toEqual([
      '222222222222/eu-central-1/Dev-Data',
      '222222222222/eu-central-1/Dev-Main',
      '222222222222/eu-central-1/shop-dev-Data',
      '222222222222/eu-central-1/shop-dev-Main',
      '222222222222/eu-central-1/shop-main',
      '444444444444/eu-central-1/Prod-Data',
      '444444444444/eu-central-1/Prod-Main',
      '444444444444/us-east-1/ProdUs-Data',
      '444444444444/us-east-1/ProdUs-Main',
    ]);
  });

  test('a stack of the pipeline with another id changes what the AWS CDK names after the whole path, and no more', () => {
    const old = logicalIds(deployedStacks(plain));
    const moved = logicalIds(deployedStacks((app) => migrated(app, 'Renamed')));
    const gone = old.filter((id) => !moved.includes(id) && id.startsWith('222222222222/eu-central-1/Dev'));
    expect(gone.map((id) => id.replace(/ShopPipelineDev.*|(?<=Deployment).*/, '...').split(': ')[1]).sort()).toEqual([
      'ApiANYApiPermission...',
      'ApiANYApiPermissionTest...',
      'ApiDeployment...',
      'ApiproxyANYApiPermission...',
      'ApiproxyANYApiPermissionTest...',
      'HandlerAllowInvoke...',
      'InboxAllowBucketNotificationsTo...',
      'NightlyAllowEventRule...',
      'OtherDeployment...',
      'OtherordersGETApiPermission...',
      'OtherordersGETApiPermissionTest...',
    ]);
  });

  test("tags of the app do reach the stages' stacks now", () => {
    const tagged = (fill: (app: App) => unknown): number => {
      const stacks = deployedStacks((app) => {
        Tags.of(app).add('cost-center', '42');
        fill(app);
      });
      return stacks.filter(({ template }) => JSON.stringify(template).includes('cost-center')).length;
    };
    expect(tagged(plain)).toBe(0);
    expect(tagged(migrated)).toBe(4);
  });
});

describe('the way out', () => {
  test('a plain pipeline with the ids that the superclass gave deploys the same', () => {
    const stacks = deployedStacks(WAY_OUT.migrated);
    expect(stacks).toHaveLength(6);
    expect(deployedStacks(WAY_OUT.plain)).toEqual(stacks);
  });

  test('the stores serve a plain pipeline, which then makes no bucket, key or support stack', () => {
    const app = cliApp();
    const env = { account: '111111111111', region: 'eu-central-1' };
    const stack = new Stack(app, 'Plain', { env });
    const regions = ['eu-central-1', 'us-east-1'];
    const stores = ArtifactStores.byName({ regions });
    const codePipeline = new Pipeline(stack, 'Pipeline', {
      crossRegionReplicationBuckets: Object.fromEntries(
        regions.map((region) => [region, stores.bucket(stack, env.account, region)]),
      ),
    });
    const input = CodePipelineSource.connection('acme/shop', 'main', {
      connectionArn:
        'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000',
    });
    const pipeline = new CodePipeline(stack, 'Delivery', {
      codePipeline,
      synth: new ShellStep('Synth', { input, commands: ['make'] }),
    });
    pipeline.addStage(new ShopStage(stack, 'Prod', { env: { account: '444444444444', region: 'us-east-1' } }));
    const assembly = app.synth();
    expect(assembly.stacks.map(({ stackName }) => stackName)).toEqual(['Plain']);
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.resourceCountIs('AWS::KMS::Key', 0);
  });
});

describe('docs/migration.md', () => {
  const page = readFileSync(join(__dirname, '../../../../docs/migration.md'), 'utf8');
  const blocks = (language: string): string[] =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map((match) => match[1] ?? '');
  const context = JSON.parse(blocks('json')[0] ?? '') as Record<string, unknown>;
  const { before, after } = runCode(blocks('ts').join('\n')) as Record<'before' | 'after', (app: App) => void>;

  test('its two apps deploy the same', () => {
    const old = deployedStacks(before);
    expect(old.map(({ place }) => place)).toEqual([
      '222233334444/eu-central-1/Dev-Main',
      '444455556666/eu-central-1/Prod-Main',
      '444455556666/us-east-1/ProdUs-Main',
    ]);
    expect(deployedStacks(after, context)).toEqual(old);
  });

  test('the successor is a stack of its own, under the old construct path that the self-update deploys', () => {
    const app = cliApp(context);
    after(app);
    const assembly = app.synth();
    expect(assembly.stacks.map(({ displayName }) => displayName)).toContain('ShopPipeline (shop-delivery)');
    const pipeline = assembly.getStackByName('shop-delivery').template as unknown;
    expect(JSON.stringify(pipeline)).toContain('deploy ShopPipeline --require-approval=never');
  });

  test('what the old pipeline leaves behind is what the page removes', () => {
    const app = cliApp();
    before(app);
    const old = app.synth().stacks.filter((stack) => stack.stackName.startsWith('ShopPipeline'));
    expect(old.map((stack) => `${stack.environment.region}/${stack.stackName}`).sort()).toEqual([
      'eu-central-1/ShopPipeline',
      'us-east-1/ShopPipeline-support-us-east-1',
    ]);
    for (const stack of old) {
      const template = Template.fromJSON(stack.template as Record<string, unknown>);
      template.allResources('AWS::S3::Bucket', { DeletionPolicy: 'Retain' });
      template.allResources('AWS::KMS::Key', { DeletionPolicy: 'Delete' });
      template.resourceCountIs('AWS::S3::Bucket', 1);
    }
  });
});
