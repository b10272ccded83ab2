// The committed index of resource types is exactly what the pinned specification yields, and decodes to what is needed.
import { readFile, stat } from 'node:fs/promises';
import { loadAwsServiceSpec } from '@aws-cdk/aws-service-spec';
import { expect, test } from 'vitest';
import { QUIRKS } from '../../src/cloudformation/resources/quirks/table.js';
import { buildResourceIndex } from '../../src/cloudformation/spec/build-index.js';
import { ResourceIndex } from '../../src/cloudformation/spec/resource-index.js';

const FILE = new URL('../../src/cloudformation/spec/resource-index.json', import.meta.url);

test('the index is up to date: else run node packages/trunkline/scripts/build-resource-index.mjs', async () => {
  const committed: unknown = JSON.parse(await readFile(FILE, 'utf8'));
  expect(committed).toEqual(buildResourceIndex(await loadAwsServiceSpec()));
  expect((await stat(FILE)).size).toBeLessThan(1_000_000);
});

test('a type decodes to its facts', async () => {
  const index = await ResourceIndex.load();
  expect(index.find('AWS::S3::Bucket')).toMatchObject({
    ref: ['BucketName'],
    arnTemplate: 'arn:${Partition}:s3:::${BucketName}',
    names: ['BucketName'],
  });
  expect(index.find('AWS::ECS::Service')).toMatchObject({
    ref: ['ServiceArn'],
    primaryIdentifier: ['ServiceArn', 'Cluster'],
  });
  expect(index.find('AWS::EC2::Subnet')?.attributes.get('Ipv6CidrBlocks')).toEqual({
    name: 'Ipv6CidrBlocks',
    kind: 'list',
  });
  expect(index.find('AWS::EFS::AccessPoint')?.createOnly).toContain('CreationInfo/OwnerUid');
  expect(index.find('AWS::EC2::VPC')?.conditionalCreateOnly).toEqual(['InstanceTenancy']);
  expect(index.find('constructor')).toBeUndefined();
});

test('every quirk belongs to a type that AWS has, and says where it comes from', async () => {
  const index = await ResourceIndex.load();
  for (const [type, { source, attributes = {} }] of QUIRKS) {
    const spec = index.find(type);
    expect(spec, type).toBeDefined();
    expect(source, type).toMatch(/\w{6}/);
    for (const name of Object.keys(attributes)) expect(spec?.attributes.has(name), `${type}.${name}`).toBe(true);
  }
});
