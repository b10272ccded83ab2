// Apps with the plugin, for the tests of `cdk synth` with preflight in it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Stack, Stage, Validations, type StageProps } from 'aws-cdk-lib';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key, type CfnKey } from 'aws-cdk-lib/aws-kms';
import { Bucket, BlockPublicAccess, BucketEncryption } from 'aws-cdk-lib/aws-s3';
import { Pipeline, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { PreflightPlugin, type PreflightPluginOptions } from '../../src/library/plugin.js';

/** The account of the pipeline. */
export const TOOLCHAIN = '111111111111';
/** The account that it delivers to. */
export const MEMBER = '222222222222';
/** The region of both. */
export const REGION = 'eu-central-1';

/** What the report of a synth says of one finding. */
export interface Shown {
  readonly ruleName: string;
  readonly severity: string;
  readonly description: string;
  readonly suggestedFix?: string;
  readonly violatingConstructs: readonly {
    readonly constructPath: string;
    readonly cloudFormationResource?: { readonly templatePath: string; readonly propertyPaths?: readonly string[] };
  }[];
}

/** What came of a synth. */
export interface Synthesized {
  /** What stopped it; undefined where it went through. */
  readonly error?: string;
  /** What was shown. */
  readonly shown: readonly Shown[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** How an app differs from one that is right. */
export interface AppOptions {
  readonly plugin?: PreflightPluginOptions;
  readonly context?: Readonly<Record<string, unknown>>;
  /** The bucket that the source is in. @default one of the pipeline's stack */
  readonly sourceBucket?: string;
  /** Breaks what was built. */
  readonly change?: (app: App) => void;
}

class Shop extends Stage {
  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    new StringParameter(new Stack(this, 'Main'), 'Name', { stringValue: 'shop' });
  }
}

/** Synthesizes an app whose pipeline delivers to another account. It is right, and nothing of it is only to be known. */
export function synthesize({ plugin, context = {}, sourceBucket, change }: AppOptions = {}): Synthesized {
  const outdir = mkdtempSync(join(tmpdir(), 'trunkline-plugin-'));
  try {
    const app = new App({ outdir, context, builtinCloudFormationValidation: false, analyticsReporting: false });
    Validations.of(app).addPlugins(new PreflightPlugin(plugin));
    deliverShop(app, sourceBucket);
    change?.(app);
    let error: string | undefined;
    try {
      app.synth();
    } catch (thrown) {
      error = (thrown as Error).message;
    }
    const [report] = reportsOf(join(outdir, 'validation-report.json'));
    return {
      ...(error === undefined ? {} : { error }),
      shown: report?.violations ?? [],
      metadata: report?.metadata ?? {},
    };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

function reportsOf(
  file: string,
): readonly { readonly violations: readonly Shown[]; readonly metadata?: Record<string, string> }[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { pluginReports: ReturnType<typeof reportsOf> }).pluginReports;
}

function deliverShop(app: App, sourceBucket: string | undefined): void {
  const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: REGION } });
  const encryptionKey = new Key(stack, 'Key', { enableKeyRotation: true });
  const artifactBucket = new Bucket(stack, 'Artifacts', {
    encryption: BucketEncryption.KMS,
    encryptionKey,
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    enforceSSL: true,
  });
  const source =
    sourceBucket === undefined
      ? new Bucket(stack, 'Source', { versioned: true, blockPublicAccess: BlockPublicAccess.BLOCK_ALL })
      : Bucket.fromBucketName(stack, 'Source', sourceBucket);
  const pipeline = new CodePipeline(stack, 'Pipeline', {
    codePipeline: new Pipeline(stack, 'Shop', {
      artifactBucket,
      pipelineType: PipelineType.V2,
      restartExecutionOnUpdate: true,
    }),
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.s3(source, 'main.zip', { actionName: 'Source' }),
      commands: ['npx cdk synth'],
    }),
  });
  pipeline.addStage(new Shop(app, 'Prod', { env: { account: MEMBER, region: REGION } }));
}

/** Takes away what lets other accounts and the pipeline's own roles use the key of the artifacts. */
export function closeKey(app: App): void {
  const key = app.node.findChild('Delivery').node.findChild('Key').node.defaultChild as CfnKey;
  const closed = new PolicyStatement({
    actions: ['kms:Describe*'],
    principals: [new ServicePrincipal('codepipeline.amazonaws.com')],
    resources: ['*'],
  });
  key.addPropertyOverride('KeyPolicy.Statement', [closed.toStatementJson()]);
}
