// CloudFormation's stack sets: the set itself, and its instances.
import type { CatalogueEntry } from '../catalogue.js';
import { arn, oneOf, optional, required } from '../keys.js';

// The id after the name is CloudFormation's own.
const STACK_SET = 'arn:{partition}:cloudformation:{region}:{account}:stackset/{StackSetName}:{some id}';
const SOURCE = 'CodePipeline User Guide, Manage the CodePipeline service role, AWS CloudFormation StackSets';

/** `Deploy/AWS/CloudFormationStackSet/1`. */
export const stackSet: CatalogueEntry = {
  type: 'Deploy/AWS/CloudFormationStackSet/1',
  reads: 'action role',
  keys: [
    required('StackSetName'),
    oneOf(optional('PermissionModel'), 'SELF_MANAGED', 'SERVICE_MANAGED'),
    // CloudFormation takes the role of its own name where none is given.
    arn(optional('AdministrationRoleArn')),
    optional('DeploymentTargets'),
  ],
  needs: [
    {
      who: 'action role',
      step: 'creates or updates the stack set',
      calls: [
        'cloudformation:CreateStackSet',
        'cloudformation:UpdateStackSet',
        'cloudformation:CreateStackInstances',
        'cloudformation:DescribeStackSetOperation',
        'cloudformation:DescribeStackSet',
        'cloudformation:ListStackInstances',
      ],
      on: STACK_SET,
      source: SOURCE,
    },
    {
      who: 'action role',
      step: 'hands the administration role to CloudFormation',
      calls: ['iam:PassRole'],
      on: '{AdministrationRoleArn}',
      context: { 'iam:PassedToService': 'cloudformation.amazonaws.com' },
      source:
        'CloudFormation User Guide, Set up advanced permissions for stack set operations; CDK, StackSetAction.bound',
    },
  ],
  chains: ['administration role'],
};

/** `Deploy/AWS/CloudFormationStackInstances/1`. */
export const stackInstances: CatalogueEntry = {
  type: 'Deploy/AWS/CloudFormationStackInstances/1',
  reads: 'action role',
  keys: [required('StackSetName')],
  needs: [
    {
      who: 'action role',
      step: 'creates the stack instances',
      calls: ['cloudformation:CreateStackInstances', 'cloudformation:DescribeStackSetOperation'],
      on: STACK_SET,
      source: SOURCE,
    },
  ],
};
