// Where an object of an S3 bucket lies on this machine.
import { join } from 'node:path';
import { isInside } from '../../assembly/containment.js';
import { TrunklineError } from '../../model/errors.js';
import { type Environment, formatEnvironment } from '../../model/environment.js';

/**
 * The file of an object: `<twin>/<account>/<region>/buckets/<bucket>/<key>`. All parts may come from an untrusted
 * manifest. Throws TrunklineError `ArtifactInvalid` where one is nothing that S3 or this layout can hold.
 */
export function objectFile(twin: string, environment: Environment, bucketName: string, objectKey: string): string {
  const place = `object ${JSON.stringify(objectKey)} of bucket ${JSON.stringify(bucketName)} in ${formatEnvironment(environment)}`;
  const refuse = (why: string): never => {
    throw new TrunklineError('ArtifactInvalid', `The ${place} cannot be kept: ${why}.`);
  };
  if (!/^[A-Za-z0-9-]+$/.test(environment.account) || !/^[A-Za-z0-9-]+$/.test(environment.region)) {
    return refuse('its account or region is none');
  }
  // Source: S3 User Guide, general purpose bucket naming rules.
  if (!/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucketName) || bucketName.includes('..')) {
    return refuse('a bucket has 3 to 63 lower case letters, digits, dots and hyphens');
  }
  const bucket = join(twin, environment.account, environment.region, 'buckets', bucketName);
  // S3 would take such keys; as files they would be other objects, or none.
  const segments = objectKey.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..') || objectKey.includes('\0')) {
    return refuse(`a rehearsal keeps no keys with empty parts, '.' or '..' in them`);
  }
  const file = join(bucket, ...segments);
  return isInside(bucket, file) ? file : refuse('its key leaves the bucket');
}
