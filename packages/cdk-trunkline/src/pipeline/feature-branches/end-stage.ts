// The last stage of a branch's pipeline: deletes the branch's stacks and the pipeline, once somebody enables the transition.
import { createHash } from 'node:crypto';
import { Aws, DefaultStackSynthesizer, type Stack } from 'aws-cdk-lib';
import { ExecutionMode, type CfnPipeline, type IAction, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { CloudFormationDeleteStackAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Role, type IRole } from 'aws-cdk-lib/aws-iam';
import { EnvironmentPlaceholders } from 'aws-cdk-lib/cx-api';
import type { StackDeployment } from 'aws-cdk-lib/pipelines';
import { reasonProblem } from '../conditions/condition-answers';
import type { PlannedWave } from '../delivery/codepipeline-stage';
import { HookMistake } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import { endOrder } from './end-order';
import type { EndStageOptions } from './end-stage-options';

/** The name of the stage in CodePipeline, whose transition is disabled until the branch ends. */
export const END_STAGE = 'End';

/** Source: CodePipeline User Guide, Quotas, actions in a stage. */
const MOST_ACTIONS = 50;

/** Source: CodePipeline User Guide, Quotas, names of actions. */
const LONGEST_NAME = 100;

/** The command of the AWS CLI that lets the execution in that waits before the stage. */
export function enableCommand(pipelineName: string): string {
  const transition = `--stage-name ${END_STAGE} --transition-type Inbound`;
  return `aws codepipeline enable-stage-transition --pipeline-name ${pipelineName} ${transition}`;
}

/** A stack that the stage deletes. */
interface Deletion {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  /** The roles that deployed it; where the synthesizer has none, nobody else is to have the right to delete it. */
  readonly deployRole: string | undefined;
  readonly executionRole: string | undefined;
}

/**
 * Adds the stage to a pipeline that is built.
 *
 * The actions do what `npx cdk destroy` does, with the same roles: the bootstrap stack's deploy role asks CloudFormation for
 * it, which deletes with its own role. Deleting the pipeline's own stack takes the pipeline away below the action; the
 * deletion goes on without it. unsure: whether CodePipeline shows that last action as succeeded while it still exists.
 *
 * @param stack the pipeline's stack
 * @param context the pipeline
 * @param codePipeline the pipeline
 * @param waves what it delivers, in order
 * @param options what the hook `endStage` returned, which is checked
 */
export function addEndStage(
  stack: Stack,
  context: PipelineContext,
  codePipeline: Pipeline,
  waves: readonly PlannedWave[],
  options: EndStageOptions,
): void {
  assertOneByOne(context, codePipeline);
  const turns = [...endOrder(waves).map((turn) => turn.map(deletionOf)), [ownDeletion(stack, context)]];
  assertRoles(context, turns.flat());
  const nameOf = actionNames(turns.flat());
  const first = options.firstActions ?? [];
  const reason = options.reason ?? defaultReason(context.pipelineName);
  const before = Math.max(0, ...first.map(({ actionProperties }) => actionProperties.runOrder ?? 1));
  const deletions = turns.flatMap((turn, index) =>
    turn.map((each) => deleteAction(codePipeline, stack, each, nameOf(each), before + index + 1)),
  );
  const actions = [...first, ...deletions];
  for (let from = 0, part = 1; from < actions.length; from += MOST_ACTIONS, part++) {
    codePipeline.addStage({
      // The first holds back the others.
      ...(part === 1
        ? { stageName: END_STAGE, transitionToEnabled: false, transitionDisabledReason: reason }
        : { stageName: `${END_STAGE}.${String(part)}` }),
      actions: actions.slice(from, from + MOST_ACTIONS),
    });
  }
}

/** In this mode every execution waits for itself, and all of them would go on at once. */
function assertOneByOne(context: PipelineContext, codePipeline: Pipeline): void {
  const { executionMode } = codePipeline.node.defaultChild as CfnPipeline;
  if (executionMode !== ExecutionMode.PARALLEL) return;
  throw new HookMistake(
    'endStage',
    context,
    'a pipeline of a branch cannot have the execution mode PARALLEL: enabling the transition into its last stage would ' +
      'let every execution that ever came there delete the stacks. Return ExecutionMode.SUPERSEDED from `executionMode`.',
  );
}

function assertRoles(context: PipelineContext, deletions: readonly Deletion[]): void {
  const without = deletions.filter(
    ({ deployRole, executionRole }) => deployRole === undefined || executionRole === undefined,
  );
  if (without.length === 0) return;
  const names = [...new Set(without.map(({ stackName }) => stackName))].join(', ');
  throw new HookMistake(
    'endStage',
    context,
    `cannot delete ${names}, whose synthesizer names no deploy role and execution role to do that with. Use ` +
      'DefaultStackSynthesizer, or return undefined to leave the stage out (None in Python).',
  );
}

/** With the command, as far as CodePipeline takes all of its characters. */
function defaultReason(pipelineName: string): string {
  const what = 'Enabling this transition deletes the stacks of the branch and then this pipeline.';
  const whole = `${what} The command is - ${enableCommand(pipelineName)}`;
  return reasonProblem(whole) === undefined ? whole : what;
}

function deletionOf(stack: StackDeployment): Deletion {
  const { stackName, account = '', region = '', assumeRoleArn, executionRoleArn } = stack;
  return { stackName, account, region, deployRole: assumeRoleArn, executionRole: executionRoleArn };
}

/** The stack of the pipeline itself, which a `Stage` of the app does not hold. */
function ownDeletion(stack: Stack, context: PipelineContext): Deletion {
  const { synthesizer } = stack;
  const roles = synthesizer instanceof DefaultStackSynthesizer ? synthesizer : undefined;
  return {
    stackName: stack.stackName,
    account: context.account,
    region: context.region,
    deployRole: roles?.deployRoleArn,
    executionRole: roles?.cloudFormationExecutionRoleArn,
  };
}

function deleteAction(
  codePipeline: Pipeline,
  stack: Stack,
  { stackName, account, region, deployRole, executionRole }: Deletion,
  actionName: string,
  runOrder: number,
): IAction {
  const role = importedRole(codePipeline, deployRole ?? '', account, region);
  const deploymentRole = importedRole(codePipeline, executionRole ?? '', account, region);
  return new CloudFormationDeleteStackAction({
    actionName,
    runOrder,
    stackName,
    // Of a role that is given, nothing more is granted to it.
    adminPermissions: false,
    role,
    deploymentRole,
    ...(region === stack.region ? {} : { region }),
  });
}

/** The one that CDK Pipelines has imported for the deployments, under the id that it has there. */
function importedRole(codePipeline: Pipeline, arn: string, accountId: string, region: string): IRole {
  const existing = codePipeline.node.tryFindChild(arn) as IRole | undefined;
  const values = { accountId, region, partition: Aws.PARTITION };
  return (
    existing ??
    Role.fromRoleArn(codePipeline, arn, EnvironmentPlaceholders.replace(arn, values), {
      mutable: false,
      addGrantsToResources: true,
    })
  );
}

/** The stacks' names, with the region where the same name is in several. */
function actionNames(deletions: readonly Deletion[]): (deletion: Deletion) => string {
  const names = deletions.map(({ stackName }) => stackName);
  return ({ stackName, account, region }) => {
    const isUnique = names.indexOf(stackName) === names.lastIndexOf(stackName);
    const name = isUnique ? stackName : `${stackName}.${region}`;
    const places = deletions.filter((each) => each.stackName === stackName && each.region === region);
    if (name.length <= LONGEST_NAME && places.length === 1) return name;
    const hash = createHash('sha256').update(`${account}/${name}`).digest('hex').slice(0, 8);
    return `${name.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
  };
}
