// The condition keys that requests to every service may have: `aws:...`.
import { parseArn } from '../arn.js';
import type {
  AccessRequest,
  ContextValue,
  Organization,
  Principal,
  RolePrincipal,
  ServicePrincipal,
} from '../request.js';
import { unresolved } from '../unresolved.js';
import { tagged, type ContextKey, type ServiceKeys } from './context-key.js';

type Value = ContextValue | undefined;

/** A key that is certainly there, and whose value only the call itself tells. */
const atTheCall = (key: string): ContextKey => ({ key, value: () => unresolved(`the ${key} of the request`) });

const ofRole = (
  key: string,
  value: (role: RolePrincipal, request: AccessRequest, rest: string) => Value,
): ContextKey => ({
  key,
  value: (request, rest) => (request.principal.kind === 'role' ? value(request.principal, request, rest) : null),
});

const ofService = (key: string, value: (service: ServicePrincipal) => Value): ContextKey => ({
  key,
  value: ({ principal }) => (principal.kind === 'service' ? value(principal) : null),
});

const present = (request: AccessRequest): Value => (request.via === undefined ? null : undefined);

/** Calls that put no tags on anything. */
const READS =
  /^(?!sts:)[^:]*:(get|list|describe|batchget|batchcheck|head|decrypt|encrypt|generatedatakey|passrole|useconnection)/i;

/**
 * Source: IAM User Guide, AWS global condition context keys. Keys that are not listed are unknown: where the call comes from
 * (`aws:SourceIp`, `aws:SourceVpc`) for example, which no template tells.
 */
export const GLOBAL_KEYS: ServiceKeys = {
  service: 'aws',
  keys: [
    // The role's ARN, not the session's. unsure: whether services that call for themselves have one; it is open for them.
    { key: 'aws:principalarn', value: ({ principal }) => (principal.kind === 'role' ? principal.arn : undefined) },
    {
      key: 'aws:principalaccount',
      value: ({ principal }) => (principal.kind === 'role' ? principal.account : undefined),
    },
    { key: 'aws:principaltype', value: ({ principal }) => (principal.kind === 'role' ? 'AssumedRole' : undefined) },
    { key: 'aws:principalisawsservice', value: ({ principal }) => String(principal.kind === 'service') },
    ofService('aws:principalservicename', (service) => service.name),
    ofService('aws:principalservicenameslist', () => undefined),
    ofRole('aws:principalorgid', ({ organization }) => idOf(organization)),
    ofRole('aws:principalorgpaths', ({ organization }) => pathsOf(organization)),
    ofRole('aws:principaltag/', ({ tags }, _, key) => tagged(tags, key)),
    { key: 'aws:username', value: () => null },
    // The role's unique ID, which only a deployment tells, and the name of the session.
    { key: 'aws:userid', value: ({ principal }) => userId(principal) },
    // Only calls that a service makes for itself have these.
    ofService('aws:sourcearn', ({ source }) => source?.arn),
    ofService('aws:sourceaccount', ({ source }) => source?.account),
    ofService('aws:sourceorgid', ({ source }) => idOf(source?.organization)),
    ofService('aws:sourceorgpaths', ({ source }) => pathsOf(source?.organization)),
    { key: 'aws:resourceaccount', value: (request) => request.resourceAccount },
    { key: 'aws:resourceorgid', value: (request) => idOf(resourceOrganization(request)) },
    { key: 'aws:resourceorgpaths', value: (request) => pathsOf(resourceOrganization(request)) },
    { key: 'aws:resourcetag/', value: ({ resourceTags }, key) => tagged(resourceTags, key) },
    { key: 'aws:requesttag/', value: (request, key) => tagged(requestTags(request), key) },
    { key: 'aws:tagkeys', value: (request) => keysOf(requestTags(request)) },
    { key: 'aws:requestedregion', value: region },
    { key: 'aws:securetransport', value: (request) => String(request.secureTransport ?? true) },
    // A service that calls for itself is no call on behalf of a principal.
    { key: 'aws:viaawsservice', value: ({ via, principal }) => String(via !== undefined && principal.kind === 'role') },
    // unsure: which services put themselves into aws:CalledVia; the User Guide's list does not name S3.
    { key: 'aws:calledvia', value: present },
    { key: 'aws:calledviafirst', value: present },
    { key: 'aws:calledvialast', value: present },
    atTheCall('aws:currenttime'),
    atTheCall('aws:epochtime'),
    {
      key: 'aws:tokenissuetime',
      value: ({ principal }) =>
        principal.kind === 'role' ? unresolved('the time at which the role was assumed') : undefined,
    },
    // Only sessions of the root user that a management account began have it.
    { key: 'aws:assumedroot', value: () => null },
  ],
};

function userId(principal: Principal): Value {
  if (principal.kind === 'service' || principal.session === undefined) return undefined;
  return `${unresolved(`the unique ID of ${principal.arn}`)}:${principal.session}`;
}

function idOf(organization: Organization | null | undefined): Value {
  return organization === null ? null : organization?.id;
}

function pathsOf(organization: Organization | null | undefined): Value {
  return organization === null ? null : organization?.paths;
}

function resourceOrganization({
  resourceOrganization: given,
  resourceAccount,
  principal,
}: AccessRequest): Organization | null | undefined {
  if (given !== undefined || principal.kind !== 'role') return given;
  return principal.account === resourceAccount ? principal.organization : undefined;
}

function requestTags({ requestTags: given, action }: AccessRequest): Readonly<Record<string, string>> | undefined {
  return given ?? (READS.test(action) ? {} : undefined);
}

function keysOf(tags: Readonly<Record<string, string>> | undefined): Value {
  if (tags === undefined) return undefined;
  const keys = Object.keys(tags);
  return keys.length === 0 ? null : keys;
}

function region({ region: given, resource }: AccessRequest): Value {
  if (given !== undefined) return given;
  const ofResource = parseArn(resource)?.region ?? '';
  return ofResource === '' ? unresolved('the aws:RequestedRegion of the request') : ofResource;
}
