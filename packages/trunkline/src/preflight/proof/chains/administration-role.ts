// A stack set that manages its permissions itself: CloudFormation assumes the administration role, which assumes the
// execution role of each target account.
import { unresolved } from '../../iam/unresolved.js';
import type { ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';
import { assumes, serviceAssumes } from './assume.js';

const SERVICE = 'cloudformation.amazonaws.com';
// Source: CloudFormation User Guide, Grant self-managed permissions.
const EXECUTION_ROLE = 'AWSCloudFormationStackSetExecutionRole';
const ADMINISTRATION_ROLE = 'AWSCloudFormationStackSetAdministrationRole';

/** Stack sets that AWS Organizations has a part in need no roles of the user. */
export function administrationRoleDuties({ action, place, partition, region, account }: ActionFacts): Duty[] {
  const { PermissionModel, AdministrationRoleArn, ExecutionRoleName, DeploymentTargets, StackSetName } =
    action.configuration;
  if (PermissionModel === 'SERVICE_MANAGED') return [];
  const role = AdministrationRoleArn ?? `arn:${partition}:iam::${account}:role/${ADMINISTRATION_ROLE}`;
  const name = StackSetName ?? '';
  const accounts = accountsOf(DeploymentTargets);
  const set = `arn:${partition}:cloudformation:${region}:${account}:stackset/${name}:${unresolved(`the id of ${name}`)}`;
  return [
    serviceAssumes(place, 'CloudFormation assumes the administration role', SERVICE, role, {
      'aws:SourceArn': set,
      'aws:SourceAccount': account,
    }),
    ...(DeploymentTargets !== undefined && accounts.length === 0 ? [unknownAccounts(role, place)] : []),
    ...accounts.map((target) =>
      assumes(
        place,
        `the administration role assumes the execution role of ${target}`,
        role,
        `arn:${partition}:iam::${target}:role/${ExecutionRoleName ?? EXECUTION_ROLE}`,
        null,
      ),
    ),
  ];
}

function unknownAccounts(role: string, place: ActionFacts['place']): Duty {
  return {
    place,
    step: 'the administration role assumes the execution roles',
    principal: role,
    call: 'sts:AssumeRole',
    resource: '*',
    because: {
      kind: 'unproven',
      why: 'configuration key DeploymentTargets names no account that is known before the run',
    },
  };
}

/** Accounts are given by their ids; a file of the artifact may name them too, and is not known here. */
function accountsOf(targets: string | undefined): string[] {
  return [...new Set((targets ?? '').match(/\b\d{12}\b/g) ?? [])];
}
