// What a visitor sees and does: a sample at random, another, the list, deep links, the way back, "Try it", sharing.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LACKING, shown, SKIPPED, slugs, Visitors } from './chromium';

describe.skipIf(SKIPPED)(`a visit${LACKING}`, () => {
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.arrive();
  });
  afterAll(() => visitors?.leave());

  it('begins with any sample, not with one and the same', async () => {
    const page = await visitors.visit();
    const seen = new Set<string>();
    // The odds that twenty visits in a row bring one sample of 26 are less than one in 10^26.
    for (let visit = 0; visit < 20; visit += 1) {
      await page.goto(visitors.site.url);
      seen.add(await shown(page));
    }
    expect(seen.size).toBeGreaterThan(1);
    expect(new URL(page.url()).hash).toBe('');
  });

  it('gets every sample once from "Another!" before one comes again', async () => {
    const page = await visitors.visit();
    const seen = [await shown(page)];
    const all = await slugs(page);
    for (let press = 1; press < all.length; press += 1) {
      await page.getByRole('button', { name: 'Another!' }).click();
      const next = await shownAfter(page, seen.at(-1) as string);
      expect(new URL(page.url()).hash).toBe(`#${next}`);
      seen.push(next);
    }
    expect([...seen].sort()).toEqual([...all].sort());
    await page.getByRole('button', { name: 'Another!' }).click();
    await shownAfter(page, seen.at(-1) as string);
  });

  it('follows a deep link, with the title of the sample as that of the page', async () => {
    const page = await visitors.visit('#merge-dictionaries');
    expect(await shown(page)).toBe('merge-dictionaries');
    expect(await page.title()).toBe('Merge two dictionaries · Why Python 3');
    expect(await page.evaluate('scrollY')).toBe(0);
  });

  it('says so where no sample has the name of the link, and shows another', async () => {
    const page = await visitors.visit('#no-such-sample');
    await shown(page);
    await expect.poll(() => page.locator('#notice').textContent()).toContain('no sample “no-such-sample”');
    await page.getByRole('button', { name: 'Another!' }).click();
    await page.locator('#notice').waitFor({ state: 'hidden' });
  });

  it('is not broken by a link that is no text, or that names a part of the page', async () => {
    for (const odd of ['#%E0%A4%A', '#<script>', '#content', '#samples']) {
      const page = await visitors.visit(odd);
      await shown(page);
    }
  });

  it('goes back and forward through what was shown, the first random sample included', async () => {
    const page = await visitors.visit();
    const first = await shown(page);
    await page.getByRole('button', { name: 'Another!' }).click();
    const second = await shownAfter(page, first);
    await page.evaluate(`location.hash = '#${first === 'enum' || second === 'enum' ? 'toml' : 'enum'}'`);
    const third = await shownAfter(page, second);
    await page.goBack();
    await expect.poll(() => shown(page)).toBe(second);
    await page.goBack();
    await expect.poll(() => shown(page)).toBe(first);
    expect(await page.title()).toContain(' · Why Python 3');
    await page.goForward();
    await expect.poll(() => shown(page)).toBe(second);
    await page.goForward();
    await expect.poll(() => shown(page)).toBe(third);
  });

  it('finds the sample of the first visit again on the way back from another page', async () => {
    const page = await visitors.visit();
    const first = await shown(page);
    await page.goto(`${visitors.site.url}404.html`);
    await page.goBack();
    await expect.poll(() => shown(page)).toBe(first);
  });

  it('picks from the list, which marks what is shown', async () => {
    const page = await visitors.visit('#enum');
    const list = page.getByRole('navigation', { name: /^All \d+ samples$/ });
    expect(await list.getByRole('link').count()).toBe((await slugs(page)).length);
    expect(await list.locator('[aria-current]').textContent()).toContain('Names in place of magic numbers');
    await list.getByRole('link', { name: 'Read a million at a glance' }).click();
    await expect.poll(() => shown(page)).toBe('numeric-literals');
    expect(await list.locator('[aria-current]').textContent()).toContain('Read a million at a glance');
    expect(await list.locator('[aria-current]').count()).toBe(1);
  });

  it('tries the very code of the page elsewhere, without telling from where', async () => {
    const page = await visitors.visit('#pathlib');
    const link = page.getByRole('link', { name: /^Try it/ });
    const target = new URL((await link.getAttribute('href')) ?? '');
    expect(target.searchParams.get('code')?.trim()).toBe(await page.locator('.sample:visible pre code').innerText());
    expect(await link.getAttribute('rel')).toBe('noopener noreferrer');
    expect(await link.getAttribute('target')).toBe('_blank');
  });

  it('copies the link of the sample', async () => {
    const context = await visitors.context({ permissions: ['clipboard-read', 'clipboard-write'] });
    const page = await context.newPage();
    await page.goto(visitors.site.url);
    const slug = await shown(page);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByRole('button', { name: 'Link copied' }).waitFor();
    expect(await page.getByRole('status').textContent()).toBe('Link copied');
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(`${visitors.site.url}#${slug}`);
  });

  it('puts the link into the address bar where the clipboard is not allowed', async () => {
    const page = await (await visitors.context()).newPage();
    await page.addInitScript('navigator.clipboard.writeText = () => Promise.reject(new Error("not allowed"))');
    await page.goto(visitors.site.url);
    const slug = await shown(page);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect.poll(() => page.url()).toBe(`${visitors.site.url}#${slug}`);
  });

  it('shares through the phone where that can', async () => {
    const page = await (await visitors.context({ isMobile: true, hasTouch: true })).newPage();
    await page.addInitScript('navigator.share = async (what) => { globalThis.shared = what.url; }');
    await page.goto(`${visitors.site.url}#enum`);
    await page.getByRole('button', { name: 'Share' }).tap();
    await expect.poll(() => page.evaluate('globalThis.shared')).toBe(`${visitors.site.url}#enum`);
  });

  it('of a page that is not there is told so', async () => {
    const page = await visitors.visit('no/such/page');
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Nothing here');
    await page.getByRole('link', { name: 'Go there' }).click();
    await shown(page);
  });
});

async function shownAfter(page: Parameters<typeof shown>[0], before: string): Promise<string> {
  await page.locator(`[id="${before}"]`).waitFor({ state: 'hidden' });
  return shown(page);
}
