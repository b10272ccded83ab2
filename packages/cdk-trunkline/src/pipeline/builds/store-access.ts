// What builds may write in artifact stores that all pipelines share: their own pipeline's artifacts and cache, and no more.
import { Token } from 'aws-cdk-lib';
import { Project } from 'aws-cdk-lib/aws-codebuild';
import type { Grant, IGrantable } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';

/** How much of a pipeline's name the folder of its artifacts has. */
const FOLDER_LENGTH = 20;

/**
 * The keys of a pipeline's artifacts, as a pattern: `<pipeline>/<artifact>/<id>`, with 20 characters of the pipeline's
 * name and 10 of the artifact's. Source: an accepted answer of AWS on re:Post, "CodePipeline truncates folder names in
 * output artifact S3 bucket".
 *
 * unsure: whether a shortened name is followed by something, and what becomes of the characters . and @ that a name may
 * have; the pattern takes whatever stands there.
 */
export function artifactKeys(pipelineName: string): string {
  if (Token.isUnresolved(pipelineName)) return '*';
  const folder = pipelineName.slice(0, FOLDER_LENGTH).replaceAll(/[.@]/g, '?');
  return pipelineName.length > FOLDER_LENGTH ? `${folder}*` : `${folder}/*`;
}

/** The prefix of a pipeline's cache. */
export function cachePrefix(pipelineName: string): string {
  return `cache/${pipelineName}`;
}

/**
 * A store's bucket of which builds read everything, and write these keys alone.
 *
 * CDK grants a build the whole bucket: for its cache, and for what it outputs. Both ask the bucket that they are given,
 * and nothing in between can be configured, so that the question is answered otherwise here. Whatever is no build, such
 * as the pipeline itself, gets what it asks for.
 *
 * @param bucket the bucket, which others may use as well and which stays as it is
 * @param keys the pattern of the keys
 */
export function writableByBuilds(bucket: IBucket, keys: string): IBucket {
  const grantReadWrite = (grantee: IGrantable, pattern?: string): Grant =>
    pattern === undefined && grantee instanceof Project
      ? bucket.grantReadWrite(grantee, keys).combine(bucket.grantRead(grantee))
      : bucket.grantReadWrite(grantee, pattern);
  return new Proxy(bucket, {
    // With the bucket as the receiver, which private fields need.
    get: (target, property): unknown =>
      property === 'grantReadWrite' ? grantReadWrite : (Reflect.get(target, property, target) as unknown),
  });
}
