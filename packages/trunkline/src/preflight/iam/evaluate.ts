// The front door of the evaluator: whether policies allow a request, deny it, or leave it open.
import type { Access, Doubt, ImplicitlyDenied, NearMiss, StatementPlace } from './access.js';
import { parseArn, sameText } from './arn.js';
import { allows, allowsItself, applies, judge, type JudgedStatement } from './judged-statements.js';
import type { Grant } from './match-principal.js';
import { isTrust, missedBy } from './match-statement.js';
import { all, any, NO, not, unknown, YES, type Match } from './match.js';
import type { ApplicablePolicies, Policy, Side } from './policy.js';
import { readPolicy } from './read-policy.js';
import { isServiceLinked, judgeResourceControl } from './resource-control.js';
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
 * - Boundary, session policies and every level of service control policies have to allow as well; resource control policies
 *   can only deny.
 *
 * Sources: IAM User Guide, Policy evaluation logic, and Cross-account policy evaluation logic; KMS Developer Guide, Key
 * policies in AWS KMS.
 */
export function evaluateAccess(request: AccessRequest, policies: ApplicablePolicies): Access {
  const context = contextOf(request);
  const sides = judgeSides(request, policies, context);
  const denies = notAllowing(sides);
  const certainDenies = denies.filter((each) => each.statement.effect === 'Deny' && applies(each).kind === 'yes');
  if (certainDenies.length > 0) return { kind: 'denied', how: 'explicit', by: places(certainDenies) };

  const answers = sidesAnswer(sides);
  const allowed = combine(answers, request);
  if (allowed.kind === 'no') return implicitlyDenied(answers, policies, request, context);
  const doubts = denies.map(applies).flatMap((match) => (match.kind === 'unknown' ? match.because : []));
  if (allowed.kind === 'unknown') doubts.unshift(...allowed.because);
  if (doubts.length > 0) return { kind: 'unproven', because: distinct(doubts) };
  return {
    kind: 'allowed',
    // A proof asks for the reasons of what fails: those of a hundred stages' successes would be gathered for nothing.
    get by() {
      return allowedBy(sides, request);
    },
  };
}

type Judged = readonly JudgedStatement[];

interface JudgedSides {
  readonly identity: Judged;
  readonly resource: Judged;
  /** Permissions boundary and session policies: one list each, as each has to allow. */
  readonly limits: readonly Judged[];
  readonly limitSides: readonly Side[];
  readonly serviceControl: readonly Judged[];
  /** Denials alone. */
  readonly resourceControl: Judged;
}

/** The statements of all sides that deny, or may. */
function notAllowing({ identity, resource, limits, serviceControl, resourceControl }: JudgedSides): Judged {
  const found: JudgedStatement[] = [];
  for (const judged of [...limits, ...serviceControl, identity, resource, resourceControl]) {
    for (const each of judged) if (each.statement.effect !== 'Allow') found.push(each);
  }
  return found;
}

function judgeSides(request: AccessRequest, policies: ApplicablePolicies, context: RequestContext): JudgedSides {
  const judgeAll = (given: readonly Policy[], side: Side): Judged => judge(given, side, request, context);
  const { principal } = request;
  const resource = judgeAll(policies.resource === undefined ? [] : [policies.resource], 'resource-based');
  if (principal.kind === 'service') {
    // A service has no policies of its own, and service control policies do not apply to it.
    const resourceControl = judgeResourceControl(policies.resourceControl, request, context);
    return { identity: [], resource, limits: [], limitSides: [], serviceControl: [], resourceControl };
  }
  const { boundary, session } = policies;
  // Neither kind of control policy limits roles that are linked to a service.
  const controlled = !isServiceLinked(principal.arn);
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
    serviceControl: controlled
      ? (policies.serviceControl ?? []).map((level) => judgeAll(level, 'service-control'))
      : [],
    resourceControl: controlled ? judgeResourceControl(policies.resourceControl, request, context) : [],
  };
}

/** Whether each side has a statement that allows; for the resource's side, by the way in which the caller is named. */
interface Answers {
  readonly identity: Match<Doubt>;
  readonly limits: readonly { readonly side: Side; readonly allows: Match<Doubt> }[];
  readonly serviceControl: Match<Doubt>;
  /** Of service control policies, each by itself. */
  readonly levels: readonly Match<Doubt>[];
  readonly direct: Match<Doubt>;
  readonly role: Match<Doubt>;
  readonly account: Match<Doubt>;
}

function sidesAnswer(sides: JudgedSides): Answers {
  const levels = sides.serviceControl.map((level) => allows(level));
  return {
    identity: allows(sides.identity),
    limits: sides.limits.map((limit, index) => ({
      side: sides.limitSides[index] ?? 'session',
      allows: allows(limit),
    })),
    serviceControl: all(levels),
    levels,
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
  const inside = same.kind === 'no' ? NO : any([direct, all([limits, any([role, own])])]);
  if (same.kind === 'yes') return all([serviceControl, inside]);
  const across = all([identity, limits, any([direct, role, account])]);
  if (same.kind === 'no') return all([serviceControl, across]);
  // What holds either way needs no knowledge of the accounts.
  const either =
    inside.kind === 'yes' && across.kind === 'yes' ? YES : any([all([same, inside]), all([not(same), across])]);
  return all([serviceControl, either]);
}

function sameAccount(request: AccessRequest): Match<Doubt> {
  if (request.principal.kind === 'service') return YES;
  const same = sameText(request.principal.account, request.resourceAccount);
  if (same.kind !== 'unknown') return same;
  const why = 'whether caller and resource are in one account is not told by the template';
  return unknown({ side: 'identity-based', policy: 'the request', statement: 'all', why });
}

/** Whether the resource's own policy has to allow even in its own account: keys, and roles that are to be assumed. */
function decidesAlone(request: AccessRequest): boolean {
  const { action, resource } = request;
  if (isTrust(request)) return true;
  if (!/^kms:/i.test(action)) return false;
  // Aliases and other resources of KMS have no policy.
  return parseArn(resource)?.resource.startsWith('key/') ?? hasHole(resource);
}

function implicitlyDenied(
  answers: Answers,
  policies: ApplicablePolicies,
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
    refusingLevels: (policies.serviceControl ?? []).flatMap((level, index) => {
      const answer = answers.levels[index];
      return answer !== undefined && refuses(answer) ? [level.map(({ name }) => name)] : [];
    }),
    nearMisses: sides
      .flatMap((side) => policiesOf(side, policies).flatMap((policy) => readPolicy(policy, side)))
      .flatMap((statement): NearMiss[] => {
        const element = missedBy(statement, request, context);
        return element === undefined ? [] : [{ ...statement.place, element }];
      }),
  };
}

function policiesOf(side: Side, policies: ApplicablePolicies): readonly Policy[] {
  const one = (policy: Policy | undefined): readonly Policy[] => (policy === undefined ? [] : [policy]);
  switch (side) {
    case 'identity-based':
      return policies.identity;
    case 'permissions-boundary':
      return one(policies.boundary);
    case 'session':
      return policies.session ?? [];
    case 'resource-based':
      return one(policies.resource);
    case 'service-control':
      return policies.serviceControl?.flat() ?? [];
    case 'resource-control':
      return policies.resourceControl ?? [];
  }
}

/** The statements that allow. One that delegates to the account counts where it has to, beside an identity-based one. */
function allowedBy(sides: JudgedSides, request: AccessRequest): StatementPlace[] {
  const allowing = (judged: Judged, ways?: readonly Grant[]): Judged =>
    judged.filter((each) => allowsItself(each, ways).kind === 'yes');
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
