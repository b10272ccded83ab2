// `trunkline explain`: what a finding's id stands for, why it matters and how it is mended.
import { TrunklineError } from '../../model/errors.js';
import { EXPLANATIONS, explanationOf, explanationText } from '../../preflight/explain.js';
import { painter } from '../../report/paint.js';
import { renderTable } from '../../report/table.js';
import { terminalWidth, wrapped } from '../../report/wrap.js';
import { EXIT } from '../exit-codes.js';
import type { ExplainOptions } from '../options.js';
import { wantsColours } from './terminal.js';

/** Resolves with the exit code. */
export function explainCommand(id: string | undefined, { json }: ExplainOptions): number {
  if (id === undefined) {
    print(json ? JSON.stringify(EXPLANATIONS, undefined, 2) : list());
    return EXIT.clean;
  }
  const explanation = explanationOf(id);
  if (explanation === undefined) throw unknown(id);
  print(json ? JSON.stringify(explanation, undefined, 2) : fitted(explanationText(explanation)));
  return EXIT.clean;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function list(): string {
  const paint = painter(wantsColours(process.stdout));
  const colours = { error: 'red', warning: 'yellow', info: 'cyan' } as const;
  const rows = EXPLANATIONS.map(({ id, severity }) => [{ text: id }, { text: severity, colour: colours[severity] }]);
  return [
    ...renderTable(rows, paint, ''),
    '',
    "'trunkline explain ID' says what one stands for and how it is mended.",
  ].join('\n');
}

/** Commands and JSON are indented, and stay as they are. */
function fitted(text: string): string {
  const width = terminalWidth(process.stdout);
  return text
    .split('\n')
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrapped(line, width)))
    .join('\n');
}

function unknown(id: string): TrunklineError {
  const near = EXPLANATIONS.map((each) => each.id).filter((known) => isNear(known, id));
  const hint = near.length > 0 ? `Did you mean ${near.join(' or ')}?` : '';
  return new TrunklineError(
    'UsageInvalid',
    [`There is no finding ${JSON.stringify(id)}.`, hint, "'trunkline explain' lists all of them."]
      .filter((part) => part !== '')
      .join(' '),
  );
}

/** Whether a word is in the other, or a slip away from it: two letters wrong, missing or too many. */
function isNear(known: string, said: string): boolean {
  const word = said.toLowerCase();
  if (word.length > 60) return false;
  return (word.length > 2 && (known.includes(word) || word.includes(known))) || distance(known, word) <= 2;
}

/** How many letters are to be changed, added or taken out. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...left].entries()) {
    const next = [index + 1];
    for (let column = 1; column <= right.length; column++) {
      const change = (row[column - 1] ?? 0) + (right[column - 1] === letter ? 0 : 1);
      next.push(Math.min(change, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
