// The response headers of the site, as CloudFront wants them: some have a place of their own there, and all others are custom.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Duration } from 'aws-cdk-lib';
import {
  HeadersFrameOption,
  HeadersReferrerPolicy,
  type ResponseHeadersPolicyProps,
  type ResponseSecurityHeadersBehavior,
} from 'aws-cdk-lib/aws-cloudfront';
import { PROJECT_FOLDER } from './project-folder';
import { SiteSettingsError } from './site-settings-error';

const FILE = 'site/headers.json';

/** How a security header's value is understood, or `undefined` where CloudFront has no such value. */
type Reader = (value: string) => ResponseSecurityHeadersBehavior | undefined;

// unsure: CloudFront is known to refuse these as custom headers; its Developer Guide says no more than that they have
// settings of their own. So none of them ever becomes one.
const SECURITY: Readonly<Record<string, Reader>> = {
  'content-security-policy': (contentSecurityPolicy) => ({
    contentSecurityPolicy: { contentSecurityPolicy, override: true },
  }),
  'x-content-type-options': (value) => (value === 'nosniff' ? { contentTypeOptions: { override: true } } : undefined),
  'x-frame-options': (value) => {
    const frameOption = Object.values(HeadersFrameOption).find((option) => option === value);
    return frameOption === undefined ? undefined : { frameOptions: { frameOption, override: true } };
  },
  'referrer-policy': (value) => {
    const referrerPolicy = Object.values(HeadersReferrerPolicy).find((policy) => policy === value);
    return referrerPolicy === undefined ? undefined : { referrerPolicy: { referrerPolicy, override: true } };
  },
  'strict-transport-security': (value) => {
    const match = /^max-age=(\d+)(; ?includeSubDomains)?(; ?preload)?$/.exec(value);
    if (match === null) return undefined;
    const [, seconds, includeSubdomains, preload] = match;
    return {
      strictTransportSecurity: {
        accessControlMaxAge: Duration.seconds(Number(seconds)),
        includeSubdomains: includeSubdomains !== undefined,
        preload: preload !== undefined,
        override: true,
      },
    };
  },
  // Browsers have dropped it, and it did harm while they had it.
  'x-xss-protection': () => undefined,
};

/** What no site should go without. */
const NEEDED = ['Content-Security-Policy', 'Strict-Transport-Security'];

/**
 * Reads `site/headers.json`, which the tests of the site in a browser read too: what they find allowed is what is delivered.
 *
 * @param isPreview whether search engines should leave the site alone, as it is another one's preview
 * @throws a `SiteSettingsError` that lists every mistake
 */
export function readResponseHeaders(isPreview: boolean, project = PROJECT_FOLDER): ResponseHeadersPolicyProps {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(join(project, FILE), 'utf8'));
  } catch (error) {
    throw new SiteSettingsError(FILE, [`$: cannot be read: ${(error as Error).message}`]);
  }
  return responseHeaders(isPreview && isObject(content) ? { ...content, ...NOT_FOR_SEARCH_ENGINES } : content);
}

const NOT_FOR_SEARCH_ENGINES = { 'X-Robots-Tag': 'noindex' };

/**
 * Makes the properties of a `ResponseHeadersPolicy` of headers by name.
 *
 * @throws a `SiteSettingsError` that lists every mistake
 */
export function responseHeaders(content: unknown): ResponseHeadersPolicyProps {
  if (!isObject(content)) throw new SiteSettingsError(FILE, ['$: is no object; give it values by name of a header.']);
  const mistakes: string[] = [];
  let security: ResponseSecurityHeadersBehavior = {};
  const custom: { header: string; value: string; override: boolean }[] = [];
  for (const [header, value] of Object.entries(content)) {
    const read = SECURITY[header.toLowerCase()];
    if (typeof value !== 'string' || value.trim() === '') {
      mistakes.push(`$["${header}"]: has to be a text that is not blank.`);
    } else if (read === undefined) {
      custom.push({ header, value, override: true });
    } else {
      const behavior = read(value);
      if (behavior === undefined)
        mistakes.push(`$["${header}"]: "${value}" is a value that CloudFront cannot be given.`);
      security = { ...security, ...behavior };
    }
  }
  const given = Object.keys(content).map((header) => header.toLowerCase());
  const missing = NEEDED.filter((header) => !given.includes(header.toLowerCase()));
  mistakes.push(...missing.map((header) => `$["${header}"]: is missing.`));
  if (mistakes.length > 0) throw new SiteSettingsError(FILE, mistakes);
  return {
    securityHeadersBehavior: security,
    ...(custom.length === 0 ? {} : { customHeadersBehavior: { customHeaders: custom } }),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
