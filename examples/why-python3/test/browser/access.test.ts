// The page for those who use a keyboard or a screen reader, or whose browser runs no scripts.
import axe from 'axe-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, LACKING, PHONE, shown, SKIPPED, slugs, Visitors } from './chromium';

interface FocusedElement {
  readonly tag: string;
  readonly name: string;
  readonly bottom: number;
  readonly outline: string;
  readonly inBar: boolean;
}

interface Violation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

describe.skipIf(SKIPPED)(`access${LACKING}`, () => {
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.arrive();
  });
  afterAll(() => visitors?.leave());

  it.each([
    { what: 'each sample, desktop, light', options: { ...DESKTOP, isMobile: false, colorScheme: 'light' } },
    { what: 'each sample, desktop, dark', options: { ...DESKTOP, isMobile: false, colorScheme: 'dark' } },
    { what: 'one sample, phone, light', options: { ...PHONE, colorScheme: 'light' } },
    { what: 'one sample, phone, dark', options: { ...PHONE, colorScheme: 'dark' } },
  ] as const)('axe finds nothing: $what', async ({ options }) => {
    // What is run in the page by the test is not what the policy of the page is about; visit.test.ts and
    // privacy.test.ts run under the policy.
    const page = await visitors.visit('', { ...options, bypassCSP: true });
    await page.addScriptTag({ content: axe.source });
    const all = await slugs(page);
    for (const slug of options.isMobile ? all.slice(0, 1) : all) {
      await page.evaluate(`location.hash = '#${slug}'`);
      await expect.poll(() => shown(page)).toBe(slug);
      const violations = await page.evaluate<Violation[]>(
        `axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
          .then(({ violations }) => violations)`,
      );
      expect(
        violations.map(({ id, nodes }) => ({ slug, id, nodes: nodes.map((node) => node.failureSummary) })),
      ).toEqual([]);
    }
  });

  it('axe finds nothing on the page for what is not found', async () => {
    const page = await visitors.visit('404.html', { bypassCSP: true });
    await page.addScriptTag({ content: axe.source });
    expect(await page.evaluate('axe.run().then(({ violations }) => violations)')).toEqual([]);
  });

  it('the keyboard reaches the skip link first, and skips', async () => {
    const page = await visitors.visit();
    const slug = await shown(page);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toBe('Skip to the sample');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.closest(".sample")?.id')).toBe(slug);
  });

  it('"Another!" keeps the focus, and the new sample is announced', async () => {
    const page = await visitors.visit();
    const before = await shown(page);
    await page.getByRole('button', { name: 'Another!' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => shown(page)).not.toBe(before);
    expect(await focused(page)).toBe('Another!');
    const title = await page.locator('.sample:visible .title').textContent();
    expect(await page.getByRole('status').textContent()).toMatch(new RegExp(`^${title}\\. Sample \\d+ of \\d+\\.$`));
    await page.keyboard.press('Space');
    await expect.poll(() => page.getByRole('status').textContent()).not.toContain(`${title}.`);
  });

  it('a sample from the list takes the focus to its title, where reading goes on', async () => {
    const page = await visitors.visit('#enum');
    await page.getByRole('link', { name: 'Cut a prefix, and nothing else' }).focus();
    await page.keyboard.press('Enter');
    await expect.poll(() => focused(page)).toBe('Cut a prefix, and nothing else');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.tagName')).toBe('PRE');
  });

  it('the focus can be seen, and nothing stays hidden behind the bar of a phone', async () => {
    const page = await visitors.visit('#structural-matching', PHONE);
    const bar = await page.locator('.next').boundingBox();
    const names: string[] = [];
    for (;;) {
      await page.keyboard.press('Tab');
      const { tag, name, bottom, outline, inBar } = await page.evaluate<FocusedElement>(`(() => {
        const element = document.activeElement;
        const style = getComputedStyle(element);
        return { tag: element.tagName, name: element.textContent.trim(), bottom: element.getBoundingClientRect().bottom,
          outline: style.outlineStyle, inBar: element.closest('.next, pre') !== null };
      })()`);
      // Past the last link the browser's own buttons have the focus.
      if (tag === 'BODY' || names.includes(name)) break;
      names.push(name);
      expect(outline, name).toBe('solid');
      if (!inBar) expect(bottom, name).toBeLessThanOrEqual(bar?.y ?? 0);
    }
    expect(names.length).toBeGreaterThan((await slugs(page)).length);
  });

  it('without scripts all samples are there, and no button that does nothing', async () => {
    const page = await visitors.visit('', { javaScriptEnabled: false });
    const all = await page.locator('.sample').count();
    expect(all).toBeGreaterThanOrEqual(17);
    expect(await page.locator('.sample:visible').count()).toBe(all);
    expect(await page.locator('button:visible').count()).toBe(0);
    expect(await page.locator('noscript .notice').isVisible()).toBe(true);
  });
});

function focused(page: Awaited<ReturnType<Visitors['visit']>>): Promise<string> {
  return page.evaluate<string>('document.activeElement.textContent');
}
