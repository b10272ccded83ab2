// The access levels of the actions behind every call of live reading, as AWS documents them.

/**
 * Read and List change nothing. Source: Service Authorization Reference, the pages of AWS CloudFormation, AWS Identity and
 * Access Management, AWS Key Management Service, AWS Organizations, Amazon S3 and AWS Systems Manager, column Access level.
 */
export const ACCESS_LEVELS: Readonly<Record<string, 'List' | 'Read'>> = {
  'cloudformation:DescribeStacks': 'List',
  'iam:GetPolicy': 'Read',
  'iam:GetPolicyVersion': 'Read',
  'iam:GetRole': 'Read',
  'iam:GetRolePolicy': 'Read',
  'iam:ListAttachedRolePolicies': 'List',
  'iam:ListRolePolicies': 'List',
  'kms:DescribeKey': 'Read',
  'kms:GetKeyPolicy': 'Read',
  'kms:ListAliases': 'List',
  'organizations:DescribeOrganization': 'Read',
  's3:GetBucketLocation': 'Read',
  's3:GetBucketPolicy': 'Read',
  's3:GetBucketPublicAccessBlock': 'Read',
  's3:GetEncryptionConfiguration': 'Read',
  's3:GetLifecycleConfiguration': 'Read',
  'ssm:GetParameter': 'Read',
};
