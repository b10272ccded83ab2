// Deploy/AWS/CloudFormation: performed by the twin, mode by mode.
import { readJsonFile } from '../../assembly/json-file.js';
import type { StackRequest } from '../../cloudformation/request.js';
import { formatEnvironment } from '../../model/environment.js';
import { TrunklineError } from '../../model/errors.js';
import type { ActionOutcome } from '../../model/execution.js';
import type { ChangeSet, StackEvent, StackOperation } from '../../model/stack.js';
import type { Template } from '../../model/template.js';
import { type ActionContext, actionEnvironment, type ActionRunner } from '../action-context.js';
import { summarizeChanges } from '../change-summary.js';

/** The modes that the twin performs. Source: CodePipeline User Guide, CloudFormation action reference. */
const MODES: Readonly<Record<string, (context: ActionContext) => Promise<ActionOutcome>>> = {
  CHANGE_SET_REPLACE: replaceChangeSet,
  CHANGE_SET_EXECUTE: executeChangeSet,
  CREATE_UPDATE: createOrUpdate,
  DELETE_ONLY: deleteStack,
};

/** A mode that the twin does not know ends as NotRehearsed. */
export const cloudFormationAction: ActionRunner = async (context) => {
  const mode = context.configuration.ActionMode ?? '';
  const perform = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  if (!perform) return { status: 'NotRehearsed', reason: `the twin does not perform ActionMode ${mode || '(absent)'}` };
  context.log.line(`Performed by the twin: ${mode} of stack ${required(context, 'StackName')}`);
  return perform(context);
};

async function replaceChangeSet(context: ActionContext): Promise<ActionOutcome> {
  const request = await stackRequest(context);
  const changeSet: ChangeSet = await context.run.twin.createChangeSet({
    ...request,
    changeSetName: required(context, 'ChangeSetName'),
  });
  if (changeSet.statusReason) context.log.line(changeSet.statusReason);
  if (changeSet.status === 'FAILED' && !changeSet.noChanges) {
    return failed(`Change set ${changeSet.name} of stack ${request.stackName} failed: ${changeSet.statusReason}`);
  }
  // A change set without changes fails in CloudFormation, and the action succeeds all the same.
  return {
    status: 'Succeeded',
    performedBy: 'twin',
    variables: {},
    summary: changeSet.noChanges ? 'no changes' : summarizeChanges(changeSet.changes),
  };
}

async function executeChangeSet(context: ActionContext): Promise<ActionOutcome> {
  const stackName = required(context, 'StackName');
  const operation = await context.run.twin.executeChangeSet(
    actionEnvironment(context),
    stackName,
    required(context, 'ChangeSetName'),
  );
  return ended(context, stackName, operation);
}

async function createOrUpdate(context: ActionContext): Promise<ActionOutcome> {
  const request = await stackRequest(context);
  return ended(context, request.stackName, await context.run.twin.deployStack(request));
}

/** A stack that is not there is deleted well enough (User Guide, CloudFormation action reference, DELETE_ONLY). */
async function deleteStack(context: ActionContext): Promise<ActionOutcome> {
  const stackName = required(context, 'StackName');
  const environment = actionEnvironment(context);
  const operation = await context.run.twin.deleteStack(environment, stackName);
  logEvents(context, operation.events);
  if (operation.status === 'failed') {
    return failed(`Stack ${stackName} was not deleted: ${operation.reason ?? 'no reason given'}`);
  }
  const deleted = { status: 'Succeeded', performedBy: 'twin', variables: {} } as const;
  if (operation.status === 'no-changes') return { ...deleted, summary: 'there is no such stack' };
  const { declaredAt } = context.pipeline;
  const own =
    declaredAt.stackName === stackName && formatEnvironment(declaredAt.environment) === formatEnvironment(environment);
  // On AWS the execution goes with its pipeline, and nobody sees how the action ended.
  if (own) context.log.line("This is the pipeline's own stack: on AWS its executions and their history go with it.");
  const summary = `${own ? "the pipeline's own stack" : 'stack'} deleted: ${summarizeDeletion(stackName, operation.events)}`;
  return { ...deleted, summary, ...(own ? { pipelineDeleted: true } : {}) };
}

/** What is retained is named: it stays in the account, and nothing in the twin remembers it. */
function summarizeDeletion(stackName: string, events: readonly StackEvent[]): string {
  const resources = events.filter(
    ({ logicalId, type }) => logicalId !== stackName || type !== 'AWS::CloudFormation::Stack',
  );
  const retained = resources.filter(({ status }) => status === 'DELETE_SKIPPED').map(({ logicalId }) => logicalId);
  const gone = `${resources.length - retained.length} removed`;
  return retained.length === 0 ? gone : `${gone}, ${retained.length} retained (${retained.join(', ')})`;
}

function logEvents(context: ActionContext, events: readonly StackEvent[]): void {
  for (const event of events) {
    const reason = event.reason ? `: ${event.reason}` : '';
    context.log.line(`${event.status} ${event.type} ${event.logicalId} ${event.physicalId ?? ''}${reason}`);
  }
}

function ended(context: ActionContext, stackName: string, operation: StackOperation): ActionOutcome {
  logEvents(context, operation.events);
  if (operation.status === 'failed') {
    return failed(`Stack ${stackName} was not deployed: ${operation.reason ?? 'no reason given'}`);
  }
  const outputs = operation.stack?.outputs ?? {};
  for (const [name, value] of Object.entries(outputs)) context.log.line(`Output ${name} = ${value}`);
  return {
    status: 'Succeeded',
    performedBy: 'twin',
    variables: outputs,
    summary: operation.status === 'no-changes' ? 'no changes' : summarizeChanges(operation.changes),
  };
}

async function stackRequest(context: ActionContext): Promise<StackRequest> {
  const { configuration } = context;
  const template = (await readJsonOf(context, required(context, 'TemplatePath'))) as unknown as Template;
  const file = configuration.TemplateConfiguration
    ? await readJsonOf(context, configuration.TemplateConfiguration)
    : {};
  return {
    environment: actionEnvironment(context),
    stackName: required(context, 'StackName'),
    template,
    parameters: {
      ...strings(file.Parameters),
      ...strings(parameterOverrides(configuration.ParameterOverrides ?? '{}')),
    },
    tags: strings(file.Tags),
    capabilities: (configuration.Capabilities ?? '').split(',').filter((capability) => capability !== ''),
  };
}

/** `Artifact::path/in/it`, where the artifact has to be one of the action's inputs. */
async function readJsonOf(context: ActionContext, location: string): Promise<Record<string, unknown>> {
  const [artifact = '', path = ''] = location.split('::');
  const folder = context.inputs.get(artifact);
  if (!folder) {
    throw new TrunklineError(
      'PipelineInvalid',
      `${location} names artifact ${artifact}, which is no input of this action.`,
    );
  }
  return (await readJsonFile(folder, path, `artifact ${artifact}`)) as Record<string, unknown>;
}

function parameterOverrides(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TrunklineError('PipelineInvalid', `ParameterOverrides is not JSON: ${(error as Error).message}`);
  }
}

/** Lists become text with commas; anything else, such as Fn::GetParam, is nothing that the twin resolves. */
function strings(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value ?? {}).map(([key, entry]) => {
      if (typeof entry === 'object' && !Array.isArray(entry)) {
        throw new TrunklineError('PipelineInvalid', `Parameter ${key} is ${JSON.stringify(entry)}, not a plain value.`);
      }
      return [key, String(entry)];
    }),
  );
}

function required(context: ActionContext, key: string): string {
  const value = context.configuration[key];
  if (value) return value;
  throw new TrunklineError('PipelineInvalid', `Action ${context.action.name} has no ${key} in its configuration.`);
}

function failed(message: string): ActionOutcome {
  return { status: 'Failed', performedBy: 'twin', failure: { message } };
}
