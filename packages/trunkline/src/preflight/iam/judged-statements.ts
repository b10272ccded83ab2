// The statements of all policies that apply to a request, each judged once.
import type { Doubt } from './access.js';
import { grants, matchStatement } from './match-statement.js';
import type { Grant } from './match-principal.js';
import { all, any, NO, type Match } from './match.js';
import type { Policy, Side } from './policy.js';
import { readPolicy } from './read-policy.js';
import type { RequestContext } from './request-context.js';
import type { AccessRequest } from './request.js';
import type { Statement } from './statement.js';

/** A statement, and what it says to the request. */
export interface JudgedStatement {
  readonly statement: Statement;
  /** Whether it covers the request; for a resource-based policy, apart from who makes it. */
  readonly covers: Match<Doubt>;
  /** In which ways it names the caller; only for resource-based policies. */
  readonly names?: Readonly<Record<Grant, Match<Doubt>>>;
}

/** Reads and judges the statements of policies of one side. */
export function judge(
  policies: readonly Policy[],
  side: Side,
  request: AccessRequest,
  context: RequestContext,
): readonly JudgedStatement[] {
  return policies
    .flatMap((policy) => readPolicy(policy, side))
    .map((statement) => {
      const covers = doubted(matchStatement(statement, request, context), statement);
      if (side !== 'resource-based') return { statement, covers };
      // Who is named matters only where the rest matches.
      if (covers.kind === 'no') return { statement, covers };
      const named = grants(statement, request);
      return {
        statement,
        covers,
        names: {
          anyone: doubted(named.anyone, statement),
          account: doubted(named.account, statement),
          role: doubted(named.role, statement),
          session: doubted(named.session, statement),
          service: doubted(named.service, statement),
        },
      };
    });
}

/** Whether a statement applies, the caller included. */
export function applies({ covers, names }: JudgedStatement): Match<Doubt> {
  return names === undefined ? covers : all([covers, any(Object.values(names))]);
}

/** Whether any of the statements allows, naming the caller in one of these ways. @default ways any, or none at all */
export function allows(judged: readonly JudgedStatement[], ways?: readonly Grant[]): Match<Doubt> {
  return any(
    judged
      .filter(({ statement }) => statement.effect !== 'Deny')
      .map((each) => {
        if (ways === undefined) return applies(each);
        const { covers, names } = each;
        return names === undefined ? NO : all([covers, any(ways.map((way) => names[way]))]);
      }),
  );
}

function doubted(match: Match, { place }: Statement): Match<Doubt> {
  if (match.kind !== 'unknown') return match;
  return { kind: 'unknown', because: match.because.map((why) => ({ ...place, why })) };
}
