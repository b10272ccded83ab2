// The deployment group of CodeDeploy: its configuration, and the role that CodeDeploy itself deploys with.
import { describe, unresolved } from '../../iam/unresolved.js';
import { textField } from '../../landscape/values.js';
import type { ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';
import { serviceAssumes } from './assume.js';

// What CodeDeploy takes where a group names none. Source: CodeDeploy API Reference, CreateDeploymentGroup; CodeDeploy User
// Guide, Predefined deployment configurations.
const DEFAULTS: Readonly<Record<string, string>> = {
  CodeDeploy: 'CodeDeployDefault.OneAtATime',
  CodeDeployToECS: 'CodeDeployDefault.ECSAllAtOnce',
};

/** Source: CodePipeline User Guide, AWS CodeDeploy deploy action reference; CodeDeploy User Guide, Create a service role. */
export function deploymentGroupDuties({
  action,
  landscape,
  place,
  role,
  partition,
  region,
  account,
}: ActionFacts): Duty[] {
  const { ApplicationName: application = '', DeploymentGroupName: name = '' } = action.configuration;
  const prefix = `arn:${partition}:codedeploy:${region}:${account}`;
  const group = landscape.resource(`${prefix}:deploymentgroup:${application}/${name}`);
  const configured = textField(group?.properties.DeploymentConfigName) ?? DEFAULTS[action.actionTypeId.provider] ?? '';
  const configuration = group === undefined ? unresolved(`the deployment configuration of ${name}`) : configured;
  const resource = `${prefix}:deploymentconfig:${configuration}`;
  const service = textField(group?.properties.ServiceRoleArn);
  return [
    {
      place,
      step: 'the action role looks at the deployment configuration',
      caller: { kind: 'role', arn: role },
      calls: ['codedeploy:GetDeploymentConfig'],
      anyOf: false,
      resource,
      target: { kind: 'other', arn: resource, account },
      ...(group === undefined
        ? {
            otherwise: `deployment group ${describe(name)} is in no template of the assembly, so its configuration is not known`,
          }
        : {}),
    },
    ...(service === undefined
      ? []
      : [
          serviceAssumes(
            place,
            'CodeDeploy assumes the role of the deployment group',
            'codedeploy.amazonaws.com',
            service,
          ),
        ]),
  ];
}
