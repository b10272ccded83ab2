// The delivery pipeline of the service: nothing but hooks of the superclass.
import type { CfnOutput } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import type { Step } from 'aws-cdk-lib/pipelines';
import { ComboImage, GenericPipelineStack, type PipelineContext, type StageContext } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { BootstrapStage } from './bootstrap-stage';
import { ImagesStep } from './images-step';
import { COMBO } from './names';
import { ServiceStage } from './service-stage';
import { ToolchainStage } from './toolchain-stage';

/** One class for all pipelines; what each delivers is the configuration's business. */
export class ProjectPipelineStack extends GenericPipelineStack {
  // ---- what is delivered ----

  public override toolchainStage(scope: Construct, context: StageContext): ToolchainStage {
    return new ToolchainStage(scope, context.id, context.stageProps);
  }

  public override bootstrapStage(scope: Construct, context: StageContext): BootstrapStage {
    const { id, stageProps, stageName: deploysTo, region, pipeline: tooling } = context;
    return new BootstrapStage(scope, id, { ...stageProps, deploysTo, region, tooling });
  }

  public override appStage(scope: Construct, context: StageContext): ServiceStage {
    return new ServiceStage(scope, context.id, { ...context.stageProps, deploysTo: context.stageName });
  }

  public override imageEnvironment(stage: BootstrapStage): Record<string, CfnOutput> {
    return { REPOSITORY_URI: stage.repositoryUri };
  }

  public override testEnvironment(stage: ServiceStage): Record<string, CfnOutput> {
    return { SERVICE_URL: stage.service.serviceUrl };
  }

  // ---- builds: Python and Node in one image ----

  public override buildEnvironment(context: PipelineContext): BuildEnvironment {
    const { images } = COMBO;
    const { account, region } = context;
    const buildImage = ComboImage.buildImageFromAttributes(this, { images, account, region });
    return { ...super.buildEnvironment(context), buildImage };
  }

  // ---- commands: the repository holds several packages, of which this project is one ----

  public override installCommands(context: PipelineContext): string[] {
    return [...(super.installCommands(context) ?? []), 'npm run build'];
  }

  public override synthCommands(): string[] {
    return ['npm run synth --workspace django-service'];
  }

  public override cloudAssemblyDirectory(): string {
    return 'examples/django-service/cdk.out';
  }

  public override infrastructureTestCommands(): string[] {
    return ['npm run test:infrastructure --workspace django-service'];
  }

  /** None: there are no functions. */
  public override lambdaTestCommands(): undefined {
    return undefined;
  }

  /** None: all that can be asked of the service is asked by its users' way. */
  public override integrationTestCommands(): undefined {
    return undefined;
  }

  // ---- steps ----

  /** Added: the service's own tests, with Django's runner, and of the service as it is started in the container. */
  public override beforeStages(context: PipelineContext): Step[] {
    const commands = [
      'npm run test:service --workspace django-service',
      'npm run test:live --workspace django-service',
    ];
    return [this.pipelineStep('ServiceTests', commands, context)];
  }

  /** Replaced: a step of the project's own, which also writes down the image's digest. */
  public override images(context: StageContext): Step {
    return new ImagesStep(this, context);
  }

  /** Replaced: they call the service as everybody can, so they hold no credentials of the stage. */
  public override acceptanceTests(context: StageContext): Step {
    const commands = ['npm run test:acceptance --workspace django-service'];
    return this.stageStep(context.stepName('AcceptanceTests'), commands, context);
  }
}
