// The condition keys of a request: those that follow from who calls what, and those that the caller adds.
import type { AccessRequest, ContextValue, Organization, Principal } from './request.js';

/** What is known about a condition key: its values, that the request does not have it, or nothing. */
export type KeyValue =
  | { readonly kind: 'present'; readonly values: readonly string[] }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

/** The condition keys of one request. */
export interface RequestContext {
  /** Looks a key up; names of keys are not case-sensitive. */
  lookup(key: string): KeyValue;
}

/**
 * The context of a request. What a caller gives goes before what is derived.
 *
 * Sources: IAM User Guide, AWS global condition context keys; KMS Developer Guide, AWS KMS condition keys; Service
 * Authorization Reference, Amazon S3, for `s3:ResourceAccount`.
 */
export function contextOf(request: AccessRequest): RequestContext {
  const values = new Map<string, ContextValue>();
  const sources = [derivedFromPrincipal(request.principal), derivedFromCall(request), request.context ?? {}];
  for (const source of sources) {
    for (const [key, value] of Object.entries(source)) values.set(key.toLowerCase(), value);
  }
  return {
    lookup(key) {
      const value = values.get(key.toLowerCase());
      if (value === undefined) return { kind: 'unknown' };
      if (value === null) return { kind: 'absent' };
      return { kind: 'present', values: typeof value === 'string' ? [value] : value };
    },
  };
}

type Keys = Record<string, ContextValue>;

function derivedFromPrincipal(principal: Principal): Keys {
  if (principal.kind === 'service') {
    return {
      'aws:PrincipalIsAWSService': 'true',
      'aws:PrincipalServiceName': principal.name,
      'aws:PrincipalOrgID': null,
      'aws:PrincipalOrgPaths': null,
      'aws:username': null,
    };
  }
  return {
    // The role's ARN, not the session's.
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.account,
    'aws:PrincipalType': 'AssumedRole',
    'aws:PrincipalIsAWSService': 'false',
    'aws:PrincipalServiceName': null,
    'aws:PrincipalServiceNamesList': null,
    'aws:username': null,
    // Only calls that a service makes for itself have these.
    'aws:SourceAccount': null,
    'aws:SourceArn': null,
    'aws:SourceOrgID': null,
    'aws:SourceOrgPaths': null,
    ...organizationKeys(principal.organization),
  };
}

function organizationKeys(organization: Organization | null | undefined): Keys {
  if (organization === undefined) return {};
  if (organization === null) return { 'aws:PrincipalOrgID': null, 'aws:PrincipalOrgPaths': null };
  return {
    'aws:PrincipalOrgID': organization.id,
    ...(organization.paths === undefined ? {} : { 'aws:PrincipalOrgPaths': organization.paths }),
  };
}

function derivedFromCall(request: AccessRequest): Keys {
  const { principal, via } = request;
  const service = (request.action.split(':')[0] ?? '').toLowerCase();
  return {
    'aws:ResourceAccount': request.resourceAccount,
    'aws:SecureTransport': String(request.secureTransport ?? true),
    // A service that calls for itself is no call on behalf of a principal.
    'aws:ViaAWSService': String(via !== undefined && principal.kind === 'role'),
    // unsure: which services put themselves into aws:CalledVia; the User Guide's list does not name S3.
    ...(via === undefined ? { 'aws:CalledVia': null, 'aws:CalledViaFirst': null, 'aws:CalledViaLast': null } : {}),
    ...(service === 's3' ? { 's3:ResourceAccount': request.resourceAccount } : {}),
    ...(service === 'kms' ? { 'kms:ViaService': via ?? null } : {}),
    ...(service === 'kms' && principal.kind === 'role' ? { 'kms:CallerAccount': principal.account } : {}),
  };
}
