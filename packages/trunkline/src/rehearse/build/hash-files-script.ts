// The program behind `codebuild-hash-files`: text, since it runs in builds, on whatever Node the engine runs on.

/**
 * Prints the SHA-256 of all files that the given patterns match (`*`, `?` and `**`), relative to the current folder:
 * that of their paths and contents, in order of their paths. Exit status 1 where nothing matches.
 * (unsure: how CodeBuild's own program combines several files; the hash need only change with their contents.)
 */
export const HASH_FILES_SCRIPT = String.raw`'use strict';
const { createHash } = require('node:crypto');
const { readFileSync, readdirSync } = require('node:fs');

const patterns = process.argv.slice(2).map((pattern) => pattern.replace(/^(\.\/)+/, ''));
const matchers = patterns.map((pattern) => {
  const source = pattern.replace(/\*\*\/|\*\*|[*?]|[.+^$()|[\]{}\\]/g, (token) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    return '\\' + token;
  });
  return new RegExp('^' + source + '$', 's');
});
const isGlob = (pattern) => /[*?]/.test(pattern);
const found = new Set(patterns.filter((pattern) => !isGlob(pattern)));

function walk(folder) {
  for (const entry of readdirSync(folder === '' ? '.' : folder, { withFileTypes: true })) {
    const path = folder === '' ? entry.name : folder + '/' + entry.name;
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules' && entry.name !== '.git') walk(path);
    } else if (matchers.some((matcher) => matcher.test(path))) found.add(path);
  }
}
if (patterns.some(isGlob)) walk('');

const hash = createHash('sha256');
let files = 0;
for (const path of [...found].sort()) {
  let content;
  try {
    content = readFileSync(path);
  } catch {
    continue;
  }
  files += 1;
  hash.update(path + '\0' + createHash('sha256').update(content).digest('hex') + '\0');
}
if (files === 0) {
  process.stderr.write('codebuild-hash-files: no file matches ' + patterns.join(' ') + '\n');
  process.exitCode = 1;
} else process.stdout.write(hash.digest('hex') + '\n');
`;
