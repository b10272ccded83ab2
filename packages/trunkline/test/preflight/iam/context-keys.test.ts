// The tables of condition keys: well formed, and no key said twice.
import { describe, expect, test } from 'vitest';
import { CONTEXT_KEYS, derivedValue } from '../../../src/preflight/iam/context-keys/table.js';
import type { AccessRequest } from '../../../src/preflight/iam/request.js';

const KEYS = CONTEXT_KEYS.flatMap(({ keys }) => keys);

describe('the tables of condition keys', () => {
  test('name each key once, in small letters, under its service', () => {
    expect(new Set(KEYS.map(({ key }) => key)).size).toBe(KEYS.length);
    for (const { service, keys } of CONTEXT_KEYS) {
      for (const { key } of keys) {
        expect(key).toBe(key.toLowerCase());
        expect(key.startsWith(`${service}:`), key).toBe(true);
      }
    }
  });

  test('name actions in small letters', () => {
    for (const action of KEYS.flatMap(({ actions }) => actions ?? []))
      expect(action).toMatch(/^(\*|[a-z0-9-]+:[a-z0-9*-]+)$/);
  });

  const request: AccessRequest = {
    principal: { kind: 'role', arn: 'arn:aws:iam::111111111111:role/Build', account: '111111111111', session: 'now' },
    action: 'kms:Decrypt',
    resource: 'arn:aws:kms:eu-central-1:111111111111:key/1',
    resourceAccount: '111111111111',
    encryptionContext: { 'aws:s3:arn': 'arn:aws:s3:::store', Stage: 'dev' },
  };

  test.each([
    ['kms:encryptioncontext:aws:s3:arn', 'arn:aws:s3:::store'],
    ['kms:encryptioncontext:stage', 'dev'],
    ['kms:encryptioncontext:other', null],
    ['kms:encryptioncontextkeys', ['aws:s3:arn', 'Stage']],
    ['kms:viaservice', null],
    ['kms:requestalias', undefined],
    ['aws:requestedregion', 'eu-central-1'],
    ['aws:sourcevpce', undefined],
    ['s3:prefix', null],
    // Not listed, but of a service that is.
    ['s3:authtype', null],
    ['iam:anything', null],
    ['iam:resourcetag/stage', null],
    ['ec2:sourceinstancearn', undefined],
    ['nocolon', undefined],
  ])('%s of a call to KMS: %j', (key, expected) => {
    expect(derivedValue(key, request)).toEqual(expected);
  });
});
