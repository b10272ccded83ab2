// Reads a library file of the official-images index: which tags an image has, and where their Dockerfiles are.
// The format is that of bashbrew: entries like mail headers, parted by empty lines, with `#` comments.
import { posix } from 'node:path';
import { TrunklineError } from '../../model/errors.js';

/** One entry: a set of tags built from one folder of a repository. */
export interface LibraryEntry {
  /** names of this very variant, the fullest version first */
  readonly tags: readonly string[];
  /** names that it shares with variants for other platforms */
  readonly sharedTags: readonly string[];
  /** in the index's words: `amd64`, `arm64v8`, `windows-amd64` */
  readonly architectures: readonly string[];
  /** counted from 1 */
  readonly line: number;
  /** The place of the Dockerfile for an architecture; fields like `arm64v8-GitCommit` go before the plain ones. */
  source(architecture: string): LibrarySource;
}

/** Where a Dockerfile is. */
export interface LibrarySource {
  readonly repository: string;
  readonly commit: string;
  /** from the root of the repository */
  readonly path: string;
}

type Fields = ReadonlyMap<string, { readonly value: string; readonly line: number }>;

/**
 * Reads a library file.
 * @param place its URL, for messages
 * @throws TrunklineError `ComboInvalid` that names every line that is wrong
 */
export function readLibraryFile(text: string, place: string): readonly LibraryEntry[] {
  const mistakes: string[] = [];
  const paragraphs = readParagraphs(text, place, mistakes);
  const first = paragraphs[0];
  // What stands above the first entry holds for all, where they do not say otherwise.
  const defaults: Fields = first !== undefined && !first.has('tags') ? first : new Map();
  const entries = paragraphs
    .filter((fields) => fields !== defaults)
    .flatMap((fields) => {
      const entry = readEntry(new Map([...defaults, ...fields]), place, mistakes);
      return entry === undefined ? [] : [entry];
    });
  if (entries.length === 0 && mistakes.length === 0) mistakes.push(`${place}: it has no entry with tags.`);
  if (mistakes.length > 0) {
    throw new TrunklineError('ComboInvalid', `${place} cannot be read as a library file of official images.`, mistakes);
  }
  return entries;
}

function readParagraphs(text: string, place: string, mistakes: string[]): Fields[] {
  const paragraphs: Map<string, { value: string; line: number }>[] = [];
  let current: Map<string, { value: string; line: number }> | undefined;
  let last: { value: string; line: number } | undefined;
  text.split(/\r?\n/).forEach((raw, index) => {
    if (raw.startsWith('#')) return;
    if (raw.trim() === '') {
      current = undefined;
      last = undefined;
      return;
    }
    if (/^\s/.test(raw) && last !== undefined) {
      last.value += ` ${raw.trim()}`;
      return;
    }
    const match = /^([A-Za-z0-9][A-Za-z0-9-]*):\s*(.*)$/.exec(raw);
    if (match === null) {
      mistakes.push(`${place} line ${String(index + 1)}: "${raw.trim()}" is not "Name: value".`);
      return;
    }
    last = { value: (match[2] ?? '').trim(), line: index + 1 };
    if (current === undefined) {
      current = new Map();
      paragraphs.push(current);
    }
    current.set((match[1] ?? '').toLowerCase(), last);
  });
  return paragraphs;
}

function readEntry(fields: Fields, place: string, mistakes: string[]): LibraryEntry | undefined {
  const line = fields.get('tags')?.line ?? Math.max(0, ...[...fields.values()].map((field) => field.line));
  const at = `${place} line ${String(line)}`;
  const tags = list(fields, 'tags');
  if (tags.length === 0) mistakes.push(`${at}: the entry has no Tags.`);
  for (const name of ['GitRepo', 'GitCommit']) {
    const isThere = [...fields.keys()].some(
      (key) => key === name.toLowerCase() || key.endsWith(`-${name.toLowerCase()}`),
    );
    if (!isThere) mistakes.push(`${at}: the entry has no ${name}.`);
  }
  const architectures = list(fields, 'architectures');
  return {
    tags,
    sharedTags: list(fields, 'sharedtags'),
    // Without the field an image is made for amd64, says the format.
    architectures: architectures.length > 0 ? architectures : ['amd64'],
    line,
    source: (architecture) => {
      const field = (name: string): string | undefined =>
        fields.get(`${architecture.toLowerCase()}-${name}`)?.value ?? fields.get(name)?.value;
      const directory = field('directory') ?? '.';
      return {
        repository: field('gitrepo') ?? '',
        commit: field('gitcommit') ?? '',
        path: posix.normalize(posix.join(directory, field('file') ?? 'Dockerfile')),
      };
    },
  };
}

function list(fields: Fields, name: string): string[] {
  return (fields.get(name)?.value ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
