// CodeDeploy: to servers, and to ECS by blue and green.
import type { CatalogueEntry, Need } from '../catalogue.js';
import { required } from '../keys.js';

const APPLICATION = 'arn:{partition}:codedeploy:{region}:{account}:application:{ApplicationName}';
const GROUP = 'arn:{partition}:codedeploy:{region}:{account}:deploymentgroup:{ApplicationName}/{DeploymentGroupName}';
const KEYS = [required('ApplicationName'), required('DeploymentGroupName')];

function needs(source: string, application: readonly string[]): readonly Need[] {
  return [
    { who: 'action role', step: 'registers the revision', calls: application, on: APPLICATION, source },
    {
      who: 'action role',
      step: 'starts and follows the deployment',
      calls: ['codedeploy:CreateDeployment', 'codedeploy:GetDeployment'],
      on: GROUP,
      source,
    },
  ];
}

/** `Deploy/AWS/CodeDeploy/1`. */
export const codeDeploy: CatalogueEntry = {
  type: 'Deploy/AWS/CodeDeploy/1',
  reads: 'action role',
  keys: KEYS,
  needs: needs(
    'CodePipeline User Guide, AWS CodeDeploy deploy action reference, service role permissions; unsure: its list and get ' +
      'calls for applications and groups, which CDK does not grant (CodeDeployServerDeployAction.bound) and whose actions work',
    ['codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
  ),
  chains: ['deployment group'],
  unproven:
    'the instances fetch the revision from the artifact store with roles of their own, and which instances these are ' +
    'only tags and groups tell',
};

/** `Deploy/AWS/CodeDeployToECS/1`. */
export const codeDeployToEcs: CatalogueEntry = {
  type: 'Deploy/AWS/CodeDeployToECS/1',
  reads: 'action role',
  keys: KEYS,
  needs: [
    ...needs(
      'CodePipeline User Guide, Amazon ECS and CodeDeploy blue-green deploy action reference, service role permissions',
      ['codedeploy:GetApplication', 'codedeploy:GetApplicationRevision', 'codedeploy:RegisterApplicationRevision'],
    ),
    {
      who: 'action role',
      step: 'registers the task definition',
      calls: ['ecs:RegisterTaskDefinition'],
      on: '*',
      source:
        'CodePipeline User Guide, Amazon ECS and CodeDeploy blue-green deploy action reference, service role permissions',
    },
  ],
  chains: ['deployment group', 'task roles'],
};
