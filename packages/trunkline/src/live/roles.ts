// Roles as they are in their accounts: trust, inline and attached policies, boundary and tags.
import type { Environment } from '../model/environment.js';
import { managedPolicy } from '../preflight/iam/managed-policies.js';
import type { LandscapeRole, Origin, PlacedPolicy } from '../preflight/landscape/landscape.js';
import type { Reader } from './calls.js';
import { decoded, liveOrigin, livePolicy, unknownPolicy } from './documents.js';
import { allPages } from './pages.js';

/** What came of reading one thing. */
export type Reading<T> =
  | { readonly kind: 'read'; readonly thing: T }
  | { readonly kind: 'absent' }
  /** It stands in with unknown policies. */
  | { readonly kind: 'unread'; readonly thing: T; readonly why: string };

/** Reads roles and managed policies, each once. */
export class Roles {
  readonly #roles = new Map<string, Promise<Reading<LandscapeRole>>>();
  readonly #managed = new Map<string, Promise<PlacedPolicy>>();

  public constructor(private readonly reader: Reader) {}

  /**
   * Reads a role.
   * @param place its account, and any region of the same partition: IAM has none
   */
  public read(arn: string, place: Environment): Promise<Reading<LandscapeRole>> {
    let reading = this.#roles.get(arn);
    if (reading === undefined) this.#roles.set(arn, (reading = this.#read(arn, place)));
    return reading;
  }

  async #read(arn: string, place: Environment): Promise<Reading<LandscapeRole>> {
    const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
    const answer = await this.reader.call(place, 'iam:GetRole', { RoleName });
    if (answer.kind === 'unread') return { ...answer, thing: unknownRole(arn, place, answer.why) };
    const role = answer.kind === 'answer' ? answer.output.Role : undefined;
    // A role of the same name under another path is another role.
    if (role?.Arn !== arn) return { kind: 'absent' };
    const boundary = role.PermissionsBoundary?.PermissionsBoundaryArn;
    const [inline, attached, limit] = await Promise.all([
      this.#inline(arn, RoleName, place),
      this.#attached(arn, RoleName, place),
      boundary === undefined ? undefined : this.#policy(boundary, place),
    ]);
    const name = `the trust policy of ${arn}`;
    const origin = liveOrigin(place, arn, 'AssumeRolePolicyDocument');
    return {
      kind: 'read',
      thing: {
        arn,
        account: place.account,
        origin: liveOrigin(place, arn),
        trust: livePolicy(name, decoded(role.AssumeRolePolicyDocument), origin),
        identity: [...inline, ...attached],
        ...(limit === undefined ? {} : { boundary: limit }),
        tags: Object.fromEntries((role.Tags ?? []).map(({ Key = '', Value = '' }) => [Key, Value])),
      },
    };
  }

  async #inline(arn: string, RoleName: string, place: Environment): Promise<readonly PlacedPolicy[]> {
    const names = await allPages(
      (Marker) => this.reader.call(place, 'iam:ListRolePolicies', { RoleName, Marker }),
      ({ PolicyNames = [], Marker }) => ({ items: PolicyNames, ...next(Marker) }),
    );
    if (names.kind !== 'answer') return [missing(`the inline policies of ${arn}`, names, liveOrigin(place, arn))];
    return Promise.all(
      names.output.map(async (PolicyName) => {
        const name = `the inline policy ${PolicyName} of ${arn}`;
        const origin = liveOrigin(place, arn, `Policies.${PolicyName}`);
        const answer = await this.reader.call(place, 'iam:GetRolePolicy', { RoleName, PolicyName });
        if (answer.kind !== 'answer') return missing(name, answer, origin);
        return livePolicy(name, decoded(answer.output.PolicyDocument), origin);
      }),
    );
  }

  async #attached(arn: string, RoleName: string, place: Environment): Promise<readonly PlacedPolicy[]> {
    const policies = await allPages(
      (Marker) => this.reader.call(place, 'iam:ListAttachedRolePolicies', { RoleName, Marker }),
      ({ AttachedPolicies = [], Marker }) => ({
        items: AttachedPolicies.flatMap(({ PolicyArn }) => PolicyArn ?? []),
        ...next(Marker),
      }),
    );
    if (policies.kind !== 'answer') return [missing(`the policies of ${arn}`, policies, liveOrigin(place, arn))];
    return Promise.all(policies.output.map((policy) => this.#policy(policy, place)));
  }

  /** A managed policy; AWS's own are the same in every account. */
  #policy(arn: string, place: Environment): Promise<PlacedPolicy> {
    let policy = this.#managed.get(arn);
    if (policy === undefined) this.#managed.set(arn, (policy = this.#readPolicy(arn, place)));
    return policy;
  }

  async #readPolicy(arn: string, place: Environment): Promise<PlacedPolicy> {
    const origin = liveOrigin(place, arn);
    const policy = await this.reader.call(place, 'iam:GetPolicy', { PolicyArn: arn });
    const version = policy.kind === 'answer' ? policy.output.Policy?.DefaultVersionId : undefined;
    const document =
      version === undefined
        ? policy
        : await this.reader.call(place, 'iam:GetPolicyVersion', { PolicyArn: arn, VersionId: version });
    if (document.kind === 'answer' && 'PolicyVersion' in document.output) {
      return livePolicy(arn, decoded(document.output.PolicyVersion?.Document), origin);
    }
    // Of AWS's own policies, many are known here.
    if (/^arn:[^:]*:iam::aws:/.test(arn)) return { ...managedPolicy(arn), origin };
    return missing(arn, document, origin);
  }
}

/** What stands in for a role that cannot be read. */
export function unknownRole(arn: string, place: Environment, why: string): LandscapeRole {
  const unknown = (property?: string): PlacedPolicy =>
    unknownPolicy(arn, `role ${arn.slice(arn.lastIndexOf('/') + 1)} of account ${place.account}: ${why}`, {
      ...liveOrigin(place, arn, property),
    });
  return {
    arn,
    account: place.account,
    origin: liveOrigin(place, arn),
    trust: unknown('AssumeRolePolicyDocument'),
    identity: [unknown()],
    tags: {},
  };
}

/** A policy that was there a moment ago, or that cannot be read. */
function missing(name: string, answer: { readonly kind: string; readonly why?: string }, origin: Origin): PlacedPolicy {
  return unknownPolicy(name, `${name}: ${answer.why ?? 'it is not there'}`, origin);
}

function next(marker: string | undefined): { readonly next?: string } {
  return marker === undefined || marker === '' ? {} : { next: marker };
}
