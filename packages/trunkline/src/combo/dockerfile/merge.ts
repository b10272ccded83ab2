// Several Dockerfiles into one: the stages that only hand files over, one FROM, each image's part, what holds at the end.
import { shortName, withRegistry } from '../reference.js';
import { agreed, findConflicts, isRoot } from './conflicts.js';
import type { NamedPart, Settlements } from './conflicts.js';
import { closingLines, sharedFiles } from './ending.js';
import type { DockerfileText, Stage } from './instruction.js';
import { Part } from './part.js';
import type { PartContext, Placed } from './part.js';
import { AUTOMATIC_ARGUMENTS } from './scope.js';
import { fromImage, sortStages, stageNamed } from './stages.js';
import type { SortedStages } from './stages.js';
import { chooseSyntax, needsFrontend } from './syntax.js';
import { asWord } from './value.js';
import { expand } from './words.js';

/** One image to merge. */
export interface MergeImage {
  /** `python:3.12` */
  readonly name: string;
  /** the finished image that files are copied from */
  readonly reference: string;
  readonly file: DockerfileText;
}

/** What comes out. */
export interface Merged {
  readonly dockerfile: string;
  /** sentences: what was left out, and which file took the place of which */
  readonly notes: readonly string[];
  /** conflicts, and instructions that cannot be carried over; when there are any, the Dockerfile is of no use */
  readonly mistakes: readonly string[];
}

/**
 * Merges Dockerfiles.
 *
 * Stages of a file with several are kept under names of their own (`node-build`). They are not replaced by copies
 * out of the finished image: a finished image need not hold any more what a stage hands over, and where it does,
 * among its other files, nobody can tell it apart.
 * @param base the image in the one FROM
 * @param registry what stands in the place of docker.io
 */
export function merge(
  images: readonly MergeImage[],
  base: string,
  settled: Settlements,
  registry: string | undefined,
): Merged {
  const names = new Set<string>();
  const mistakes: string[] = [];
  const stageLines: string[] = [];
  const parts: NamedPart[] = [];
  const inherited = new Map<string, Placed>();
  for (const image of images) {
    const sorted = sortStages(image.file);
    const { file, reference } = image;
    const stageNames = nameStages(sorted.helpers, image, names);
    const context: PartContext = {
      file,
      image: reference,
      globals: sorted.globals,
      registry,
      stageNames,
      inherited: new Map(inherited),
    };
    const before = new Set(parts.flatMap(({ part }) => [...part.arguments]));
    for (const helper of sorted.helpers) {
      const kept = keepStage(helper, sorted, { ...context, inherited: new Map() }, image);
      stageLines.push('', ...kept.lines);
      mistakes.push(...kept.mistakes);
    }
    const part = new Part(context);
    part.lines.push(...forgetArguments(before, sorted));
    for (const stage of sorted.chain) part.add(stage, 'files', true);
    part.restore();
    mistakes.push(...placed(image, part));
    for (const [name, value] of part.environment) inherited.set(name, value);
    parts.push({ image: image.name, place: file.place, part });
  }
  mistakes.push(...findConflicts(parts, settled));
  const ending = closingLines(parts, settled);
  const lines = [
    `# One image of ${images.map(({ name }) => name).join(' and ')}, written by "trunkline combo". It needs no build context.`,
    ...stageLines,
    '',
    `FROM ${base}`,
    ...parts.flatMap((each, index) => ['', ...partLines(each, images[index]?.reference ?? '', parts.slice(0, index))]),
    ...bodyEnd(parts, settled),
    ...ending.lines,
  ];
  const body = `${lines.join('\n')}\n`;
  const syntax = chooseSyntax(
    images.map(({ file }) => file),
    registry,
  );
  mistakes.push(...syntax.mistakes);
  const isNeeded = mistakes.length === 0 && (!syntax.isUsual || needsFrontend(body));
  return {
    dockerfile: isNeeded && syntax.line !== undefined ? `${syntax.line}\n${body}` : body,
    notes: [...leftNotes(parts), ...guesses(parts), ...sharedFiles(parts), ...ending.notes],
    mistakes,
  };
}

function nameStages(helpers: readonly Stage[], image: MergeImage, names: Set<string>): Map<Stage, string> {
  const prefix = shortName(image.name.replace(/[:@].*$/, ''));
  const named = new Map<Stage, string>();
  for (const stage of helpers) {
    // A stage's name begins with a letter.
    const wanted = `${prefix}-${stage.name ?? String(stage.index)}`.replace(/^[^a-z]+/, 'image-');
    let name = wanted;
    for (let count = 2; names.has(name); count += 1) name = `${wanted}-${String(count)}`;
    names.add(name);
    named.set(stage, name);
  }
  return named;
}

function keepStage(
  stage: Stage,
  sorted: SortedStages,
  context: PartContext,
  image: MergeImage,
): { lines: string[]; mistakes: string[] } {
  const { file, globals, registry, stageNames } = context;
  const part = new Part(context);
  for (const ancestor of ancestors(stage, file, sorted)) part.follow(ancestor);
  part.add(stage, sorted.chain.includes(stage) ? 'files' : 'nothing', false);
  const from = fromImage(stage, file.escape, globals);
  const parent = stageNamed(file, from, stage.index);
  const base = parent === undefined ? withRegistry(from, registry) : (stageNames.get(parent) ?? from);
  const platform = stage.from.flags
    .map(({ name, value = '' }) => ` --${name}=${asWord(expand(value, file.escape, (known) => globals.get(known)))}`)
    .join('');
  const mistakes = placed(image, part);
  if (/\$/.test(base)) {
    mistakes.push(`${file.place} line ${String(stage.from.line)}: FROM ${from} names a variable without a value.`);
  }
  return { lines: [`FROM${platform} ${base} AS ${stageNames.get(stage) ?? ''}`, ...part.lines], mistakes };
}

function ancestors(stage: Stage, file: DockerfileText, sorted: SortedStages): Stage[] {
  const parent = stageNamed(file, fromImage(stage, file.escape, sorted.globals), stage.index);
  return parent === undefined ? [] : [...ancestors(parent, file, sorted), parent];
}

// An ARG holds to the end of its stage: in files of their own, the next image's instructions would not see it.
function forgetArguments(before: ReadonlySet<string>, sorted: SortedStages): string[] {
  const text = sorted.chain.flatMap((stage) => stage.instructions.map(({ head }) => head)).join('\n');
  return [...before]
    .filter((name) => !AUTOMATIC_ARGUMENTS.has(name) && new RegExp(String.raw`\b${name}\b`).test(text))
    .map((name) => `ARG ${name}=`);
}

function placed(image: MergeImage, part: Part): string[] {
  return part.mistakes.map(
    ({ line, text }) =>
      `${image.name}, ${image.file.place} line ${String(line)}: ${text} Give a changed file as ${image.name}@FILE.`,
  );
}

/** One image's part, after what puts the former one's user, folder and shell back to the base's. */
function partLines(each: NamedPart, reference: string, before: readonly NamedPart[]): string[] {
  const title = `# ${each.image}: ${reference}, ${each.place}`;
  const last = before.at(-1)?.part;
  return [title, ...(last === undefined ? [] : resetLines(last, 'root', '/')), ...each.part.lines];
}

function resetLines(last: Part, user: string, workdir: string): string[] {
  const at = last.user === undefined ? 'root' : asWord(last.user.value);
  const folder = last.workdir === undefined ? '/' : asWord(last.workdir.value);
  return [
    ...(last.hasShell ? ['SHELL ["/bin/sh", "-c"]'] : []),
    ...(at === user || (isRoot(at) && isRoot(user)) ? [] : [`USER ${user}`]),
    ...(folder === workdir ? [] : [`WORKDIR ${workdir}`]),
  ];
}

/** The user and the working directory of the finished image. */
function bodyEnd(parts: readonly NamedPart[], settled: Settlements): string[] {
  const last = parts.at(-1)?.part;
  if (last === undefined) return [];
  const lines = resetLines(
    last,
    settled.user ?? agreed(parts, 'user') ?? 'root',
    settled.workdir ?? agreed(parts, 'workdir') ?? '/',
  );
  return lines.length === 0 ? [] : ['', ...lines];
}

function guesses(parts: readonly NamedPart[]): string[] {
  return parts.flatMap(({ image, place, part }) =>
    part.notes.map(
      ({ line, text }) => `${image}, ${place} line ${String(line)}: ${text} in a changed file, ${image}@FILE.`,
    ),
  );
}

function leftNotes(parts: readonly NamedPart[]): string[] {
  return parts.flatMap(({ image, part }) =>
    part.left.size === 0
      ? []
      : [`Left out of ${image}: ${[...part.left].sort().join(' and ')}, for a combo starts no process.`],
  );
}
