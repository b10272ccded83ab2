// Buckets and keys that nobody can use, whatever policies allow.
import { calledBy, actionsAt, dutyOf, placeOf, type CauseFinding } from './finding.js';
import { isForegone, type Precondition } from '../obligation.js';
import type { Blame } from './blame.js';

/** A bucket has a public policy, and blocks such ones. */
export const publicBucketPolicy: CauseFinding = (blames, landscape) => {
  const because = becauseOf(blames);
  const { bucket: name, statement } = because.kind === 'public-bucket-policy' ? because : { bucket: '', statement: '' };
  const bucket = landscape.bucket(name);
  const origin = bucket?.policy?.origin;
  const inside = /^Statement(\[\d+\])$/.test(statement) ? `.${statement}` : '';
  const property = origin?.property === undefined ? {} : { property: `${origin.property}${inside}` };
  return {
    severity: 'error',
    problem: `${statement} of the policy of bucket ${calledBy(name, bucket?.origin)} makes it public, and the bucket blocks public policies.`,
    place: origin === undefined ? {} : placeOf({ ...origin, ...property }),
    consequence: `S3 would refuse the policy, and the stack could not be deployed; ${actionsAt(blames)} would fail.`,
    remedy: {
      text: 'Restrict the statement: name accounts or roles as principals, or add a condition with fixed values, such as StringEquals on aws:PrincipalOrgID or aws:PrincipalAccount.',
    },
  };
};

/** A key is disabled in its template. */
export const keyDisabled: CauseFinding = (blames, landscape) => {
  const because = becauseOf(blames);
  const arn = because.kind === 'key-disabled' ? because.key : '';
  const key = landscape.keys.find((each) => each.arn === arn);
  return {
    severity: 'error',
    problem: `Key ${calledBy(arn, key?.origin)} is disabled.`,
    place: key === undefined ? {} : placeOf({ ...key.origin, property: 'Enabled' }),
    consequence: `${actionsAt(blames)} would fail: a disabled key encrypts and decrypts nothing.`,
    remedy: { text: 'Enable the key: take `enabled: false` off the construct, `Enabled` in the template.' },
  };
};

function becauseOf([{ failed }]: readonly [Blame, ...Blame[]]): Precondition {
  const duty = dutyOf(failed);
  return isForegone(duty) ? duty.because : { kind: 'unproven', why: '' };
}
