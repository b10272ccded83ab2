// Who may read an artifact store: statements for its bucket and its key, of the same size for every number of accounts.
import { AnyPrincipal, ArnPrincipal, PolicyStatement, type Conditions, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** The toolchain account, and the accounts whose deploy roles read artifacts. */
export interface StageReaders {
  /** The toolchain account, which owns the store. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly organizationId: string | undefined;
  /** Narrows the organization to some of its units; none means all of it. */
  readonly organizationPaths: readonly string[];
  /** Used where there is no organization. */
  readonly stageAccounts: readonly string[];
  /** The qualifier of the bootstrap stacks, part of the deploy roles' names. */
  readonly bootstrapQualifier: string;
}

const BUCKET_ACTIONS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
const KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey'];

/**
 * Lets the deploy roles of the stage accounts read the bucket.
 *
 * Role ARNs are matched by a condition, not named as principals: a policy that names a role which does not exist is
 * rejected, and a role that is created anew is silently locked out.
 */
export function grantBucket(bucket: Bucket, readers: StageReaders): void {
  const resources = [bucket.bucketArn, bucket.arnForObjects('*')];
  for (const { who, statement } of grants(readers)) {
    bucket.addToResourcePolicy(
      new PolicyStatement({ ...statement, sid: `ReadBy${who}`, actions: BUCKET_ACTIONS, resources }),
    );
  }
}

/**
 * Lets the same deploy roles use the key, and the toolchain account's own roles use it through S3.
 *
 * Nothing denies access without TLS, as the bucket's policy does: KMS has no endpoint that answers without it, so such
 * a statement would refuse nobody and could only go wrong where S3 asks on somebody's behalf.
 */
export function grantKey(key: Key, readers: StageReaders): void {
  for (const { who, needsKey, statement } of grants(readers)) {
    if (!needsKey) continue;
    key.addToResourcePolicy(
      new PolicyStatement({ ...statement, sid: `DecryptBy${who}`, actions: KEY_ACTIONS, resources: ['*'] }),
    );
  }
  // In the manner of the key aws/s3: the pipelines' roles need no statement of their own that names the key, which is
  // found by an alias, and an alias in an identity policy authorizes nothing. It is what CodeBuild asks of a key, and all.
  // Source: CodeBuild User Guide, "Encrypt build outputs using a customer managed key".
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'UseByToolchainThroughS3',
      principals: [new AnyPrincipal()],
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: ['*'],
      conditions: {
        StringEquals: { 'kms:CallerAccount': readers.account, 'kms:ViaService': s3Service(readers) },
      },
    }),
  );
}

/**
 * S3 as the condition `kms:ViaService` knows it.
 *
 * The bootstrap template of the AWS CDK (version 33) writes `s3.<region>.amazonaws.com` in every partition, and the
 * deploy roles depend on that. unsure: whether KMS in China says `amazonaws.com.cn`, as its endpoints do; both are
 * allowed there, as nobody but AWS sets this value.
 */
function s3Service({ region, partition }: StageReaders): string | string[] {
  const service = `s3.${region}.amazonaws.com`;
  return partition === 'aws-cn' ? [service, `${service}.cn`] : service;
}

interface ReadGrant {
  readonly who: string;
  readonly statement: { readonly principals: IPrincipal[]; readonly conditions?: Conditions };
  /** Whether the statement that lets the toolchain account use the key does not cover it. */
  readonly needsKey: boolean;
}

function grants(readers: StageReaders): ReadGrant[] {
  const { account, region, partition, organizationId, organizationPaths } = readers;
  const deployRole = `cdk-${readers.bootstrapQualifier}-deploy-role`;
  const ArnLike = { 'aws:PrincipalArn': `arn:*:iam::*:role/${deployRole}-*` };
  // The toolchain part, and a stage in the toolchain account: the deploy role's own policy allows other accounts' buckets
  // alone, and a grant to the account as a whole would leave the decision to that policy. The role exists, as it deploys
  // this very stack, whose synthesizer has the same qualifier: CloudFormation asks that the bootstrap stack of this region
  // is there. Where the role is ever created anew, this stack has to be deployed again.
  const toolchain: ReadGrant = {
    who: 'ToolchainDeployRole',
    statement: {
      principals: [new ArnPrincipal(`arn:${partition}:iam::${account}:role/${deployRole}-${account}-${region}`)],
    },
    needsKey: false,
  };
  if (organizationId !== undefined) {
    // The organization's id stands beside its paths: Block Public Access takes a policy for public that has no fixed
    // value to hold on to, and a path may end in a wildcard.
    const organization = { StringEquals: { 'aws:PrincipalOrgID': organizationId }, ArnLike };
    const paths = { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': [...organizationPaths] } };
    const conditions = organizationPaths.length > 0 ? { ...organization, ...paths } : organization;
    const statement = { principals: [new AnyPrincipal()], conditions };
    const members: ReadGrant = { who: 'Organization', statement, needsKey: true };
    // The toolchain account is a member of the organization, but perhaps not of these units.
    return organizationPaths.length > 0 ? [members, toolchain] : [members];
  }
  const others = otherAccounts(readers.stageAccounts, account);
  if (others.length === 0) return [toolchain];
  const principals = others.map((other) => new ArnPrincipal(`arn:${partition}:iam::${other}:root`));
  return [{ who: 'StageAccounts', statement: { principals, conditions: { ArnLike } }, needsKey: true }, toolchain];
}

/** Accounts but one's own, each once and in order, so that the same set always makes the same policy. */
export function otherAccounts(accounts: readonly string[], own: string): string[] {
  return [...new Set(accounts)].filter((account) => account !== own).sort();
}
