// The size of the policies of one store, as S3 and KMS get them.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const cdk = require('aws-cdk-lib');
const { ArtifactStoreStack, PipelineConfig } = require('../../packages/cdk-trunkline/lib/index.js');
const { BUCKET_POLICY_LIMIT, KEY_POLICY_LIMIT } = require('../../packages/cdk-trunkline/lib/artifacts/policy-size.js');

/** What S3 and KMS take, in bytes. */
export const LIMITS = { bucket: BUCKET_POLICY_LIMIT, key: KEY_POLICY_LIMIT };

const REGION = 'eu-central-1';

/** Bytes of both policies of the store that a configuration with this many stages, each in an account of its own, has. */
export function policySizes(readers, accounts) {
  const stages = Array.from({ length: accounts }, (_, index) => [
    `stage${index}`,
    { account: String(200_000_000_000 + index), region: REGION },
  ]);
  const config = PipelineConfig.fromObject({
    owner: 'acme',
    repo: 'shop',
    connection_arn: `arn:aws:codeconnections:${REGION}:111111111111:connection/00000000-0000-4000-8000-000000000000`,
    accounts: { tooling: { account: '111111111111', region: REGION }, ...Object.fromEntries(stages) },
    pipelines: { delivery: { branch: 'main', stages: stages.map(([name]) => name) } },
    ...(readers === 'organization' ? { artifact_stores: { organization_id: 'o-a1b2c3d4e5' } } : {}),
  });
  const app = new cdk.App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  const [stack] = ArtifactStoreStack.forConfig(app, config);
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
