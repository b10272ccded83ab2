// The README's quick start, word for word but for where it imports the library from.
import { App, CfnOutput, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { Bucket } from 'aws-cdk-lib/aws-s3';
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

class ShopPipeline extends GenericPipelineStack {
  override appStage(scope: Construct, context: StageContext): Stage {
    return new ShopStage(scope, context.id, context.stageProps);
  }

  override testEnvironment(stage: ShopStage): Record<string, CfnOutput> {
    return { BUCKET_NAME: stage.bucketName };
  }

  override acceptanceTests(): undefined {
    return undefined; // This project has none.
  }
}

const app = new App();
const config = PipelineConfig.fromContext(app);
ArtifactStoreStack.forConfig(app, config);
for (const { name } of config.pipelines) new ShopPipeline(app, `shop-${name}`, { config, pipeline: name });
app.synth();
