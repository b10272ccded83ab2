// What the actions need that CodePipeline runs on builds of its own: a log group named after the pipeline, and a network.
import type { Need } from './catalogue.js';

const GROUP = 'arn:{partition}:logs:{region}:{account}:log-group:/aws/codepipeline/{pipelineName}';
const SOURCE = 'CodePipeline User Guide, Commands action reference, service role policy permissions';

/** The log of such an action. */
export const LOGS: readonly Need[] = [
  { who: 'action role', step: 'makes the log group', calls: ['logs:CreateLogGroup'], on: GROUP, source: SOURCE },
  {
    who: 'action role',
    step: 'writes the log',
    calls: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    on: `${GROUP}:log-stream:{some stream}`,
    source: SOURCE,
  },
];

/** The network that such an action is to run in. */
export const NETWORK: readonly Need[] = [
  {
    who: 'action role',
    step: 'joins the network',
    calls: [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeDhcpOptions',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcs',
    ],
    on: '*',
    when: { key: 'VpcId' },
    source:
      'CodePipeline User Guide, Commands action reference; unsure: the calls are those of a CodeBuild service role in a VPC',
  },
];
