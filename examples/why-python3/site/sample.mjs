// Reads one sample: front matter, a text, the code in a block of `python`, and what it prints in a block of `output`.
import { readFrontMatter } from './front-matter.mjs';

/** @typedef {import('./front-matter.mjs').Mistake} Mistake */

/**
 * @typedef {{
 *   readonly slug: string,
 *   readonly title: string,
 *   readonly tryLink: string,
 *   readonly python: string | undefined,
 *   readonly text: string,
 *   readonly code: string,
 *   readonly output: string,
 * }} Sample
 * `python` is the oldest release that runs the code, such as 3.10. Code and output end with a line break.
 */

/** What stands for the sample's code in the link of `try`. */
const CODE_IN_LINK = '{code}';

const TRY_EXAMPLE = `try: https://jupyterlite.github.io/demo/repl/index.html?kernel=python&code=${CODE_IN_LINK}`;
const KEYS = ['title', 'try', 'python'];
/** Ids of the page that are no samples. */
const TAKEN_SLUGS = ['content', 'samples', 'notice', 'announcement', 'another'];
const LONGEST_TITLE = 60;
/** What fits the page of a desktop unscrolled. */
const WIDEST_CODE = 68;
const LONGEST_CODE = 32;

/**
 * Reads a sample's file; a sample with mistakes is not to be shown.
 *
 * @param {string} file The file's name, such as `merge-dictionaries.md`.
 * @param {string} content
 * @returns {{ readonly sample: Sample, readonly mistakes: readonly Mistake[] }}
 */
export function readSample(file, content) {
  const lines = content.replace(/^\uFEFF/, '').split(/\r?\n/);
  const { fields, bodyLine, mistakes: frontMatterMistakes } = readFrontMatter(lines, KEYS);
  if (bodyLine === 1) {
    return { sample: sampleOf(file, fields, { text: '', code: '', output: '' }), mistakes: frontMatterMistakes };
  }
  const { body, mistakes: bodyMistakes } = readBody(lines, bodyLine);
  const sample = sampleOf(file, fields, body);
  return {
    sample,
    mistakes: [...fileMistakes(sample.slug), ...frontMatterMistakes, ...fieldMistakes(fields), ...bodyMistakes].sort(
      (one, other) => one.line - other.line,
    ),
  };
}

/**
 * @param {string} file
 * @param {ReadonlyMap<string, { value: string }>} fields
 * @param {{ text: string, code: string, output: string }} body
 * @returns {Sample}
 */
function sampleOf(file, fields, body) {
  return {
    slug: file.replace(/\.md$/, ''),
    title: fields.get('title')?.value ?? '',
    tryLink: (fields.get('try')?.value ?? '').replace(CODE_IN_LINK, () => encodeURIComponent(body.code)),
    python: fields.get('python')?.value,
    ...body,
  };
}

/**
 * @param {string} slug
 * @returns {Mistake[]}
 */
function fileMistakes(slug) {
  if (!/^[a-z0-9]+(-[a-z0-9]+)*$/.test(slug)) {
    const remedy = 'Use small letters, digits and single hyphens, as in "merge-dictionaries.md".';
    return [{ line: 1, problem: "the file's name is no link", remedy }];
  }
  return TAKEN_SLUGS.includes(slug)
    ? [{ line: 1, problem: `"${slug}" is part of the page`, remedy: 'Give the file another name.' }]
    : [];
}

/**
 * @param {ReadonlyMap<string, { value: string, line: number }>} fields
 * @returns {Mistake[]}
 */
function fieldMistakes(fields) {
  /** @type {Mistake[]} */
  const mistakes = [];
  const title = fields.get('title');
  if (!title?.value) {
    const remedy = 'Add a line such as "title: Merge two dictionaries" to the front matter.';
    mistakes.push({ line: title?.line ?? 1, problem: 'the title is missing', remedy });
  } else if (title.value.length > LONGEST_TITLE) {
    const problem = `the title has ${title.value.length} letters`;
    mistakes.push({ line: title.line, problem, remedy: `Say it in ${LONGEST_TITLE}; the text has room for more.` });
  }
  const link = fields.get('try');
  if (!link?.value) {
    const remedy = `Add this line to the front matter; "${CODE_IN_LINK}" stands for the code: ${TRY_EXAMPLE}`;
    mistakes.push({ line: link?.line ?? 1, problem: 'the link to an online interpreter is missing', remedy });
  } else if (!URL.canParse(link.value) || new URL(link.value).protocol !== 'https:') {
    const remedy = `Give an address that begins with https://, such as ${TRY_EXAMPLE}`;
    mistakes.push({ line: link.line, problem: `"${link.value}" is no link to an online interpreter`, remedy });
  }
  const python = fields.get('python');
  if (python && !/^3\.(0|[1-9]\d?)$/.test(python.value)) {
    const remedy = "Name the oldest release that runs the code, such as python: '3.10', or leave the line out.";
    mistakes.push({ line: python.line, problem: `"${python.value}" is no release of Python 3`, remedy });
  }
  return mistakes;
}

/**
 * Text, then code, then output, each once.
 *
 * @param {readonly string[]} lines
 * @param {number} firstLine
 */
function readBody(lines, firstLine) {
  /** @type {Mistake[]} */
  const mistakes = [];
  /** @type {Map<string, { line: number, lines: string[] }>} */
  const blocks = new Map();
  /** @type {string[]} */
  const text = [];
  for (let index = firstLine - 1; index < lines.length; index += 1) {
    const line = index + 1;
    const [, language] = /^```(.*)$/.exec(lines[index] ?? '') ?? [];
    if (language === undefined) {
      text.push(lines[index] ?? '');
      if (blocks.size > 0 && lines[index]?.trim()) {
        mistakes.push({ line, problem: 'text follows the code', remedy: 'Move it above the code.' });
        break;
      }
      continue;
    }
    const end = lines.indexOf('```', index + 1);
    if (end === -1) {
      mistakes.push({ line, problem: 'the block has no end', remedy: 'Put a line "```" after its last line.' });
      break;
    }
    const expected = blocks.size === 0 ? 'python' : 'output';
    if (blocks.size === 2 || language !== expected) {
      const problem = `a block of "${language}" is not expected here`;
      const remedy = 'A sample has one block "```python" and after it one block "```output".';
      mistakes.push({ line, problem, remedy });
      break;
    }
    blocks.set(language, { line, lines: lines.slice(index + 1, end) });
    index = end;
  }
  const [code, output] = [blocks.get('python'), blocks.get('output')];
  if (mistakes.length === 0) mistakes.push(...missingParts(text, code, output, firstLine, lines.length));
  if (code) mistakes.push(...sizeMistakes(code));
  const joined = (/** @type {{ lines: string[] } | undefined} */ block) => (block?.lines ?? []).join('\n') + '\n';
  return { body: { text: text.join('\n').trim(), code: joined(code), output: joined(output) }, mistakes };
}

/**
 * @param {readonly string[]} text
 * @param {{ line: number, lines: string[] } | undefined} code
 * @param {{ line: number, lines: string[] } | undefined} output
 * @param {number} firstLine
 * @param {number} lastLine
 * @returns {Mistake[]}
 */
function missingParts(text, code, output, firstLine, lastLine) {
  /** @type {Mistake[]} */
  const mistakes = [];
  if (text.join('').trim() === '') {
    const remedy = 'Say in a sentence or two, above the code, what it shows and why that is better than before.';
    mistakes.push({ line: firstLine, problem: 'the text is missing', remedy });
  }
  if (!code?.lines.join('').trim()) {
    mistakes.push({ line: code?.line ?? lastLine, problem: 'the code is missing', remedy: 'Add a block "```python".' });
  } else if (!output?.lines.join('').trim()) {
    const remedy = 'Let the code print something, and show that in a block "```output" after it.';
    mistakes.push({ line: output?.line ?? lastLine, problem: 'the output is missing', remedy });
  }
  return mistakes;
}

/**
 * @param {{ line: number, lines: string[] }} code
 * @returns {Mistake[]}
 */
function sizeMistakes({ line, lines }) {
  const wide = lines.flatMap((text, index) =>
    text.length > WIDEST_CODE
      ? [
          {
            line: line + 1 + index,
            problem: `the line has ${text.length} characters`,
            remedy: `Break it, so that it has at most ${WIDEST_CODE}.`,
          },
        ]
      : [],
  );
  const remedy = `Show one thing in at most ${LONGEST_CODE} lines.`;
  return lines.length > LONGEST_CODE
    ? [{ line, problem: `the code has ${lines.length} lines`, remedy }, ...wide]
    : wide;
}
