// What a failed call means: that the thing is not there, or that it cannot be read, and why. Bugs stay errors.
import type { Answer, CallName } from './calls.js';

/** How services say that something is not there. Source: each service's API reference, Errors. */
const ABSENT: ReadonlySet<string> = new Set([
  'AWSOrganizationsNotInUseException',
  'NoSuchBucket',
  'NoSuchBucketPolicy',
  'NoSuchEntity',
  'NoSuchEntityException',
  'NoSuchLifecycleConfiguration',
  'NoSuchPublicAccessBlockConfiguration',
  'NotFoundException',
  'ParameterNotFound',
  'ServerSideEncryptionConfigurationNotFoundError',
]);

const DENIED = /AccessDenied|Unauthorized|NotAuthorized|^Forbidden$|^403$/i;

/** A message is one line of a report: the beginning of what AWS says is enough. */
const LONGEST = 120;

/**
 * What a failed call means.
 * @throws the error itself where it comes neither from AWS, nor from the network, nor from the search for credentials
 */
export function answerOf(error: unknown, name: CallName): Exclude<Answer<never>, { kind: 'answer' }> {
  if (!isExpected(error)) throw error;
  const code = error.name;
  if (ABSENT.has(code)) return { kind: 'absent', code };
  // CloudFormation has no code of its own for it.
  if (code === 'ValidationError' && /does not exist/.test(error.message)) return { kind: 'absent', code };
  if (DENIED.test(code)) return { kind: 'unread', why: `${name} is not allowed` };
  return { kind: 'unread', why: `${name} failed: ${summaryOf(error)}` };
}

/** The failure in a line, without control characters. */
export function summaryOf(error: Error): string {
  const { code } = error as NodeJS.ErrnoException;
  const message = error.message === '' ? (code ?? '') : (error.message.split('\n')[0] ?? '');
  const text = [error.name === 'Error' ? '' : error.name, message].filter((part) => part !== '').join(': ');
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, LONGEST);
}

/** Whether the error comes from a service, the network or the search for credentials. */
export function isExpected(error: unknown): error is Error {
  if (!(error instanceof Error)) return false;
  // The SDK marks so what a service answered, and answers that are none of AWS's.
  if ('$metadata' in error || '$fault' in error) return true;
  if (/Credentials|Token|Timeout|Abort|ProviderError/.test(error.name)) return true;
  return typeof (error as NodeJS.ErrnoException).code === 'string';
}
