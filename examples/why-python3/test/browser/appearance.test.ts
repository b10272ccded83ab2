// How the page looks: both schemes, a phone's width, and nothing that jumps. SCREENSHOTS names a folder to keep
// pictures in, for people to look at.
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DESKTOP, LACKING, PHONE, shown, SKIPPED, slugs, Visitors } from './chromium';

const SCREENS = { desktop: DESKTOP, phone: PHONE };
const SHIFTS = `
  globalThis.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries()) {
      shifts.push({ value, hadRecentInput, moved: sources.map(({ node }) => node?.className) });
    }
  }).observe({ type: 'layout-shift', buffered: true });
`;

describe.skipIf(SKIPPED)(`appearance${LACKING}`, () => {
  let visitors: Visitors;
  beforeAll(async () => {
    visitors = await Visitors.arrive();
  });
  afterAll(() => visitors?.leave());

  it('is light or dark, as the system is', async () => {
    const brightness = async (colorScheme: 'light' | 'dark') => {
      const page = await visitors.visit('', { colorScheme });
      const [paper, ink] = await page.evaluate<[string, string]>(
        '[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.body).color]',
      );
      return { paper: sum(paper), ink: sum(ink) };
    };
    const [light, dark] = [await brightness('light'), await brightness('dark')];
    expect(light.paper).toBeGreaterThan(light.ink + 500);
    expect(dark.ink).toBeGreaterThan(dark.paper + 500);
  });

  it.each([320, 390, 768, 1024, 1280])('a screen of %i pixels is wide enough for every sample', async (width) => {
    const page = await visitors.visit('', { viewport: { width, height: 800 } });
    for (const slug of await slugs(page)) {
      await page.evaluate(`location.hash = '#${slug}'`);
      await expect.poll(() => shown(page)).toBe(slug);
      expect(await page.evaluate('document.documentElement.scrollWidth'), slug).toBeLessThanOrEqual(width);
    }
  });

  it('keywords, strings and names have colours of their own, and print is no keyword', async () => {
    const page = await visitors.visit('#f-strings');
    const sample = page.locator('.sample:visible');
    expect(await sample.locator('.token.keyword').allTextContents()).not.toContain('print');
    expect(await sample.locator('.token.builtin').allTextContents()).toContain('print');
    const colours = await page.evaluate<string[]>(
      `['builtin', 'string', 'number'].map((kind) =>
        getComputedStyle(document.querySelector('.sample.shown .token.' + kind)).color)`,
    );
    expect(new Set(colours).size).toBe(3);
  });

  it.each(Object.entries(SCREENS))('nothing moves while the page loads: %s', async (_name, screen) => {
    for (const where of ['', '#structural-matching']) {
      const page = await (await visitors.context(screen)).newPage();
      await page.addInitScript(SHIFTS);
      await page.goto(visitors.site.url + where, { waitUntil: 'load' });
      await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
      expect(await page.evaluate('shifts')).toEqual([]);
    }
  });

  it.each(Object.entries(SCREENS))('"Another!" stays where it is, whatever comes: %s', async (_name, screen) => {
    const page = await visitors.visit('', screen);
    const button = page.getByRole('button', { name: 'Another!' });
    const place = await button.boundingBox();
    for (let press = 0; press < 8; press += 1) {
      await button.click();
      expect(await button.boundingBox()).toEqual(place);
    }
  });

  it('what is to be touched on a phone is big enough for a finger', async () => {
    const page = await visitors.visit('#enum', PHONE);
    for (const target of await page.locator('button:visible, .action:visible, .list a').all()) {
      const box = await target.boundingBox();
      expect(box?.height, (await target.textContent()) ?? '').toBeGreaterThanOrEqual(40);
    }
  });

  it('nothing moves for those who want it still', async () => {
    const moving = `[...document.querySelectorAll('*')]
      .filter((element) => getComputedStyle(element).transitionDuration !== '0s').length`;
    const still = await visitors.visit('', { reducedMotion: 'reduce' });
    expect(await still.evaluate(moving)).toBe(0);
    const usual = await visitors.visit('', { reducedMotion: 'no-preference' });
    expect(await usual.evaluate(moving)).toBeGreaterThan(0);
  });

  const pictures = process.env.SCREENSHOTS;
  if (pictures) {
    it('is kept in pictures', async () => {
      for (const [name, screen] of Object.entries(SCREENS)) {
        for (const colorScheme of ['light', 'dark'] as const) {
          const page = await visitors.visit('#structural-matching', { ...screen, colorScheme });
          await page.screenshot({ path: join(pictures, `${name}-${colorScheme}.png`) });
        }
      }
    });
  }
});

function sum(colour: string): number {
  return (colour.match(/\d+/g) ?? []).slice(0, 3).reduce((total, part) => total + Number(part), 0);
}
