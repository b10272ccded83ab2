// The `# syntax=` line of a combo: which program reads its Dockerfile, where that is another one than the builder has.
import { readReference, withRegistry } from '../reference.js';
import type { DockerfileText } from './instruction.js';
import { readDockerfile } from './read.js';

/** The frontend of several Dockerfiles. */
export interface Syntax {
  /** undefined where no file names one */
  readonly line: string | undefined;
  /** the language that builders know by themselves, as far as their age lets them */
  readonly isUsual: boolean;
  readonly mistakes: readonly string[];
}

// What every builder of today reads: docker's from before BuildKit, and Debian's buildah.
const PLAIN_FLAGS: ReadonlySet<string> = new Set(['chmod', 'chown', 'from']);

/** Whether a Dockerfile has something in it that older versions of the language do not have. */
export function needsFrontend(dockerfile: string): boolean {
  const { stages } = readDockerfile(dockerfile, 'Dockerfile');
  return stages.some(({ instructions }) =>
    instructions.some(({ heredocs, flags }) => heredocs.length > 0 || flags.some(({ name }) => !PLAIN_FLAGS.has(name))),
  );
}

/** Chooses one frontend for all. @param registry what stands in the place of docker.io */
export function chooseSyntax(files: readonly DockerfileText[], registry: string | undefined): Syntax {
  const named = files.flatMap(({ syntax, place }) => (syntax === undefined ? [] : [{ syntax, place }]));
  const first = named[0];
  if (first === undefined) return { line: undefined, isUsual: true, mistakes: [] };
  const other = named.find(({ syntax }) => frontend(syntax) !== frontend(first.syntax));
  if (other !== undefined) {
    const said = `"${first.syntax}" (${first.place}) and "${other.syntax}" (${other.place})`;
    return { line: undefined, isUsual: false, mistakes: [`Two languages of Dockerfiles cannot be mixed: ${said}.`] };
  }
  // Of one frontend, the newest version knows what the others know.
  const newest =
    named
      .map(({ syntax }) => syntax)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .at(-1) ?? first.syntax;
  // Versions with a word behind the number, such as `1-labs`, are languages with more in them.
  const isUsual = frontend(newest) === 'docker.io/docker/dockerfile' && /^[\d.]*$/.test(tagOf(newest));
  return { line: `# syntax=${withRegistry(newest, registry)}`, isUsual, mistakes: [] };
}

function frontend(syntax: string): string {
  const read = readReference(syntax);
  return read === undefined ? syntax : `${read.registry}/${read.repository}`;
}

function tagOf(syntax: string): string {
  const { tag = '' } = readReference(syntax) ?? {};
  return tag === 'latest' ? '' : tag;
}
