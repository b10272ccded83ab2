// The regions that are known without region-info are those that region-info knows, in the same partitions.
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { expect, test } from 'vitest';
import { FREQUENT_REGIONS, knownPartitionOf, partitionOf } from '../../src/config/partition';

test.each(Object.entries(FREQUENT_REGIONS))('the regions of %s are in it, each once', (partition, regions) => {
  expect(regions.map((region) => RegionInfo.get(region).partition)).toEqual(regions.map(() => partition));
  expect(new Set(regions).size).toBe(regions.length);
});

test('every region of region-info has its partition, and an unknown one has none', () => {
  const regions = RegionInfo.regions;
  expect(regions.length).toBeGreaterThan(30);
  for (const { name, partition } of regions) expect([name, knownPartitionOf(name)]).toEqual([name, partition]);
  expect(knownPartitionOf('eu-centrall-1')).toBeUndefined();
  expect(partitionOf('eu-centrall-1')).toBe('aws');
});
