// The apps whose assemblies the stories of rules break: one pipeline of plain CDK Pipelines, and the examples.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { App, CfnOutput, Stack, Stage } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CodeBuildStep, CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';

/** The account of the pipeline. */
export const HOME = '111111111111';
/** The account of both stages. */
export const MEMBER = '222222222222';
/** The pipeline's region, and that of the first stage. */
export const REGION = 'eu-central-1';
/** The region of the second stage. */
export const FAR = 'us-east-1';
/** The role that the tests of the first stage assume. */
export const TEST_ROLE = `arn:aws:iam::${MEMBER}:role/tests`;

// The CLI asks for the paths; without it CDK leaves them out.
const paths = { 'aws:cdk:enable-path-metadata': true };
const settings = { builtinCloudFormationValidation: false, analyticsReporting: false, context: paths } as const;

/** Two stages in another account, the second behind an approval and in another region; tests after the first. */
export function synthesizePlain(outdir: string): void {
  const app = new App({ outdir, ...settings });
  const delivery = new Stack(app, 'Delivery', { env: { account: HOME, region: REGION } });
  const pipeline = new CodePipeline(delivery, 'Pipeline', {
    pipelineName: 'services',
    crossAccountKeys: true,
    synth: new ShellStep('Synth', {
      input: CodePipelineSource.connection('acme/services', 'main', {
        connectionArn: `arn:aws:codestar-connections:${REGION}:${HOME}:connection/0f1e2d3c-0000-4000-8000-000000000000`,
      }),
      commands: ['npm ci', 'npx cdk synth'],
    }),
  });
  const dev = stage(app, 'Dev', REGION);
  pipeline.addStage(dev.stage, {
    post: [
      new CodeBuildStep('Smoke', {
        commands: ['aws sts assume-role --role-arn "$ROLE" --role-session-name smoke', 'npm run smoke'],
        env: { ROLE: TEST_ROLE },
        envFromCfnOutputs: { PARAMETER: dev.output },
        rolePolicyStatements: [new PolicyStatement({ actions: ['sts:AssumeRole'], resources: [TEST_ROLE] })],
      }),
    ],
  });
  pipeline.addStage(stage(app, 'Prod', FAR).stage, { pre: [new ManualApprovalStep('Promote')] });
  app.synth();
}

function stage(app: App, id: string, region: string): { readonly stage: Stage; readonly output: CfnOutput } {
  const made = new Stage(app, id, { env: { account: MEMBER, region } });
  const main = new Stack(made, 'Main');
  const asset = new Asset(main, 'Asset', { path: fileURLToPath(import.meta.url) });
  const parameter = new StringParameter(main, 'Parameter', { stringValue: asset.s3ObjectKey });
  return { stage: made, output: new CfnOutput(main, 'Name', { value: parameter.parameterName }) };
}

/** The example with pipelines, as its own cdk.json configures it. */
export async function synthesizeServices(outdir: string): Promise<void> {
  const { addServices } = (await example('services/lib/services-app.ts')) as {
    readonly addServices: (app: App) => unknown;
  };
  const app = new App({
    outdir,
    ...settings,
    context: { ...paths, ...context('services') },
  });
  addServices(app);
  app.synth();
}

/** The example of shared artifact stores. */
export async function synthesizeArtifactStores(outdir: string): Promise<void> {
  const { ArtifactStoreStack } = (await import(
    new URL('../../../../cdk-trunkline/src/index.ts', import.meta.url).href
  )) as { readonly ArtifactStoreStack: { readonly forContext: (app: App) => unknown } };
  const app = new App({ outdir, ...settings, context: { ...paths, ...context('artifact-stores') } });
  ArtifactStoreStack.forContext(app);
  app.synth();
}

const folder = new URL('../../../../../examples/', import.meta.url);

async function example(path: string): Promise<unknown> {
  return import(new URL(path, folder).href);
}

function context(name: string): Record<string, unknown> {
  const text = readFileSync(new URL(`${name}/cdk.json`, folder), 'utf8');
  return (JSON.parse(text) as { readonly context: Record<string, unknown> }).context;
}
