// The delivery pipeline of services: nothing but hooks of the superclass.
import type { CfnOutput } from 'aws-cdk-lib';
import type { Step } from 'aws-cdk-lib/pipelines';
import { GenericPipelineStack, StageAccessRole, type PipelineContext, type StageContext } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { BootstrapStage } from './bootstrap-stage';
import { ImagesStep } from './images-step';
import { ServicesStage } from './services-stage';
import { testStatements } from './test-access';
import { ToolchainStage } from './toolchain-stage';

/** One class for all pipelines, those of feature branches too; what each delivers is the configuration's business. */
export class ProjectPipelineStack extends GenericPipelineStack {
  // ---- what is delivered ----

  public override toolchainStage(scope: Construct, context: StageContext): ToolchainStage {
    return new ToolchainStage(scope, context.id, context.stageProps);
  }

  public override bootstrapStage(scope: Construct, context: StageContext): BootstrapStage {
    const { config, stageName, isFeatureBranch } = context;
    const stage = new BootstrapStage(scope, context.id, {
      ...context.stageProps,
      deploysTo: stageName,
      toolchainAccount: config.tooling.account,
      endsWithBranch: isFeatureBranch,
    });
    // Other stages have it from a stack of its own, see services-app.ts; a branch's comes and goes with the branch.
    if (isFeatureBranch && context.isFirstRegion) {
      new StageAccessRole(stage.stack, 'Access', { config, stage: stageName, policyStatements: testStatements() });
    }
    return stage;
  }

  public override appStage(scope: Construct, context: StageContext): ServicesStage {
    return new ServicesStage(scope, context.id, {
      ...context.stageProps,
      deploysTo: context.stageName,
      endsWithBranch: context.isFeatureBranch,
    });
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

  public override synthCommands({ featureBranch }: PipelineContext): string[] {
    const branch = featureBranch === undefined ? '' : ` -- ${featureBranch.contextArgument}`;
    return [`npm run synth --workspace services${branch}`];
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
    return context.baseStage === 'prod' ? undefined : super.acceptanceTests(context);
  }
}
