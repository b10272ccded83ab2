// Roles, buckets and keys one by one: what AWS says of them, and what stands in where it does not say.
import { describe, expect, test } from 'vitest';
import { readBucket } from '../../src/live/buckets.js';
import { readKey } from '../../src/live/keys.js';
import { Roles } from '../../src/live/roles.js';
import { ABSENT, answered, MemoryReader } from './memory-reader.js';

const PLACE = { account: '222222222222', region: 'eu-central-1' };
const ROLE = 'arn:aws:iam::222222222222:role/service/Reader';
const TRUST = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: '111111111111' }, Action: 'sts:AssumeRole' }],
};
const POLICY = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::a b/*' }],
};
const encoded = (document: object): string => encodeURIComponent(JSON.stringify(document));
const DATE = new Date(0);

const GIVEN_ROLE = { Arn: ROLE, RoleName: 'Reader', RoleId: 'AROA', Path: '/service/', CreateDate: DATE };

describe('a role', () => {
  test('is read with its trust, its inline policies page by page, its managed ones, its boundary and its tags', async () => {
    const reader = new MemoryReader({
      'iam:GetRole': () =>
        answered({
          Role: {
            ...GIVEN_ROLE,
            AssumeRolePolicyDocument: encoded(TRUST),
            Tags: [{ Key: 'team', Value: 'a' }],
            PermissionsBoundary: { PermissionsBoundaryArn: 'arn:aws:iam::222222222222:policy/limit' },
          },
        }),
      'iam:ListRolePolicies': ({ Marker }) =>
        answered(
          Marker === undefined
            ? { PolicyNames: ['One'], IsTruncated: true, Marker: 'more' }
            : { PolicyNames: ['Two'], IsTruncated: false },
        ),
      'iam:GetRolePolicy': ({ PolicyName }) =>
        answered({ PolicyName: PolicyName ?? '', PolicyDocument: encoded(POLICY) }),
      'iam:ListAttachedRolePolicies': () =>
        answered({ AttachedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }] }),
      'iam:GetPolicy': () => answered({ Policy: { DefaultVersionId: 'v7' } }),
      'iam:GetPolicyVersion': ({ VersionId }) =>
        answered({ PolicyVersion: { VersionId: VersionId ?? '', Document: encoded(POLICY) } }),
    });
    const reading = await new Roles(reader).read(ROLE, PLACE);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(reading.thing.trust.document).toEqual(TRUST);
    expect(reading.thing.identity.map(({ name }) => name)).toEqual([
      `the inline policy One of ${ROLE}`,
      `the inline policy Two of ${ROLE}`,
      'arn:aws:iam::aws:policy/AdministratorAccess',
    ]);
    expect(reading.thing.identity.map(({ document }) => document)).toEqual([POLICY, POLICY, POLICY]);
    expect(reading.thing.boundary?.document).toEqual(POLICY);
    expect(reading.thing.tags).toEqual({ team: 'a' });
    expect(reader.asked.filter(({ name }) => name === 'iam:GetPolicyVersion').map(({ input }) => input)).toContainEqual(
      {
        PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
        VersionId: 'v7',
      },
    );
  });

  test('of the same name under another path is another role', async () => {
    const reader = new MemoryReader({
      'iam:GetRole': () =>
        answered({ Role: { ...GIVEN_ROLE, Arn: ROLE.replace('/service', ''), AssumeRolePolicyDocument: '' } }),
    });
    expect(await new Roles(reader).read(ROLE, PLACE)).toEqual({ kind: 'absent' });
  });

  test('that may not be read is unknown, with the reason; it is never taken to be without policies', async () => {
    const reading = await new Roles(new MemoryReader({})).read(ROLE, PLACE);
    if (reading.kind !== 'unread') throw new Error(reading.kind);
    expect(reading.why).toBe('iam:GetRole is not allowed');
    for (const { document } of [reading.thing.trust, ...reading.thing.identity]) {
      expect(decodeURIComponent(String(document))).toContain(
        'role Reader of account 222222222222: iam:GetRole is not allowed',
      );
    }
  });

  test('of which only some calls are allowed is unknown in the rest', async () => {
    const reader = new MemoryReader({
      'iam:GetRole': () => answered({ Role: { ...GIVEN_ROLE, AssumeRolePolicyDocument: encoded(TRUST) } }),
      'iam:ListAttachedRolePolicies': () =>
        answered({
          AttachedPolicies: [
            { PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
            { PolicyArn: 'arn:aws:iam::222222222222:policy/own' },
          ],
        }),
    });
    const reading = await new Roles(reader).read(ROLE, PLACE);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    const [inline, known, own] = reading.thing.identity;
    expect(String(inline?.document)).toContain('unresolved');
    // AWS's own policies are known without reading.
    expect(known?.document).toMatchObject({ Statement: [{ Effect: 'Allow', Resource: '*' }] });
    expect(String(own?.document)).toContain('unresolved');
  });

  test('with a document that is no JSON keeps the text, for the evaluator to judge', async () => {
    const reader = new MemoryReader({
      'iam:GetRole': () => answered({ Role: { ...GIVEN_ROLE, AssumeRolePolicyDocument: '%%%{' } }),
    });
    const reading = await new Roles(reader).read(ROLE, PLACE);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(reading.thing.trust.document).toBe('%%%{');
  });
});

describe('a bucket', () => {
  const named = { name: 'store', partition: 'aws', place: PLACE };

  test('is read where it is, and only where its account owns it', async () => {
    const reader = new MemoryReader({
      's3:GetBucketLocation': () => answered({ LocationConstraint: 'EU' }),
      's3:GetBucketPolicy': () => answered({ Policy: JSON.stringify(POLICY) }),
      's3:GetBucketEncryption': () =>
        answered({
          ServerSideEncryptionConfiguration: {
            Rules: [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'a-key' } }],
          },
        }),
      's3:GetPublicAccessBlock': () => answered({ PublicAccessBlockConfiguration: { BlockPublicPolicy: true } }),
      's3:GetBucketLifecycleConfiguration': () =>
        answered({ Rules: [{ Status: 'Enabled', Expiration: { Days: 30 } }] }),
    });
    const reading = await readBucket(reader, named);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(reading.thing).toMatchObject({
      arn: 'arn:aws:s3:::store',
      environment: { account: '222222222222', region: 'eu-west-1' },
      policy: { document: POLICY },
      kmsKey: 'a-key',
      blocksPublicPolicy: true,
      expires: true,
    });
    expect(reader.asked.map(({ input }) => input)).toEqual(
      reader.asked.map(() => ({ Bucket: 'store', ExpectedBucketOwner: '222222222222' })),
    );
    expect(reader.asked.slice(1).map(({ place }) => place.region)).toEqual([
      'eu-west-1',
      'eu-west-1',
      'eu-west-1',
      'eu-west-1',
    ]);
  });

  test('without policy, encryption and the rest has none of them', async () => {
    const reader = new MemoryReader({
      's3:GetBucketLocation': () => answered({}),
      's3:GetBucketPolicy': () => ({ kind: 'absent', code: 'NoSuchBucketPolicy' }),
      's3:GetBucketEncryption': () => ABSENT,
      's3:GetPublicAccessBlock': () => ABSENT,
      's3:GetBucketLifecycleConfiguration': () => ABSENT,
    });
    const reading = await readBucket(reader, named);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    const { policy, kmsKey, blocksPublicPolicy, expires, environment } = reading.thing;
    expect([policy, kmsKey, blocksPublicPolicy, expires]).toEqual([undefined, undefined, false, false]);
    expect(environment.region).toBe('us-east-1');
  });

  test('whose policy may not be read is unknown; whose key may not be read has an unknown key', async () => {
    const reader = new MemoryReader({ 's3:GetBucketLocation': () => answered({ LocationConstraint: 'eu-central-1' }) });
    const refused = await readBucket(reader, named);
    if (refused.kind !== 'unread') throw new Error(refused.kind);
    expect(decodeURIComponent(String(refused.thing.policy?.document))).toContain('s3:GetBucketPolicy is not allowed');

    const partly = new MemoryReader({
      's3:GetBucketLocation': () => answered({ LocationConstraint: 'eu-central-1' }),
      's3:GetBucketPolicy': () => answered({ Policy: JSON.stringify(POLICY) }),
    });
    const reading = await readBucket(partly, named);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(reading.thing.kmsKey).toContain('unresolved');
  });

  test('that is not there is absent', async () => {
    const reader = new MemoryReader({ 's3:GetBucketLocation': () => ({ kind: 'absent', code: 'NoSuchBucket' }) });
    expect(await readBucket(reader, named)).toEqual({ kind: 'absent' });
  });
});

describe('a key', () => {
  const KEY = 'arn:aws:kms:eu-central-1:222222222222:key/1234';
  const named = { id: 'arn:aws:kms:eu-central-1:222222222222:alias/store', partition: 'aws', place: PLACE };
  const metadata = { KeyId: '1234', Arn: KEY };

  test('is found by its alias, and read by its own ARN', async () => {
    const reader = new MemoryReader({
      'kms:DescribeKey': () => answered({ KeyMetadata: { ...metadata, KeyState: 'Enabled' } }),
      'kms:GetKeyPolicy': () => answered({ Policy: JSON.stringify(POLICY) }),
      'kms:ListAliases': ({ Marker }) =>
        answered(
          Marker === undefined
            ? { Aliases: [{ AliasName: 'alias/store' }], NextMarker: 'more' }
            : { Aliases: [{ AliasName: 'alias/other' }] },
        ),
    });
    const reading = await readKey(reader, named);
    if (reading.kind !== 'read') throw new Error(reading.kind);
    expect(reading.thing).toMatchObject({
      arn: KEY,
      aliases: ['alias/store', 'alias/other'],
      policy: { document: POLICY },
    });
  });

  test('that is disabled, or about to be deleted, proves nothing', async () => {
    const reader = new MemoryReader({
      'kms:DescribeKey': () => answered({ KeyMetadata: { ...metadata, KeyState: 'PendingDeletion' } }),
      'kms:GetKeyPolicy': () => answered({ Policy: JSON.stringify(POLICY) }),
    });
    const reading = await readKey(reader, named);
    if (reading.kind !== 'unread') throw new Error(reading.kind);
    expect(reading.why).toBe('the key is PendingDeletion');
    expect(reading.thing.aliases).toEqual(['alias/store']);
    expect(String(reading.thing.policy.document)).toContain('unresolved');
  });

  test('that may not be described is found by its alias all the same, and unknown', async () => {
    const reading = await readKey(new MemoryReader({}), named);
    if (reading.kind !== 'unread') throw new Error(reading.kind);
    expect(reading.thing).toMatchObject({ arn: named.id, aliases: ['alias/store'] });
  });
});
