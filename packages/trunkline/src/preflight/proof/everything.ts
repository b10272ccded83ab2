// Whether a role may do everything: what a deployment calls follows from the types of a stack's resources, and only this covers all.
import { contextOf, type RequestContext } from '../iam/request-context.js';
import { matchCondition } from '../iam/conditions/match-condition.js';
import type { ApplicablePolicies, Policy, Side } from '../iam/policy.js';
import type { AccessRequest } from '../iam/request.js';
import { readPolicy } from '../iam/read-policy.js';
import type { ActionList, Statement, TextList } from '../iam/statement.js';
import { isEverything } from '../iam/wildcard.js';

/**
 * Whether every call on every resource is certainly allowed: each side that has to allow does so without naming anything,
 * and nowhere is a statement that may deny. No evaluation of a single call tells that: a `Deny` of `iam:*` does not match the
 * call `*`.
 *
 * @param request whose caller, account and context tell whether a condition of a Deny can hold at all
 */
export function allowsEverything(request: AccessRequest, policies: ApplicablePolicies): boolean {
  const { identity, boundary, session, serviceControl = [], resourceControl = [] } = policies;
  const levels: readonly (readonly [Side, readonly Policy[]])[] = [
    ['identity-based', identity],
    ...(boundary === undefined ? [] : [['permissions-boundary', [boundary]] as const]),
    ...(session === undefined ? [] : [['session', session] as const]),
    ...serviceControl.map((level) => ['service-control', level] as const),
  ];
  const context = contextOf(request);
  return (
    levels.every(([side, level]) => {
      const statements = statementsOf(level, side);
      return statements.some(isUnlimited) && !statements.some((each) => mayDeny(each, context));
    }) && !statementsOf(resourceControl, 'resource-control').some((each) => mayDeny(each, context))
  );
}

function statementsOf(policies: readonly Policy[], side: Side): readonly Statement[] {
  return policies.flatMap((policy) => readPolicy(policy, side));
}

function isUnlimited({ effect, problems, action, resource, conditions }: Statement): boolean {
  const isAll = (list: ActionList | TextList | undefined): boolean =>
    list?.negated === false && list.patterns.some(isEverything);
  return effect === 'Allow' && problems.length === 0 && conditions.length === 0 && isAll(action) && isAll(resource);
}

// Keys of who calls, which every call of the role has alike; of others the call alone tells.
const ABOUT_CALLER = /^aws:principal(?:account|arn|isawsservice|orgid|orgpaths|type)$/i;

/** A Deny, or a statement that is not known. A Deny that is for other callers alone, by its condition, is none. */
function mayDeny({ effect, problems, conditions, version }: Statement, context: RequestContext): boolean {
  if (effect === 'Allow') return false;
  const text = { version, context };
  const spared = conditions.some(
    (condition) => ABOUT_CALLER.test(condition.key) && matchCondition(condition, text).kind === 'no',
  );
  return problems.length > 0 || !spared;
}
