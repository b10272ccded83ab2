// docs/migration.md, word for word but for where it imports the library from.
import { CfnOutput, Stack, Stage, type App, type StackProps, type StageProps } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodePipeline, CodePipelineSource, ManualApprovalStep, ShellStep } from 'aws-cdk-lib/pipelines';
import { ArtifactStoreStack, GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';
import type { Construct } from 'constructs';

class ShopStage extends Stage {
  readonly bucketName: CfnOutput;

  constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const stack = new Stack(this, 'Main');
    this.bucketName = new CfnOutput(stack, 'BucketName', { value: new Bucket(stack, 'Orders').bucketName });
  }
}

class PlainPipeline extends Stack {
  constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    const source = CodePipelineSource.connection('example-org/shop', 'main', {
      connectionArn:
        'arn:aws:codeconnections:eu-central-1:111122223333:connection/7f3a1c9e-52d4-4b8e-9a6f-0c1d2e3f4a5b',
    });
    const synth = new ShellStep('Synth', { input: source, commands: ['npm ci', 'npm run build', 'npx cdk synth'] });
    const pipeline = new CodePipeline(this, 'Pipeline', { synth, crossAccountKeys: true });

    const dev = new ShopStage(this, 'Dev', { env: { account: '222233334444', region: 'eu-central-1' } });
    const envFromCfnOutputs = { BUCKET_NAME: dev.bucketName };
    pipeline.addStage(dev, { post: [new ShellStep('Smoke', { commands: ['./smoke.sh'], envFromCfnOutputs })] });

    const account = '444455556666';
    const production = pipeline.addWave('Production', { pre: [new ManualApprovalStep('Approve')] });
    production.addStage(new ShopStage(this, 'Prod', { env: { account, region: 'eu-central-1' } }));
    production.addStage(new ShopStage(this, 'ProdUs', { env: { account, region: 'us-east-1' } }));
  }
}

export function before(app: App): void {
  new PlainPipeline(app, 'ShopPipeline', { env: { account: '111122223333', region: 'eu-central-1' } });
}

const OLD_IDS: Record<string, string> = {
  'dev/eu-central-1': 'Dev',
  'prod/eu-central-1': 'Prod',
  'prod/us-east-1': 'ProdUs',
};

class ShopPipeline extends GenericPipelineStack {
  override appStage(scope: Construct, context: StageContext): Stage {
    const oldId = OLD_IDS[`${context.stageName}/${context.region}`];
    if (oldId === undefined) return new ShopStage(scope, context.id, context.stageProps);
    return new ShopStage(scope, oldId, { env: context.env }); // With `stageName`, if it had one.
  }

  override synthCommands(): string[] {
    return ['npm run build', 'npx cdk synth --no-lookups'];
  }

  override testEnvironment(stage: ShopStage): Record<string, CfnOutput> {
    return { BUCKET_NAME: stage.bucketName };
  }

  override acceptanceTests(context: StageContext) {
    return context.stageName === 'dev' ? this.stageStep('Smoke', ['./smoke.sh'], context) : undefined;
  }

  // The base has these steps, and the old pipeline had not.
  override infrastructureTests(): undefined {}
  override lambdaTests(): undefined {}
  override integrationTests(): undefined {}
}

export function after(app: App): void {
  const config = PipelineConfig.fromContext(app);
  ArtifactStoreStack.forConfig(app, config);
  new ShopPipeline(app, 'ShopPipeline', { config, pipeline: 'delivery', stackName: 'shop-delivery' });
}
