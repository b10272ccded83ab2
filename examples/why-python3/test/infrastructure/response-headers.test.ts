// How the headers of site/headers.json become what CloudFront sends.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readResponseHeaders, responseHeaders } from '../../lib/response-headers';

describe("the project's own headers", () => {
  it('allow nothing by default, no frame, and no guess at a type', () => {
    const { securityHeadersBehavior: security } = readResponseHeaders(false);
    const policy = security?.contentSecurityPolicy?.contentSecurityPolicy;
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(security?.contentTypeOptions).toEqual({ override: true });
    expect(security?.strictTransportSecurity?.accessControlMaxAge.toDays()).toBeGreaterThanOrEqual(365);
  });
});

describe('headers', () => {
  it('that are about security go where CloudFront has a place for them, whatever their case, and others beside', () => {
    const { securityHeadersBehavior, customHeadersBehavior } = responseHeaders({
      'content-security-policy': "default-src 'none'",
      'Strict-Transport-Security': 'max-age=60; includeSubDomains; preload',
      'X-Frame-Options': 'DENY',
      'Referrer-Policy': 'no-referrer',
      'Permissions-Policy': 'camera=()',
    });
    expect(securityHeadersBehavior).toMatchObject({
      contentSecurityPolicy: { contentSecurityPolicy: "default-src 'none'" },
      strictTransportSecurity: { includeSubdomains: true, preload: true },
      frameOptions: { frameOption: 'DENY' },
      referrerPolicy: { referrerPolicy: 'no-referrer' },
    });
    expect(securityHeadersBehavior?.strictTransportSecurity?.accessControlMaxAge.toSeconds()).toBe(60);
    expect(customHeadersBehavior?.customHeaders).toEqual([
      { header: 'Permissions-Policy', value: 'camera=()', override: true },
    ]);
  });

  it.each(['Content-Security-Policy', 'Strict-Transport-Security'])('are refused without %s', (missing) => {
    const needed = { 'Content-Security-Policy': "default-src 'none'", 'Strict-Transport-Security': 'max-age=60' };
    expect(responseHeaders(needed)).toHaveProperty('securityHeadersBehavior');
    const others = Object.entries(needed).filter(([header]) => header !== missing);
    expect(() => responseHeaders(Object.fromEntries(others))).toThrow(`$["${missing}"]: is missing.`);
  });

  it('are refused all at once where CloudFront cannot be given them', () => {
    const wrong = {
      'X-Frame-Options': 'ALLOW-FROM https://example.org',
      'X-Content-Type-Options': 'yes',
      'Referrer-Policy': 'never',
      'Strict-Transport-Security': 'forever',
      'X-XSS-Protection': '1',
      'Permissions-Policy': ' ',
    };
    expect(() => responseHeaders(wrong)).toThrow(
      [
        'site/headers.json has 7 mistakes about the site:',
        '  $["X-Frame-Options"]: "ALLOW-FROM https://example.org" is a value that CloudFront cannot be given.',
        '  $["X-Content-Type-Options"]: "yes" is a value that CloudFront cannot be given.',
        '  $["Referrer-Policy"]: "never" is a value that CloudFront cannot be given.',
        '  $["Strict-Transport-Security"]: "forever" is a value that CloudFront cannot be given.',
        '  $["X-XSS-Protection"]: "1" is a value that CloudFront cannot be given.',
        '  $["Permissions-Policy"]: has to be a text that is not blank.',
        '  $["Content-Security-Policy"]: is missing.',
        'Correct them, then run `npx cdk synth` again.',
      ].join('\n'),
    );
  });
});

describe('a file', () => {
  let project: string;

  beforeAll(() => {
    project = mkdtempSync(join(tmpdir(), 'headers-'));
    mkdirSync(join(project, 'site'));
  });

  afterAll(() => {
    rmSync(project, { recursive: true });
  });

  it('that cannot be read, or holds no object, is a mistake with a name', () => {
    for (const [content, message] of [
      ['{', '$: cannot be read: '],
      ['[]', '$: is no object'],
    ] as const) {
      writeFileSync(join(project, 'site/headers.json'), content);
      for (const isPreview of [true, false]) {
        expect(() => readResponseHeaders(isPreview, project)).toThrow(message);
      }
    }
  });
});
