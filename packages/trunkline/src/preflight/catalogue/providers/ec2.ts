// EC2 instances, by commands of Systems Manager.
import type { CatalogueEntry, Need } from '../catalogue.js';
import { optional, required } from '../keys.js';
import { LOGS } from '../managed-compute.js';

const SOURCE = 'CodePipeline User Guide, Amazon EC2 deploy action reference, service role policy permissions';

function need(step: string, calls: readonly string[], on: string): Need {
  return { who: 'action role', step, calls, on, source: SOURCE };
}

const INSTANCES = need(
  'sends commands to the instances',
  ['ssm:SendCommand'],
  'arn:{partition}:ec2:{region}:{account}:instance/{some instance}',
);

/** `Deploy/AWS/EC2/1`. */
export const ec2: CatalogueEntry = {
  type: 'Deploy/AWS/EC2/1',
  // unsure: who fetches the artifact; CDK lets the action's role read none (Ec2DeployAction.bound), and its actions work.
  keys: [required('InstanceTagKey'), optional('InstanceTagValue'), optional('TargetGroupNameList')],
  needs: [
    need(
      'finds the instances and follows the commands',
      [
        'ec2:DescribeInstances',
        'elasticloadbalancing:DescribeTargetGroupAttributes',
        'elasticloadbalancing:DescribeTargetGroups',
        'elasticloadbalancing:DescribeTargetHealth',
        'ssm:CancelCommand',
        'ssm:DescribeInstanceInformation',
        'ssm:ListCommandInvocations',
      ],
      '*',
    ),
    { ...INSTANCES, context: { 'aws:ResourceTag/{InstanceTagKey}': '{InstanceTagValue}' } },
    // The action runs on Linux alone, so that of the two documents that the page names only this one is used.
    need(
      'sends commands by the document',
      ['ssm:SendCommand'],
      'arn:{partition}:ssm:{region}::document/AWS-RunShellScript',
    ),
    ...LOGS.filter(({ calls }) => !calls.includes('logs:CreateLogGroup')),
    need(
      'makes the log group',
      ['logs:CreateLogGroup'],
      'arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipelineName}:*',
    ),
  ],
  chains: ['target groups'],
  unproven:
    'the instances take the commands and fetch the artifact with roles of their own, and which instances these are only ' +
    'tags tell',
};
