// The media types of manifests: Docker's and those of the Open Container Initiative.

/** Indexes: one manifest for each platform. */
export const INDEX_TYPES = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
] as const;

/** Manifests of one image. */
export const MANIFEST_TYPES = [
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
] as const;

/** All of them, for `Accept`: a registry turns an index into one image for whoever does not name indexes. */
export const ACCEPT = [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ');

/** Whether a manifest is an index; OCI makes `mediaType` optional, and then the fields tell. */
export function isIndex(manifest: Readonly<Record<string, unknown>>, contentType: string | null): boolean {
  const type = typeof manifest.mediaType === 'string' ? manifest.mediaType : (contentType ?? '').split(';')[0]?.trim();
  if (INDEX_TYPES.some((known) => known === type)) return true;
  return !MANIFEST_TYPES.some((known) => known === type) && Array.isArray(manifest.manifests);
}
