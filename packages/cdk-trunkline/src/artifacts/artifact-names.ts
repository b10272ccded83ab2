// The names of artifact buckets and aliases; they follow from account, region and qualifier, so that nothing is looked up.

const PREFIX = 'trunkline-artifacts';

/** The name of a region's artifact bucket; at most 61 characters of the 63 that S3 allows. */
export function artifactBucketName(account: string, region: string, qualifier: string | undefined): string {
  return [PREFIX, ...(qualifier === undefined ? [] : [qualifier]), account, region].join('-');
}

/** The alias of a region's artifact key; the same in every region, as aliases are regional. */
export function artifactAliasName(qualifier: string | undefined): string {
  return `alias/${[PREFIX, ...(qualifier === undefined ? [] : [qualifier])].join('-')}`;
}

/** What a qualifier may be: short enough for the bucket's name, and free of dashes so that names cannot run together. */
export const QUALIFIER_PATTERN = /^[a-z0-9]{1,10}$/;
