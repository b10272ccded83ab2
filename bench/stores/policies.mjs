// The size of the policies of one store, as S3 and KMS get them.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const cdk = require('aws-cdk-lib');
const { ArtifactStoreStack } = require('../../packages/cdk-trunkline/lib/index.js');

/** Amazon S3 User Guide, bucket policies: 20 KB. AWS KMS Developer Guide, quotas: 32 KB. */
export const LIMITS = { bucket: 20 * 1024, key: 32 * 1024 };

/** Bytes of both policies of a store that this many accounts may read. */
export function policySizes(readers, accounts) {
  const app = new cdk.App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  const stack = new ArtifactStoreStack(app, 'Store', {
    env: { account: '111111111111', region: 'eu-central-1' },
    stageAccounts: Array.from({ length: accounts }, (_, index) => String(200_000_000_000 + index)),
    ...(readers === 'organization' ? { organizationId: 'o-a1b2c3d4e5' } : {}),
  });
  const { template } = app.synth().getStackByName(stack.stackName);
  const resources = Object.values(template.Resources);
  const arn = `arn:aws:s3:::${stack.bucketName}`;
  const sizeOf = (type, property) => {
    const { Properties } = resources.find(({ Type }) => Type === type);
    return Buffer.byteLength(JSON.stringify(settled(Properties[property], arn)));
  };
  return { bucket: sizeOf('AWS::S3::BucketPolicy', 'PolicyDocument'), key: sizeOf('AWS::KMS::Key', 'KeyPolicy') };
}

/** With everything in its place that CloudFormation puts there: the bucket's ARN and the partition. */
function settled(value, arn) {
  if (Array.isArray(value)) return value.map((each) => settled(each, arn));
  if (typeof value !== 'object' || value === null) return value;
  if ('Fn::GetAtt' in value) return arn;
  if (value.Ref === 'AWS::Partition') return 'aws';
  if ('Fn::Join' in value) return settled(value['Fn::Join'][1], arn).join(value['Fn::Join'][0]);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, settled(each, arn)]));
}
