// Makes in moto what templates declare: bootstrap stacks, stores and roles. These are the calls that write; ours do not.
import { CloudFormationClient, CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  EntityAlreadyExistsException,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { CreateAliasCommand, CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketEncryptionCommand, PutBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import packed from '../../src/preflight/bootstrap/bootstrap-template.json' with { type: 'json' };
import type { Environment } from '../../src/model/environment.js';
import type {
  Landscape,
  LandscapeBucket,
  LandscapeKey,
  LandscapeRole,
  Origin,
} from '../../src/preflight/landscape/landscape.js';
import { readLandscape } from '../../src/preflight/landscape/read-landscape.js';

/** Static credentials of an account in moto. */
export interface AccountKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

const EXECUTION_POLICY = 'deployments';

/** What `--cloudformation-execution-policies` is given here: a policy of the account, which allows everything. */
export function executionPolicyOf(account: string): string {
  return `arn:aws:iam::${account}:policy/${EXECUTION_POLICY}`;
}

/** Accounts of a moto server, as their administrators see them. */
export class Accounts {
  readonly #keys = new Map<string, AccountKeys>();

  public constructor(private readonly endpoint: string) {}

  /** Keys of an account: moto takes those of a role for its account, and asks nobody whether the role is there. */
  public async keys(account: string): Promise<AccountKeys> {
    const known = this.#keys.get(account);
    if (known !== undefined) return known;
    const credentials = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'secret' };
    const sts = new STSClient({ region: 'us-east-1', endpoint: this.endpoint, credentials });
    const RoleArn = `arn:aws:iam::${account}:role/administrator`;
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'administrator' }));
    const keys = {
      accessKeyId: Credentials?.AccessKeyId ?? '',
      secretAccessKey: Credentials?.SecretAccessKey ?? '',
      sessionToken: Credentials?.SessionToken ?? '',
    };
    this.#keys.set(account, keys);
    return keys;
  }

  /**
   * Bootstraps an environment as `cdk bootstrap` would: the stack with its parameters and version, and its roles and bucket.
   * moto's CloudFormation garbles policies, so these are not left to it.
   */
  public async bootstrap(place: Environment, trust: readonly string[] = []): Promise<void> {
    const client = new CloudFormationClient(await this.#client(place));
    const given = {
      TrustedAccounts: trust.join(','),
      CloudFormationExecutionPolicies: executionPolicyOf(place.account),
      FileAssetsBucketKmsKeyId: 'AWS_MANAGED_KEY',
    };
    const { Parameters, Resources, Outputs } = packed.template;
    const { CdkBootstrapVersion } = Resources;
    const { BootstrapVersion } = Outputs;
    const template = { Parameters, Resources: { CdkBootstrapVersion }, Outputs: { BootstrapVersion } };
    await client.send(
      new CreateStackCommand({
        StackName: 'CDKToolkit',
        TemplateBody: JSON.stringify(template),
        Parameters: Object.entries(given).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue })),
      }),
    );
    const declaration = {
      trust: [...trust],
      trust_for_lookup: [],
      cloudformation_execution_policies: [executionPolicyOf(place.account)],
    };
    const key = `aws://${place.account}/${place.region}`;
    const { roles, buckets } = readLandscape([], { bootstrap: { [key]: declaration } });
    for (const role of roles) await this.role(role);
    for (const bucket of buckets) await this.bucket(bucket);
  }

  /** Deploys the stores and roles of the templates. Names that CloudFormation generates are nobody's to ask for. */
  public async deploy({ buckets, keys, roles }: Landscape): Promise<void> {
    const isNamed = ({ origin, arn }: { readonly origin: Origin; readonly arn: string }): boolean =>
      origin.kind === 'template' && !arn.includes('{{');
    const real = new Map<string, string>();
    for (const key of keys.filter(({ origin }) => origin.kind === 'template')) real.set(key.arn, await this.key(key));
    for (const { kmsKey, ...bucket } of buckets.filter(isNamed)) {
      await this.bucket({ ...bucket, ...(kmsKey === undefined ? {} : { kmsKey: real.get(kmsKey) ?? kmsKey }) });
    }
    for (const role of roles.filter(isNamed)) await this.role(role);
  }

  public async bucket({ name, environment, policy, kmsKey }: LandscapeBucket): Promise<void> {
    const client = new S3Client({ ...(await this.#client(environment)), forcePathStyle: true });
    const constraint =
      environment.region === 'us-east-1' ? {} : { LocationConstraint: environment.region as 'eu-central-1' };
    await client.send(
      new CreateBucketCommand({
        Bucket: name,
        ...(environment.region === 'us-east-1' ? {} : { CreateBucketConfiguration: constraint }),
      }),
    );
    if (policy !== undefined) await this.bucketPolicy(name, environment, policy.document);
    if (kmsKey === undefined) return;
    const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: kmsKey } as const;
    const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
    await client.send(new PutBucketEncryptionCommand({ Bucket: name, ServerSideEncryptionConfiguration }));
  }

  public async bucketPolicy(name: string, environment: Environment, document: unknown): Promise<void> {
    const client = new S3Client({ ...(await this.#client(environment)), forcePathStyle: true });
    await client.send(new PutBucketPolicyCommand({ Bucket: name, Policy: JSON.stringify(document) }));
  }

  /** Resolves with the key's ARN. */
  public async key({ environment, policy, aliases }: LandscapeKey): Promise<string> {
    const client = new KMSClient(await this.#client(environment));
    const { KeyMetadata } = await client.send(new CreateKeyCommand({ Policy: JSON.stringify(policy.document) }));
    for (const AliasName of aliases) {
      await client.send(new CreateAliasCommand({ AliasName, TargetKeyId: KeyMetadata?.KeyId }));
    }
    return KeyMetadata?.Arn ?? '';
  }

  public async role({ arn, account, trust, identity, tags }: LandscapeRole): Promise<void> {
    const client = new IAMClient(await this.#client({ account, region: 'us-east-1' }));
    const [, Path = '/', RoleName = ''] = /:role(\/(?:.*\/)?)([^/]+)$/.exec(arn) ?? [];
    const Tags = Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
    const AssumeRolePolicyDocument = JSON.stringify(trust.document);
    await client.send(new CreateRoleCommand({ RoleName, Path, AssumeRolePolicyDocument, Tags }));
    for (const [index, { name, document }] of identity.entries()) {
      // moto has AWS's own policies only if it loads all of them, for every account anew, which takes minutes: those that
      // are known here are put inline, and the others, such as ReadOnlyAccess, are left out.
      if (name === executionPolicyOf(account)) {
        await this.#attach(client, RoleName, name);
      } else if (typeof document !== 'string') {
        const policy = { PolicyName: `Policy${String(index)}`, PolicyDocument: JSON.stringify(document) };
        await client.send(new PutRolePolicyCommand({ RoleName, ...policy }));
      }
    }
  }

  async #attach(client: IAMClient, RoleName: string, PolicyArn: string): Promise<void> {
    try {
      const Statement = [{ Effect: 'Allow', Action: '*', Resource: '*' }];
      const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
      await client.send(new CreatePolicyCommand({ PolicyName: EXECUTION_POLICY, PolicyDocument }));
    } catch (error) {
      // Another region of the account has made it.
      if (!(error instanceof EntityAlreadyExistsException)) throw error;
    }
    await client.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
  }

  public async deleteRole(account: string, RoleName: string): Promise<void> {
    const client = new IAMClient(await this.#client({ account, region: 'us-east-1' }));
    const { AttachedPolicies = [] } = await client.send(new ListAttachedRolePoliciesCommand({ RoleName }));
    for (const { PolicyArn } of AttachedPolicies) {
      await client.send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    const { PolicyNames = [] } = await client.send(new ListRolePoliciesCommand({ RoleName }));
    for (const PolicyName of PolicyNames) await client.send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
    await client.send(new DeleteRoleCommand({ RoleName }));
  }

  async #client({
    account,
    region,
  }: Environment): Promise<{ region: string; endpoint: string; credentials: AccountKeys }> {
    return { region, endpoint: this.endpoint, credentials: await this.keys(account) };
  }
}
