// The app of docs/getting-started.md, word for word but for where it imports the library from.
import { App, Stack, Stage, type StageProps } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { ArtifactStoreStack, GenericPipelineStack, PipelineConfig, type StageContext } from '../../src';
import type { Construct } from 'constructs';

class ShopStage extends Stage {
  constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    new Queue(new Stack(this, 'Main'), 'Orders');
  }
}

class ShopPipeline extends GenericPipelineStack {
  override appStage(scope: Construct, context: StageContext): Stage {
    return new ShopStage(scope, context.id, context.stageProps);
  }

  override infrastructureTestCommands(): string[] {
    return ['npx tsc --noEmit --strict --skipLibCheck --target es2023 --module node20 bin/shop.ts'];
  }

  // This project has none of these yet. A step comes back when its method goes.
  override lambdaTests(): undefined {}
  override integrationTests(): undefined {}
  override acceptanceTests(): undefined {}
}

const app = new App();
const config = PipelineConfig.fromContext(app);
ArtifactStoreStack.forConfig(app, config);
for (const { name } of config.pipelines) new ShopPipeline(app, `shop-${name}`, { config, pipeline: name });
app.synth();
