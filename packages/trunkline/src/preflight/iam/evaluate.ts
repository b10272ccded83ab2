// The front door of the evaluator: whether policies allow a request, deny it, or leave it open.
import type { Access, Doubt, ImplicitlyDenied, NearMiss, StatementPlace } from './access.js';
import { parseArn, sameText } from './arn.js';
import { allows, applies, judge, type JudgedStatement } from './judged-statements.js';
import type { Grant } from './match-principal.js';
import { missedBy } from './match-statement.js';
import { all, any, not, unknown, YES, type Match } from './match.js';
import type { ApplicablePolicies, Side } from './policy.js';
import { contextOf, type RequestContext } from './request-context.js';
import type { AccessRequest } from './request.js';
import { hasHole } from './unresolved.js';

/**
 * Whether a request is allowed by the policies that apply to it. Pure. The answer is relative to those policies: what
 * is not given (a service control policy, a key's grants) is taken not to exist.
 *
 * - A Deny that certainly matches decides, and so does a certain Allow beside which no Deny may match.
 * - In one account, either side allows. Two resources are different: a KMS key and a role's trust policy have to allow
 *   themselves, or delegate to their account, which leaves it to the identity-based policies.
 * - Across accounts, both sides have to allow.
 *
 * Sources: IAM User Guide, Policy evaluation logic, and Cross-account policy evaluation logic; KMS Developer Guide, Key
 * policies in AWS KMS.
 */
export function evaluateAccess(request: AccessRequest, policies: ApplicablePolicies): Access {
  const context = contextOf(request);
  const sides = judgeSides(request, policies, context);
  const everything = [...sides.limits, ...sides.serviceControl, sides.identity, sides.resource].flat();
  const denies = everything.filter(({ statement }) => statement.effect !== 'Allow');
  const certainDenies = denies.filter((each) => each.statement.effect === 'Deny' && applies(each).kind === 'yes');
  if (certainDenies.length > 0) return { kind: 'denied', how: 'explicit', by: places(certainDenies) };

  const answers = sidesAnswer(sides);
  const allowed = combine(answers, request);
  if (allowed.kind === 'no') return implicitlyDenied(answers, everything, request, context);
  const doubts = [allowed, ...denies.map(applies)].flatMap((match) => (match.kind === 'unknown' ? match.because : []));
  if (doubts.length > 0) return { kind: 'unproven', because: distinct(doubts) };
  return { kind: 'allowed', by: allowedBy(sides, request) };
}

type Judged = readonly JudgedStatement[];

interface JudgedSides {
  readonly identity: Judged;
  readonly resource: Judged;
  /** Permissions boundary and session policies: one list each, as each has to allow. */
  readonly limits: readonly Judged[];
  readonly limitSides: readonly Side[];
  readonly serviceControl: readonly Judged[];
}

function judgeSides(request: AccessRequest, policies: ApplicablePolicies, context: RequestContext): JudgedSides {
  const judgeAll = (given: ApplicablePolicies['identity'], side: Side): Judged => judge(given, side, request, context);
  const resource = judgeAll(policies.resource === undefined ? [] : [policies.resource], 'resource-based');
  if (request.principal.kind === 'service') {
    // A service has no policies of its own, and service control policies do not apply to it.
    return { identity: [], resource, limits: [], limitSides: [], serviceControl: [] };
  }
  const { boundary, session } = policies;
  return {
    identity: judgeAll(policies.identity, 'identity-based'),
    resource,
    limits: [
      ...(boundary === undefined ? [] : [judgeAll([boundary], 'permissions-boundary')]),
      ...(session === undefined ? [] : [judgeAll(session, 'session')]),
    ],
    limitSides: [
      ...(boundary === undefined ? [] : ['permissions-boundary' as const]),
      ...(session === undefined ? [] : ['session' as const]),
    ],
    serviceControl: (policies.serviceControl ?? []).map((level) => judgeAll(level, 'service-control')),
  };
}

/** Whether each side has a statement that allows; for the resource's side, by the way in which the caller is named. */
interface Answers {
  readonly identity: Match<Doubt>;
  readonly limits: readonly { readonly side: Side; readonly allows: Match<Doubt> }[];
  readonly serviceControl: Match<Doubt>;
  readonly direct: Match<Doubt>;
  readonly role: Match<Doubt>;
  readonly account: Match<Doubt>;
}

function sidesAnswer(sides: JudgedSides): Answers {
  return {
    identity: allows(sides.identity),
    limits: sides.limits.map((limit, index) => ({
      side: sides.limitSides[index] ?? 'session',
      allows: allows(limit),
    })),
    serviceControl: all(sides.serviceControl.map((level) => allows(level))),
    direct: allows(sides.resource, ['anyone', 'session', 'service']),
    role: allows(sides.resource, ['role']),
    account: allows(sides.resource, ['account']),
  };
}

function combine(answers: Answers, request: AccessRequest): Match<Doubt> {
  const { identity, direct, role, account, serviceControl } = answers;
  if (request.principal.kind === 'service') return direct;
  const limits = all(answers.limits.map((limit) => limit.allows));
  const same = sameAccount(request);
  // What names a role is limited by its boundary and session policies; what names anyone, or the session, is not.
  // Source: IAM User Guide, AWS JSON policy elements: Principal, "IAM role principals".
  const own = decidesAlone(request) ? all([account, identity]) : identity;
  const inside = any([direct, all([limits, any([role, own])])]);
  const across = all([identity, limits, any([direct, role, account])]);
  if (same.kind === 'yes') return all([serviceControl, inside]);
  if (same.kind === 'no') return all([serviceControl, across]);
  return all([serviceControl, any([all([same, inside]), all([not(same), across])])]);
}

function sameAccount(request: AccessRequest): Match<Doubt> {
  if (request.principal.kind === 'service') return YES;
  const same = sameText(request.principal.account, request.resourceAccount);
  if (same.kind !== 'unknown') return same;
  const why = 'whether caller and resource are in one account is not told by the template';
  return unknown({ side: 'identity-based', policy: 'the request', statement: 'all', why });
}

/** Whether the resource's own policy has to allow even in its own account: keys, and roles that are to be assumed. */
function decidesAlone({ action, resource }: AccessRequest): boolean {
  if (/^sts:(AssumeRole|TagSession|SetSourceIdentity)/i.test(action)) return true;
  if (!/^kms:/i.test(action)) return false;
  // Aliases and other resources of KMS have no policy.
  return parseArn(resource)?.resource.startsWith('key/') ?? hasHole(resource);
}

function implicitlyDenied(
  answers: Answers,
  everything: Judged,
  request: AccessRequest,
  context: RequestContext,
): ImplicitlyDenied {
  const refuses = (match: Match<Doubt>): boolean => match.kind === 'no';
  const { identity, direct, role, account } = answers;
  const isService = request.principal.kind === 'service';
  const within = isService || sameAccount(request).kind === 'yes';
  const alone = isService || decidesAlone(request);
  const resource = any(within && !alone ? [direct, role] : [direct, role, account]);
  const sides: Side[] = [];
  if (within && !alone) {
    if (refuses(any([identity, resource]))) sides.push('identity-based', 'resource-based');
  } else {
    const delegated = within && refuses(any([direct, role]));
    if (!isService && refuses(identity) && (!within || (delegated && !refuses(account)))) sides.push('identity-based');
    if (refuses(resource)) sides.push('resource-based');
  }
  sides.push(...answers.limits.filter((limit) => refuses(limit.allows)).map((limit) => limit.side));
  if (refuses(answers.serviceControl)) sides.push('service-control');
  return {
    kind: 'denied',
    how: 'implicit',
    sides,
    oneIsEnough: within && !alone,
    nearMisses: everything
      .filter(({ statement }) => sides.includes(statement.place.side))
      .flatMap(({ statement }): NearMiss[] => {
        const element = missedBy(statement, request, context);
        return element === undefined ? [] : [{ ...statement.place, element }];
      }),
  };
}

/** The statements that allow. One that delegates to the account counts where it has to, beside an identity-based one. */
function allowedBy(sides: JudgedSides, request: AccessRequest): StatementPlace[] {
  const allowing = (judged: Judged, ways?: readonly Grant[]): Judged =>
    judged.filter((each) => allows([each], ways).kind === 'yes');
  const identity = allowing(sides.identity);
  const delegates = sameAccount(request).kind !== 'yes' || (decidesAlone(request) && identity.length > 0);
  const direct = ['anyone', 'session', 'service', 'role'] as const;
  return places([...identity, ...allowing(sides.resource, delegates ? undefined : direct)]);
}

function places(judged: Judged): StatementPlace[] {
  return judged.map(({ statement }) => statement.place);
}

function distinct(doubts: readonly Doubt[]): Doubt[] {
  const known = new Map(doubts.map((doubt) => [JSON.stringify(doubt), doubt]));
  return [...known.values()];
}
