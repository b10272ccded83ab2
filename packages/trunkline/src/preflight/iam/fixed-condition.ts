// The conditions that keep a bucket policy from being public: certain keys, compared with fixed values.
import { parseArn } from './arn.js';
import { readRange } from './conditions/ip-address.js';
import { readOperatorName } from './conditions/operator-name.js';
import { all, certain, NO, unknown, YES, type Match } from './match.js';
import type { Condition } from './statement.js';
import { describe, hasHole } from './unresolved.js';

const STRINGS = ['StringEquals', 'StringEqualsIgnoreCase', 'StringLike'];
const ARNS = [...STRINGS, 'ArnEquals', 'ArnLike'];

/** How one value of a condition is judged: whether it restricts access to somebody. */
type Judge = (value: string) => Match;

interface RestrictingKey {
  readonly operators: readonly string[];
  readonly fixed: Judge;
}

/**
 * The keys, in small letters. Source: S3 User Guide, Blocking public access, "Bucket policies"; of the keys about
 * principals it gives `aws:PrincipalOrgID` as an example, the others of that kind are taken along.
 */
const KEYS: ReadonlyMap<string, RestrictingKey> = new Map<string, RestrictingKey>([
  ['aws:principalorgid', { operators: STRINGS, fixed: withoutWildcard }],
  ['aws:principalorgpaths', { operators: STRINGS, fixed: organizationPath }],
  ['aws:principalaccount', { operators: STRINGS, fixed: withoutWildcard }],
  ['aws:principalarn', { operators: ARNS, fixed: arnOfAccount }],
  ['aws:principalservicename', { operators: STRINGS, fixed: withoutWildcard }],
  ['aws:sourceip', { operators: ['IpAddress'], fixed: narrowRange }],
  ['aws:sourcearn', { operators: ARNS, fixed: withoutWildcard }],
  ['aws:sourcevpc', { operators: STRINGS, fixed: withoutWildcard }],
  ['aws:sourcevpce', { operators: STRINGS, fixed: withoutWildcard }],
  ['aws:sourceowner', { operators: STRINGS, fixed: withoutWildcard }],
  ['aws:sourceaccount', { operators: STRINGS, fixed: withoutWildcard }],
  ['s3:x-amz-server-side-encryption-aws-kms-key-id', { operators: ARNS, fixed: withoutWildcard }],
  ['aws:userid', { operators: STRINGS, fixed: userId }],
  ['s3:dataaccesspointarn', { operators: ARNS, fixed: accessPoint }],
  ['s3:dataaccesspointaccount', { operators: STRINGS, fixed: withoutWildcard }],
]);

/**
 * Whether a condition restricts a grant to somebody, by the documented definition. A condition that holds where the
 * key is absent (`...IfExists`, `ForAllValues:`) restricts nobody.
 */
export function restrictsAccess(condition: Condition, version: string): Match {
  if (condition.key === '') return unknown(...condition.unknown);
  const { base, quantifier, ifExists } = readOperatorName(condition.operator);
  const key = KEYS.get(condition.key.toLowerCase());
  if (key === undefined || !key.operators.includes(base)) return NO;
  if (ifExists || quantifier === 'ForAllValues') return NO;
  return all([
    ...condition.values.map((value) => {
      if (hasHole(value)) return unknown(`${describe(value)} is not told by the template`);
      if (version === '2012-10-17' && value.includes('${')) return NO;
      // Such a wildcard is a character like any other, but the definition knows no difference.
      if (base.startsWith('StringEquals') && /[*?]/.test(value)) return unknown(notDocumented(value));
      return key.fixed(value);
    }),
    ...condition.unknown.map((why) => unknown(why)),
  ]);
}

function withoutWildcard(value: string): Match {
  return certain(!/[*?]/.test(value));
}

/** unsure: whether a path that ends in a wildcard, as those of organizational units do, counts as fixed. */
function organizationPath(value: string): Match {
  if (!/[*?]/.test(value)) return YES;
  return /^o-[a-z0-9]+\//.test(value) ? unknown(notDocumented(value)) : NO;
}

/** unsure: whether the roles of one account, `arn:aws:iam::111122223333:role/*`, count as fixed. */
function arnOfAccount(value: string): Match {
  if (!/[*?]/.test(value)) return YES;
  return /^\d{12}$/.test(parseArn(value)?.account ?? '') ? unknown(notDocumented(value)) : NO;
}

/** unsure: what the documented exception, the pattern `AROLEID:*`, means for a role's own ID. */
function userId(value: string): Match {
  if (!/[*?]/.test(value)) return YES;
  return /^A[A-Z0-9]+:\*$/.test(value) ? unknown(notDocumented(value)) : NO;
}

function notDocumented(value: string): string {
  return `whether '${describe(value)}' counts as a fixed value is not documented`;
}

/** The name of an access point may have a wildcard as long as its account is fixed. */
function accessPoint(value: string): Match {
  return certain(/^\d{12}$/.test(parseArn(value)?.account ?? ''));
}

/** Broader than /8, or than /32 of IPv6, is public. The private ranges, an exception, are all narrower than that. */
function narrowRange(value: string): Match {
  const range = readRange(value);
  if (range === undefined) return unknown(`'${describe(value)}' is not a range of addresses`);
  return certain(range.prefix >= (range.family === 'ipv4' ? 8 : 32));
}
