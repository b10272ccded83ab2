// The delivery pipeline of services: nothing but hooks of the superclass.
import type { CfnOutput } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';
import { GenericPipelineStack, type PipelineContext, type StageContext } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { BootstrapStage } from './bootstrap-stage';
import { ImagesStep } from './images-step';
import { ServicesStage } from './services-stage';
import { ToolchainStage } from './toolchain-stage';

/** One class for both pipelines; which stages each delivers is the configuration's business. */
export class ProjectPipelineStack extends GenericPipelineStack {
  // ---- what is delivered ----

  public override toolchainStage(scope: Construct, context: StageContext): ToolchainStage {
    return new ToolchainStage(scope, context.id, context.stageProps);
  }

  public override bootstrapStage(scope: Construct, context: StageContext): BootstrapStage {
    return new BootstrapStage(scope, context.id, {
      ...context.stageProps,
      deploysTo: context.stageName,
      toolchainAccount: context.config.tooling.account,
    });
  }

  public override appStage(scope: Construct, context: StageContext): ServicesStage {
    return new ServicesStage(scope, context.id, { ...context.stageProps, deploysTo: context.stageName });
  }

  public override imageEnvironment(stage: BootstrapStage): Record<string, CfnOutput> {
    return { REPOSITORY_URI: stage.repositoryUri };
  }

  public override testEnvironment(stage: ServicesStage): Record<string, CfnOutput> {
    const { outputs } = stage.reports;
    return {
      API_URL: outputs.ApiUrl,
      JOB_QUEUE_ARN: outputs.JobQueueArn,
      MONTHLY_JOB_DEFINITION_ARN: outputs.MonthlyJobDefinitionArn,
      YEARLY_JOB_DEFINITION_ARN: outputs.YearlyJobDefinitionArn,
      CREATE_REPORT_FUNCTION_ARN: outputs.CreateReportFunctionArn,
      READ_REPORT_FUNCTION_ARN: outputs.ReadReportFunctionArn,
      SITE_SERVICE_ARN: outputs.SiteServiceArn,
    };
  }

  public override acceptanceTestEnvironment(stage: ServicesStage): Record<string, CfnOutput> {
    const { outputs } = stage.reports;
    return { API_URL: outputs.ApiUrl, STATUS_URL: outputs.StatusUrl };
  }

  // ---- commands: the repository holds several packages, of which this project is one ----

  public override installCommands(context: PipelineContext): string[] {
    return [...(super.installCommands(context) ?? []), 'npm run build'];
  }

  public override synthCommands(): string[] {
    return ['npm run synth --workspace services'];
  }

  public override cloudAssemblyDirectory(): string {
    return 'examples/services/cdk.out';
  }

  public override infrastructureTestCommands(): string[] {
    return ['npm run test:infrastructure --workspace services'];
  }

  public override lambdaTestCommands(): string[] {
    return ['npm run test:lambda --workspace services'];
  }

  public override integrationTestCommands(): string[] {
    return ['npm run test:integration --workspace services'];
  }

  public override acceptanceTestCommands(): string[] {
    return ['npm run test:acceptance --workspace services'];
  }

  // ---- steps ----

  /** Replaced: a step of the project's own, which may use the repositories. */
  public override images(context: StageContext): Step {
    return new ImagesStep(context, this.installCommands(context.pipeline));
  }

  /** Switched off in production, where the tests would leave reports behind. */
  public override acceptanceTests(context: StageContext): Step | undefined {
    return context.stageName === 'prod' ? undefined : super.acceptanceTests(context);
  }
}
