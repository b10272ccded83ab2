// Makes the calls with the AWS SDK. The table has every one of them; nothing else is ever sent.
import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { DescribeKeyCommand, GetKeyPolicyCommand, KMSClient, ListAliasesCommand } from '@aws-sdk/client-kms';
import { DescribeOrganizationCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import {
  GetBucketEncryptionCommand,
  GetBucketLifecycleConfigurationCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { formatEnvironment, type Environment } from '../model/environment.js';
import type { Answer, CallName, Calls, Reader } from './calls.js';
import { Credentials, type CredentialsProvider } from './credentials.js';
import { answerOf } from './failures.js';
import { Slots } from './slots.js';
import type { LiveAccess } from './settings.js';

/** The clients of one account and region. */
interface Clients {
  readonly cloudFormation: CloudFormationClient;
  readonly iam: IAMClient;
  readonly kms: KMSClient;
  readonly organizations: OrganizationsClient;
  readonly s3: S3Client;
  readonly ssm: SSMClient;
}

type Options = { readonly abortSignal?: AbortSignal };

const SEND: {
  readonly [N in CallName]: (
    clients: Clients,
    input: Calls[N]['input'],
    options: Options,
  ) => Promise<Calls[N]['output']>;
} = {
  'cloudformation:DescribeStacks': (c, input, options) =>
    c.cloudFormation.send(new DescribeStacksCommand(input), options),
  'iam:GetPolicy': (c, input, options) => c.iam.send(new GetPolicyCommand(input), options),
  'iam:GetPolicyVersion': (c, input, options) => c.iam.send(new GetPolicyVersionCommand(input), options),
  'iam:GetRole': (c, input, options) => c.iam.send(new GetRoleCommand(input), options),
  'iam:GetRolePolicy': (c, input, options) => c.iam.send(new GetRolePolicyCommand(input), options),
  'iam:ListAttachedRolePolicies': (c, input, options) =>
    c.iam.send(new ListAttachedRolePoliciesCommand(input), options),
  'iam:ListRolePolicies': (c, input, options) => c.iam.send(new ListRolePoliciesCommand(input), options),
  'kms:DescribeKey': (c, input, options) => c.kms.send(new DescribeKeyCommand(input), options),
  'kms:GetKeyPolicy': (c, input, options) => c.kms.send(new GetKeyPolicyCommand(input), options),
  'kms:ListAliases': (c, input, options) => c.kms.send(new ListAliasesCommand(input), options),
  'organizations:DescribeOrganization': (c, input, options) =>
    c.organizations.send(new DescribeOrganizationCommand(input), options),
  's3:GetBucketEncryption': (c, input, options) => c.s3.send(new GetBucketEncryptionCommand(input), options),
  's3:GetBucketLifecycleConfiguration': (c, input, options) =>
    c.s3.send(new GetBucketLifecycleConfigurationCommand(input), options),
  's3:GetBucketLocation': (c, input, options) => c.s3.send(new GetBucketLocationCommand(input), options),
  's3:GetBucketPolicy': (c, input, options) => c.s3.send(new GetBucketPolicyCommand(input), options),
  's3:GetPublicAccessBlock': (c, input, options) => c.s3.send(new GetPublicAccessBlockCommand(input), options),
  'ssm:GetParameter': (c, input, options) => c.ssm.send(new GetParameterCommand(input), options),
};

/** The quotas of IAM's read calls are low, and not published. */
const AT_ONCE = 8;
const MOST_ATTEMPTS = 5;

/** Calls AWS. */
export class SdkReader implements Reader {
  readonly #credentials: Credentials;
  readonly #clients = new Map<string, Clients>();
  readonly #slots = new Slots(AT_ONCE);

  public constructor(private readonly access: LiveAccess) {
    this.#credentials = new Credentials(access);
  }

  public async call<N extends CallName>(
    place: Environment,
    name: N,
    input: Calls[N]['input'],
  ): Promise<Answer<Calls[N]['output']>> {
    const { signal } = this.access;
    return this.#slots.run(async (): Promise<Answer<Calls[N]['output']>> => {
      const credentials = await this.#credentials.of(place);
      if (credentials.kind === 'none') return { kind: 'unread', why: credentials.why };
      try {
        const clients = this.#clientsOf(place, credentials.provider);
        // One of its own for each call: the SDK leaves its listeners on it.
        const options = signal === undefined ? {} : { abortSignal: AbortSignal.any([signal]) };
        return { kind: 'answer', output: await SEND[name](clients, input, options) };
      } catch (error) {
        return answerOf(error, name);
      }
    });
  }

  /** Closes all connections. */
  public close(): void {
    for (const clients of this.#clients.values()) {
      for (const client of Object.values(clients) as { destroy(): void }[]) client.destroy();
    }
    this.#clients.clear();
  }

  #clientsOf(place: Environment, credentials: CredentialsProvider): Clients {
    const key = formatEnvironment(place);
    let clients = this.#clients.get(key);
    if (clients === undefined) {
      const { endpoint } = this.access;
      const common = {
        region: place.region,
        credentials,
        maxAttempts: MOST_ATTEMPTS,
        ...(endpoint === undefined ? {} : { endpoint }),
      };
      clients = {
        cloudFormation: new CloudFormationClient(common),
        iam: new IAMClient(common),
        kms: new KMSClient(common),
        organizations: new OrganizationsClient(common),
        // One endpoint for all services has no names for buckets in its host name.
        s3: new S3Client({ ...common, followRegionRedirects: true, forcePathStyle: endpoint !== undefined }),
        ssm: new SSMClient(common),
      };
      this.#clients.set(key, clients);
    }
    return clients;
  }
}
