// Makes assets/card.png of card.html, with Chromium; run it after a change of either style or card.
import { chromium } from 'playwright-core';
import { fileURLToPath } from 'node:url';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
});
const page = await browser.newPage({ viewport: { width: 1200, height: 630 }, colorScheme: 'light' });
await page.goto(new URL('card.html', import.meta.url).href);
await page.screenshot({ path: fileURLToPath(new URL('../assets/card.png', import.meta.url)) });
await browser.close();
