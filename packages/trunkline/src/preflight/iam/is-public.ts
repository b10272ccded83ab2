// Whether S3 counts a bucket policy as public, which Block Public Access then refuses.
import type { Doubt, StatementPlace } from './access.js';
import { restrictsAccess } from './fixed-condition.js';
import { all, any, certain, NO, not, unknown, type Match } from './match.js';
import type { Policy } from './policy.js';
import { readPolicy } from './read-policy.js';
import type { PrincipalElement, Statement } from './statement.js';
import { describe, hasHole } from './unresolved.js';

/** Whether a bucket policy is public. */
export type Publicity =
  | { readonly kind: 'public'; readonly by: readonly StatementPlace[] }
  | { readonly kind: 'not-public' }
  | { readonly kind: 'unproven'; readonly because: readonly Doubt[] };

/**
 * Whether S3 counts a bucket policy as public: one statement is enough that grants to others than fixed principals
 * and is not restricted by a condition with fixed values. With Block Public Access on, such a policy is rejected, or,
 * where it stands already, all access from other accounts is refused.
 *
 * Source: S3 User Guide, Blocking public access to your Amazon S3 storage, The meaning of "public".
 */
export function isPublic(policy: Policy): Publicity {
  const statements = readPolicy(policy, 'resource-based').filter(({ effect }) => effect !== 'Deny');
  const judged = statements.map((statement) => ({ place: statement.place, match: isOpen(statement) }));
  const by = judged.filter(({ match }) => match.kind === 'yes').map(({ place }) => place);
  if (by.length > 0) return { kind: 'public', by };
  const because = judged.flatMap(({ place, match }) =>
    match.kind === 'unknown' ? match.because.map((why) => ({ ...place, why })) : [],
  );
  return because.length > 0 ? { kind: 'unproven', because } : { kind: 'not-public' };
}

function isOpen(statement: Statement): Match {
  const { problems, principal, conditions, version } = statement;
  return all([
    ...problems.map((why) => unknown(why)),
    principal === undefined ? unknown('its principal is not known') : namesAnyone(principal),
    not(any(conditions.map((condition) => restrictsAccess(condition, version)))),
  ]);
}

/** Whether an element names more than fixed principals. */
function namesAnyone({ negated, entries, unknown: reasons }: PrincipalElement): Match {
  if (negated) return certain(true);
  return any([
    ...entries.map(({ type, text }) => {
      if (type === 'Federated') return federated(text);
      if (hasHole(text)) return unknown(`the principal ${describe(text)} is not told by the template`);
      return type === 'AWS' ? certain(/[*?]/.test(text)) : NO;
    }),
    ...reasons.map((why) => unknown(why)),
  ]);
}

/** The User Guide's example of a public identity provider; unsure: whether one of an account of one's own is public too. */
function federated(text: string): Match {
  return text.startsWith('arn:') || hasHole(text)
    ? unknown(`whether the identity provider ${describe(text)} counts as a fixed principal is not documented`)
    : certain(true);
}
