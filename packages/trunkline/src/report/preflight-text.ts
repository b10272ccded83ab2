// What a preflight came to, as text for a terminal: what it is relative to, the findings, and the counts.
import type { Finding, ObligationVerdict, PreflightResult, Remedy, Severity } from '../model/finding.js';
import { placeWords } from './finding-place.js';
import { jsonLines } from './json-lines.js';
import { type Colour, type Paint, painter, plain } from './paint.js';
import { DEFAULT_WIDTH, filled, reasonable, wrapped } from './wrap.js';

const COLOURS: Readonly<Record<Severity, Colour>> = { error: 'red', warning: 'yellow', info: 'cyan' };

/** How many reasons, notes and lesser findings of one kind are shown; `--json` has them all. */
const SHOWN = 5;

/** How {@link renderPreflight} writes. */
export interface PreflightTextOptions {
  /** The assembly's folder as the reader would name it, for the files of findings. */
  readonly app: string;
  /** @default false */
  readonly colours?: boolean;
  /** Of the terminal, in characters. @default 100 */
  readonly width?: number;
}

interface Page {
  readonly app: string;
  readonly paint: Paint;
  readonly width: number;
}

/** Renders the whole result; ends with a line break. */
export function renderPreflight(result: PreflightResult, options: PreflightTextOptions): string {
  const page: Page = {
    app: options.app,
    paint: painter(options.colours ?? false),
    width: reasonable(options.width ?? DEFAULT_WIDTH),
  };
  const open = result.findings.filter(({ acknowledged }) => acknowledged === undefined);
  const blocks = [
    assumptions(result, page),
    ...open.filter(({ severity }) => severity !== 'info').map((finding) => full(finding, page)),
    ...brief(
      open.filter(({ severity }) => severity === 'info'),
      page,
    ),
    unproven(result, page),
    acknowledged(result.findings, page),
    wrapped(`${countsText(result.summary).replace('; ', '\n')}${open.length > 0 ? MORE : ''}`, page.width),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

const MORE = " ('trunkline explain ID' says more)";

/** The counts of a result in a sentence. */
export function countsText(summary: PreflightResult['summary']): string {
  const { proved, refuted, unproven } = summary;
  const obligations = proved + refuted + unproven;
  const standing = summary.acknowledged === 0 ? '' : `, ${summary.acknowledged} acknowledged`;
  return (
    `${count(summary.pipelines, 'pipeline')}, ${count(obligations, 'obligation')}: ${proved} proved, ` +
    `${refuted} refuted, ${unproven} unproven; ` +
    `${count(summary.errors, 'error')}, ${count(summary.warnings, 'warning')}, ${count(summary.infos, 'info')}${standing}`
  );
}

/** What has to be true for the proof to hold: what was assumed, and what was proved in a roundabout way. */
function assumptions({ assumptions: assumed, obligations }: PreflightResult, { paint, width }: Page): string[] {
  // What comes after a semicolon tells of one region's key or the like: `--json` has it.
  const notes = grouped(obligations, ({ verdict }) =>
    verdict.kind === 'proved' ? verdict.note?.replace(/;.*$/s, '') : undefined,
  );
  const noted = notes.map(([note, of]) => `Noted: ${note} (${count(of.length, 'obligation')}).`);
  const texts = [...assumed, ...shown(noted, 'notes')];
  if (texts.length === 0) return [];
  return ['Relative to', ...texts.flatMap((text) => indented(text, width, '  '))].map((line) => paint('dim', line));
}

function full(finding: Finding, { app, paint, width }: Page): string[] {
  const { id, severity, problem, place, consequence, remedy, explains } = finding;
  const explained = explains.length === 0 ? '' : paint('dim', `  explains ${count(explains.length, 'obligation')}`);
  return [
    `${paint(COLOURS[severity], severity)} ${paint('bold', plain(id))}${explained}`,
    ...indented(problem, width, '  '),
    ...labelled('at', placeWords(place, app).map(oneLine), width, paint),
    ...labelled('then', oneLine(consequence).split(' '), width, paint),
    ...labelled('mend', oneLine(remedy.text).split(' '), width, paint),
    ...remedyLines(remedy, width),
  ];
}

function remedyLines({ statement, command }: Remedy, width: number): string[] {
  const margin = ' '.repeat(8);
  return [
    ...(statement === undefined ? [] : jsonLines(statement, width - margin.length).map(plain)),
    ...(command === undefined ? [] : commandLines(oneLine(command), width - margin.length)),
  ].map((line) => `${margin}${line}`);
}

/** One line, or several that a shell reads as one. */
function commandLines(command: string, width: number): string[] {
  if (command.length <= width) return [command];
  const lines: string[] = [];
  for (const part of command.split(/ (?=--)/)) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + part.length <= width - 2) lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(lines.length === 0 ? part : `  ${part}`);
  }
  return lines.map((line, index) => (index === lines.length - 1 ? line : `${line} \\`));
}

/** Findings that are only to be known, by kind: what and where. */
function brief(findings: readonly Finding[], { app, paint, width }: Page): string[][] {
  return grouped(findings, ({ id }) => id).map(([id, of]) => {
    const texts = of.map(({ problem, place }) => {
      const at = placeWords(place, app).join(' ');
      return at === '' ? problem : `${problem} (${at})`;
    });
    return [
      `${paint('cyan', 'info')} ${paint('bold', plain(id))}`,
      ...shown(texts, 'such findings').flatMap((text) => indented(text, width, '  ')),
    ];
  });
}

/** What could not be proved, by reason; and what was refuted without a finding that says why. */
function unproven({ obligations, findings }: PreflightResult, { paint, width }: Page): string[] {
  const explained = new Set(findings.flatMap(({ explains }) => explains));
  const reasons = grouped(obligations, ({ id, verdict }) => {
    if (verdict.kind === 'unproven') return verdict.why;
    return verdict.kind === 'refuted' && !explained.has(id) ? `refuted: ${verdict.why}` : undefined;
  });
  if (reasons.length === 0) return [];
  const lines = reasons.map(([why, of]) => {
    const such = of.length === 1 ? '' : `${count(of.length, 'obligation')}, such as `;
    return [...indented(`${why}${hintFor(why)}`, width, '  '), ...indented(`${such}${of[0]?.id ?? ''}`, width, '    ')];
  });
  const more = lines.length > SHOWN + 1 ? [`  and ${lines.length - SHOWN} more reasons; --json has all`] : [];
  return [paint('yellow', 'unproven'), ...lines.slice(0, more.length === 0 ? lines.length : SHOWN).flat(), ...more];
}

/** What nobody can know but the user, and where it is said. */
function hintFor(why: string): string {
  return why.includes('aws:PrincipalOrgID') ? '; say it with "organization_id" in .trunklinerc.json' : '';
}

function acknowledged(findings: readonly Finding[], { app, paint, width }: Page): string[] {
  const texts = findings.flatMap(({ id, place, acknowledged: by }) => {
    if (by === undefined) return [];
    const at = placeWords(place, app).join(' ');
    return `${id}${at === '' ? '' : ` at ${at}`}: ${by.reason} (${by.where})`;
  });
  if (texts.length === 0) return [];
  return ['Acknowledged', ...texts.flatMap((text) => indented(text, width, '  '))].map((line) => paint('dim', line));
}

function labelled(label: string, words: readonly string[], width: number, paint: Paint): string[] {
  const [first, ...rest] = filled(words, width - 8);
  if (first === undefined) return [];
  return [`  ${paint('dim', label.padEnd(6))}${first}`, ...rest.map((line) => `        ${line}`)];
}

function indented(text: string, width: number, margin: string): string[] {
  return wrapped(plain(text), width - margin.length).map((line) => `${margin}${line}`);
}

/** The first few, and how many more there are. */
function shown(texts: readonly string[], what: string): string[] {
  // One more line says as much as the count of them.
  if (texts.length <= SHOWN + 1) return [...texts];
  return [...texts.slice(0, SHOWN), `and ${texts.length - SHOWN} more ${what}; --json has all`];
}

function grouped<T extends Finding | ObligationVerdict>(
  items: readonly T[],
  keyOf: (item: T) => string | undefined,
): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

/** Names come from an untrusted assembly: no line break of theirs can begin a line that looks like ours. */
function oneLine(text: string): string {
  return plain(text).replace(/[\t\n\u2028\u2029]+/g, ' ');
}
