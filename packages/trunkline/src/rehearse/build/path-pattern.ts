// Path patterns as buildspecs have them. Names that begin with a dot match like any other, and links are listed, not
// followed: both differ from what glob libraries do.
import { readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** Whether a text is a pattern rather than a plain path. */
export function isPattern(text: string): boolean {
  return /[*?[{]/.test(text);
}

/**
 * A pattern as a regular expression for paths relative to the pattern's folder: `*` and `?` stay within a name, `**`
 * crosses folders, `[ab]` and `[!ab]` are one character, `{a,b}` is one of several texts.
 */
export function patternToRegExp(pattern: string): RegExp {
  const tokens = pattern.matchAll(/\*\*\/|\*\*|\*|\?|\[[!^]?[^\]/]+\]|\{[^{}/]*\}|[\s\S]/g);
  const source = [...tokens].map(([token]) => {
    if (token === '**/') return '(?:.*/)?';
    if (token === '**') return '.*';
    if (token === '*') return '[^/]*';
    if (token === '?') return '[^/]';
    if (token.length > 1 && token.startsWith('[')) {
      return `[${token.slice(1, -1).replace(/^[!^]/, '^').replace(/[\\[]/g, '\\$&')}]`;
    }
    if (token.length > 1 && token.startsWith('{')) {
      return `(?:${token.slice(1, -1).split(',').map(escape).join('|')})`;
    }
    return escape(token);
  });
  return new RegExp(`^${source.join('')}$`, 's');
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/**
 * The paths below a folder, in the order of their names, that a test picks. Symbolic links are entries like others and
 * never entered; picked folders are not entered either.
 */
export function listPaths(root: string, pick: (path: string, entry: Dirent) => boolean, maxDepth = Infinity): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const entries = readdirSync(join(root, folder), { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (pick(path, entry)) found.push(path);
      else if (entry.isDirectory() && depth < maxDepth) visit(path, depth + 1);
    }
  };
  visit('', 1);
  return found;
}

/** How deep the paths of a pattern can lie. */
export function depthOf(pattern: string): number {
  return pattern.includes('**') ? Infinity : pattern.split('/').length;
}
