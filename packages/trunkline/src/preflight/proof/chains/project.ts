// A build project that an action starts: CodeBuild assumes its service role, which does all that the build does.
import { scalarText } from '../../../assembly/intrinsics/context.js';
import { buildspecText } from '../../build-projects.js';
import { describe, unresolved } from '../../iam/unresolved.js';
import type { PreflightInput } from '../../input.js';
import type { LandscapeProject } from '../../landscape/landscape.js';
import { field, textField } from '../../landscape/values.js';
import type { ActionFacts } from '../action-facts.js';
import { bucketKeyObligations } from '../bucket-key.js';
import { targetOf } from '../needs.js';
import type { Duty, Obligation } from '../obligation.js';
import { withSecretKey } from '../secret-key.js';
import { serviceAssumes } from './assume.js';
import { deployedIn, invokedIn, publishedIn } from '../buildspec-commands.js';
import { assumedRoles } from './assumed-roles.js';
import { batchDuties } from './batch.js';
import { cloneCalls } from './clone.js';
import { publishingDuties } from './publishing.js';
import { securityCheckDuties } from './security-check.js';
import { selfUpdateDuties } from './self-update.js';
import { unreadBuildspecDuties } from './unread-buildspec.js';
import { bucketCalls, networkCalls, registryCalls, settingCalls, type ProjectCalls } from './project-settings.js';

const SERVICE = 'codebuild.amazonaws.com';

/** What the build and its service role have to be able to do, beyond the artifacts. */
export function projectDuties(facts: ActionFacts, found: LandscapeProject, input: PreflightInput): Duty[] {
  const role = found.project.serviceRole;
  const obligation = ({ step, calls, anyOf = false, resource, context }: ProjectCalls): Obligation => ({
    place: facts.place,
    step: `the project role ${step}`,
    caller: { kind: 'role', arn: role },
    calls,
    anyOf,
    resource,
    target: targetOf(resource, found.project.declaredAt.environment.account),
    ...(resource === '*' ? { region: found.project.declaredAt.environment.region } : {}),
    ...(context === undefined ? {} : { context }),
  });
  const buildspec = buildspecText(found, input);
  return [
    serviceAssumes(facts.place, 'CodeBuild assumes the project role', SERVICE, role, {
      // Source: CodeBuild User Guide, Allow CodeBuild to interact with other AWS services: the trust policy's conditions.
      'aws:SourceArn': found.arn,
      'aws:SourceAccount': found.project.declaredAt.environment.account,
    }),
    ...logCalls(found, facts).map(obligation),
    ...settingCalls(found, facts)
      .map(obligation)
      .flatMap((each) => withSecretKey(each, facts.landscape)),
    ...bucketCalls(found, facts)
      .map(obligation)
      .flatMap((each) => [each, ...bucketKeyObligations(each, facts)]),
    ...networkCalls(found, facts).map(obligation),
    ...registryCalls(found, facts).map(obligation),
    ...cloneCalls(facts).map(obligation),
    ...batchDuties(facts, found),
    ...(buildspec === undefined ? unreadBuildspecDuties(facts, found) : commandDuties(facts, role, buildspec, input)),
    ...assumedRoles(facts, role, input),
  ];
}

/** What the commands of a build need that are CDK's own. */
function commandDuties(facts: ActionFacts, role: string, buildspec: string, input: PreflightInput): Duty[] {
  const published = publishedIn(buildspec);
  const deployed = deployedIn(buildspec);
  const unread = [...published.unread, ...deployed.unread].map((command): Duty => ({
    place: facts.place,
    step: 'the build publishes and deploys',
    principal: role,
    call: 'sts:AssumeRole',
    resource: command,
    because: { kind: 'unproven', why: `what \`${describe(command)}\` publishes or deploys only the build tells` },
  }));
  return [
    ...unread,
    ...publishingDuties(facts, role, published.read, input),
    ...selfUpdateDuties(facts, role, deployed.read, input),
    ...securityCheckDuties(facts, role, invokedIn(buildspec)),
  ];
}

/** Source: CodeBuild User Guide, Create a CodeBuild service role; the name of the group is the default. */
function logCalls({ project, properties }: LandscapeProject, { partition }: ActionFacts): ProjectCalls[] {
  const logs = field(properties.LogsConfig, 'CloudWatchLogs');
  if (textField(logs, 'Status') === 'DISABLED') return [];
  const { account, region } = project.declaredAt.environment;
  const named = field(logs, 'GroupName');
  const group =
    named === undefined
      ? `/aws/codebuild/${project.name}`
      : (scalarText(named) ?? unresolved(`the log group of project ${project.name}`));
  const arn = `arn:${partition}:logs:${region}:${account}:log-group:${group}`;
  return [
    {
      step: 'writes the log',
      calls: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resource: `${arn}:log-stream:${unresolved('some stream')}`,
    },
  ];
}
