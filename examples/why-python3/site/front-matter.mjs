// Reads the front matter of a sample: lines of `key: value` between two lines of `---`, a part of YAML that needs no
// parser of YAML and whose every mistake has a line.

/**
 * @typedef {{ readonly line: number, readonly problem: string, readonly remedy: string }} Mistake
 * What is wrong on a line of a file, counted from 1, and what to do about it.
 *
 * @typedef {{ readonly value: string, readonly line: number }} Field
 *
 * @typedef {{
 *   readonly fields: ReadonlyMap<string, Field>,
 *   readonly bodyLine: number,
 *   readonly mistakes: readonly Mistake[],
 * }} FrontMatter
 * The fields by key, and the line on which what follows begins.
 */

const EXAMPLE = 'title: Merge two dictionaries';

/**
 * Reads the front matter at the top of a file.
 *
 * @param {readonly string[]} lines The file's lines.
 * @param {readonly string[]} knownKeys
 * @returns {FrontMatter}
 */
export function readFrontMatter(lines, knownKeys) {
  const end = lines[0] === '---' ? lines.indexOf('---', 1) : -1;
  if (lines[0] !== '---') {
    return failed(1, 'the front matter is missing', `Begin the file with a line "---", then "${EXAMPLE}".`);
  }
  if (end === -1) {
    return failed(1, 'the front matter has no end', 'Put a line "---" after its last field.');
  }

  /** @type {Map<string, Field>} */
  const fields = new Map();
  /** @type {Mistake[]} */
  const mistakes = [];
  lines.slice(1, end).forEach((text, index) => {
    const line = index + 2;
    if (text.trim() === '') return;
    const [, key, written] = /^([A-Za-z_-]+):(?: +(.*))?$/.exec(text) ?? [];
    if (key === undefined) {
      mistakes.push({
        line,
        problem: `"${text}" is no field`,
        remedy: `Write it as "${EXAMPLE}", without indentation.`,
      });
      return;
    }
    const earlier = fields.get(key);
    if (!knownKeys.includes(key)) {
      mistakes.push({ line, problem: `there is no field "${key}"`, remedy: `Known are ${knownKeys.join(', ')}.` });
    } else if (earlier) {
      mistakes.push({ line, problem: `"${key}" is on line ${earlier.line} already`, remedy: 'Keep one of the two.' });
    }
    const value = scalar(written?.trim() ?? '');
    if (value === undefined) {
      mistakes.push({
        line,
        problem: `the value of "${key}" can be misread`,
        remedy: `Put it in single quotes: ${key}: '${(written ?? '')
          .trim()
          .replaceAll(/^["']|["']$/g, '')
          .replaceAll("'", "''")}'`,
      });
    }
    fields.set(key, { value: value ?? written ?? '', line });
  });
  return { fields, bodyLine: end + 2, mistakes };
}

/**
 * The value that YAML too would read, or undefined where quotes are needed for that.
 *
 * @param {string} written
 */
function scalar(written) {
  const [, single] = /^'((?:[^']|'')*)'$/.exec(written) ?? [];
  if (single !== undefined) return single.replaceAll("''", "'");
  const [, double] = /^"([^"\\]*)"$/.exec(written) ?? [];
  if (double !== undefined) return double;
  const needsQuotes = /^[-?:,[\]{}#&*!|>'"%@`]|: |:$| #/.test(written);
  return needsQuotes ? undefined : written;
}

/**
 * @param {number} line
 * @param {string} problem
 * @param {string} remedy
 * @returns {FrontMatter}
 */
function failed(line, problem, remedy) {
  return { fields: new Map(), bodyLine: 1, mistakes: [{ line, problem, remedy }] };
}
