// COPY and ADD of files from the build context: taken from the finished image, where they have arrived already.
import { posix } from 'node:path';
import type { Instruction } from './instruction.js';
import type { Scope } from './scope.js';
import { asWord, knownText, withText } from './value.js';
import type { Value } from './value.js';
import { readJsonForm } from './words.js';

/** What becomes of a COPY or ADD. */
export interface CopyOutcome {
  readonly lines: readonly string[];
  /** why it cannot be taken from the finished image; several files, several reasons */
  readonly mistakes: readonly string[];
  /** files that it puts into the image under a name of their own */
  readonly files: readonly string[];
  /** what was guessed of its sources, and may be wrong */
  readonly notes: readonly string[];
}

// Folders that every base has, filled by many: to take such a one whole would take what others put there.
const SHARED_FOLDERS: ReadonlySet<string> = new Set(
  (
    '/ /bin /boot /dev /etc /home /lib /lib64 /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /usr/bin ' +
    '/usr/include /usr/lib /usr/libexec /usr/local /usr/local/bin /usr/local/etc /usr/local/include /usr/local/lib ' +
    '/usr/local/sbin /usr/local/share /usr/local/src /usr/sbin /usr/share /usr/src /var /var/cache /var/lib /var/log ' +
    '/var/run /var/spool /var/tmp'
  ).split(' '),
);
// What ADD unpacks by the builders' documentation (it looks into the files; only the names are known here).
const ARCHIVE = /\.(?:tar(?:\.(?:gz|bz2|xz|zst|Z))?|tgz|tbz2?|txz|tzst)$/;
const REMOTE = /^(?:https?|ftp|ssh|git):\/\/|^git@/;
// Flags that say how files are found in the context or fetched: nothing of it holds for a finished image.
const CONTEXT_FLAGS: ReadonlySet<string> = new Set(['exclude', 'checksum', 'keep-git-dir', 'unpack']);
// Layers of their own change no file, and older builders refuse what they do not know.
const NEVER_WRITTEN = 'link';

/**
 * Rewrites a COPY or ADD that reads the build context.
 * @param image the finished image that has the files
 * @param workdir the working directory at this place
 */
export function copyFromImage(instruction: Instruction, image: string, workdir: Value, scope: Scope): CopyOutcome {
  const json = readJsonForm(instruction.argument);
  // Of COPY's plain form every space parts two words, quoted or not.
  const words = json ?? instruction.argument.split(/\s+/);
  const destination = scope.expand(words.at(-1) ?? '');
  const sources = words.slice(0, -1);
  if (sources.length === 0) return refused('it names a source, but no destination');
  if (instruction.flags.some(({ name }) => name === 'parents')) {
    return refused('--parents keeps folders of the build context, which no one has here');
  }
  const inline = sources.filter((source) => source.startsWith('<<'));
  const remote = sources.filter((source) => instruction.keyword === 'ADD' && REMOTE.test(source));
  const local = sources.filter((source) => !inline.includes(source) && !remote.includes(source));
  const target = targetOf(destination, workdir, sources, local);
  if (target === undefined) {
    return refused(`its destination "${asWord(destination)}" begins with a variable of the base image`);
  }
  const taken = local.map((source) => takenPath(instruction.keyword, scope.expand(source), target));
  const paths = taken.flatMap((each) => ('path' in each ? [each.path] : []));
  const own = flagsText(instruction, true);
  return {
    lines: [
      ...keptLines(instruction, inline, remote, target),
      ...(paths.length > 0 ? [`COPY --from=${image}${own} ${argument([...paths, target.written])}`] : []),
    ],
    mistakes: taken.flatMap((each) => ('mistake' in each ? [each.mistake] : [])),
    files: paths.flatMap((path) => knownText(path) ?? []),
    notes: taken.flatMap((each, index) => ('path' in each ? guess(local[index] ?? '', each.path, target) : [])),
  };
}

function refused(mistake: string): CopyOutcome {
  return { lines: [], mistakes: [mistake], files: [], notes: [] };
}

/** Without a slash and without an ending, a source is a file or a folder: only its build context knows. */
function guess(source: string, path: Value, target: Target): string[] {
  const name = posix.basename(source);
  const folder = knownText(target.path) ?? '';
  // Programs have no ending; a folder of them is called as the one it goes to.
  const isProgram = /\/s?bin$/.test(folder) && posix.basename(folder) !== name;
  if (!target.isFolder || isProgram || source.endsWith('/') || /[.*?[]/.test(name)) return [];
  return [`"${source}" is taken for a file and copied from ${asWord(path)}. If it is a folder, say "${source}/"`];
}

interface Target {
  /** absolute, with a slash at the end when it is a folder */
  readonly written: Value;
  readonly path: Value;
  readonly isFolder: boolean;
}

function targetOf(
  destination: Value,
  workdir: Value,
  sources: readonly string[],
  local: readonly string[],
): Target | undefined {
  const first = destination[0];
  if (first !== undefined && 'variable' in first) return undefined;
  const isAbsolute = first !== undefined && first.text.startsWith('/');
  const joined = isAbsolute ? destination : [...workdir, { text: '/' }, ...destination];
  const start = joined[0];
  if (start !== undefined && 'variable' in start) return undefined;
  const path = withText(joined, (text) => posix.resolve('/', text));
  const known = knownText(path);
  const ending = withText(destination, (text) => (/(?:^|\/)\.{0,2}$/.test(text) ? '/' : ''));
  const isFolder =
    ending.length > 0 ||
    sources.length > 1 ||
    local.some((source) => isPattern(source)) ||
    (known !== undefined && (SHARED_FOLDERS.has(known) || known === knownText(workdir)));
  const written = isFolder ? withText(path, (text) => (text.endsWith('/') ? text : `${text}/`)) : path;
  return { written, path, isFolder };
}

// A file that is copied to a name has that name; one that is copied into a folder keeps its own. What is copied from
// a folder, or unpacked, nobody can list without the build context: the folder that it went to is taken whole, unless
// others fill it too.
function takenPath(keyword: string, source: Value, target: Target): { path: Value } | { mistake: string } {
  const written = asWord(source);
  const plain = withText(source, (text) => posix.normalize(text));
  const isFolder = /(?:^|\/)\.{0,2}$/.test(written) || /(?:^|\/)[*?]+$/.test(written);
  const isArchive = keyword === 'ADD' && ARCHIVE.test(written);
  if (isFolder || isArchive) {
    const known = knownText(target.path);
    if (known === undefined || !SHARED_FOLDERS.has(known)) return { path: withText(target.path, (text) => `${text}/`) };
    const what = isArchive ? `the archive "${written}" is unpacked` : `the folder "${written}" is copied`;
    return {
      mistake: `${what} into ${known}, which holds other files too, and which of them are its own cannot be told`,
    };
  }
  if (!target.isFolder) return { path: target.path };
  const name = withText(plain, (text) => posix.basename(text));
  return { path: withText([...target.path, { text: '/' }, ...name], (text) => posix.normalize(text)) };
}

function isPattern(source: string): boolean {
  return /[*?[]/.test(source);
}

/** What needs no build context, as it was, with an absolute destination. */
function keptLines(
  instruction: Instruction,
  inline: readonly string[],
  remote: readonly string[],
  target: Target,
): string[] {
  const flags = flagsText(instruction, false);
  const to = asWord(target.written);
  const lines = remote.length > 0 ? [`ADD${flags} ${[...remote, to].join(' ')}`] : [];
  if (inline.length > 0) {
    const bodies = instruction.heredocs.map((heredoc) => heredoc.body);
    lines.push([`COPY${flagsText(instruction, true)} ${[...inline, to].join(' ')}`, ...bodies].join('\n'));
  }
  return lines;
}

function flagsText(instruction: Instruction, fromImage: boolean): string {
  return instruction.flags
    .filter(({ name }) => name !== NEVER_WRITTEN && !(fromImage && CONTEXT_FLAGS.has(name)))
    .map(({ name, value }) => ` --${name}${value === undefined ? '' : `=${value}`}`)
    .join('');
}

function argument(paths: readonly Value[]): string {
  const words = paths.map(asWord);
  return words.some((word) => /\s/.test(word)) ? JSON.stringify(words) : words.join(' ');
}
