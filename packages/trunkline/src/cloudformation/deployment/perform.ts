// Carries a planned deployment out, step by step, with CloudFormation's statuses and rollbacks.
import type { Stack, StackEvent, StackOperation, StackResource } from '../../model/stack.js';
import type { Template } from '../../model/template.js';
import type { DeploymentPlan, ResourceStep } from './plan.js';

/** What the stack is to be once the plan is performed. */
export interface Target {
  readonly environment: Stack['environment'];
  readonly stackName: string;
  readonly stackId: string;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  readonly tags: Readonly<Record<string, string>>;
}

/** An operation that ended with a stack at rest. */
export type SettledOperation = StackOperation & { readonly stack: Stack };

/** Performs a creation: whatever fails, what was created goes again and the stack is left in ROLLBACK_COMPLETE. */
export function performCreation(plan: DeploymentPlan, target: Target): SettledOperation {
  const { events, done, failure } = runSteps(plan);
  if (failure === undefined) return succeeded(plan, target, 'CREATE_COMPLETE', events);
  for (const { resource } of [...done].reverse()) events.push(deletion(resource, true));
  const stack = rested(target, 'ROLLBACK_COMPLETE', failure);
  events.push(stackEvent(stack));
  return { status: 'failed', reason: failure, stack, changes: plan.changes, events };
}

/** Performs an update: whatever fails, the stack is as it was, in UPDATE_ROLLBACK_COMPLETE. */
export function performUpdate(plan: DeploymentPlan, target: Target, present: Stack): SettledOperation {
  const { events, done, failure } = runSteps(plan);
  if (failure === undefined) {
    // Cleanup: what was replaced goes first, then what the template no longer has.
    for (const { before, kind } of [...done].reverse()) {
      if (kind === 'replace' && before) events.push(cleanup(before));
    }
    for (const resource of plan.removals) events.push(deletion(resource, false));
    return succeeded(plan, target, 'UPDATE_COMPLETE', events);
  }
  for (const { kind, resource, before } of [...done].reverse()) {
    if (kind === 'create') events.push(deletion(resource, true));
    if ((kind === 'update' || kind === 'replace') && before)
      events.push(event(before, 'UPDATE_COMPLETE', 'rolled back'));
    if (kind === 'replace') events.push(deletion(resource, true));
  }
  const stack: Stack = { ...present, status: 'UPDATE_ROLLBACK_COMPLETE', statusReason: failure };
  events.push(stackEvent(stack));
  return { status: 'failed', reason: failure, stack, changes: plan.changes, events };
}

/** The event of a resource that goes with its stack or drops out of its template. */
export function deletion(resource: StackResource, rollback: boolean): StackEvent {
  const { deletionPolicy } = resource;
  // RetainExceptOnCreate keeps a resource, but not one whose creation is rolled back.
  const retained = deletionPolicy === 'Retain' || (deletionPolicy === 'RetainExceptOnCreate' && !rollback);
  if (retained) return event(resource, 'DELETE_SKIPPED', `DeletionPolicy ${deletionPolicy}`);
  return event(resource, 'DELETE_COMPLETE', deletionPolicy === 'Snapshot' ? 'after a snapshot' : undefined);
}

/** The stack's own event, the last of an operation. */
export function stackEvent(stack: Stack, status: string = stack.status): StackEvent {
  return {
    logicalId: stack.stackName,
    type: 'AWS::CloudFormation::Stack',
    physicalId: stack.stackId,
    status,
    ...(stack.statusReason !== undefined && { reason: stack.statusReason }),
  };
}

/** One resource's event. */
export function event(resource: StackResource, status: string, reason?: string): StackEvent {
  const { logicalId, type, physicalId } = resource;
  return { logicalId, type, physicalId, status, ...(reason !== undefined && { reason }) };
}

function runSteps(plan: DeploymentPlan): { events: StackEvent[]; done: ResourceStep[]; failure?: string } {
  const events: StackEvent[] = [];
  const done: ResourceStep[] = [];
  for (const step of plan.steps) {
    const { kind, resource, failure, warning } = step;
    if (failure !== undefined) {
      events.push(event(resource, kind === 'create' ? 'CREATE_FAILED' : 'UPDATE_FAILED', failure));
      return { events, done, failure: `${resource.logicalId} (${resource.type}): ${failure}` };
    }
    done.push(step);
    if (kind === 'create') events.push(event(resource, 'CREATE_COMPLETE', warning));
    if (kind === 'update') events.push(event(resource, 'UPDATE_COMPLETE', warning));
    if (kind === 'replace') {
      const reason = 'Requested update required the creation of a new physical resource';
      events.push(event(resource, 'UPDATE_COMPLETE', warning === undefined ? reason : `${reason}; ${warning}`));
    }
  }
  return plan.exportFailure === undefined ? { events, done } : { events, done, failure: plan.exportFailure };
}

function cleanup(before: StackResource): StackEvent {
  const { updateReplacePolicy } = before;
  if (updateReplacePolicy === 'Retain') return event(before, 'DELETE_SKIPPED', 'UpdateReplacePolicy Retain');
  return event(before, 'DELETE_COMPLETE', updateReplacePolicy === 'Snapshot' ? 'after a snapshot' : undefined);
}

function succeeded(
  plan: DeploymentPlan,
  target: Target,
  status: 'CREATE_COMPLETE' | 'UPDATE_COMPLETE',
  events: StackEvent[],
): SettledOperation {
  const stack: Stack = {
    ...rested(target, status),
    resources: Object.fromEntries(plan.steps.map(({ resource }) => [resource.logicalId, resource])),
    outputs: plan.outputs,
    exports: plan.exports,
    imports: plan.imports,
  };
  events.push(stackEvent(stack));
  return { status: 'succeeded', stack, changes: plan.changes, events };
}

/** A stack that has nothing yet, or nothing any more. */
function rested(target: Target, status: Stack['status'], reason?: string): Stack {
  const { environment, stackName, stackId, template, parameters, tags } = target;
  return {
    environment,
    stackName,
    stackId,
    status,
    ...(reason !== undefined && { statusReason: reason }),
    template,
    parameters,
    tags,
    resources: {},
    outputs: {},
    exports: {},
    imports: [],
  };
}
