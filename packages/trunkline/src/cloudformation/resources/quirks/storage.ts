// S3, DynamoDB, RDS and EFS.
import type { ResourceFacts, ResourceQuirk } from '../quirk.js';

/** `AWS::S3::Bucket`. */
export const bucket: ResourceQuirk = {
  source: 'Template Reference, AWS::S3::Bucket, Return values',
  attributes: {
    DomainName: ({ name, urlSuffix }) => `${name}.s3.${urlSuffix}`,
    RegionalDomainName: ({ name, environment, urlSuffix }) => `${name}.s3.${environment.region}.${urlSuffix}`,
    DualStackDomainName: ({ name, environment, urlSuffix }) =>
      `${name}.s3.dualstack.${environment.region}.${urlSuffix}`,
    // unsure: older regions put a dash in place of the dot in front of the region.
    WebsiteURL: ({ name, environment, urlSuffix }) => `http://${name}.s3-website.${environment.region}.${urlSuffix}`,
  },
};
/** `AWS::DynamoDB::Table`. */
export const table: ResourceQuirk = {
  source: 'Template Reference, AWS::DynamoDB::Table, Return values',
  attributes: { StreamArn: ({ arn }) => `${arn}/stream/2000-01-01T00:00:00.000` },
};

const databaseHost = (kind: string) => {
  return ({ name, tokens, environment, urlSuffix }: ResourceFacts): string =>
    `${name}.${kind}${tokens.lower(12, 'rds')}.${environment.region}.rds.${urlSuffix}`;
};
const databasePort = ({ text }: ResourceFacts): string =>
  text('Port') ?? (/postgres/.test(text('Engine') ?? '') ? '5432' : '3306');

/** `AWS::RDS::DBInstance`. */
export const dbInstance: ResourceQuirk = {
  source: 'Template Reference, AWS::RDS::DBInstance, Return values',
  nameProperty: 'DBInstanceIdentifier',
  ref: ({ name }) => name.toLowerCase(),
  attributes: { 'Endpoint.Address': databaseHost(''), 'Endpoint.Port': databasePort },
};
/** `AWS::RDS::DBCluster`. */
export const dbCluster: ResourceQuirk = {
  source: 'Template Reference, AWS::RDS::DBCluster, Return values',
  nameProperty: 'DBClusterIdentifier',
  ref: ({ name }) => name.toLowerCase(),
  attributes: {
    'Endpoint.Address': databaseHost('cluster-'),
    'ReadEndpoint.Address': databaseHost('cluster-ro-'),
    'Endpoint.Port': databasePort,
  },
};

const efs = (type: string, prefix: string): ResourceQuirk => ({
  source: `Template Reference, AWS::EFS::${type}, Return values`,
  id: ({ tokens }) => `${prefix}-0${tokens.hex(16, prefix)}`,
});
/** `AWS::EFS::FileSystem`. */
export const fileSystem = efs('FileSystem', 'fs');
/** `AWS::EFS::AccessPoint`. */
export const accessPoint = efs('AccessPoint', 'fsap');
/** `AWS::EFS::MountTarget`. */
export const mountTarget = efs('MountTarget', 'fsmt');
