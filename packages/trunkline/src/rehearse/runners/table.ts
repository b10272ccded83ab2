// Every action type that the engine performs, and what that is worth. docs/fidelity.md prints this table.
import type { ActionRunner } from '../action-context.js';
import { approvalAction } from './approval.js';
import { cloudFormationAction } from './cloudformation.js';
import { codeBuildAction } from './code-build.js';
import { sourceAction } from './source.js';

/** How the engine performs one type of action. */
export interface RehearsableAction {
  readonly perform: ActionRunner;
  /** What happens in a rehearsal, for the documentation. */
  readonly rehearsed: string;
  /** What only AWS can show, for the documentation. */
  readonly open: string;
}

const SOURCE: RehearsableAction = {
  perform: sourceAction,
  rehearsed:
    'Real: the repository of this machine, as committed or with its uncommitted changes, without `.git`, and the ' +
    "action's variables.",
  open: 'The connection and its permissions, triggers, the configured branch where another one is checked out, submodules.',
};

const CODE_BUILD: RehearsableAction = {
  perform: codeBuildAction,
  rehearsed:
    "Real: the buildspec's commands, in a sandbox with its own workspace, HOME and environment. The commands of CDK " +
    "Pipelines' self-update and asset publishing are recognized and performed by the twin.",
  open:
    "The build image and its tools (this machine's are used), the service role's permissions, network and VPC, " +
    'reports, privileged mode, images that are to be published.',
};

/** By `actionTypeKey`. A type that is not here ends as NotRehearsed. */
export const ACTION_RUNNERS: Readonly<Record<string, RehearsableAction>> = {
  'Source/AWS/CodeStarSourceConnection/1': SOURCE,
  'Source/AWS/CodeCommit/1': SOURCE,
  'Build/AWS/CodeBuild/1': CODE_BUILD,
  'Test/AWS/CodeBuild/1': CODE_BUILD,
  'Deploy/AWS/CloudFormation/1': {
    perform: cloudFormationAction,
    rehearsed:
      'By the twin: parameters, conditions, intrinsic functions, order, change sets, exports, replacements, deletions, ' +
      'outputs, statuses.',
    open: 'The services behind the resources: limits, quotas, permissions, invalid property values, custom resources.',
  },
  'Approval/AWS/Manual/1': {
    perform: approvalAction,
    rehearsed: 'Asked on the terminal, or answered by `--yes`; rejected without either.',
    open: 'Who may approve, the notification, the seven days after which it times out.',
  },
};
