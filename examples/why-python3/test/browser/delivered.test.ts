// What only a deployed site can show: that CloudFront compresses, and passes on how long each file may be kept. The local
// one is served by the tests themselves.
import { describe, expect, it } from 'vitest';
import { HASHED_CACHE_CONTROL, PAGE_CACHE_CONTROL } from '../../lib/published-files';
import { DEPLOYED } from './site-under-test';

const which = DEPLOYED ? '' : ' (skipped: SITE_URL names none)';

describe.skipIf(!DEPLOYED)(`the deployed site${which}`, () => {
  const get = (path: string) =>
    fetch(new URL(path, DEPLOYED), { headers: { 'Accept-Encoding': 'gzip, deflate, br' }, redirect: 'error' });

  // unsure: whether CloudFront, where it has much to do, ever goes without.
  it('compresses the page', async () => {
    const response = await get('/');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-encoding')).toMatch(/^(br|gzip)$/);
  });

  it('has browsers ask for the page each time, and keep its assets', async () => {
    const page = await get('/');
    expect(page.headers.get('cache-control')).toBe(PAGE_CACHE_CONTROL);
    const assets = [...(await page.text()).matchAll(/"(\/assets\/[^"]+)"/g)].map(([, path]) => path as string);
    expect(assets.length).toBeGreaterThan(2);
    for (const path of assets) {
      const { status, headers } = await get(path);
      expect({ path, status, kept: headers.get('cache-control') }).toEqual({
        path,
        status: 200,
        kept: HASHED_CACHE_CONTROL,
      });
    }
  });
});
