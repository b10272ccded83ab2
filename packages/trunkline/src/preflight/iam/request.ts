// One request to AWS as IAM sees it: who wants to do what with which resource.

/** An account's membership in an organization. */
export interface Organization {
  /** Such as `o-a1b2c3d4e5`. */
  readonly id: string;
  /** The path of the account, such as `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`. @default not known */
  readonly paths?: readonly string[];
}

/** A role that somebody has assumed: the principal of nearly every call of a pipeline. */
export interface RolePrincipal {
  readonly kind: 'role';
  /** The role's ARN, path included. */
  readonly arn: string;
  readonly account: string;
  /** The name of the session. @default not known */
  readonly session?: string;
  /** `null` where the account is in no organization. @default not known */
  readonly organization?: Organization | null;
  /** The tags of the role and of its session, all of them. @default not known */
  readonly tags?: Tags;
}

/** Tags by their keys. */
export type Tags = Readonly<Record<string, string>>;

/** For which resource of a customer a service calls: what its own requests say in `aws:SourceArn` and the like. */
export interface ServiceSource {
  /** `null` where the service does not send it. @default not known */
  readonly arn?: string | null;
  /** `null` where the service does not send it. @default not known */
  readonly account?: string | null;
  /** Of the source's account. @default not known */
  readonly organization?: Organization | null;
}

/** An AWS service that calls for itself, such as CloudFormation when it assumes its execution role. */
export interface ServicePrincipal {
  readonly kind: 'service';
  /** Such as `cloudformation.amazonaws.com`. */
  readonly name: string;
  /** @default not known */
  readonly source?: ServiceSource;
}

/** Who calls. */
export type Principal = RolePrincipal | ServicePrincipal;

/** The value of a condition key: one, several, or `null` where the request certainly does not have the key. */
export type ContextValue = string | readonly string[] | null;

/** A single value of which only the call tells which of these it is. */
export interface OneOf {
  readonly oneOf: readonly string[];
}

/** A request. */
export interface AccessRequest {
  readonly principal: Principal;
  /** Such as `s3:GetObject`. */
  readonly action: string;
  /** The resource's ARN; `*` for actions that know no resources. */
  readonly resource: string;
  /** The account that owns the resource: the ARN of a bucket does not tell. */
  readonly resourceAccount: string;
  /** The service through which the call comes, such as `s3.eu-central-1.amazonaws.com` for a key. @default called directly */
  readonly via?: string;
  /** Whether the call uses TLS. @default true, as the SDKs do */
  readonly secureTransport?: boolean;
  /** The region whose endpoint is called. @default that of the resource's ARN, or else not known */
  readonly region?: string;
  /** `null` where the resource's account is in no organization. @default the caller's, for a resource of its own account */
  readonly resourceOrganization?: Organization | null;
  /** The tags of the resource, all of them. @default not known */
  readonly resourceTags?: Tags;
  /** The tags that the request would put on a resource or session, all of them. @default not known; none for calls that only read */
  readonly requestTags?: Tags;
  /** The encryption context of a call to KMS, all of it. @default not known */
  readonly encryptionContext?: Tags;
  /**
   * Further condition keys. Those that follow from the rest of the request are derived; a key that is neither derived
   * nor given is unknown, and a statement that hangs on it leaves the answer unproven. @default none
   */
  readonly context?: Readonly<Record<string, ContextValue>>;
}
