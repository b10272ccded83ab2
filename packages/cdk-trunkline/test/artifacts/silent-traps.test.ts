// What goes wrong without a word in plain CDK when a pipeline is given buckets: each is an error here, with its remedy.
import { CfnResource, PhysicalName, Stack, type Stage } from 'aws-cdk-lib';
import { Pipeline, type Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { CloudFormationCreateUpdateStackAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Alias, Key, type IKey } from 'aws-cdk-lib/aws-kms';
import { Bucket, BucketEncryption, type IBucket } from 'aws-cdk-lib/aws-s3';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { GenericPipelineStack, type StageContext } from '../../src';
import { ArtifactStores } from '../../src/artifacts/artifact-stores';
import { CONFIG, MainOnlyPipeline, OneStackStage, pipelineOf, quickApp } from '../pipeline/services-pipeline';

const ACCOUNT = '111111111111';
const REGIONS = ['eu-central-1', 'us-east-1'];

/** Stores that a project imports by hand, in whatever way `bucketOf` has it. */
class OwnStores extends ArtifactStores {
  readonly regions = REGIONS;
  readonly #bucketOf: (scope: Construct, region: string) => IBucket;

  public constructor(bucketOf: (scope: Construct, region: string) => IBucket) {
    super();
    this.#bucketOf = bucketOf;
  }

  public bucket(scope: Construct, _account: string, region: string): IBucket {
    return this.#bucketOf(scope, region);
  }
}

function imported(scope: Construct, region: string, encryptionKey: IKey): IBucket {
  return Bucket.fromBucketAttributes(scope, `Bucket-${region}`, {
    bucketName: `ours-${region}`,
    region,
    encryptionKey,
  });
}

/** A pipeline with stages in two other accounts, one of them in two regions. */
function pipelineOn(stores: ArtifactStores, app = quickApp(), more?: (stack: GenericPipelineStack) => void): Stack {
  class OnStores extends GenericPipelineStack {
    public override appStage(scope: Construct, context: StageContext): Stage {
      return new OneStackStage(scope, context.id, 'Main', context.stageProps);
    }
    public override artifactStores(): ArtifactStores {
      more?.(this);
      return stores;
    }
  }
  return new OnStores(app, 'Pipeline', { pipeline: 'development' });
}

function problemOf(stack: Stack): string {
  try {
    pipelineOf(stack);
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('the pipeline was built');
}

describe('stores that do not cover the pipeline', () => {
  test('a region of a stage is missing: its name, and where to add it', () => {
    expect(problemOf(pipelineOn(ArtifactStores.byName({ regions: ['eu-central-1'] })))).toMatch(
      /deploys to "us-east-1", where it has no artifact store\. Add "us-east-1" to \$\.config\.artifact_stores\.regions/,
    );
  });

  test('the home region is missing, which would get a bucket and a key in the pipeline stack', () => {
    expect(problemOf(pipelineOn(ArtifactStores.byName({ regions: ['us-east-1'] })))).toMatch(
      /deploys to "eu-central-1", where it has no artifact store; "eu-central-1" is where it lives\. Add "eu-central-1"/,
    );
  });

  test('plain CDK says nothing where the home region is missing, and makes bucket, key and alias', () => {
    const stack = new Stack(quickApp(), 'Plain', { env: { account: ACCOUNT, region: 'eu-central-1' } });
    const buckets = { 'us-east-1': Bucket.fromBucketName(stack, 'Bucket', 'ours') };
    const pipeline = new Pipeline(stack, 'Pipeline', {
      crossAccountKeys: true,
      crossRegionReplicationBuckets: buckets,
    });
    expect(pipeline.node.children.map(({ node }) => node.id)).toEqual(
      expect.arrayContaining(['ArtifactsBucketEncryptionKey', 'ArtifactsBucketEncryptionKeyAlias', 'ArtifactsBucket']),
    );
  });
});

describe('stores whose key does not fit', () => {
  test('no key, and stages in other accounts: which accounts, and how to get one', () => {
    const message = problemOf(pipelineOn(ArtifactStores.byName({ regions: REGIONS, kms: false })));
    expect(message).toContain(
      'its store in eu-central-1 has no key of its own, without which account 222222222222, 333333333333 cannot read it. ' +
        'Create the store with a key, and find it without `kms: false`; from attributes, give `keyArn`.',
    );
    expect(message).toContain('its store in us-east-1 has no key of its own, without which account 333333333333');
    const [home, other] = REGIONS.map((region) => ({ region, bucketName: `ours-${region}` }));
    const keyArn = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/0`;
    const oneKey = ArtifactStores.fromAttributes([{ ...home, keyArn }, other] as {
      region: string;
      bucketName: string;
    }[]);
    expect(problemOf(pipelineOn(oneKey)).match(/its store in \S+/g)).toEqual(['its store in us-east-1']);
  });

  const inHomeRegion = (region: string, key: string): RegExp =>
    new RegExp(
      `its store for ${region} has the key arn:<partition>:kms:eu-central-1:${ACCOUNT}:${key} of eu-central-1, as keys and ` +
        `aliases that are looked up or named without a region belong to the region of the pipeline\\. Name it by its ARN ` +
        `in ${region}: Key\\.fromKeyArn\\(`,
    );

  test("Alias.fromAliasName: every region would name the home region's key", () => {
    const stores = new OwnStores((scope, region) =>
      imported(scope, region, Alias.fromAliasName(scope, `Alias-${region}`, 'alias/ours')),
    );
    const message = problemOf(pipelineOn(stores));
    expect(message).toMatch(inHomeRegion('us-east-1', 'alias/ours'));
    expect(message).not.toContain('its store for eu-central-1');
  });

  test('Key.fromLookup: likewise, on the first pass and with what was looked up', () => {
    const stores = new OwnStores((scope, region) =>
      imported(scope, region, Key.fromLookup(scope, `Key-${region}`, { aliasName: 'alias/ours' })),
    );
    expect(problemOf(pipelineOn(stores))).toMatch(
      inHomeRegion('us-east-1', 'key/1234abcd-12ab-34cd-56ef-1234567890ab'),
    );
    const found = { keyId: '00000000-0000-4000-8000-000000000000' };
    const context = { [`key-provider:account=${ACCOUNT}:aliasName=alias/ours:region=eu-central-1`]: found };
    expect(problemOf(pipelineOn(stores, quickApp({ config: CONFIG, ...context })))).toMatch(
      inHomeRegion('us-east-1', `key/${found.keyId}`),
    );
  });

  test('StringParameter.valueFromLookup: no ARN on the first pass; which store it is, and what to do', () => {
    const stores = new OwnStores((scope, region) => {
      const keyArn = StringParameter.valueFromLookup(scope, `/ours/${region}/key-arn`);
      return imported(scope, region, Key.fromKeyArn(scope, `Key-${region}`, keyArn));
    });
    const message = problemOf(pipelineOn(stores));
    expect(message.match(/its store in \S+ could not be had from `bucket\(\)`/g)).toEqual([
      'its store in eu-central-1 could not be had from `bucket()`',
      'its store in us-east-1 could not be had from `bucket()`',
    ]);
    expect(message).toMatch(/give that a default in the value's form, such as an ARN of a key/);
    const withDefault = new OwnStores((scope, region) => {
      const ofRegion = `arn:aws:kms:${region}:${ACCOUNT}:key/0`;
      const keyArn = StringParameter.valueFromLookup(scope, `/ours/${region}/key-arn`, ofRegion);
      return imported(scope, region, Key.fromKeyArn(scope, `Key-${region}`, keyArn));
    });
    expect(() => pipelineOf(pipelineOn(withDefault))).not.toThrow();
  });

  test('a key of another region, named in full', () => {
    const stores = ArtifactStores.fromAttributes(
      REGIONS.map((region) => ({
        region,
        bucketName: `ours-${region}`,
        keyArn: `arn:aws:kms:eu-central-1:${ACCOUNT}:key/${region}`,
      })),
    );
    expect(problemOf(pipelineOn(stores))).toMatch(
      /its store for us-east-1 has the key arn:aws:kms:eu-central-1:111111111111:key\/us-east-1 of eu-central-1/,
    );
  });

  test('a key that is created in another region', () => {
    const app = quickApp();
    const elsewhere = new Stack(app, 'Keys', { env: { account: ACCOUNT, region: 'eu-west-1' } });
    const key = new Key(elsewhere, 'Key');
    const stores = new OwnStores((scope, region) => imported(scope, region, key));
    expect(problemOf(pipelineOn(stores, app))).toMatch(/its store for us-east-1 has the key .* of eu-west-1/);
  });

  test('one key for two regions, where nobody can say which region it is of', () => {
    const parameters = ArtifactStores.fromParameters({ regions: REGIONS });
    const stores = new OwnStores((scope, region) => {
      const { encryptionKey } = parameters.bucket(scope, ACCOUNT, 'eu-central-1');
      return imported(scope, region, encryptionKey as IKey);
    });
    const once = new Map<string, IBucket>();
    const sharing = new OwnStores((scope, region) => {
      const first = once.get('key') ?? stores.bucket(scope, ACCOUNT, 'eu-central-1');
      once.set('key', first);
      return region === 'eu-central-1' ? first : imported(scope, region, first.encryptionKey as IKey);
    });
    expect(problemOf(pipelineOn(sharing))).toMatch(
      /its stores for eu-central-1 and us-east-1 have one key, .*SsmParameterValue.*\. Give each region a key of its own/,
    );
  });
});

describe('buckets that do not fit', () => {
  const keyOf = (scope: Construct, region: string): IKey =>
    Key.fromKeyArn(scope, `Key-${region}`, `arn:aws:kms:${region}:${ACCOUNT}:key/00000000-0000-4000-8000-000000000000`);

  test('a bucket of another region, or one of which nobody said so', () => {
    const elsewhere = new OwnStores((scope, region) =>
      Bucket.fromBucketAttributes(scope, `Bucket-${region}`, {
        bucketName: `ours-${region}`,
        region: region === 'us-east-1' ? 'us-west-2' : region,
        encryptionKey: keyOf(scope, region),
      }),
    );
    expect(problemOf(pipelineOn(elsewhere))).toContain(
      "its store for us-east-1 is the bucket ours-us-east-1 of us-west-2. Return a bucket of us-east-1; one that is there is imported with `region: 'us-east-1'`.",
    );
    const unsaid = new OwnStores((scope, region) =>
      Bucket.fromBucketAttributes(scope, `Bucket-${region}`, {
        bucketName: `ours-${region}`,
        encryptionKey: keyOf(scope, region),
      }),
    );
    expect(problemOf(pipelineOn(unsaid))).toContain('the bucket ours-us-east-1 of eu-central-1. Return a bucket of us');
  });

  test('one bucket for two regions', () => {
    const stores = new OwnStores((scope, region) =>
      Bucket.fromBucketAttributes(scope, `Bucket-${region}`, {
        bucketName: 'ours',
        region,
        encryptionKey: keyOf(scope, region),
      }),
    );
    expect(problemOf(pipelineOn(stores))).toMatch(/eu-central-1 and us-east-1 have one bucket, "ours"/);
  });

  test('buckets that a project creates itself are its own business', () => {
    const app = quickApp();
    const buckets = new Map(
      REGIONS.map((region) => {
        const stack = new Stack(app, `Stores-${region}`, { env: { account: ACCOUNT, region } });
        const encryptionKey = new Key(stack, 'Key');
        const bucket = new Bucket(stack, 'Bucket', {
          bucketName: PhysicalName.GENERATE_IF_NEEDED,
          encryption: BucketEncryption.KMS,
          // A key has no name of its own that another region could use; its alias has.
          encryptionKey:
            region === 'eu-central-1'
              ? encryptionKey
              : new Alias(stack, 'Alias', { aliasName: PhysicalName.GENERATE_IF_NEEDED, targetKey: encryptionKey }),
        });
        return [region, bucket] as const;
      }),
    );
    const stores = new OwnStores((_scope, region) => buckets.get(region) as IBucket);
    expect(pipelineOf(pipelineOn(stores, app)).ArtifactStores).toHaveLength(2);
  });
});

describe('what CDK makes of its own', () => {
  /** Adds an action past CDK Pipelines. */
  function addAction(codePipeline: Pipeline, region: string): void {
    const [output] = codePipeline.stages[0]?.actions[0]?.actionProperties.outputs ?? [];
    const action = new CloudFormationCreateUpdateStackAction({
      actionName: 'Deploy',
      stackName: 'late',
      adminPermissions: false,
      region,
      templatePath: (output as Artifact).atPath('late.json'),
    });
    codePipeline.addStage({ stageName: 'Late', actions: [action] });
  }

  class OnTwoRegions extends MainOnlyPipeline {
    public override artifactStores(): ArtifactStores {
      return ArtifactStores.byName({ regions: REGIONS });
    }
  }

  function withLateAction(region: string): GenericPipelineStack {
    class Late extends OnTwoRegions {
      public override pipelineBuilt(): void {
        addAction(this.codePipeline, region);
      }
    }
    return new Late(quickApp(), 'Pipeline', { pipeline: 'development' });
  }

  const supportStack =
    /CDK made a bucket of its own for it, \S*ap-south-1\S*, in ap-south-1, with a stack Pipeline-support-ap-south-1\./;
  const remedy = /deploys to "ap-south-1", where it has no artifact store\. Add "ap-south-1" to/;

  test('a support stack for an action that the last hook added', () => {
    const message = problemOf(withLateAction('ap-south-1'));
    expect(message).toMatch(supportStack);
    expect(message).toMatch(remedy);
  });

  test('a support stack for an action that was added after buildPipeline(), when the app is synthesized', () => {
    const app = quickApp();
    const stack = new OnTwoRegions(app, 'Pipeline', { pipeline: 'development' });
    stack.buildPipeline();
    addAction(stack.codePipeline, 'ap-south-1');
    const [problem, ...others] = stack.codePipeline.node.validate();
    expect(problem).toMatch(supportStack);
    expect(problem).toMatch(remedy);
    expect(others).toEqual([]);
  });

  test('nothing is said of an action in a region that has a store', () => {
    expect(pipelineOf(withLateAction('us-east-1')).Stages.map(({ Name }) => Name)).toContain('Late');
  });
});

test('a resource of the stage itself may still be a bucket with a key', () => {
  class WithBucket extends MainOnlyPipeline {
    public override appStage(scope: Construct, context: StageContext): Stage {
      const stage = super.appStage(scope, context);
      const stack = stage.node.findChild('Main') as Stack;
      new Bucket(stack, 'ArtifactsBucket', { encryption: BucketEncryption.KMS });
      new CfnResource(stack, 'Topic', { type: 'AWS::SNS::Topic' });
      return stage;
    }
  }
  expect(() => pipelineOf(new WithBucket(quickApp(), 'Pipeline', { pipeline: 'development' }))).not.toThrow();
});
