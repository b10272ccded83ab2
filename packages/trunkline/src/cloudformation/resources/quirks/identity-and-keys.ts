// IAM, KMS, Secrets Manager, Cognito and certificates.
import type { ResourceFacts, ResourceQuirk } from '../quirk.js';

const iamId = (prefix: string) => {
  return ({ tokens }: ResourceFacts): string => `${prefix}${tokens.upper(17, prefix)}`;
};

/** `AWS::IAM::Role`. */
export const role: ResourceQuirk = {
  source: 'IAM User Guide, unique identifiers: AROA',
  attributes: { RoleId: iamId('AROA') },
};
/** `AWS::IAM::Policy`. */
export const policy: ResourceQuirk = {
  source: 'Template Reference, AWS::IAM::Policy, Return values: a generated id, also where PolicyName is given',
  ref: ({ id }) => id,
  id: ({ stackName, logicalId, tokens }) =>
    `${stackName.slice(0, 5)}-${logicalId.slice(0, 4)}-${tokens.mixed(12, 'name')}`,
};
/** `AWS::IAM::AccessKey`. */
export const accessKey: ResourceQuirk = {
  source: 'Template Reference, AWS::IAM::AccessKey, Return values; the secret is a marker, not a secret',
  ref: ({ tokens }) => `AKIA${tokens.upper(16, 'key')}`,
  attributes: { SecretAccessKey: ({ logicalId }) => `trunkline-no-secret.${logicalId}` },
};
/** `AWS::KMS::Key`. */
export const key: ResourceQuirk = {
  source: 'Template Reference, AWS::KMS::Key, Return values',
  id: ({ tokens }) => tokens.uuid('id'),
};
/** `AWS::SecretsManager::Secret`. */
export const secret: ResourceQuirk = {
  source:
    'Template Reference, AWS::SecretsManager::Secret, Return values: the ARN, which ends in six random characters',
  nameProperty: 'Name',
  uniqueName: true,
  arn: ({ partition, environment, name, tokens }) =>
    `arn:${partition}:secretsmanager:${environment.region}:${environment.account}:secret:${name}-${tokens.mixed(6, 'arn')}`,
  ref: ({ arn }) => arn,
  attributes: { Id: ({ arn }) => arn },
};
/** `AWS::SecretsManager::SecretTargetAttachment`. */
export const secretAttachment: ResourceQuirk = {
  source: 'Template Reference, AWS::SecretsManager::SecretTargetAttachment, Return values: the ARN of the secret',
  ref: ({ text }) => text('SecretId') ?? '',
};
/** `AWS::Cognito::UserPool`. */
export const userPool: ResourceQuirk = {
  source: 'Template Reference, AWS::Cognito::UserPool, Return values',
  id: ({ environment, tokens }) => `${environment.region}_${tokens.mixed(9, 'id')}`,
  attributes: {
    ProviderName: ({ id, environment, urlSuffix }) => `cognito-idp.${environment.region}.${urlSuffix}/${id}`,
    ProviderURL: ({ id, environment, urlSuffix }) => `https://cognito-idp.${environment.region}.${urlSuffix}/${id}`,
  },
};
/** `AWS::Cognito::UserPoolClient`. */
export const userPoolClient: ResourceQuirk = {
  source: 'Template Reference, AWS::Cognito::UserPoolClient, Return values',
  id: ({ tokens }) => tokens.lower(26, 'id'),
  ref: ({ id }) => id,
  attributes: { ClientId: ({ id }) => id },
};
/** `AWS::CertificateManager::Certificate`. */
export const certificate: ResourceQuirk = {
  source: 'Template Reference, AWS::CertificateManager::Certificate, Return values',
  id: ({ tokens }) => tokens.uuid('id'),
  ref: ({ arn }) => arn,
};
/** `AWS::CodeConnections::Connection` and `AWS::CodeStarConnections::Connection`. */
export const connection: ResourceQuirk = {
  source: 'Template Reference, AWS::CodeStarConnections::Connection, Return values',
  id: ({ tokens }) => tokens.uuid('id'),
  ref: ({ arn }) => arn,
};
