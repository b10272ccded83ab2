// Which partition a region belongs to. Source: region-info of aws-cdk-lib.
import { RegionInfo } from 'aws-cdk-lib/region-info';

/** The partition of a region, or `undefined` for a region that this version of aws-cdk-lib does not know. */
export function knownPartitionOf(region: string): string | undefined {
  return RegionInfo.get(region).partition;
}

/** The partition of a region, as far as it is known; of any other, and of one that only deployment tells, `aws`. */
export function partitionOf(region: string): string {
  return knownPartitionOf(region) ?? 'aws';
}
