// The names of everything that belongs to the artifact stores; they follow from account, region and qualifier, so that
// nothing has to be looked up.

const PREFIX = 'trunkline-artifacts';

/** Where the stores' bucket names and key ARNs stand in Parameter Store unless something else is said. */
export const PARAMETER_PREFIX = '/trunkline/artifacts';

/** What a qualifier may be: short enough for the bucket's name, and free of dashes so that names cannot run together. */
export const QUALIFIER_PATTERN = /^[a-z0-9]{1,10}$/;

/** The name of a region's artifact bucket; at most 61 characters of the 63 that S3 allows. */
export function artifactBucketName(account: string, region: string, qualifier: string | undefined): string {
  return joined('-', PREFIX, qualifier, account, region);
}

/** The alias of a region's artifact key; the same in every region, as aliases are regional. */
export function artifactAliasName(qualifier: string | undefined): string {
  return `alias/${joined('-', PREFIX, qualifier)}`;
}

/** The name of the stack of a region's store. */
export function artifactStackName(region: string, qualifier: string | undefined): string {
  return joined('-', PREFIX, qualifier, region);
}

/** The name of the stack that writes the parameters; no region is called `parameters`. */
export function parametersStackName(qualifier: string | undefined): string {
  return joined('-', PREFIX, qualifier, 'parameters');
}

/** The outputs of a store's stack, by their logical ids: these are read from outside and must never change. */
export const STORE_OUTPUTS = { bucketName: 'BucketName', bucketArn: 'BucketArn', keyArn: 'KeyArn' } as const;

/** The parameter that holds a value of a region's store. A qualifier has no dash and a region has, so none collide. */
export function parameterName(
  value: 'bucket-name' | 'key-arn',
  region: string,
  qualifier: string | undefined,
  prefix = PARAMETER_PREFIX,
): string {
  return joined('/', prefix, qualifier, region, value);
}

function joined(separator: string, ...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join(separator);
}
