// The delivery pipeline of the site: nothing but hooks of the superclass.
import type { CfnOutput } from 'aws-cdk-lib';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import type { Step } from 'aws-cdk-lib/pipelines';
import { GenericPipelineStack, type PipelineContext, type StageContext, type StepOptions } from 'cdk-trunkline';
import type { Construct } from 'constructs';
import { publishCommands } from './publish-commands';
import { SiteStage } from './site-stage';

/** Debian's, as it has a package of Chromium that runs in a container; CodeBuild's own image has neither. */
const BROWSER_IMAGE = 'public.ecr.aws/docker/library/node:22-bookworm';

/**
 * The oldest release that runs every sample. unsure: which one standard:7.0 has where none is selected, so this one is.
 * Source: aws/aws-codebuild-docker-images, ubuntu/standard/7.0/runtimes.yml.
 */
const PYTHON = '3.11';

/** One class for both pipelines; what each delivers is the configuration's business. */
export class ProjectPipelineStack extends GenericPipelineStack {
  // ---- what is delivered ----

  public override appStage(scope: Construct, context: StageContext): SiteStage {
    const { id, stageProps, config, stageName: deploysTo, pipeline } = context;
    return new SiteStage(scope, id, { ...stageProps, config, deploysTo, isPreview: pipeline.name === 'development' });
  }

  /** What the upload needs to know: where to, and for which address the site is built. */
  public override testEnvironment(stage: SiteStage): Record<string, CfnOutput> {
    const { BucketName, DistributionId, SiteUrl } = stage.site.outputs;
    return { BUCKET_NAME: BucketName, DISTRIBUTION_ID: DistributionId, PUBLIC_URL: SiteUrl };
  }

  /** What a visitor would know, under the name that the tests in a browser have for it. */
  public override acceptanceTestEnvironment(stage: SiteStage): Record<string, CfnOutput> {
    return { SITE_URL: stage.site.outputs.SiteUrl };
  }

  // ---- commands: the repository holds several packages, of which this project is one ----

  public override installCommands(context: PipelineContext): string[] {
    return [...(super.installCommands(context) ?? []), 'npm run build'];
  }

  public override synthCommands(): string[] {
    return ['npm run synth --workspace why-python3'];
  }

  public override cloudAssemblyDirectory(): string {
    return 'examples/why-python3/cdk.out';
  }

  public override infrastructureTestCommands(): string[] {
    return ['npm run test:infrastructure --workspace why-python3'];
  }

  /** Switched off: there are no functions. */
  public override lambdaTestCommands(): undefined {
    return undefined;
  }

  /** Switched off: before the files are there, a stage has nothing to test. */
  public override integrationTestCommands(): undefined {
    return undefined;
  }

  // ---- steps ----

  /** The site's own tests: that it builds, that wrong samples are refused, and that every sample prints what it shows. */
  public override beforeStages(context: PipelineContext): Step[] {
    const commands = ['build:site', 'test:site', 'test:samples'];
    return [
      this.pipelineStep(
        'SiteTests',
        commands.map((script) => `npm run ${script} --workspace why-python3`),
        context,
      ),
    ];
  }

  /** For the site's tests: a Python to run the samples with, and no sample that is skipped for want of one. */
  public override pipelineStepOptions(id: string, context: PipelineContext): StepOptions | undefined {
    if (id !== 'SiteTests') return undefined;
    const runtimes = super.runtimeVersions(context);
    return {
      env: { TRUNKLINE_TESTS_COMPLETE: '1' },
      // An image of one's own cannot select any, and has to bring its Python.
      ...(runtimes === undefined ? {} : { runtimeVersions: { python: PYTHON, ...runtimes } }),
    };
  }

  /** The upload, with the credentials of the stage. */
  public override afterRegion(context: StageContext): Step[] {
    return [this.stageTestStep('Publish', publishCommands(), context)];
  }

  /** In a browser, and without the credentials that the base would give them: a visitor has none. */
  public override acceptanceTests(context: StageContext): Step {
    const commands = [
      'apt-get update && apt-get install --yes --no-install-recommends chromium',
      'npm run test:browser --workspace why-python3',
    ];
    return this.stageStep('AcceptanceTests', commands, context);
  }

  public override stageStepOptions(id: string): StepOptions | undefined {
    if (id !== 'AcceptanceTests') return undefined;
    return {
      buildEnvironment: { buildImage: LinuxBuildImage.fromDockerRegistry(BROWSER_IMAGE) },
      env: { CHROMIUM: '/usr/bin/chromium' },
    };
  }
}
