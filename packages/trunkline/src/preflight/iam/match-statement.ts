// Whether a statement applies to a request.
import { matchCondition } from './conditions/match-condition.js';
import type { NearMiss } from './access.js';
import { matchAction } from './match-action.js';
import { grantsOf, isNamed, type Grants } from './match-principal.js';
import { matchResource } from './match-resource.js';
import { all, NO, unknown, YES, type Match } from './match.js';
import type { Candidate } from './covering.js';
import type { RequestContext } from './request-context.js';
import type { AccessRequest } from './request.js';
import type { Statement } from './statement.js';

/** Whether the statement covers the request, apart from who makes it. Elements are asked until one does not match. */
export function matchStatement(candidate: Candidate, request: AccessRequest, context: RequestContext): Match {
  const { resource, conditions, problems, version, place } = candidate.statement;
  const text = { version, context };
  const inResource = resource === undefined ? YES : matchResource(resource, request.resource, text);
  if (inResource.kind === 'no') return NO;
  const elements = [candidate.action, inResource];
  for (const condition of conditions) {
    const match = matchCondition(condition, text);
    if (match.kind === 'no') return NO;
    elements.push(match);
  }
  for (const problem of problems) elements.push(unknown(problem));
  if (resource !== undefined && place.side === 'resource-based' && isTrust(request)) {
    elements.push(unknown('a trust policy names a Resource, which AWS rejects'));
  }
  return all(elements);
}

/** Whether the resource-based policy of a request is a role's trust policy. */
export function isTrust({ action }: AccessRequest): boolean {
  return /^sts:(assumerole|tagsession|setsourceidentity)/i.test(action);
}

/** The ways in which the statement names the caller; one without a readable principal may do so in each. */
export function grants(statement: Statement, request: AccessRequest): Grants {
  if (statement.principal !== undefined) return grantsOf(statement.principal, request.principal);
  // `problems` already make the statement open: naming the caller must not close it.
  return { anyone: YES, account: YES, role: YES, session: YES, service: YES };
}

/** The element but for which an Allow statement would match; `undefined` where it is not exactly one. */
export function missedBy(
  statement: Statement,
  request: AccessRequest,
  context: RequestContext,
): NearMiss['element'] | undefined {
  if (statement.effect !== 'Allow' || statement.problems.length > 0) return undefined;
  const text = { version: statement.version, context };
  const { action, resource, principal, conditions } = statement;
  const missed: NearMiss['element'][] = [];
  if (principal !== undefined && isNamed(grantsOf(principal, request.principal)).kind === 'no')
    missed.push('Principal');
  if (action !== undefined && matchAction(action, request.action).kind === 'no') missed.push('Action');
  if (resource !== undefined && matchResource(resource, request.resource, text).kind === 'no') missed.push('Resource');
  if (conditions.some((condition) => matchCondition(condition, text).kind === 'no')) missed.push('Condition');
  return missed.length === 1 ? missed[0] : undefined;
}
