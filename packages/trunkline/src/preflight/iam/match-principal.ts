// Whether a statement's Principal or NotPrincipal names the caller, and in which way.
import { parseArn, sameText, type Arn } from './arn.js';
import { all, any, NO, not, unknown, YES, type Match } from './match.js';
import type { Principal, RolePrincipal } from './request.js';
import type { PrincipalElement, PrincipalEntry } from './statement.js';
import { describe, hasHole } from './unresolved.js';

/**
 * In which way a principal is named, as it decides what else has to allow: `account` only delegates to the account's
 * own policies, `role` is limited by the role's boundary, `anyone`, `session` and `service` are granted directly.
 */
export type Grant = 'anyone' | 'account' | 'role' | 'session' | 'service';

/** For each way of being named, whether the caller is. */
export type Grants = Readonly<Record<Grant, Match>>;

const NO_GRANTS: Grants = { anyone: NO, account: NO, role: NO, session: NO, service: NO };

const ANYONE: Grants = { ...NO_GRANTS, anyone: YES };

const ACCOUNT = /^\d{12}$/;
// Of roles, users and the like. Source: IAM User Guide, IAM identifiers, Unique identifiers.
const UNIQUE_ID = /^A[A-Z]{3}[A-Z0-9]{12,}$/;

/**
 * The ways in which an element names the caller.
 * Sources: IAM User Guide, AWS JSON policy elements: Principal, and NotPrincipal.
 */
export function grantsOf(element: PrincipalElement, principal: Principal): Grants {
  let listed = NO_GRANTS;
  for (const entry of element.entries) {
    const found = grantsOfEntry(entry, principal);
    if (found !== NO_GRANTS) listed = listed === NO_GRANTS ? found : merged(listed, found);
  }
  if (element.unknown.length === 0 && !element.negated) return listed;
  const open = element.unknown.map((why) => unknown(why));
  // What is not known may exempt the caller.
  if (element.negated) return { ...NO_GRANTS, anyone: all([not(exempt(listed, principal)), ...open]) };
  // Whatever an unknown principal turns out to be, it may name the caller in any way.
  return merged(listed, { ...NO_GRANTS, anyone: any(open), account: any(open), role: any(open) });
}

/** Whether any of the ways is one that names the caller. */
export function isNamed(grants: Grants): Match {
  // Most statements of a policy are for somebody else.
  return grants === NO_GRANTS ? NO : any(Object.values(grants));
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

function grantsOfEntry({ type, text, arn }: PrincipalEntry, principal: Principal): Grants {
  if (type === 'AWS' && text === '*') return ANYONE;
  if (principal.kind === 'service') return type === 'Service' ? grantsToService(text, principal.name) : NO_GRANTS;
  if (type === 'CanonicalUser') {
    return { ...NO_GRANTS, account: unknown('a canonical user ID does not tell which account it belongs to') };
  }
  // A role session that a federated identity began is a role like any other by the time that it calls.
  return type === 'AWS' ? grantsToRole(text, arn, principal) : NO_GRANTS;
}

/** unsure: what a wildcard in the name of a service matches, where a resource's policy may have one at all. */
function grantsToService(text: string, name: string): Grants {
  if (text === name) return { ...NO_GRANTS, service: YES };
  const service = /[*?]/.test(text)
    ? unknown(`'${describe(text)}' is no service that AWS knows`)
    : sameText(text, name);
  return service.kind === 'no' ? NO_GRANTS : { ...NO_GRANTS, service };
}

function grantsToRole(text: string, arn: Arn | undefined, principal: RolePrincipal): Grants {
  if (hasHole(text)) return grantsByUnresolved(text, principal);
  if (arn === undefined) return grantsByName(text, principal);
  if (/[*?]/.test(text))
    return { ...NO_GRANTS, role: unknown(`AWS rejects wildcards in a principal: '${describe(text)}'`) };
  if (arn.service === 'iam' && arn.resource === 'root') {
    const partition = parseArn(principal.arn)?.partition ?? arn.partition;
    const account = all([sameText(arn.account, principal.account), sameText(arn.partition, partition)]);
    return account.kind === 'no' ? NO_GRANTS : { ...NO_GRANTS, account };
  }
  if (arn.service === 'iam' && arn.resource.startsWith('role/')) {
    const role = sameText(text, principal.arn);
    return role.kind === 'no' ? NO_GRANTS : { ...NO_GRANTS, role };
  }
  if (arn.service === 'sts' && arn.resource.startsWith('assumed-role/')) {
    return { ...NO_GRANTS, session: isSession(arn.account, arn.resource, principal) };
  }
  return NO_GRANTS;
}

/** By what is no ARN: the number of an account, or a unique ID. */
function grantsByName(text: string, principal: RolePrincipal): Grants {
  if (ACCOUNT.test(text)) {
    const account = sameText(text, principal.account);
    return account.kind === 'no' ? NO_GRANTS : { ...NO_GRANTS, account };
  }
  if (UNIQUE_ID.test(text))
    return { ...NO_GRANTS, role: unknown(`${describe(text)} may be the unique ID of the role`) };
  return { ...NO_GRANTS, role: unknown(`'${describe(text)}' is no principal that AWS knows`) };
}

/** What a template resolves is the ARN of a role or an account; that it turns out to be `*` is not taken into account. */
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
