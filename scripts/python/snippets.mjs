// Has the Python of the documentation checked by the environment that has the library in it.
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT, run } from '../run.mjs';

const CHECK = fileURLToPath(new URL('check_snippets.py', import.meta.url));

/**
 * Checks the Python blocks of the library's README and of the pages of docs/.
 *
 * @param {string} python the interpreter of the environment
 * @returns {Promise<string>} how many there are
 */
export async function checkSnippets(python) {
  const docs = join(ROOT, 'docs');
  const pages = readdirSync(docs).filter((name) => name.endsWith('.md'));
  const files = [join(ROOT, 'packages/cdk-trunkline/README.md'), ...pages.map((name) => join(docs, name))];
  const snippets = files.flatMap(pythonOf);
  const folder = mkdtempSync(join(tmpdir(), 'snippets-'));
  try {
    const input = join(folder, 'snippets.json');
    writeFileSync(input, JSON.stringify(snippets));
    await run([python, CHECK, input]);
  } finally {
    rmSync(folder, { recursive: true });
  }
  return `${snippets.length} of ${files.length} pages`;
}

function pythonOf(file) {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^```python[^\n]*\n([^]*?)^```$/gm)].map((match) => ({
    place: `${relative(ROOT, file)}:${text.slice(0, match.index).split('\n').length + 1}`,
    code: match[1],
  }));
}
