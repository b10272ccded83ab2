// The story of partitions: by a region's prefix, the same for placeholders and for the twin.
import { expect, it } from 'vitest';
import { partitionOf, substitutePlaceholders, urlSuffixOf } from '../../src/assembly/environment.js';

it.each([
  ['eu-central-1', 'aws', 'amazonaws.com'],
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['us-iso-east-1', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-east-1', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-west-1', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-south-1', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
])('%s is of partition %s, its services of %s', (region, partition, suffix) => {
  expect([partitionOf(region), urlSuffixOf(region)]).toEqual([partition, suffix]);
  expect(substitutePlaceholders('${AWS::Partition}', { account: '111111111111', region })).toBe(partition);
});
