// What the page asks for, keeps and is allowed to: nothing from elsewhere, nothing kept, and a policy that says so.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LACKING, shown, SKIPPED, Visitors } from './chromium';
import { HEADERS } from './site-under-test';

describe.skipIf(SKIPPED)(`privacy${LACKING}`, () => {
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.arrive();
  });
  afterAll(() => visitors?.leave());

  it('every request goes to the site itself, at a visit and after "Another!"', async () => {
    const context = await visitors.context();
    const page = await context.newPage();
    const requests: string[] = [];
    const complaints: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(visitors.site.url, { waitUntil: 'networkidle' });
    const atVisit = requests.length;
    const before = await shown(page);
    await page.getByRole('button', { name: 'Another!' }).click();
    await expect.poll(() => shown(page)).not.toBe(before);
    await page.waitForLoadState('networkidle');
    expect(requests.filter((url) => !url.startsWith(visitors.site.url))).toEqual([]);
    // Chromium asks for the icon of each address.
    expect(requests.slice(atVisit).filter((url) => !/icon\.\w+\.svg$/.test(url))).toEqual([]);
    // The page, the styles, two scripts.
    expect(atVisit).toBeGreaterThanOrEqual(5);
    expect(complaints).toEqual([]);
    expect(await context.cookies()).toEqual([]);
    expect(await page.evaluate('[localStorage.length, sessionStorage.length]')).toEqual([0, 0]);
  });

  it('the policy stops what somebody might slip into the page', async () => {
    const page = await visitors.visit();
    const blocked = await page.evaluate<string[]>(`new Promise((done) => {
      const seen = [];
      document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
        seen.push(effectiveDirective);
        if (seen.length === 3) done(seen.sort());
      });
      const script = document.createElement('script');
      script.textContent = 'globalThis.slippedIn = true';
      const picture = document.createElement('img');
      picture.src = 'https://tracker.example/pixel.png';
      const style = document.createElement('style');
      style.textContent = 'body { display: none }';
      document.body.append(script, picture, style);
    })`);
    expect(blocked).toEqual(['img-src', 'script-src-elem', 'style-src-elem']);
    expect(await page.evaluate('globalThis.slippedIn')).toBeUndefined();
  });

  // Of the local server this tests no more than the tests' own server; of a deployed site, what it was given.
  it.each(['', 'no/such/page'])('the headers are those of headers.json: /%s', async (path) => {
    const response = await fetch(visitors.site.url + path);
    expect(response.status).toBe(path === '' ? 200 : 404);
    for (const [name, value] of Object.entries(HEADERS)) expect(response.headers.get(name), name).toBe(value);
  });
});
