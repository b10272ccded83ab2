// The statements of all policies that may apply to a request, each judged once.
import type { Doubt } from './access.js';
import { grants, matchStatement } from './match-statement.js';
import { isNamed, type Grant, type Grants } from './match-principal.js';
import { all, any, NO, type Match } from './match.js';
import type { Policy, Side } from './policy.js';
import { candidates } from './read-policy.js';
import type { RequestContext } from './request-context.js';
import type { AccessRequest } from './request.js';
import type { Statement } from './statement.js';

/** A statement, and what it says to the request. */
export interface JudgedStatement {
  readonly statement: Statement;
  /** Whether it covers the request; for a policy that names principals, apart from who makes it. */
  readonly covers: Match<Doubt>;
  /** In which ways it names the caller; only for policies that name principals. */
  readonly names?: Readonly<Record<Grant, Match<Doubt>>>;
}

/** The statements of policies of one side that cover the request, or may. */
export function judge(
  policies: readonly Policy[],
  side: Side,
  request: AccessRequest,
  context: RequestContext,
): readonly JudgedStatement[] {
  const judged: JudgedStatement[] = [];
  const action = request.action.toLowerCase();
  const namesPrincipals = side === 'resource-based' || side === 'resource-control';
  for (const policy of policies) {
    for (const candidate of candidates(policy, side, action, request.resource)) {
      const { statement } = candidate;
      // Of a policy with a statement for each of many roles, only those for the caller are worth looking at further.
      const named = namesPrincipals ? grants(statement, request) : undefined;
      if (named !== undefined && isNamed(named).kind === 'no') continue;
      const covers = doubted(matchStatement(candidate, request, context), statement);
      if (covers.kind === 'no') continue;
      judged.push({ statement, covers, names: named === undefined ? undefined : namesOf(statement, named) });
    }
  }
  return judged;
}

function namesOf(statement: Statement, named: Grants): JudgedStatement['names'] {
  if (!WAYS.some((way) => named[way].kind === 'unknown')) return named as Readonly<Record<Grant, Match<never>>>;
  return {
    anyone: doubted(named.anyone, statement),
    account: doubted(named.account, statement),
    role: doubted(named.role, statement),
    session: doubted(named.session, statement),
    service: doubted(named.service, statement),
  };
}

const WAYS = ['anyone', 'account', 'role', 'session', 'service'] as const satisfies readonly Grant[];

/** Whether a statement applies, the caller included. */
export function applies({ covers, names }: JudgedStatement): Match<Doubt> {
  return names === undefined ? covers : all([covers, any(Object.values(names))]);
}

/** Whether any of the statements allows, naming the caller in one of these ways. @default ways any, or none at all */
export function allows(judged: readonly JudgedStatement[], ways?: readonly Grant[]): Match<Doubt> {
  if (judged.length === 0) return NO;
  return any(judged.map((each) => allowsItself(each, ways)));
}

/** As `allows`, of one statement. */
export function allowsItself(judged: JudgedStatement, ways?: readonly Grant[]): Match<Doubt> {
  if (judged.statement.effect === 'Deny') return NO;
  if (ways === undefined) return applies(judged);
  const { covers, names } = judged;
  return names === undefined ? NO : all([covers, any(ways.map((way) => names[way]))]);
}

function doubted(match: Match, { place }: Statement): Match<Doubt> {
  if (match.kind !== 'unknown') return match;
  return { kind: 'unknown', because: match.because.map((why) => ({ ...place, why })) };
}
