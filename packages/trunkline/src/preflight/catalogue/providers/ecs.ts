// ECS's standard deployment.
import type { CatalogueEntry } from '../catalogue.js';
import { required } from '../keys.js';

const SOURCE = 'CodePipeline User Guide, Amazon ECS deploy action reference, service role permissions';

/** `Deploy/AWS/ECS/1`. */
export const ecs: CatalogueEntry = {
  type: 'Deploy/AWS/ECS/1',
  reads: 'action role',
  keys: [required('ClusterName'), required('ServiceName')],
  needs: [
    {
      who: 'action role',
      step: 'updates the service',
      calls: ['ecs:DescribeServices', 'ecs:UpdateService'],
      on: 'arn:{partition}:ecs:{region}:{account}:service/{ClusterName}/{ServiceName}',
      source: SOURCE,
    },
    {
      who: 'action role',
      step: 'registers the task definition',
      calls: ['ecs:DescribeTaskDefinition', 'ecs:RegisterTaskDefinition'],
      on: '*',
      source: SOURCE,
    },
    {
      who: 'action role',
      step: 'tags the task definition',
      calls: ['ecs:TagResource'],
      on: 'arn:{partition}:ecs:{region}:{account}:task-definition/{some task definition}',
      context: { 'ecs:CreateAction': 'RegisterTaskDefinition' },
      source: `${SOURCE}; unsure: whether it is asked for where the task definition has no tags`,
    },
  ],
  chains: ['task roles'],
};
