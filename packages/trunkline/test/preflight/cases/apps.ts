// The apps whose assemblies the cases break: the construct library's pipeline with its stores, and plain CDK Pipelines.
import { App, Stack, Stage, type StackProps } from 'aws-cdk-lib';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packed from '../../../src/preflight/bootstrap/bootstrap-template.json' with { type: 'json' };

type StackClass = new (scope: Construct, id: string, props: StackProps & Record<string, unknown>) => Stack;

interface StageHookContext {
  readonly id: string;
  readonly stageProps: object;
}

// The library is CommonJS for jsii; its sources are imported as the tests find them, not as a compiled package.
const { ArtifactStoreStack, ArtifactStores, GenericPipelineStack, PipelineConfig, StageAccessStack } = (await import(
  new URL('../../../../cdk-trunkline/src/index.ts', import.meta.url).href
)) as {
  readonly ArtifactStoreStack: StackClass & {
    readonly forConfig: (scope: Construct, config: object, options?: object) => Stack[];
  };
  readonly ArtifactStores: { readonly fromStacks: (stacks: readonly Stack[]) => object };
  readonly GenericPipelineStack: StackClass;
  readonly PipelineConfig: { readonly fromObject: (config: unknown) => object };
  readonly StageAccessStack: { readonly forConfig: (scope: Construct, config: object) => Stack[] };
};

/** The toolchain account. */
export const TOOLING = '111111111111';
/** The account of the first stage. */
export const DEV = '222222222222';
/** The account of the last stage, which is in both regions. */
export const PROD = '444444444444';
/** The pipeline's region. */
export const HOME = 'eu-central-1';
/** The other region. */
export const FAR = 'us-east-1';
/** The organization of the accounts. */
export const ORGANIZATION = 'o-a1b2c3d4e5';

class PlainStage extends Stage {
  public constructor(scope: Construct, id: string, props: object) {
    super(scope, id, props);
    const main = new Stack(this, 'Main');
    const asset = new Asset(main, 'Asset', { path: fileURLToPath(import.meta.url) });
    new StringParameter(main, 'Parameter', { stringValue: asset.s3ObjectKey });
  }
}

function newApp(outdir: string): App {
  // Construct paths as the CDK CLI asks for them.
  const context = { 'aws:cdk:enable-path-metadata': true };
  return new App({ outdir, context, builtinCloudFormationValidation: false, analyticsReporting: false });
}

/** How the stores of the library's pipeline are found and opened. */
export interface LibraryApp {
  /** By their names, or by the stacks of the same app: then the pipeline names key ARNs. */
  readonly stores: 'by name' | 'from stacks';
  /** Open to the organization, or to the accounts of the stages. */
  readonly readers: 'organization' | 'accounts';
}

/** One pipeline that delivers to `dev`, to the toolchain account itself, and to `prod` in two regions. */
export function synthesizeLibraryApp(outdir: string, { stores, readers }: LibraryApp): void {
  const app = newApp(outdir);
  const config = PipelineConfig.fromObject({
    owner: 'acme',
    repo: 'services',
    connection_arn: `arn:aws:codeconnections:${HOME}:${TOOLING}:connection/0f1e2d3c-0000-4000-8000-000000000000`,
    accounts: {
      tooling: { account: TOOLING, region: HOME },
      dev: { account: DEV, region: HOME },
      inner: { account: TOOLING, region: HOME },
      prod: { account: PROD, regions: [HOME, FAR] },
    },
    pipelines: { production: { branch: 'main', stages: ['dev', 'inner', 'prod'] } },
    ...(readers === 'organization' ? { artifact_stores: { organization_id: ORGANIZATION } } : {}),
  });
  const stacks = ArtifactStoreStack.forConfig(app, config);
  StageAccessStack.forConfig(app, config);
  class Delivery extends GenericPipelineStack {
    public appStage(scope: Construct, context: StageHookContext): Stage {
      return new PlainStage(scope, context.id, context.stageProps);
    }
  }
  class FromStacks extends Delivery {
    public artifactStores(): object {
      return ArtifactStores.fromStacks(stacks);
    }
  }
  const env = { account: TOOLING, region: HOME };
  const Pipeline = stores === 'by name' ? Delivery : FromStacks;
  new Pipeline(app, 'services-production', { config, pipeline: 'production', env });
  app.synth();
}

/** Plain CDK Pipelines across accounts and regions, with the support stack that CDK makes. */
export function synthesizePlainApp(outdir: string): void {
  const app = newApp(outdir);
  const delivery = new Stack(app, 'Delivery', { env: { account: TOOLING, region: HOME } });
  const pipeline = new CodePipeline(delivery, 'Pipeline', {
    crossAccountKeys: true,
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.codeCommit(Repository.fromRepositoryName(delivery, 'Repo', 'services'), 'main'),
      commands: ['npx cdk synth'],
    }),
  });
  for (const [id, account, region] of [
    ['Dev', DEV, HOME],
    ['Inner', TOOLING, HOME],
    ['Prod', PROD, FAR],
  ] as const) {
    pipeline.addStage(new PlainStage(app, id, { env: { account, region } }));
  }
  app.synth();
}

/** A company's own bootstrap stack of one environment, made from CDK's template, as an assembly of its own. */
export function writeOwnBootstrap(outdir: string, account: string, region: string, customerKey = false): void {
  mkdirSync(outdir, { recursive: true });
  const templateFile = 'CDKToolkit.template.json';
  const parameters = {
    TrustedAccounts: TOOLING,
    CloudFormationExecutionPolicies: 'arn:aws:iam::aws:policy/AdministratorAccess',
    FileAssetsBucketKmsKeyId: customerKey ? '' : 'AWS_MANAGED_KEY',
  };
  const artifact = {
    type: 'aws:cloudformation:stack',
    environment: `aws://${account}/${region}`,
    properties: { templateFile, parameters },
  };
  writeFileSync(join(outdir, templateFile), JSON.stringify(packed.template, undefined, 1));
  writeFileSync(
    join(outdir, 'manifest.json'),
    JSON.stringify({ version: '36.0.0', artifacts: { CDKToolkit: artifact } }),
  );
}
