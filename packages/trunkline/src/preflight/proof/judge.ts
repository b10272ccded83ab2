// Judges an obligation by the policies that apply to it: proved, refuted, or unproven with the reason.
import type { Access, ExplicitlyDenied, ImplicitlyDenied } from '../iam/access.js';
import { parseArn } from '../iam/arn.js';
import { evaluateAccess } from '../iam/evaluate.js';
import type { ApplicablePolicies } from '../iam/policy.js';
import type { AccessRequest, ContextValue } from '../iam/request.js';
import { describe, hasHole } from '../iam/unresolved.js';
import type { Landscape, LandscapeRole, PlacedPolicy } from '../landscape/landscape.js';
import type { OrganizationPolicies } from '../organization-policies.js';
import { bootstrapRoleOf } from './bootstrap-role.js';
import { allowsEverything } from './everything.js';
import { principalOf, type Obligation } from './obligation.js';

/** Why a call is refused. */
export type Denial =
  | { readonly kind: 'missing-role'; readonly arn: string }
  /** A role that is handed on by one of another account. */
  | { readonly kind: 'foreign-role'; readonly arn: string }
  | (ImplicitlyDenied & { readonly call: string; readonly resource: string })
  | (ExplicitlyDenied & { readonly call: string; readonly resource: string });

/** What came of judging. */
export type Judgement =
  | { readonly kind: 'proved'; readonly note?: string }
  | { readonly kind: 'unproven'; readonly why: string }
  | { readonly kind: 'refuted'; readonly denials: readonly Denial[] };

/** Judges obligations over one landscape; what two actions have in common is judged once. */
export class Judge {
  readonly #landscape: Landscape;
  readonly #judged = new Map<string, Judgement>();

  readonly #organization: OrganizationPolicies | undefined;

  public constructor(landscape: Landscape, organization?: OrganizationPolicies) {
    this.#landscape = landscape;
    this.#organization = organization;
  }

  public judge(obligation: Obligation): Judgement {
    const key = keyOf(obligation);
    let judgement = this.#judged.get(key);
    if (judgement === undefined) {
      judgement = this.#judge(obligation);
      this.#judged.set(key, judgement);
    }
    return judgement;
  }

  #judge(obligation: Obligation): Judgement {
    const { caller, target, calls } = obligation;
    const role = caller.kind === 'role' ? this.#landscape.role(caller.arn) : undefined;
    if (caller.kind === 'role' && role === undefined) return this.#missing(caller.arn);
    if (target.kind === 'role' && this.#landscape.role(target.arn) === undefined) return this.#missing(target.arn);
    // Who passes a role needs nothing of that role's policies; but it has to be there.
    const passed = calls[0] === 'iam:PassRole' && bootstrapRoleOf(obligation.resource) !== undefined;
    if (passed && this.#landscape.role(obligation.resource) === undefined) return this.#missing(obligation.resource);
    if (calls[0] === 'iam:PassRole' && isForeign(obligation.resource, role)) {
      return { kind: 'refuted', denials: [{ kind: 'foreign-role', arn: obligation.resource }] };
    }
    const side = this.#resourceSide(obligation);
    if ('why' in side) return { kind: 'unproven', why: side.why };
    const request = this.#request(obligation, role, side);
    const policies: ApplicablePolicies = {
      identity: role?.identity ?? [],
      boundary: role?.boundary,
      resource: side.policy,
      serviceControl: role === undefined ? undefined : this.#organization?.serviceControl(role.account),
      resourceControl: this.#organization?.resourceControl(side.account),
    };
    const { resource } = side;
    if (calls[0] === '*') return everything({ ...request, action: '*' }, policies, obligation);
    return combined(
      calls.map((call) => ({ call, resource, access: evaluateAccess({ ...request, action: call }, policies) })),
      obligation,
      side.note,
    );
  }

  /** What all calls of an obligation have in common. */
  #request(
    { caller, via, context, target, region: called }: Obligation,
    role: LandscapeRole | undefined,
    side: ResourceSide,
  ): Omit<AccessRequest, 'action'> {
    const region = called ?? side.region;
    return {
      principal: principalOf(caller, role?.account ?? '', this.#landscape.organizationId),
      resource: side.resource,
      resourceAccount: side.account,
      via,
      region: region === undefined || hasHole(region) ? undefined : region,
      context: target.kind === 'role' ? { ...this.#assumptionContext(target.arn), ...context } : context,
    };
  }

  /** What STS tells of an assumption: nobody passes an identity or tags. Source: IAM User Guide, STS condition keys. */
  #assumptionContext(arn: string): Record<string, ContextValue> {
    const tags = Object.entries(this.#landscape.role(arn)?.tags ?? {});
    return {
      'sts:SourceIdentity': null,
      'aws:TagKeys': null,
      ...Object.fromEntries(
        tags.flatMap(([key, value]) => [
          [`iam:ResourceTag/${key}`, value],
          [`aws:ResourceTag/${key}`, value],
        ]),
      ),
    };
  }

  /** A role of CDK's bootstrapping is certainly not there; any other one may be, and is not ours to see. */
  #missing(arn: string): Judgement {
    if (bootstrapRoleOf(arn) !== undefined) return { kind: 'refuted', denials: [{ kind: 'missing-role', arn }] };
    return {
      kind: 'unproven',
      why:
        `role ${describe(arn)} is in no template that was read, so its policies are not known; name the assembly that ` +
        'has it with --beside, or read it from its account with --live',
    };
  }

  #resourceSide({ target, resource, caller }: Obligation): ResourceSide | { readonly why: string } {
    switch (target.kind) {
      case 'role': {
        const role = this.#landscape.role(target.arn);
        return { resource, account: role?.account ?? '', ...(role === undefined ? {} : { policy: role.trust }) };
      }
      case 'bucket': {
        const bucket = this.#landscape.bucket(target.name);
        if (bucket === undefined) return notRead('bucket', target.name);
        const policy = bucket.policy === undefined ? {} : { policy: bucket.policy };
        const { account, region } = bucket.environment;
        return { resource, account, region, ...policy };
      }
      case 'key': {
        const key = this.#landscape.key(target.id, { account: target.account, region: target.region });
        if (key === undefined) return notRead('key', target.id);
        const note = target.id.includes('alias/')
          ? `the key is named by its alias ${target.id.slice(target.id.indexOf('alias/'))}; proved through the key policy of ${describe(key.arn)}`
          : undefined;
        return {
          resource: key.arn,
          account: key.environment.account,
          policy: key.policy,
          ...(note === undefined ? {} : { note }),
        };
      }
      case 'other': {
        const known = this.#landscape.resource(target.arn);
        // For a role of the resource's own account its own policies are enough; a service has none.
        const own = caller.kind === 'role' && parseArn(caller.arn)?.account === target.account;
        if (known === undefined && !own) {
          return notRead('resource', target.arn);
        }
        return { resource, account: target.account, ...(known?.policy === undefined ? {} : { policy: known.policy }) };
      }
    }
  }
}

interface ResourceSide {
  readonly resource: string;
  readonly account: string;
  /** Where its requests go, which the ARN of a bucket does not tell. Source: S3 User Guide, Making requests, regional endpoints. */
  readonly region?: string;
  readonly policy?: PlacedPolicy;
  readonly note?: string;
}

interface OneCall {
  readonly call: string;
  readonly resource: string;
  readonly access: Access;
}

function notRead(kind: string, name: string): { readonly why: string } {
  return {
    why:
      `${kind} ${describe(name)} is in no template that was read, so its policy is not known; name the assembly that ` +
      'has it with --beside, or read it from its account with --live',
  };
}

/** Whether a role is certainly of another account. */
function isForeign(arn: string, by: LandscapeRole | undefined): boolean {
  const account = parseArn(arn)?.account ?? '';
  return by !== undefined && isAccount(account) && isAccount(by.account) && account !== by.account;
}

function isAccount(text: string): boolean {
  return /^\d{12}$/.test(text);
}

/** All that the judgement of an obligation follows from; where it is in a pipeline is no part of that. */
function keyOf({ caller, calls, resource, target, context, via, region, anyOf, otherwise }: Obligation): string {
  return JSON.stringify([caller, calls, resource, target, context, via, region, anyOf, otherwise]);
}

/** Whether whatever a caller may want to call is allowed. */
function everything(request: AccessRequest, policies: ApplicablePolicies, { otherwise }: Obligation): Judgement {
  if (allowsEverything(request, policies)) return { kind: 'proved' };
  return { kind: 'unproven', why: otherwise ?? 'the policies do not allow everything' };
}

/** All calls have to be allowed, unless any one is enough. */
function combined(calls: readonly OneCall[], { anyOf, otherwise }: Obligation, note: string | undefined): Judgement {
  const denials = calls.flatMap(({ call, resource, access }): Denial[] =>
    access.kind === 'denied' ? [{ ...access, call, resource }] : [],
  );
  const doubts = calls.flatMap(({ access }) => (access.kind === 'unproven' ? access.because : []));
  const allowed = calls.some(({ access }) => access.kind === 'allowed');
  const proved: Judgement = { kind: 'proved', ...(note === undefined ? {} : { note }) };
  if (anyOf && allowed) return proved;
  if (denials.length > 0 && !(anyOf && doubts.length > 0)) {
    return otherwise === undefined ? { kind: 'refuted', denials } : { kind: 'unproven', why: otherwise };
  }
  if (doubts.length > 0)
    return { kind: 'unproven', why: otherwise ?? [...new Set(doubts.map(({ why }) => why))].join('; ') };
  return proved;
}
