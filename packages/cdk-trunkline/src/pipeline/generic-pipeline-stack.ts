// The superclass of every delivery pipeline: builds what the hooks return, late and once, into one CodePipeline.
import { Aspects, PermissionsBoundary, Token, type Environment, type IAspect, type StackProps } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { PipelineConfig } from '../config/pipeline-config';
import { qualifiedSynthesizer } from '../config/qualified-synthesizer';
import { assertApprovals } from './assembled/approval-actions';
import { assemblePipeline, type AssembledPipeline } from './assembled/assemble-pipeline';
import { useQualifier } from './bootstrap-qualifier';
import { noteCreated } from './created-pipelines';
import { assertRuleSources } from './conditions/rule-sources';
import { planDelivery } from './delivery/delivery-plan';
import { assertReferences } from './executions/variable-references';
import { assertVersionOne } from './executions/version-one';
import { refuseIgnoredBranch } from './feature-branches/ignored-branch';
import type { GenericPipelineStackProps } from './generic-pipeline-stack-props';
import { callHook } from './hooks/hook-call';
import { PipelineContext } from './hooks/pipeline-context';
import { PipelineGrants } from './pipeline-grants';
import { PipelineHooks } from './hooks/pipeline-hooks';
import { refuseLateSteps } from './assembled/late-steps';
import { assertStoresUsed } from './assembled/store-checks';
import { warnOfUnknownKeys } from './unknown-keys';

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
  readonly #grants: PipelineGrants;
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
    super(scope, id, {
      ...boundary(definition.permissionsBoundary),
      ...qualifiedSynthesizer(config.bootstrapQualifier),
      ...props,
      env: pipelineEnvironment(id, config, props.env),
    });
    // Before there is anything in the stack, which could no longer see it.
    useQualifier(this, config.bootstrapQualifier);
    this.config = config;
    this.context = new PipelineContext(config, definition, props.pipelineName ?? `${config.repo}-${definition.name}`);
    checkPipelineName(this.node.path, this.context.pipelineName);
    noteCreated(this, this.context);
    this.#grants = new PipelineGrants(this, this.context);
    refuseIgnoredBranch(this, config);
    warnOfUnknownKeys(this, config, props.config === undefined);
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
        `${this.node.path}: buildPipeline() was already called, or the app was synthesized; it builds once. Call it in ` +
          'one place at most, or leave it to the synthesis.',
      );
    }
    this.#state = 'building';
    const plan = planDelivery(this, this.context, this.#builder);
    this.#assembled = this.#named(() => assemblePipeline(this, this.context, plan));
    const { codePipeline, pipeline, buckets } = this.#assembled;
    refuseLateSteps(pipeline);
    this.#named(() => {
      assertApprovals(codePipeline, plan.approvals);
      this.#grants.complete(plan.approvals);
      callHook('pipelineBuilt', this.context, () => {
        this.pipelineBuilt(this.context);
      });
      assertVersionOne(codePipeline, this.context);
      assertReferences(codePipeline, [codePipeline, pipeline]);
      assertRuleSources(codePipeline);
      assertStoresUsed(this.context, codePipeline, buckets);
    });
  }

  /**
   * Lets a user, group or role start executions of this pipeline, and nothing else. CodePipeline has no resource
   * policies: a principal of another account needs a role in the toolchain account to assume, and the grant goes to that
   * role. The grant is made before or after the pipeline is built.
   *
   * @param grantee who may start it
   */
  public grantStart(grantee: IGrantable): Grant {
    return this.#grants.start(grantee);
  }

  /**
   * Lets a user, group or role answer the approvals that the hook `approval` returned, and read the pipeline's state,
   * where the token is that an answer needs; nothing else. Manual approvals among a project's own steps are not among
   * them. CodePipeline has no resource policies: a principal of another account needs a role in the toolchain account to
   * assume, and the grant goes to that role. The grant is made before or after the pipeline is built.
   *
   * @param grantee who may approve
   * @param stage the stage whose approval it is, in the configuration
   * @default - all stages of this pipeline that have one
   * @throws where the pipeline has no such stage; and, once it is built, where there is no approval to answer
   */
  public grantApprove(grantee: IGrantable, stage?: string): Grant {
    return this.#grants.approve(grantee, stage);
  }

  /**
   * Lets a user, group or role end the branch that this pipeline is of: enable the transition into the stage `End`, which
   * deletes the branch's stacks and the pipeline; nothing else. CodePipeline has no resource policies: a principal of another
   * account needs a role in the toolchain account to assume, and the grant goes to that role.
   *
   * @param grantee who may end it
   * @throws where this is no pipeline of a branch
   */
  public grantEnd(grantee: IGrantable): Grant {
    return this.#grants.end(grantee);
  }

  /** Whatever goes wrong in there says which pipeline it is about. */
  #named<T>(build: () => T): T {
    try {
      return build();
    } catch (cause) {
      const place = `${this.node.path}: `;
      const message = cause instanceof Error ? cause.message : String(cause);
      throw message.startsWith(place) ? cause : new Error(`${place}${message}`, { cause });
    }
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

function boundary(policyName: string | undefined): Pick<StackProps, 'permissionsBoundary'> {
  return policyName === undefined ? {} : { permissionsBoundary: PermissionsBoundary.fromName(policyName) };
}

/** CDK would say what is wrong, but neither where nor what to do. Source: CodePipeline API Reference, PipelineDeclaration. */
function checkPipelineName(path: string, name: string): void {
  if (Token.isUnresolved(name) || /^[A-Za-z0-9.@_-]{1,100}$/.test(name)) return;
  throw new Error(
    `Pipeline stack ${path}: "${name}" cannot be the name of a pipeline, which has 1 to 100 letters, digits and . @ _ -. ` +
      'Give another one as `pipelineName`.',
  );
}
