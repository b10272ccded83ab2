// What Eleventy does here: one page of all samples, a page for what is not found, and hashed assets.
import { EleventyRenderPlugin } from '@11ty/eleventy';
import syntaxHighlight from '@11ty/eleventy-plugin-syntaxhighlight';
import { join } from 'node:path';
import { hashedAssets } from './assets.mjs';
import { highlightPython3 } from './python3.mjs';
import { readSamples, SampleMistakes } from './samples.mjs';

/**
 * Configures Eleventy.
 *
 * @param {any} eleventy Eleventy's UserConfig, which has no types.
 * @param {{ readonly samples: string, readonly address?: string }} options The folder of the samples, and the site's
 *   address, where it is known, for what has to be absolute.
 */
export function configure(eleventy, { samples, address }) {
  const folder = join('site', 'assets');
  const assets = hashedAssets(folder);
  eleventy.setTemplateFormats(['njk']);
  eleventy.setNunjucksEnvironmentOptions({ throwOnUndefined: true, trimBlocks: true, lstripBlocks: true });
  eleventy.addPlugin(EleventyRenderPlugin);
  eleventy.addPlugin(syntaxHighlight, {
    errorOnInvalidLanguage: true,
    languages: ['python'],
    init: highlightPython3,
    // So that the keyboard reaches what a narrow screen cuts off.
    preAttributes: { tabindex: 0 },
  });
  // A sample brings text and code: neither markup of its own, nor pictures, which would be requests to elsewhere.
  eleventy.amendLibrary('md', (/** @type {any} */ markdown) => markdown.set({ html: false }).disable('image'));
  eleventy.addPassthroughCopy(Object.fromEntries([...assets].map(([name, to]) => [join(folder, name), to])));
  eleventy.addFilter('asset', (/** @type {string} */ name) => {
    const path = assets.get(name);
    if (path === undefined) throw new Error(`There is no asset "${name}" in ${folder}.`);
    return `/${path}`;
  });
  eleventy.addWatchTarget(samples);
  let right = readSamples(samples);
  eleventy.addGlobalData('samples', () => {
    try {
      right = readSamples(samples);
    } catch (error) {
      // While the site is served; Eleventy would show where in this code it was noticed.
      if (!(error instanceof SampleMistakes)) throw error;
      console.error(`${error.message}\nThe page stays as it was.`);
    }
    return right;
  });
  eleventy.addGlobalData('address', address ?? '');
}
