// One obligation before it is judged: who has to be able to call what, for which action.
import type { Environment } from '../../model/environment.js';
import type { Principal } from '../iam/request.js';
import type { Origin } from '../landscape/landscape.js';

/** The place in a pipeline that needs it. */
export interface ActionPlace {
  readonly pipeline: string;
  /** Two accounts or regions may have pipelines of one name. */
  readonly pipelineArn: string;
  readonly stage: string;
  readonly action: string;
}

/** What the call is about; which policy of the resource's side applies follows from it. */
export type Target =
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'bucket'; readonly name: string; readonly account: string }
  | { readonly kind: 'key'; readonly id: string; readonly region: string; readonly account: string }
  | { readonly kind: 'other'; readonly arn: string; readonly account: string };

/** Who calls. */
export type Caller =
  | { readonly kind: 'role'; readonly arn: string }
  | { readonly kind: 'service'; readonly name: string; readonly context?: Readonly<Record<string, string>> };

/** Something that has to be allowed. */
export interface Obligation {
  readonly place: ActionPlace;
  /** Which link of the chain it is, such as `the action role starts the build`. */
  readonly step: string;
  readonly caller: Caller;
  /** The API calls; all of them, or any one where `anyOf` says so. */
  readonly calls: readonly string[];
  readonly anyOf: boolean;
  /** The ARN that the request is about; `*` for calls that know no resources. */
  readonly resource: string;
  readonly target: Target;
  /** Condition keys of the request, beside those that follow from it; `null` for one that it certainly does not have. */
  readonly context?: Readonly<Record<string, string | null>>;
  /** The region whose endpoint is called. @default that of the resource's ARN or bucket, or else not known */
  readonly region?: string;
  /** The service through which the call comes. */
  readonly via?: string;
  /** Where a denial proves nothing: why it is unproven then. */
  readonly otherwise?: string;
  /** Why it is unproven although the policies allow it; what they refuse is refuted all the same. */
  readonly doubt?: string;
}

/** An obligation that fails, or cannot be told, before any policy is looked at. */
export interface Foregone {
  readonly place: ActionPlace;
  readonly step: string;
  readonly principal: string;
  readonly call: string;
  readonly resource: string;
  readonly because: Precondition;
}

/** What has to be there before policies matter. */
export type Precondition =
  | { readonly kind: 'no-store'; readonly region: string }
  | {
      readonly kind: 'store-elsewhere';
      readonly what: 'bucket' | 'key';
      readonly region: string;
      readonly actual: string;
      readonly name: string;
    }
  | { readonly kind: 'store-without-key'; readonly region: string; readonly bucket: string }
  | { readonly kind: 'no-execution-policies'; readonly role: string }
  | {
      readonly kind: 'configuration';
      readonly key: string;
      readonly type: string;
      /** ARN of the pipeline. */
      readonly pipeline: string;
      readonly origin: Origin;
    }
  | {
      readonly kind: 'bootstrap-version';
      readonly environment: Environment;
      readonly qualifier: string;
      readonly needed: number;
      readonly version: number;
      readonly stackName: string;
      readonly what: 'deployment' | 'lookup';
    }
  | { readonly kind: 'public-bucket-policy'; readonly bucket: string; readonly statement: string }
  | { readonly kind: 'key-disabled'; readonly key: string }
  | { readonly kind: 'event-target-role'; readonly rule: Origin }
  | { readonly kind: 'unproven'; readonly why: string };

/** Either. */
export type Duty = Obligation | Foregone;

/** Whether it is decided without looking at policies. */
export function isForegone(duty: Duty): duty is Foregone {
  return 'because' in duty;
}

/** The principal as the evaluator takes it. */
export function principalOf(caller: Caller, account: string, organizationId: string | undefined): Principal {
  if (caller.kind === 'service') return { kind: 'service', name: caller.name };
  return {
    kind: 'role',
    arn: caller.arn,
    account,
    ...(organizationId === undefined ? {} : { organization: { id: organizationId } }),
  };
}
