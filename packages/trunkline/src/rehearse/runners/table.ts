// Every action type that the engine performs, and what that is worth. docs/fidelity.md prints this table.
import type { ActionRunner } from '../action-context.js';
import { approvalAction } from './approval.js';
import { cloudFormationAction } from './cloudformation.js';
import { codeBuildAction } from './code-build.js';
import { commandsAction } from './commands.js';
import { sourceAction } from './source.js';

/** How the engine performs one type of action. */
export interface RehearsableAction {
  readonly perform: ActionRunner;
  /** What happens in a rehearsal, for the documentation. */
  readonly rehearsed: string;
  /** What only AWS can show, for the documentation. */
  readonly open: string;
}

const REPOSITORY =
  'Real: the repository of this machine, as committed or with its uncommitted changes, without `.git`, and the ' +
  "action's variables.";

const CODE_BUILD: RehearsableAction = {
  perform: codeBuildAction,
  rehearsed:
    "Real: the buildspec's commands, in a sandbox with its own workspace, HOME and environment. The commands of CDK " +
    "Pipelines' self-update and asset publishing, cdk-trunkline's parallel publishing included, are recognized and " +
    'performed by the twin.',
  open:
    "The build image and its tools (this machine's are used), the service role's permissions, network and VPC, " +
    'reports, privileged mode, images that are to be published.',
};

/** By `actionTypeKey`. A type that is not here ends as NotRehearsed. */
export const ACTION_RUNNERS: Readonly<Record<string, RehearsableAction>> = {
  'Source/AWS/CodeStarSourceConnection/1': {
    perform: sourceAction,
    rehearsed: REPOSITORY,
    open:
      'The connection and its permissions, triggers, the configured branch where another one is checked out, ' +
      'submodules, the variables that only triggers and some providers set.',
  },
  'Source/AWS/CodeCommit/1': {
    perform: sourceAction,
    rehearsed: REPOSITORY,
    open: 'The repository in CodeCommit and its permissions, triggers, the configured branch where another one is checked out.',
  },
  'Source/AWS/S3/1': {
    perform: sourceAction,
    rehearsed:
      'The repository of this machine stands for the object: what its commit holds, as if just that had been zipped and ' +
      'uploaded. `BucketName` and `ObjectKey` are real; `VersionId` and `ETag` are made from the commit.',
    open:
      'The bucket, its versioning and permissions, what has been uploaded and by whom, an object that is no zip, ' +
      'triggers.',
  },
  'Build/AWS/CodeBuild/1': CODE_BUILD,
  'Test/AWS/CodeBuild/1': CODE_BUILD,
  'Compute/AWS/Commands/1': {
    perform: commandsAction,
    rehearsed:
      "Real: the action's own lines, in one shell, in the sandbox of builds, for at most 55 minutes; its variables, " +
      'output variables and output files. The first input is the working directory (unsure with several).',
    open:
      "The image that CodePipeline runs it in (this machine's tools are used), the pipeline role's or action role's " +
      'permissions, network and VPC, Windows (not rehearsed).',
  },
  'Deploy/AWS/CloudFormation/1': {
    perform: cloudFormationAction,
    rehearsed:
      'By the twin: parameters, conditions, intrinsic functions, order, change sets, exports, replacements, deletions, ' +
      "outputs, statuses. `DELETE_ONLY` deletes a stack, also the pipeline's own, unless another stack imports from it; " +
      'what its policies retain is named.',
    open:
      'The services behind the resources: limits, quotas, permissions, invalid property values, custom resources, and ' +
      'what keeps a stack from being deleted: buckets that hold objects, repositories that hold images, termination ' +
      'protection.',
  },
  'Approval/AWS/Manual/1': {
    perform: approvalAction,
    rehearsed: 'Asked on the terminal, or answered by `--yes`; rejected without either.',
    open: 'Who may approve, the notification, the seven days after which it times out.',
  },
};
