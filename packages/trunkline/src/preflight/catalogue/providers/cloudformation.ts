// CloudFormation's deployment action, in all its modes.
import type { CatalogueEntry, Need } from '../catalogue.js';
import { arn, oneOf, required } from '../keys.js';

const STACK = 'arn:{partition}:cloudformation:{region}:{account}:stack/{StackName}/{some id}';
const SOURCE =
  'CodePipeline User Guide, AWS CloudFormation deploy action reference; CDK, pipeline-actions of CloudFormation';
const CHANGE_SET_MODES = ['CHANGE_SET_REPLACE', 'CHANGE_SET_EXECUTE'];
const STACK_MODES = ['CREATE_UPDATE', 'REPLACE_ON_FAILURE', 'DELETE_ONLY'];
// Who executes a change set hands over no role: who made it has.
const ROLE_MODES = ['CHANGE_SET_REPLACE', 'CREATE_UPDATE', 'REPLACE_ON_FAILURE', 'DELETE_ONLY'];

function need(step: string, modes: readonly string[], calls: readonly string[]): Need {
  return {
    who: 'action role',
    step,
    calls: calls.map((call) => `cloudformation:${call}`),
    on: STACK,
    when: { key: 'ActionMode', is: modes },
    source: SOURCE,
  };
}

/** Policies may be for one name of change sets alone. */
function changeSetNeed(step: string, mode: string, calls: readonly string[]): Need {
  return { ...need(step, [mode], calls), context: { 'cloudformation:ChangeSetName': '{ChangeSetName}' } };
}

/** `Deploy/AWS/CloudFormation/1`. */
export const cloudFormation: CatalogueEntry = {
  type: 'Deploy/AWS/CloudFormation/1',
  reads: 'action role',
  writes: 'action role',
  keys: [
    oneOf(required('ActionMode'), ...STACK_MODES, ...CHANGE_SET_MODES),
    required('StackName'),
    required('ChangeSetName', { key: 'ActionMode', is: CHANGE_SET_MODES }),
    arn(required('RoleArn', { key: 'ActionMode', is: ROLE_MODES })),
  ],
  needs: [
    changeSetNeed('makes the change set', 'CHANGE_SET_REPLACE', [
      'CreateChangeSet',
      'DeleteChangeSet',
      'DescribeChangeSet',
    ]),
    changeSetNeed('executes the change set', 'CHANGE_SET_EXECUTE', ['ExecuteChangeSet', 'DescribeChangeSet']),
    need('follows the stack', CHANGE_SET_MODES, ['DescribeStacks']),
    need(
      'creates or updates the stack',
      ['CREATE_UPDATE', 'REPLACE_ON_FAILURE'],
      ['CreateStack', 'UpdateStack', 'DescribeStacks'],
    ),
    need('deletes the stack', ['DELETE_ONLY', 'REPLACE_ON_FAILURE'], ['DeleteStack', 'DescribeStacks']),
    {
      who: 'action role',
      step: 'hands the execution role to CloudFormation',
      calls: ['iam:PassRole'],
      on: '{RoleArn}',
      when: { key: 'ActionMode', is: ROLE_MODES },
      context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
      source:
        'IAM User Guide, Grant permissions to pass a role to a service; Service Authorization Reference, iam:PassedToService',
    },
  ],
  chains: ['execution role'],
};
