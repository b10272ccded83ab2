// Which partition a region belongs to.
import { RegionInfo } from 'aws-cdk-lib/region-info';

/**
 * The regions that most projects use. Reading region-info of aws-cdk-lib costs as much as synthesizing dozens of stages,
 * and plain CDK Pipelines does without it; so only regions that are not here are looked up in it. A test holds this list
 * against it.
 */
export const FREQUENT_REGIONS: Readonly<Record<string, readonly string[]>> = {
  aws: [
    ...['af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
    ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ca-central-1', 'ca-west-1'],
    ...[
      'eu-central-1',
      'eu-central-2',
      'eu-north-1',
      'eu-south-1',
      'eu-south-2',
      'eu-west-1',
      'eu-west-2',
      'eu-west-3',
    ],
    ...['il-central-1', 'me-central-1', 'me-south-1', 'sa-east-1', 'us-east-1', 'us-east-2', 'us-west-1', 'us-west-2'],
  ],
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/** The partition of a region, or `undefined` for a region that this version of aws-cdk-lib does not know. */
export function knownPartitionOf(region: string): string | undefined {
  const [frequent] = Object.entries(FREQUENT_REGIONS).find(([, regions]) => regions.includes(region)) ?? [];
  return frequent ?? RegionInfo.get(region).partition;
}

/** The partition of a region, as far as it is known; of any other, and of one that only deployment tells, `aws`. */
export function partitionOf(region: string): string {
  return knownPartitionOf(region) ?? 'aws';
}
