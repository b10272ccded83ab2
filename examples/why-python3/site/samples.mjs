// Reads all samples of a folder, or says everything that is wrong with them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSample } from './sample.mjs';

/** @typedef {import('./sample.mjs').Sample} Sample */

/** The mistakes in a folder's samples; the message has one line for each: file, line, what is wrong, the remedy. */
export class SampleMistakes extends Error {
  /** @override */
  name = 'SampleMistakes';
}

/**
 * The samples of a folder, oldest release first, then by title.
 *
 * @param {string} folder Its Markdown files are the samples; hidden files do not count.
 * @param {string} shownAs What messages call the folder.
 * @returns {Sample[]}
 * @throws {SampleMistakes} Where a file is no proper sample, two have one title, or there is none.
 */
export function readSamples(folder, shownAs = 'samples') {
  const files = readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !name.startsWith('.'))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
  /** @type {string[]} */
  const mistakes = files.length === 0 ? [`${shownAs}: there is no sample. Add one, as the README says.`] : [];
  /** @type {Map<string, string>} */
  const titles = new Map();
  const samples = files.flatMap((file) => {
    const shown = `${shownAs}/${file.name}`;
    if (!file.isFile() || !file.name.endsWith('.md')) {
      mistakes.push(`${shown}:1: this is no sample. Move it elsewhere, or let its name end with ".md".`);
      return [];
    }
    const { sample, mistakes: own } = readSample(file.name, readFileSync(join(folder, file.name), 'utf8'));
    mistakes.push(...own.map(({ line, problem, remedy }) => `${shown}:${line}: ${problem}. ${remedy}`));
    const other = titles.get(sample.title);
    if (sample.title && other) {
      mistakes.push(`${shown}:2: the title is that of ${other} too. Give one of the two another title.`);
    }
    titles.set(sample.title, shown);
    return [sample];
  });
  if (mistakes.length > 0) throw new SampleMistakes(mistakes.join('\n'));
  return samples.sort((one, other) => minor(one) - minor(other) || (one.title < other.title ? -1 : 1));
}

/** @param {Sample} sample */
function minor({ python }) {
  return Number(python?.split('.')[1] ?? 0);
}
