// CloudFormation's operations on one stack: each turns the present state into a draft of the next one.
import { isDeepStrictEqual } from 'node:util';
import { formatEnvironment, type Environment } from '../../model/environment.js';
import { TrunklineError } from '../../model/errors.js';
import type { ChangeSet, Stack, StackOperation } from '../../model/stack.js';
import type { Template, TemplateValue } from '../../model/template.js';
import { partitionOf } from '../../assembly/environment.js';
import type { ChangeSetRequest, StackRequest } from '../request.js';
import { Tokens } from '../resources/tokens.js';
import type { ResourceIndex } from '../spec/resource-index.js';
import type { StoredChangeSet, StoredStack } from '../stored-stack.js';
import { missingCapability } from '../template/capabilities.js';
import { resolveParameters } from '../template/parameters.js';
import { malformations } from '../template/prepare.js';
import type { World } from '../world.js';
import { performCreation, performUpdate, type SettledOperation, type Target } from './perform.js';
import { planDeployment, type DeploymentPlan } from './plan.js';

/** What an operation comes to, and the state that it leaves; nothing is changed until the draft is stored. */
export type Draft<R> =
  | { readonly kind: 'store'; readonly stored: StoredStack; readonly result: R }
  | { readonly kind: 'remove'; readonly result: R }
  | { readonly kind: 'keep'; readonly result: R };

const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";

/** A request that was accepted. */
interface Accepted {
  readonly target: Target;
  readonly parameterValues: Readonly<Record<string, TemplateValue>>;
  readonly plan: DeploymentPlan;
  /** What was assumed about the parameters. */
  readonly assumptions: readonly string[];
}

/** The operations, against one state of the world. */
export class Operations {
  /** @param file where the stack is kept, for messages */
  public constructor(
    private readonly world: World,
    private readonly index: ResourceIndex,
    private readonly file: string,
  ) {}

  /** Prepares a change set; nothing of the stack's resources changes. */
  public createChangeSet(request: ChangeSetRequest, current: StoredStack | undefined): Draft<ChangeSet> {
    const name = request.changeSetName;
    const type = updatable(current) ? 'UPDATE' : 'CREATE';
    const base = { name, type, noChanges: false, changes: [], outputsChange: false } as const;
    const accepted = this.attempt(() => this.accept(request, current));
    if ('refused' in accepted) {
      const changeSet: ChangeSet = { ...base, status: 'FAILED', statusReason: accepted.refused };
      return current
        ? { kind: 'store', stored: withChangeSet(current, request, changeSet, {}, []), result: changeSet }
        : { kind: 'keep', result: changeSet };
    }
    const { plan, target, parameterValues, assumptions } = accepted;
    const outputsChange = changesBeyondResources(plan, target, current);
    const noChanges = type === 'UPDATE' && plan.changes.length === 0 && !outputsChange;
    const changeSet: ChangeSet = {
      ...base,
      noChanges,
      status: noChanges ? 'FAILED' : 'CREATE_COMPLETE',
      ...(noChanges && { statusReason: NO_CHANGES }),
      changes: plan.changes,
      outputsChange,
    };
    const under = current ?? inReview(target);
    const shown = { ...request, parameters: target.parameters };
    const stored = withChangeSet(under, shown, changeSet, parameterValues, assumptions);
    return { kind: 'store', stored, result: changeSet };
  }

  /** Executes a prepared change set; without changes, or executed already, it leaves the stack as it is. */
  public executeChangeSet(stackName: string, name: string, current: StoredStack | undefined): Draft<StackOperation> {
    if (!current) return failed(`Stack [${stackName}] does not exist`);
    const prepared = Object.hasOwn(current.changeSets, name) ? current.changeSets[name] : undefined;
    const { stack, revision, executed } = current;
    if (!prepared) {
      if (executed?.name !== name || executed.revision !== revision) {
        return failed(`ChangeSet [${name}] does not exist`, stack);
      }
      // Executed already, by a run that was cut short before it could say so.
      return stack.status.includes('ROLLBACK')
        ? failed(stack.statusReason ?? stack.status, stack)
        : { kind: 'keep', result: { status: 'no-changes', stack, changes: [], events: [] } };
    }
    const { changeSet } = prepared;
    if (changeSet.noChanges) return { kind: 'keep', result: { status: 'no-changes', stack, changes: [], events: [] } };
    const status = prepared.revision === revision ? changeSet.status : 'OBSOLETE';
    if (status !== 'CREATE_COMPLETE') {
      const because = changeSet.statusReason === undefined ? '' : `: ${changeSet.statusReason}`;
      return failed(`ChangeSet [${name}] cannot be executed in its current status of [${status}]${because}`, stack);
    }
    const target = this.targetOf(stack, prepared);
    const planned = this.attempt(() => this.plan(target, prepared.parameterValues, current));
    if ('refused' in planned) return failed(planned.refused, stack);
    return this.perform(planned, target, current, prepared.assumptions, name);
  }

  /** Creates or updates in one step. */
  public deployStack(request: StackRequest, current: StoredStack | undefined): Draft<StackOperation> {
    const accepted = this.attempt(() => this.accept(request, current));
    if ('refused' in accepted) return failed(accepted.refused, current?.stack);
    const { plan, target } = accepted;
    const unchanged = plan.changes.length === 0 && !changesBeyondResources(plan, target, current);
    if (updatable(current) && unchanged) {
      return { kind: 'keep', result: { status: 'no-changes', stack: current.stack, changes: [], events: [] } };
    }
    return this.perform(plan, target, current, accepted.assumptions);
  }

  /** Checks a request as a whole; every mistake that can be known now is in the error. */
  private accept(request: StackRequest, current: StoredStack | undefined): Accepted {
    const stack = current?.stack;
    if (stack?.status === 'ROLLBACK_COMPLETE') {
      throw new TrunklineError(
        'TemplateInvalid',
        `Stack:${stack.stackId} is in ROLLBACK_COMPLETE state and can not be updated. Its creation failed ` +
          `(${stack.statusReason ?? 'no reason kept'}), and on AWS it must be deleted first; in the twin: rm '${this.file}'`,
      );
    }
    const { environment, template } = request;
    const shape = malformations(template);
    if (shape.length > 0) throw new TrunklineError('TemplateInvalid', shape.join('; '), shape);
    const parameters = resolveParameters(template, request.parameters, environment, this.world);
    const capability = missingCapability(template, request.capabilities);
    const problems = [...parameters.problems, ...(capability === undefined ? [] : [capability])];
    if (problems.length > 0) throw new TrunklineError('TemplateInvalid', problems.join('; '), problems);
    const target: Target = {
      environment,
      stackName: request.stackName,
      stackId: stack?.stackId ?? stackIdOf(environment, request.stackName),
      template,
      parameters: parameters.shown,
      tags: request.tags,
    };
    const plan = this.plan(target, parameters.values, current);
    return { target, parameterValues: parameters.values, plan, assumptions: parameters.assumptions };
  }

  private plan(
    target: Target,
    parameterValues: Readonly<Record<string, TemplateValue>>,
    current: StoredStack | undefined,
  ): DeploymentPlan {
    const present = updatable(current) ? current : undefined;
    return planDeployment({ ...target, parameterValues }, present, this.world, this.index);
  }

  private perform(
    plan: DeploymentPlan,
    target: Target,
    current: StoredStack | undefined,
    assumptions: readonly string[],
    changeSetName?: string,
  ): Draft<SettledOperation> {
    const result = updatable(current) ? performUpdate(plan, target, current.stack) : performCreation(plan, target);
    const revision = (current?.revision ?? 0) + 1;
    return {
      kind: 'store',
      result,
      stored: {
        stack: result.stack,
        generations: result.status === 'succeeded' ? plan.generations : (current?.generations ?? {}),
        changeSets: {},
        revision,
        ...(changeSetName !== undefined && { executed: { name: changeSetName, revision } }),
        assumptions: [...assumptions, ...plan.assumptions],
      },
    };
  }

  private targetOf(
    { environment, stackName, stackId }: Stack,
    { template, parameters, tags }: StoredChangeSet,
  ): Target {
    return { environment, stackName, stackId, template, parameters, tags };
  }

  /** A template's mistakes are an outcome; anything else is ours and goes on as an exception. */
  private attempt<R extends object>(work: () => R): R | { readonly refused: string } {
    try {
      return work();
    } catch (error) {
      if (error instanceof TrunklineError && error.code === 'TemplateInvalid') return { refused: error.message };
      throw error;
    }
  }
}

/** A stack that exists as more than the frame of a change set. */
function updatable(current: StoredStack | undefined): current is StoredStack {
  return current !== undefined && current.stack.status !== 'REVIEW_IN_PROGRESS';
}

function changesBeyondResources(plan: DeploymentPlan, target: Target, current: StoredStack | undefined): boolean {
  return plan.outputsChanged || !isDeepStrictEqual(target.tags, current?.stack.tags ?? {});
}

function failed(reason: string, stack?: Stack): Draft<StackOperation> {
  return { kind: 'keep', result: { status: 'failed', reason, ...(stack && { stack }), changes: [], events: [] } };
}

function withChangeSet(
  current: StoredStack,
  request: ChangeSetRequest,
  changeSet: ChangeSet,
  parameterValues: Readonly<Record<string, TemplateValue>>,
  assumptions: readonly string[],
): StoredStack {
  const { template, parameters, tags } = request;
  // A failed change set is only looked at again for its reason; what it was made from may hold what may not be stored.
  const failedForGood = changeSet.status === 'FAILED' && !changeSet.noChanges;
  const content = failedForGood ? { template: NOTHING, parameters: {}, tags: {} } : { template, parameters, tags };
  const stored: StoredChangeSet = { changeSet, ...content, parameterValues, revision: current.revision, assumptions };
  return { ...current, changeSets: { ...current.changeSets, [changeSet.name]: stored } };
}

const NOTHING: Template = { Resources: {} };

/** The frame that a change set for a new stack stands in. */
function inReview({ environment, stackName, stackId }: Target): StoredStack {
  return {
    stack: {
      environment,
      stackName,
      stackId,
      status: 'REVIEW_IN_PROGRESS',
      template: NOTHING,
      parameters: {},
      tags: {},
      resources: {},
      outputs: {},
      exports: {},
      imports: [],
    },
    generations: {},
    changeSets: {},
    revision: 0,
    assumptions: [],
  };
}

function stackIdOf(environment: Environment, stackName: string): string {
  const { account, region } = environment;
  const uuid = new Tokens(`${formatEnvironment(environment)}/${stackName}`).uuid('stack');
  return `arn:${partitionOf(region)}:cloudformation:${region}:${account}:stack/${stackName}/${uuid}`;
}
