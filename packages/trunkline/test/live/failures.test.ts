// What errors of the AWS SDK come to: absent, unread with a reason, or a bug that stays an error.
import { describe, expect, test } from 'vitest';
import { answerOf } from '../../src/live/failures.js';

function serviceError(name: string, message = ''): Error {
  return Object.assign(new Error(message), { name, $metadata: {}, $fault: 'client' });
}

describe('a failed call', () => {
  test.each(['NoSuchEntity', 'NoSuchEntityException', 'NoSuchBucketPolicy', 'ParameterNotFound', 'NotFoundException'])(
    '%s says that it is not there',
    (name) => {
      expect(answerOf(serviceError(name), 'iam:GetRole')).toEqual({ kind: 'absent', code: name });
    },
  );

  test('CloudFormation says so in the message alone', () => {
    const missing = serviceError('ValidationError', 'Stack with id CDKToolkit does not exist');
    expect(answerOf(missing, 'cloudformation:DescribeStacks').kind).toBe('absent');
    const other = serviceError('ValidationError', 'The name is too long');
    expect(answerOf(other, 'cloudformation:DescribeStacks')).toEqual({
      kind: 'unread',
      why: 'cloudformation:DescribeStacks failed: ValidationError: The name is too long',
    });
  });

  test.each(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'Forbidden'])(
    '%s is a refusal',
    (name) => {
      const long = `User: arn:aws:sts::111111111111:assumed-role/x is not authorized to perform\u001b[31m ${'x'.repeat(500)}`;
      expect(answerOf(serviceError(name, long), 's3:GetBucketPolicy')).toEqual({
        kind: 'unread',
        why: 's3:GetBucketPolicy is not allowed',
      });
    },
  );

  test('the network and the credentials may fail, in one short line without control characters', () => {
    const network = Object.assign(new Error('connect ECONNREFUSED\u001b[31m 127.0.0.1:9\nmore'), {
      code: 'ECONNREFUSED',
    });
    expect(answerOf(network, 'iam:GetRole')).toEqual({
      kind: 'unread',
      why: 'iam:GetRole failed: connect ECONNREFUSED [31m 127.0.0.1:9',
    });
    const expired = Object.assign(new Error('Token is expired'), { name: 'CredentialsProviderError' });
    expect(answerOf(expired, 'iam:GetRole').kind).toBe('unread');
  });

  test('a bug stays an error', () => {
    expect(() => answerOf(new TypeError('x is not a function'), 'iam:GetRole')).toThrow(TypeError);
    expect(() => answerOf('text', 'iam:GetRole')).toThrow();
  });
});
