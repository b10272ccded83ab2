// AWS managed policies: what those that are known let a role do, and that the others stay open.
import { describe, expect, test } from 'vitest';
import { evaluateAccess } from '../../../src/preflight/iam/evaluate.js';
import { managedPolicy } from '../../../src/preflight/iam/managed-policies.js';
import { MANAGED_POLICY_DOCUMENTS } from '../../../src/preflight/iam/managed-policy-documents.js';

function may(name: string, action: string): string {
  const account = '111111111111';
  const principal = { kind: 'role', arn: `arn:aws:iam::${account}:role/Build`, account } as const;
  const request = { principal, action, resource: '*', resourceAccount: account };
  return evaluateAccess(request, { identity: [managedPolicy(`arn:aws:iam::aws:policy/${name}`)] }).kind;
}

describe('AWS managed policies', () => {
  test.each([
    ['AdministratorAccess', 'iam:CreateRole', 'allowed'],
    ['PowerUserAccess', 'cloudformation:CreateStack', 'allowed'],
    ['PowerUserAccess', 'iam:CreateRole', 'denied'],
    ['PowerUserAccess', 'iam:PassRole', 'denied'],
    ['PowerUserAccess', 'iam:ListRoles', 'allowed'],
    ['AWSCloudFormationReadOnlyAccess', 'cloudformation:DescribeStacks', 'allowed'],
    ['AWSCloudFormationReadOnlyAccess', 'cloudformation:DeleteStack', 'denied'],
    ['AmazonS3ReadOnlyAccess', 's3:GetObject', 'allowed'],
    ['AmazonS3ReadOnlyAccess', 's3:PutObject', 'denied'],
    ['AmazonEC2ContainerRegistryPowerUser', 'ecr:PutImage', 'allowed'],
    ['AmazonEC2ContainerRegistryReadOnly', 'ecr:PutImage', 'denied'],
    ['AmazonEC2ContainerRegistryPullOnly', 'ecr:BatchGetImage', 'allowed'],
    ['service-role/AWSLambdaBasicExecutionRole', 'logs:PutLogEvents', 'allowed'],
    ['service-role/AWSLambdaVPCAccessExecutionRole', 'ec2:CreateNetworkInterface', 'allowed'],
    ['service-role/AmazonECSTaskExecutionRolePolicy', 'logs:CreateLogGroup', 'denied'],
    ['AWSServiceCatalogAdminFullAccess', 'servicecatalog:UpdateProduct', 'allowed'],
    ['AdministratorAccess-AWSElasticBeanstalk', 'elasticbeanstalk:UpdateEnvironment', 'allowed'],
    ['AdministratorAccess-AWSElasticBeanstalk', 's3:GetObject', 'unproven'],
    ['AWSDenyAll', 's3:GetObject', 'denied'],
    ['ReadOnlyAccess', 's3:GetObject', 'unproven'],
    ['job-function/ViewOnlyAccess', 's3:ListBucket', 'unproven'],
  ])('%s and %s: %s', (name, action, expected) => {
    expect(may(name, action)).toBe(expected);
  });

  test('are known in every partition, and by their whole name alone', () => {
    expect(managedPolicy('arn:aws-cn:iam::aws:policy/AdministratorAccess').document).toBe(
      MANAGED_POLICY_DOCUMENTS.get('AdministratorAccess'),
    );
    expect(may('service-role/AdministratorAccess', 's3:GetObject')).toBe('unproven');
    expect(managedPolicy('arn:aws:iam::111111111111:policy/AdministratorAccess').document).toMatch(/unresolved/);
  });
});
