// The superclass of every delivery pipeline: builds what the hooks return, late and once, into one CodePipeline.
import { Aspects, type Environment, type IAspect } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { PipelineConfig } from '../config/pipeline-config';
import { assemblePipeline, type AssembledPipeline } from './assemble-pipeline';
import { planDelivery } from './delivery-plan';
import type { GenericPipelineStackProps } from './generic-pipeline-stack-props';
import { callHook } from './hook-call';
import { PipelineContext } from './pipeline-context';
import { PipelineHooks } from './pipeline-hooks';

/**
 * A delivery pipeline that projects subclass.
 *
 * A subclass says what is delivered (`appStage`, and, where there is such a part, `bootstrapStage` and
 * `toolchainStage`) and overrides any hook whose answer does not suit it. Every step has two hooks: the step itself,
 * which can be replaced, or left out by returning `undefined`, and its commands, so that changing a command never means
 * copying a step.
 *
 * The pipeline is built once, when the app is synthesized or `buildPipeline()` is called, and never in the constructor: a
 * subclass's fields and, in other languages, its overrides are in effect only then.
 */
export abstract class GenericPipelineStack extends PipelineHooks {
  /** The configuration. */
  public readonly config: PipelineConfig;

  /** What the hooks are told about this pipeline. */
  public readonly context: PipelineContext;

  readonly #builder: IAspect;
  #state: 'open' | 'building' = 'open';
  #assembled: AssembledPipeline | undefined;

  /**
   * Stores the properties and arranges that the pipeline is built at synthesis.
   *
   * @param scope the app
   * @param id the stack's id
   * @param props which pipeline this is
   */
  public constructor(scope: Construct, id: string, props: GenericPipelineStackProps) {
    const config = props.config ?? PipelineConfig.fromContext(scope);
    const definition = config.pipeline(props.pipeline);
    super(scope, id, { ...props, env: pipelineEnvironment(id, config, props.env) });
    this.config = config;
    this.context = new PipelineContext(config, definition, props.pipelineName ?? `${config.repo}-${definition.name}`);
    this.#builder = {
      visit: (node) => {
        if (node === this && this.#state === 'open') this.buildPipeline();
      },
    };
    // Before every other Aspect, so that these find the pipeline that it builds.
    Aspects.of(this).add(this.#builder, { priority: 0 });
  }

  /**
   * The pipeline of CDK Pipelines.
   *
   * @throws before the pipeline was built
   */
  public get pipeline(): CodePipeline {
    return this.#built('pipeline').pipeline;
  }

  /**
   * The pipeline of CodePipeline underneath, for whatever the hooks do not offer.
   *
   * @throws before the pipeline was built
   */
  public get codePipeline(): Pipeline {
    return this.#built('codePipeline').codePipeline;
  }

  /**
   * Builds the pipeline now, rather than at synthesis: at most once, and after the subclass's constructor has ended.
   *
   * @throws where the pipeline was already built
   */
  public buildPipeline(): void {
    if (this.#state !== 'open') {
      throw new Error(
        `${this.node.path}: buildPipeline() was already called, or the app was synthesized; it builds once.`,
      );
    }
    this.#state = 'building';
    this.#assembled = assemblePipeline(this, this.context, planDelivery(this, this.context, this.#builder));
    callHook('pipelineBuilt', this.context, () => {
      this.pipelineBuilt(this.context);
    });
  }

  #built(property: string): AssembledPipeline {
    if (this.#assembled === undefined) {
      throw new Error(
        `${this.node.path}: \`${property}\` exists once the pipeline is built, which happens at synthesis. Read it in ` +
          'the hook `pipelineBuilt`, or call `buildPipeline()` before.',
      );
    }
    return this.#assembled;
  }
}

/** A pipeline lives in the toolchain account and region, which the configuration knows. */
function pipelineEnvironment(id: string, config: PipelineConfig, env: Environment = {}): Environment {
  const { account, region } = config.tooling;
  if ((env.account ?? account) !== account || (env.region ?? region) !== region) {
    throw new Error(
      `Pipeline stack ${id}: its "env" is not the toolchain account ${account} and region ${region} of the ` +
        'configuration. Leave "env" out, then run `npx cdk synth` again.',
    );
  }
  return { account, region };
}
