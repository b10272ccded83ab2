// The browser of the tests: the system's Chromium, which asks nobody for anything on its own account.
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { accessSync, constants } from 'node:fs';
import { siteUnderTest, type SiteUnderTest } from './site-under-test';

/** What CHROMIUM names, and no other: whoever sets it means that one. */
const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';

/** Where a site was deployed to be tested, or nothing may be skipped, a missing browser is a failure. */
export const SKIPPED = !isThere() && !process.env.SITE_URL && process.env.TRUNKLINE_TESTS_COMPLETE !== '1';

/** Why the tests are skipped, as part of their name; empty where they are not. */
export const LACKING = SKIPPED ? ` (skipped: no Chromium at ${executablePath}; set CHROMIUM)` : '';

export const PHONE = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
export const DESKTOP = { viewport: { width: 1280, height: 860 } };

/** One browser on the site; each visit is one of a stranger, who has neither history nor cookies. */
export class Visitors {
  private constructor(
    readonly site: SiteUnderTest,
    private readonly browser: Browser,
  ) {}

  static async arrive(): Promise<Visitors> {
    if (!isThere())
      throw new Error(`There is no Chromium at ${executablePath}. Install it, or set CHROMIUM to its path.`);
    const site = await siteUnderTest();
    const browser = await chromium.launch({
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
    return new Visitors(site, browser);
  }

  /** Opens the site at a name of its address, such as `#enum`, or at a path. */
  async visit(where = '', options: BrowserContextOptions = {}): Promise<Page> {
    const page = await (await this.context(options)).newPage();
    await page.goto(this.site.url + where);
    return page;
  }

  context(options: BrowserContextOptions = {}): Promise<BrowserContext> {
    return this.browser.newContext({ ...DESKTOP, reducedMotion: 'reduce', ...options });
  }

  async leave(): Promise<void> {
    await this.browser.close();
    await this.site.close();
  }
}

function isThere(): boolean {
  try {
    accessSync(executablePath, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The slug of the one sample on show. */
export async function shown(page: Page): Promise<string> {
  const ids = await page.locator('.sample:visible').evaluateAll((articles) => articles.map(({ id }) => id));
  if (ids.length !== 1) throw new Error(`One sample is to be shown, not ${ids.length}: ${ids.join(', ')}.`);
  return ids[0] as string;
}

/** All slugs, in the order of the list. */
export function slugs(page: Page): Promise<string[]> {
  return page.locator('.sample').evaluateAll((articles) => articles.map(({ id }) => id));
}
