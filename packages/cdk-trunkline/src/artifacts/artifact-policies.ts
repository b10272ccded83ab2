// Who may read an artifact store: statements for its bucket and its key, of the same size for every number of accounts.
import {
  AccountPrincipal,
  AnyPrincipal,
  ArnPrincipal,
  PolicyStatement,
  type Conditions,
  type IPrincipal,
} from 'aws-cdk-lib/aws-iam';
import type { Key } from 'aws-cdk-lib/aws-kms';
import type { Bucket } from 'aws-cdk-lib/aws-s3';

/** The toolchain account, and the accounts whose deploy roles read artifacts. */
export interface StageReaders {
  /** The toolchain account, which owns the store. */
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly organizationId: string | undefined;
  /** Used where there is no organization. */
  readonly stageAccounts: readonly string[];
  /** The qualifier of the bootstrap stacks, part of the deploy roles' names. */
  readonly bootstrapQualifier: string;
}

const BUCKET_ACTIONS = ['s3:GetObject*', 's3:GetBucket*', 's3:List*'];
const KEY_ACTIONS = ['kms:Decrypt', 'kms:DescribeKey'];

/**
 * Lets the deploy roles of the stage accounts read the bucket and use its key, and the toolchain account's own roles
 * use the key through S3.
 *
 * Role ARNs are matched by a condition, not named as principals: a policy that names a role which does not exist is
 * rejected, and a role that is created anew is silently locked out.
 */
export function grantStages(bucket: Bucket, key: Key, readers: StageReaders): void {
  const resources = [bucket.bucketArn, bucket.arnForObjects('*')];
  for (const { who, needsKey, ...grant } of grants(readers)) {
    bucket.addToResourcePolicy(
      new PolicyStatement({ ...grant, sid: `ReadBy${who}`, actions: BUCKET_ACTIONS, resources }),
    );
    if (!needsKey) continue;
    key.addToResourcePolicy(
      new PolicyStatement({ ...grant, sid: `DecryptBy${who}`, actions: KEY_ACTIONS, resources: ['*'] }),
    );
  }
  // In the manner of the key aws/s3: the pipelines' roles need no statement of their own that names the key, which is
  // found by an alias, and an alias in an identity policy authorizes nothing.
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'UseByToolchainThroughS3',
      principals: [new AnyPrincipal()],
      actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
      resources: ['*'],
      conditions: {
        StringEquals: {
          'kms:CallerAccount': readers.account,
          // The endpoint's suffix differs in China: amazonaws.com.cn. unsure: whether KMS uses it in this condition.
          'kms:ViaService': `s3.${readers.region}.amazonaws.com`,
        },
      },
    }),
  );
  // What the key is may be seen without S3, as with aws/s3. unsure: whether CodePipeline or CodeBuild ever ask.
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'DescribeByToolchain',
      principals: [new AnyPrincipal()],
      actions: ['kms:DescribeKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'kms:CallerAccount': readers.account } },
    }),
  );
}

interface ReadGrant {
  readonly who: string;
  readonly principals: IPrincipal[];
  readonly conditions?: Conditions;
  /** Whether the statement that lets the toolchain account use the key does not cover it. */
  readonly needsKey: boolean;
}

function grants(readers: StageReaders): ReadGrant[] {
  const deployRole = `cdk-${readers.bootstrapQualifier}-deploy-role`;
  const ArnLike = { 'aws:PrincipalArn': `arn:*:iam::*:role/${deployRole}-*` };
  if (readers.organizationId !== undefined) {
    const conditions = { StringEquals: { 'aws:PrincipalOrgID': readers.organizationId }, ArnLike };
    return [{ who: 'Organization', principals: [new AnyPrincipal()], conditions, needsKey: true }];
  }
  const others = [...new Set(readers.stageAccounts)].filter((account) => account !== readers.account).sort();
  const found: ReadGrant[] = [];
  if (others.length > 0) {
    const principals = others.map((account) => new AccountPrincipal(account));
    found.push({ who: 'StageAccounts', principals, conditions: { ArnLike }, needsKey: true });
  }
  // The toolchain part, and a stage in the toolchain account: the deploy role's own policy allows other accounts' buckets
  // alone, and a grant to the account as a whole would leave the decision to that policy. The role exists, as it deploys
  // this very stack; where it is ever created anew, this stack has to be deployed again.
  const role = `arn:${readers.partition}:iam::${readers.account}:role/${deployRole}-${readers.account}-${readers.region}`;
  found.push({ who: 'ToolchainDeployRole', principals: [new ArnPrincipal(role)], needsKey: false });
  return found;
}
