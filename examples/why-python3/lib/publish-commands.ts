// The commands that bring the site into a stage: they build it for its address, upload it, and have CloudFront forget the
// former one. They get BUCKET_NAME, DISTRIBUTION_ID and PUBLIC_URL from the outputs of the stage's stack.
import { HASHED_CACHE_CONTROL, HASHED_FILES, PAGE_CACHE_CONTROL, SITE_FOLDER } from './published-files';

/**
 * The order is such that a visitor never meets a page whose files are not there: hashed files come first and go last, when
 * no cache has a page any more that names them. A delivery that fails halfway leaves the former page as it was, or a page
 * that is whole.
 *
 * @param site the site's folder, relative to where the commands run
 */
export function publishCommands(site = `examples/why-python3/${SITE_FOLDER}`): string[] {
  const to = '"s3://$BUCKET_NAME"';
  const upload = `aws s3 cp ${site} ${to} --recursive --only-show-errors`;
  return [
    // With the build's own credentials: packages that build a site have no business in a stage.
    'env -u AWS_PROFILE npm run build:site --workspace why-python3',
    // Without it, the last command would empty the bucket.
    `test -s ${site}/index.html`,
    `${upload} --exclude '*' --include '${HASHED_FILES}' --cache-control '${HASHED_CACHE_CONTROL}'`,
    `${upload} --exclude '${HASHED_FILES}' --cache-control '${PAGE_CACHE_CONTROL}'`,
    // In a variable rather than inside the next command, so that a failure of the first ends the build.
    'INVALIDATION="$(aws cloudfront create-invalidation --distribution-id "$DISTRIBUTION_ID" --paths "/*" ' +
      '--query Invalidation.Id --output text)"',
    'aws cloudfront wait invalidation-completed --distribution-id "$DISTRIBUTION_ID" --id "$INVALIDATION"',
    // Everything was uploaded just now, so that by size it finds nothing to upload again, and only deletes.
    `aws s3 sync ${site} ${to} --delete --size-only --only-show-errors`,
  ];
}
