// Everything that the roles of a pipeline have to be able to do, action by action.
import { projectOf } from '../build-projects.js';
import { catalogueEntry } from '../catalogue/table.js';
import type { Actor, CatalogueEntry } from '../catalogue/catalogue.js';
import { describe } from '../iam/unresolved.js';
import type { PreflightInput } from '../input.js';
import type { Landscape, LandscapePipeline, UnreadPipeline } from '../landscape/landscape.js';
import { actionTypeKey } from '../../model/pipeline.js';
import { actionsOf, type ActionFacts } from './action-facts.js';
import { artifactDuties, roleOf, type RoleOf } from './artifacts.js';
import { administrationRoleDuties } from './chains/administration-role.js';
import { assumes, serviceAssumes } from './chains/assume.js';
import { deploymentGroupDuties } from './chains/deployment-group.js';
import { eventDuties } from './chains/events.js';
import { executionRoleDuties } from './chains/execution-role.js';
import { functionDuties, functionRoleOf } from './chains/function.js';
import { notificationDuties } from './chains/notifications.js';
import { projectDuties } from './chains/project.js';
import { secretDuties } from './chains/secrets.js';
import { targetGroupDuties } from './chains/target-groups.js';
import { taskRoleDuties } from './chains/task-roles.js';
import { configurationDuties } from './configuration.js';
import { obligationsOf, type ActorRoles } from './needs.js';
import type { Duty } from './obligation.js';
import { withPreconditions } from './preconditions.js';

/** The duties of a pipeline and all its actions, in the order of its stages. */
export function dutiesOf(landscape: Landscape, declared: LandscapePipeline, input: PreflightInput): Duty[] {
  const duties = [
    ...pipelineDuties(declared),
    ...actionsOf(landscape, declared).flatMap((facts) => actionDuties(facts, input)),
    ...eventDuties(landscape, declared),
    ...notificationDuties(landscape, declared),
  ];
  return withPreconditions(duties, landscape, input);
}

/** A pipeline that cannot be read needs something; nobody can say what. */
export function unreadDuty({ name, arn, problem }: UnreadPipeline): Duty {
  return {
    place: { pipeline: name, pipelineArn: arn, stage: '', action: '' },
    step: 'the pipeline does what its declaration says',
    principal: 'the pipeline role',
    call: '*',
    resource: arn,
    because: { kind: 'unproven', why: problem },
  };
}

function pipelineDuties({ pipeline, arn }: LandscapePipeline): Duty[] {
  const { roleArn, name } = pipeline;
  return [
    serviceAssumes(
      { pipeline: name, pipelineArn: arn, stage: '', action: '' },
      'CodePipeline assumes the pipeline role',
      'codepipeline.amazonaws.com',
      roleArn,
      // unsure: the User Guide names no keys for this trust; other services send the resource that has the role.
      { 'aws:SourceArn': arn, 'aws:SourceAccount': pipeline.declaredAt.environment.account },
    ),
  ];
}

function actionDuties(facts: ActionFacts, input: PreflightInput): Duty[] {
  const { action, declared, place, role } = facts;
  const type = actionTypeKey(action.actionTypeId);
  const own =
    role === declared.pipeline.roleArn
      ? []
      : [assumes(place, "the pipeline role assumes the action's", declared.pipeline.roleArn, role, null)];
  const entry = catalogueEntry(type);
  if (entry === undefined) {
    return [
      ...own,
      unproven(facts, type, `action type ${type} is not in the catalogue; docs/actions.md lists those that are`),
    ];
  }
  const actors = actorsOf(facts);
  return [
    ...own,
    ...(entry.unproven === undefined ? [] : [unproven(facts, type, entry.unproven)]),
    ...configurationDuties(entry, facts),
    ...artifactDuties(facts, actor(entry.reads, actors), actor(entry.writes, actors)),
    ...obligationsOf(entry.needs, facts, actors),
    ...chainDuties(entry, facts, input),
  ];
}

function chainDuties(entry: CatalogueEntry, facts: ActionFacts, input: PreflightInput): Duty[] {
  return (entry.chains ?? []).flatMap((chain): Duty[] => {
    switch (chain) {
      case 'execution role':
        return executionRoleDuties(facts);
      case 'administration role':
        return administrationRoleDuties(facts);
      case 'function':
        return functionDuties(facts);
      case 'task roles':
        return taskRoleDuties(facts);
      case 'deployment group':
        return deploymentGroupDuties(facts);
      case 'target groups':
        return targetGroupDuties(facts);
      case 'secrets':
        return secretDuties(facts);
      case 'project': {
        const project = projectOf(facts.action, facts.declared, facts.landscape);
        const name = facts.action.configuration.ProjectName ?? '';
        const why = `project ${describe(name)} is in no template of the assembly`;
        return project === undefined ? [unproven(facts, name, why)] : projectDuties(facts, project, input);
      }
    }
  });
}

function actorsOf(facts: ActionFacts): ActorRoles {
  const execution = facts.action.configuration.RoleArn;
  const project = projectOf(facts.action, facts.declared, facts.landscape)?.project.serviceRole;
  const invoked = functionRoleOf(facts);
  return {
    'pipeline role': facts.declared.pipeline.roleArn,
    'action role': facts.role,
    ...(execution === undefined ? {} : { 'execution role': execution }),
    ...(project === undefined ? {} : { 'project role': project }),
    ...(invoked === undefined ? {} : { 'function role': invoked }),
  };
}

function actor(name: Actor | undefined, actors: ActorRoles): RoleOf | undefined {
  const role = name === undefined ? undefined : actors[name];
  return name === undefined || role === undefined ? undefined : roleOf(name, role);
}

function unproven({ place, role }: ActionFacts, resource: string, why: string): Duty {
  return {
    place,
    step: 'the action is performed',
    principal: role,
    call: '*',
    resource,
    because: { kind: 'unproven', why },
  };
}
