// The roles of ECS tasks: whoever registers a task definition hands its roles to ECS.
import { unresolved } from '../../iam/unresolved.js';
import { textField } from '../../landscape/values.js';
import type { ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';

/**
 * One duty for each role of the service's task definition; for a role that is not known where no template has it, since
 * CodeDeploy's task definition is in an artifact. Source: CodePipeline User Guide, Amazon ECS deploy action reference.
 */
export function taskRoleDuties(facts: ActionFacts): Duty[] {
  const { place, role, account } = facts;
  return rolesOf(facts).map((passed): Duty => ({
    place,
    step: 'the action role hands the task roles to ECS',
    caller: { kind: 'role', arn: role },
    calls: ['iam:PassRole'],
    anyOf: false,
    resource: passed,
    target: { kind: 'other', arn: passed, account },
    context: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' },
  }));
}

function rolesOf({ landscape, action, partition, region, account }: ActionFacts): string[] {
  const { ClusterName: cluster, ServiceName: service } = action.configuration;
  const anyRole = `arn:${partition}:iam::${account}:role/${unresolved('a role of the task definition')}`;
  if (cluster === undefined || service === undefined) return [anyRole];
  const found = landscape.resource(`arn:${partition}:ecs:${region}:${account}:service/${cluster}/${service}`);
  const definition = landscape.resource(textField(found?.properties.TaskDefinition) ?? '');
  if (definition === undefined) return [anyRole];
  const { TaskRoleArn, ExecutionRoleArn } = definition.properties;
  return [TaskRoleArn, ExecutionRoleArn].flatMap((each) => textField(each) ?? []);
}
