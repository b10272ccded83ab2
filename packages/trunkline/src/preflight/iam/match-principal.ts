// Whether a statement's Principal or NotPrincipal names the caller, and in which way.
import { parseArn, sameText } from './arn.js';
import { all, any, certain, NO, not, unknown, YES, type Match } from './match.js';
import type { Principal, RolePrincipal } from './request.js';
import type { PrincipalElement, PrincipalType } from './statement.js';
import { describe, hasHole } from './unresolved.js';

/**
 * In which way a principal is named, as it decides what else has to allow: `account` only delegates to the account's
 * own policies, `role` is limited by the role's boundary, `anyone`, `session` and `service` are granted directly.
 */
export type Grant = 'anyone' | 'account' | 'role' | 'session' | 'service';

/** For each way of being named, whether the caller is. */
export type Grants = Readonly<Record<Grant, Match>>;

const NO_GRANTS: Grants = { anyone: NO, account: NO, role: NO, session: NO, service: NO };

const ACCOUNT = /^\d{12}$/;
// Of roles, users and the like. Source: IAM User Guide, IAM identifiers, Unique identifiers.
const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;

/**
 * The ways in which an element names the caller.
 * Sources: IAM User Guide, AWS JSON policy elements: Principal, and NotPrincipal.
 */
export function grantsOf(element: PrincipalElement, principal: Principal): Grants {
  const listed = element.entries.reduce(
    (found, { type, text }) => merged(found, grantsOfEntry(type, text, principal)),
    NO_GRANTS,
  );
  const open = element.unknown.map((why) => unknown(why));
  if (element.negated) return { ...NO_GRANTS, anyone: any([not(exempt(listed, principal)), ...open]) };
  // Whatever an unknown principal turns out to be, it may name the caller in any way.
  return merged(listed, { ...NO_GRANTS, anyone: any(open), account: any(open), role: any(open) });
}

/** Whether any of the ways is one that names the caller. */
export function isNamed(grants: Grants): Match {
  return any(Object.values(grants));
}

function merged(a: Grants, b: Grants): Grants {
  return {
    anyone: any([a.anyone, b.anyone]),
    account: any([a.account, b.account]),
    role: any([a.role, b.role]),
    session: any([a.session, b.session]),
    service: any([a.service, b.service]),
  };
}

/**
 * Whether `NotPrincipal` exempts the caller. A role is certainly exempt only where its account is listed beside it:
 * some services look at the account first.
 */
function exempt(listed: Grants, principal: Principal): Match {
  if (principal.kind === 'service') return any([listed.anyone, listed.service]);
  const both = all([listed.account, any([listed.role, listed.session])]);
  if (any([listed.anyone, both]).kind === 'yes') return YES;
  if (isNamed(listed).kind === 'no') return NO;
  return unknown('NotPrincipal exempts a role for certain only where it lists the role and its account');
}

function grantsOfEntry(type: PrincipalType, text: string, principal: Principal): Grants {
  if (type === 'AWS' && text === '*') return { ...NO_GRANTS, anyone: YES };
  if (principal.kind === 'service') {
    return type === 'Service' ? { ...NO_GRANTS, service: sameText(text, principal.name) } : NO_GRANTS;
  }
  if (type === 'CanonicalUser') {
    return { ...NO_GRANTS, account: unknown('a canonical user ID does not tell which account it belongs to') };
  }
  // A role session that a federated identity began is a role like any other by the time that it calls.
  return type === 'AWS' ? grantsToRole(text, principal) : NO_GRANTS;
}

function grantsToRole(text: string, principal: RolePrincipal): Grants {
  if (ACCOUNT.test(text)) return { ...NO_GRANTS, account: certain(text === principal.account) };
  if (hasHole(text)) return grantsByUnresolved(text, principal);
  if (UNIQUE_ID.test(text)) return { ...NO_GRANTS, role: unknown(`${text} may be the unique ID of the role`) };
  const arn = parseArn(text);
  if (arn === undefined) return { ...NO_GRANTS, role: unknown(`'${text}' is no principal that AWS knows`) };
  if (/[*?]/.test(text)) return { ...NO_GRANTS, role: unknown(`AWS rejects wildcards in a principal: '${text}'`) };
  if (arn.service === 'iam' && arn.resource === 'root') {
    const partition = parseArn(principal.arn)?.partition ?? arn.partition;
    return {
      ...NO_GRANTS,
      account: all([sameText(arn.account, principal.account), sameText(arn.partition, partition)]),
    };
  }
  if (arn.service === 'iam' && arn.resource.startsWith('role/')) {
    return { ...NO_GRANTS, role: sameText(text, principal.arn) };
  }
  if (arn.service === 'sts' && arn.resource.startsWith('assumed-role/')) {
    return { ...NO_GRANTS, session: isSession(arn.account, arn.resource, principal) };
  }
  return NO_GRANTS;
}

function grantsByUnresolved(text: string, principal: RolePrincipal): Grants {
  const role = sameText(text, principal.arn);
  if (role.kind === 'yes') return { ...NO_GRANTS, role };
  const root = sameText(text, `arn:${parseArn(principal.arn)?.partition ?? 'aws'}:iam::${principal.account}:root`);
  const account = root.kind === 'no' ? sameText(text, principal.account) : root;
  const session = /:assumed-role\//.test(text) ? unknown(`${describe(text)} may be the session`) : NO;
  return { ...NO_GRANTS, role, account, session };
}

/** A session's ARN has the role's name without its path. */
function isSession(account: string, resource: string, principal: RolePrincipal): Match {
  const [, roleName = '', session = ''] = resource.split('/');
  const ownName = principal.arn.slice(principal.arn.lastIndexOf('/') + 1);
  const own =
    principal.session === undefined
      ? unknown('the name of the session is not known')
      : sameText(session, principal.session);
  return all([sameText(account, principal.account), sameText(roleName, ownName), own]);
}
