// Which of the site's files may be kept how long: what the stack sets up in CloudFront, and the upload says of each file.

/** Where the build leaves the site, relative to the project's folder. */
export const SITE_FOLDER = 'build/site';

/** Files that have a hash of their content in their name: another content gets another name. */
export const HASHED_FILES = 'assets/*';

/** For ever, as far as HTTP goes: a year, without asking again. */
export const HASHED_CACHE_CONTROL = 'public, max-age=31536000, immutable';

/**
 * For everything else, whose names stay: browsers ask each time, which an ETag answers cheaply, and CloudFront asks the
 * bucket once a day, or when a delivery has invalidated what it holds.
 */
export const PAGE_CACHE_CONTROL = 'public, max-age=0, s-maxage=86400, must-revalidate';
