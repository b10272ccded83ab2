// Lambda: functions need their code where the template says it is; versions count up.
import type { TemplateValue } from '../../../model/template.js';
import type { CheckWorld, ResourceFacts, ResourceQuirk } from '../quirk.js';

/** A bootstrap bucket for assets: `cdk-<qualifier>-assets-<account>-<region>`. */
const ASSETS_BUCKET = /^cdk-[A-Za-z0-9_-]+-assets-\d{12}-[a-z0-9-]+$/;

/** As on AWS, code that was never published makes the creation fail; other buckets than the bootstrap's are not looked at. */
function codeIsPublished(facts: ResourceFacts, world: CheckWorld): string | undefined {
  const code = (facts.properties.Code ?? facts.properties.Content) as { [key: string]: TemplateValue } | undefined;
  const before = facts.previous?.properties.Code ?? facts.previous?.properties.Content;
  if (before !== undefined && JSON.stringify(before) === JSON.stringify(code)) return undefined;
  const { S3Bucket: bucket, S3Key: key } = code ?? {};
  if (typeof bucket !== 'string' || typeof key !== 'string' || !ASSETS_BUCKET.test(bucket)) return undefined;
  if (world.objectExists(facts.environment, bucket, key)) return undefined;
  return (
    'Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist. ' +
    `(s3://${bucket}/${key} was not published in the twin; does the pipeline publish assets before this action?)`
  );
}

const nameOf = (nameOrArn: string | undefined): string =>
  nameOrArn?.replace(/^arn:.*:function:/, '').split(':')[0] ?? '';

function functionArn({ text, partition, environment }: ResourceFacts): string {
  const { account, region } = environment;
  return `arn:${partition}:lambda:${region}:${account}:function:${nameOf(text('FunctionName'))}`;
}

/** One more than the highest version of the function that the stack has had. */
function versionNumber(facts: ResourceFacts): number {
  const prefix = `${functionArn(facts)}:`;
  const numbers = [facts.previous, ...facts.siblings()]
    .filter((resource) => resource?.type === 'AWS::Lambda::Version' && resource.physicalId.startsWith(prefix))
    .map((resource) => Number(resource?.physicalId.slice(prefix.length)));
  return Math.max(0, ...numbers) + 1;
}

/** `AWS::Lambda::Function`. */
export const lambdaFunction: ResourceQuirk = {
  source: 'Lambda Developer Guide, CreateFunction: the deployment package is read from S3',
  check: codeIsPublished,
};
/** `AWS::Lambda::LayerVersion`. */
export const layerVersion: ResourceQuirk = {
  source: 'Template Reference, AWS::Lambda::LayerVersion, Return values',
  nameProperty: 'LayerName',
  uniqueName: false,
  arn: ({ name, partition, environment, generation }) =>
    `arn:${partition}:lambda:${environment.region}:${environment.account}:layer:${name}:${generation + 1}`,
  ref: ({ arn }) => arn,
  check: codeIsPublished,
};
/** `AWS::Lambda::Version`. */
export const version: ResourceQuirk = {
  source: 'Template Reference, AWS::Lambda::Version, Return values',
  arn: (facts) => `${functionArn(facts)}:${versionNumber(facts)}`,
  ref: ({ arn }) => arn,
  attributes: { FunctionArn: ({ arn }) => arn, Version: (facts) => String(versionNumber(facts)) },
};
/** `AWS::Lambda::Alias`. */
export const alias: ResourceQuirk = {
  source: 'Template Reference, AWS::Lambda::Alias, Return values',
  arn: (facts) => `${functionArn(facts)}:${facts.text('Name') ?? ''}`,
  ref: ({ arn }) => arn,
  attributes: { AliasArn: ({ arn }) => arn },
  uniqueName: true,
};
/** `AWS::Lambda::Permission`. */
export const permission: ResourceQuirk = {
  source: 'Template Reference, AWS::Lambda::Permission, Return values: the id of the statement',
  id: ({ stackName, logicalId, tokens }) => `${stackName}-${logicalId}-${tokens.mixed(12, 'name')}`,
  ref: ({ id }) => id,
};
/** `AWS::Lambda::EventSourceMapping`. */
export const eventSourceMapping: ResourceQuirk = {
  source: 'Template Reference, AWS::Lambda::EventSourceMapping, Return values',
  id: ({ tokens }) => tokens.uuid('id'),
};
/** `AWS::Lambda::Url`. */
export const functionUrl: ResourceQuirk = {
  source: 'Template Reference, AWS::Lambda::Url, Return values',
  ref: ({ text }) => text('TargetFunctionArn') ?? '',
  attributes: {
    FunctionUrl: ({ tokens, environment }) =>
      `https://${tokens.lower(32, 'url')}.lambda-url.${environment.region}.on.aws/`,
    FunctionArn: ({ text }) => text('TargetFunctionArn') ?? '',
  },
};
