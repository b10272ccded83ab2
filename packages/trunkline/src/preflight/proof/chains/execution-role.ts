// The execution role that a CloudFormation action hands over: CloudFormation assumes it, and it deploys what is in the stack.
import type { ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';
import { serviceAssumes } from './assume.js';

const SERVICE = 'cloudformation.amazonaws.com';

/** CloudFormation's part of a deployment. */
export function executionRoleDuties(facts: ActionFacts): Duty[] {
  const { action, landscape, place } = facts;
  const role = action.configuration.RoleArn;
  if (role === undefined || action.configuration.ActionMode === 'CHANGE_SET_EXECUTE') return [];
  const assume = serviceAssumes(place, 'CloudFormation assumes the execution role', SERVICE, role);
  const known = landscape.role(role);
  // Which calls a stack takes follows from the types of its resources; a role without policies can make none of them.
  if (known?.identity.length === 0) {
    const step = 'the execution role deploys the stack';
    const because = { kind: 'no-execution-policies', role } as const;
    return [assume, { place, step, principal: role, call: '*', resource: '*', because }];
  }
  return [
    assume,
    {
      place,
      step: 'the execution role deploys the stack',
      caller: { kind: 'role', arn: role },
      calls: ['*'],
      anyOf: false,
      resource: '*',
      target: { kind: 'other', arn: '*', account: facts.account },
      otherwise:
        'its policies do not allow everything, and which calls the types of resources in this stack take is not in the ' +
        'catalogue',
    },
  ];
}
