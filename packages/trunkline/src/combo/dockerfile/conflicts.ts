// Where two images want different things of one container, and what settles it.
import type { Part, Placed } from './part.js';
import { placedText } from './part.js';
import { asWord, refersTo } from './value.js';

/** One image's part with the words that messages have for it. */
export interface NamedPart {
  /** `python:3.12` */
  readonly image: string;
  /** the URL or path of its Dockerfile */
  readonly place: string;
  readonly part: Part;
}

/** What the request says in place of the images. */
export interface Settlements {
  readonly environment: Readonly<Record<string, string>>;
  readonly user: string | undefined;
  readonly workdir: string | undefined;
}

/** Names every conflict that nothing settles, with both files and lines. */
export function findConflicts(parts: readonly NamedPart[], settled: Settlements): string[] {
  return [
    ...variableConflicts(parts, settled.environment),
    ...(settled.user === undefined ? placeConflicts(parts, 'user', 'Two users', '--user NAME') : []),
    ...(settled.workdir === undefined
      ? placeConflicts(parts, 'workdir', 'Two working directories', '--workdir PATH')
      : []),
  ];
}

/** What all images that say something agree on; the first one's where they do not. */
export function agreed(parts: readonly NamedPart[], what: 'user' | 'workdir'): string | undefined {
  const placed = parts.map(({ part }) => part[what]).find((each) => each !== undefined);
  return placed === undefined ? undefined : placedText(placed);
}

/** Whether a user is the one that every base begins with. */
export function isRoot(user: string): boolean {
  return /^(?:root|0)(?::(?:root|0))?$/.test(user);
}

function variableConflicts(parts: readonly NamedPart[], settled: Readonly<Record<string, string>>): string[] {
  const conflicts: string[] = [];
  const latest = new Map<string, { from: NamedPart; placed: Placed }>();
  for (const from of parts) {
    for (const [name, placed] of from.part.environment) {
      const before = latest.get(name);
      // A value that is built from the former one takes it up: PATH grows from image to image.
      const clashes =
        before !== undefined && !refersTo(placed.value, name) && asWord(before.placed.value) !== asWord(placed.value);
      if (clashes && settled[name] === undefined) {
        const said = `${describe(before.from, before.placed)} and ${describe(from, placed)}`;
        conflicts.push(`Variable ${name} has two values: ${said}. Settle it with --env ${name}=VALUE.`);
      }
      latest.set(name, { from, placed });
    }
  }
  return conflicts;
}

function placeConflicts(
  parts: readonly NamedPart[],
  what: 'user' | 'workdir',
  title: string,
  remedy: string,
): string[] {
  const said = parts.flatMap((from) => {
    const placed = from.part[what];
    return placed === undefined ? [] : [{ from, placed }];
  });
  const first = said[0];
  const other = said.find(({ placed }) => first !== undefined && normalized(placed) !== normalized(first.placed));
  if (first === undefined || other === undefined) return [];
  return [
    `${title}: ${describe(first.from, first.placed)} and ${describe(other.from, other.placed)}. Settle it with ${remedy}.`,
  ];
}

function normalized(placed: Placed): string {
  const text = placedText(placed);
  return isRoot(text) ? 'root' : text;
}

function describe(from: NamedPart, placed: Placed): string {
  return `"${placedText(placed)}" (${from.image}, ${from.place} line ${String(placed.line)})`;
}
