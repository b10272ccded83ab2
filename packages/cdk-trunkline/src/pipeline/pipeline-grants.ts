// Who may start a pipeline and who may approve in it: IAM permissions for exactly that.
import type { Stack } from 'aws-cdk-lib';
import { Annotations, Lazy, Token } from 'aws-cdk-lib';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import { approvalActions } from './assembled/approval-actions';
import type { PlannedApproval } from './delivery/stage-wave';
import { END_STAGE } from './feature-branches/end-stage';
import type { PipelineContext } from './hooks/pipeline-context';

/** A stack whose pipeline permissions are about. */
export interface GrantingStack extends Stack {
  /** Once the pipeline is built. */
  readonly codePipeline: Pipeline;
}

/** A grant that waits for the names of the approvals. */
interface PendingApproval {
  readonly grant: Grant;
  readonly stage: string | undefined;
}

/**
 * The permissions that one pipeline gives away. Source: Service Authorization Reference, AWS CodePipeline:
 * StartPipelineExecution and GetPipelineState are about the pipeline, PutApprovalResult about one action of it, and
 * EnableStageTransition about one stage.
 */
export class PipelineGrants {
  readonly #stack: GrantingStack;
  readonly #context: PipelineContext;
  readonly #pending: PendingApproval[] = [];
  #approvals: readonly PlannedApproval[] | undefined;

  public constructor(stack: GrantingStack, context: PipelineContext) {
    this.#stack = stack;
    this.#context = context;
  }

  /** Lets somebody start executions. */
  public start(grantee: IGrantable): Grant {
    this.#checkAccount('grantStart', grantee);
    return this.#toPrincipal(grantee, ['codepipeline:StartPipelineExecution'], this.#arn());
  }

  /** Lets somebody answer the approvals of a stage, or of all stages. */
  public approve(grantee: IGrantable, stage: string | undefined): Grant {
    const { stages, name } = this.#context;
    if (stage !== undefined && !stages.includes(stage)) {
      throw new Error(
        `${this.#stack.node.path}: grantApprove() was given stage "${stage}", which pipeline ${name} does not deliver; ` +
          `it delivers ${stages.join(', ')}.`,
      );
    }
    this.#checkAccount('grantApprove', grantee);
    const first = Lazy.string({ produce: () => this.#approvalArns(stage)[0] });
    const answer = this.#toPrincipal(grantee, ['codepipeline:PutApprovalResult'], first);
    const pending = { grant: answer, stage };
    if (this.#approvals === undefined) this.#pending.push(pending);
    else this.#addFurther(pending);
    return this.#toPrincipal(grantee, ['codepipeline:GetPipelineState'], this.#arn()).combine(answer);
  }

  /** Lets somebody enable the transition into the stage that ends a branch. */
  public end(grantee: IGrantable): Grant {
    if (this.#context.featureBranch === undefined) {
      throw new Error(
        `${this.#stack.node.path}: grantEnd() is about the pipeline of a branch, and pipeline ${this.#context.name} is none. ` +
          'Call it where `context.featureBranch` is there.',
      );
    }
    this.#checkAccount('grantEnd', grantee);
    return this.#toPrincipal(grantee, ['codepipeline:EnableStageTransition'], `${this.#arn()}/${END_STAGE}`);
  }

  /** Tells the grants what the approvals are called, once the pipeline is built. */
  public complete(approvals: readonly PlannedApproval[]): void {
    this.#approvals = approvals;
    for (const pending of this.#pending) this.#addFurther(pending);
  }

  /** A policy cannot say lazily how many resources it has: the first stands for all until they are known. */
  #addFurther({ grant, stage }: PendingApproval): void {
    const [, ...further] = this.#approvalArns(stage);
    if (further.length > 0) grant.principalStatement?.addResources(...further);
  }

  #approvalArns(stage: string | undefined): string[] {
    const approvals = this.#approvals;
    const place = `${this.#stack.node.path}: grantApprove(${stage === undefined ? '' : `"${stage}"`})`;
    if (approvals === undefined) {
      throw new Error(
        `${place} was asked for the approvals before the pipeline was built. Grant to a principal outside of what the ` +
          'pipeline delivers.',
      );
    }
    const arns = approvals
      .filter((each) => stage === undefined || each.stageName === stage)
      .flatMap((each) => approvalActions(this.#stack.codePipeline, each))
      .map(({ stageName, actionName }) => `${this.#arn()}/${stageName}/${actionName}`);
    if (arns.length === 0) {
      throw new Error(
        `${place} grants nothing, as there is no manual approval to answer. Return one from the hook \`approval\`, or ` +
          'take the grant away.',
      );
    }
    return arns;
  }

  #toPrincipal(grantee: IGrantable, actions: string[], resource: string): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns: [resource] });
  }

  /** By its name, which is known from the beginning, so that a grant in another stack needs no export. */
  #arn(): string {
    return this.#stack.formatArn({ service: 'codepipeline', resource: this.#context.pipelineName });
  }

  #checkAccount(method: string, { grantPrincipal }: IGrantable): void {
    const { principalAccount } = grantPrincipal;
    if (principalAccount === undefined || Token.isUnresolved(principalAccount)) return;
    if (principalAccount === this.#stack.account) return;
    Annotations.of(this.#stack).addWarningV2(
      'cdk-trunkline:grantToOtherAccount',
      `${method}() was given a principal of account ${principalAccount}. CodePipeline has no resource policies, so it ` +
        `cannot be let in from there; grant to a role in account ${this.#stack.account} that it may assume.`,
    );
  }
}
