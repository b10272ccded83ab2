// Every call that live reading makes in an account: it reads, and nothing else. Credentials are found with STS besides.
import type { DescribeStacksCommandInput, DescribeStacksCommandOutput } from '@aws-sdk/client-cloudformation';
import type {
  GetPolicyCommandInput,
  GetPolicyCommandOutput,
  GetPolicyVersionCommandInput,
  GetPolicyVersionCommandOutput,
  GetRoleCommandInput,
  GetRoleCommandOutput,
  GetRolePolicyCommandInput,
  GetRolePolicyCommandOutput,
  ListAttachedRolePoliciesCommandInput,
  ListAttachedRolePoliciesCommandOutput,
  ListRolePoliciesCommandInput,
  ListRolePoliciesCommandOutput,
} from '@aws-sdk/client-iam';
import type {
  DescribeKeyCommandInput,
  DescribeKeyCommandOutput,
  GetKeyPolicyCommandInput,
  GetKeyPolicyCommandOutput,
  ListAliasesCommandInput,
  ListAliasesCommandOutput,
} from '@aws-sdk/client-kms';
import type {
  DescribeOrganizationCommandInput,
  DescribeOrganizationCommandOutput,
} from '@aws-sdk/client-organizations';
import type {
  GetBucketEncryptionCommandInput,
  GetBucketEncryptionCommandOutput,
  GetBucketLifecycleConfigurationCommandInput,
  GetBucketLifecycleConfigurationCommandOutput,
  GetBucketLocationCommandInput,
  GetBucketLocationCommandOutput,
  GetBucketPolicyCommandInput,
  GetBucketPolicyCommandOutput,
  GetPublicAccessBlockCommandInput,
  GetPublicAccessBlockCommandOutput,
} from '@aws-sdk/client-s3';
import type { GetParameterCommandInput, GetParameterCommandOutput } from '@aws-sdk/client-ssm';
import type { Environment } from '../model/environment.js';

/** What each call takes and gives. */
export interface Calls {
  readonly 'cloudformation:DescribeStacks': Call<DescribeStacksCommandInput, DescribeStacksCommandOutput>;
  readonly 'iam:GetPolicy': Call<GetPolicyCommandInput, GetPolicyCommandOutput>;
  readonly 'iam:GetPolicyVersion': Call<GetPolicyVersionCommandInput, GetPolicyVersionCommandOutput>;
  readonly 'iam:GetRole': Call<GetRoleCommandInput, GetRoleCommandOutput>;
  readonly 'iam:GetRolePolicy': Call<GetRolePolicyCommandInput, GetRolePolicyCommandOutput>;
  readonly 'iam:ListAttachedRolePolicies': Call<
    ListAttachedRolePoliciesCommandInput,
    ListAttachedRolePoliciesCommandOutput
  >;
  readonly 'iam:ListRolePolicies': Call<ListRolePoliciesCommandInput, ListRolePoliciesCommandOutput>;
  readonly 'kms:DescribeKey': Call<DescribeKeyCommandInput, DescribeKeyCommandOutput>;
  readonly 'kms:GetKeyPolicy': Call<GetKeyPolicyCommandInput, GetKeyPolicyCommandOutput>;
  readonly 'kms:ListAliases': Call<ListAliasesCommandInput, ListAliasesCommandOutput>;
  readonly 'organizations:DescribeOrganization': Call<
    DescribeOrganizationCommandInput,
    DescribeOrganizationCommandOutput
  >;
  readonly 's3:GetBucketEncryption': Call<GetBucketEncryptionCommandInput, GetBucketEncryptionCommandOutput>;
  readonly 's3:GetBucketLifecycleConfiguration': Call<
    GetBucketLifecycleConfigurationCommandInput,
    GetBucketLifecycleConfigurationCommandOutput
  >;
  readonly 's3:GetBucketLocation': Call<GetBucketLocationCommandInput, GetBucketLocationCommandOutput>;
  readonly 's3:GetBucketPolicy': Call<GetBucketPolicyCommandInput, GetBucketPolicyCommandOutput>;
  readonly 's3:GetPublicAccessBlock': Call<GetPublicAccessBlockCommandInput, GetPublicAccessBlockCommandOutput>;
  readonly 'ssm:GetParameter': Call<GetParameterCommandInput, GetParameterCommandOutput>;
}

interface Call<Input, Output> {
  readonly input: Input;
  readonly output: Output;
}

/** The name of a call. */
export type CallName = keyof Calls;

/**
 * By call, the action that a policy has to allow for it: a role that is assumed for reading is given these alone.
 * Source: Service Authorization Reference; S3's actions are not named as its calls are (S3 User Guide, Required
 * permissions for Amazon S3 API operations).
 */
export const READ_ACTIONS: Readonly<Record<CallName, string>> = {
  'cloudformation:DescribeStacks': 'cloudformation:DescribeStacks',
  'iam:GetPolicy': 'iam:GetPolicy',
  'iam:GetPolicyVersion': 'iam:GetPolicyVersion',
  'iam:GetRole': 'iam:GetRole',
  'iam:GetRolePolicy': 'iam:GetRolePolicy',
  'iam:ListAttachedRolePolicies': 'iam:ListAttachedRolePolicies',
  'iam:ListRolePolicies': 'iam:ListRolePolicies',
  'kms:DescribeKey': 'kms:DescribeKey',
  'kms:GetKeyPolicy': 'kms:GetKeyPolicy',
  'kms:ListAliases': 'kms:ListAliases',
  'organizations:DescribeOrganization': 'organizations:DescribeOrganization',
  's3:GetBucketEncryption': 's3:GetEncryptionConfiguration',
  's3:GetBucketLifecycleConfiguration': 's3:GetLifecycleConfiguration',
  's3:GetBucketLocation': 's3:GetBucketLocation',
  's3:GetBucketPolicy': 's3:GetBucketPolicy',
  's3:GetPublicAccessBlock': 's3:GetBucketPublicAccessBlock',
  'ssm:GetParameter': 'ssm:GetParameter',
};

/** What comes of a call. */
export type Answer<Output> =
  | { readonly kind: 'answer'; readonly output: Output }
  /** What was asked for does not exist; the code is AWS's, such as `NoSuchEntity`. */
  | { readonly kind: 'absent'; readonly code: string }
  /** AWS did not let it be read, or could not be asked. */
  | { readonly kind: 'unread'; readonly why: string };

/** Makes calls in accounts. It never rejects for what AWS answers. */
export interface Reader {
  call<N extends CallName>(place: Environment, name: N, input: Calls[N]['input']): Promise<Answer<Calls[N]['output']>>;
}
