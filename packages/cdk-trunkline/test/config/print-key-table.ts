// Prints the table of keys for the README.
import { CONFIG } from '../../src/config/keys';
import type { ConfigKey, Shape } from '../../src/config/shapes';

/**
 * The README's table of all keys, in Markdown as prettier formats it. Settings that stages and pipelines may have too
 * stand once, at the root, and their names end in an asterisk; those that pipelines may have too, in two.
 */
export function configKeyTable(): string {
  const rows = [['key', '', 'default'], ...rowsOf(CONFIG.keys, '', true)];
  const widths = [0, 1, 2].map((column) => Math.max(3, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [line(head), rule, ...body.map(line)].join('\n');
}

function rowsOf(keys: readonly ConfigKey[], prefix: string, atRoot: boolean): string[][] {
  return keys
    .filter((key) => atRoot || (key.stageSetting ?? key.pipelineSetting) !== true)
    .flatMap((key) => {
      const inner = `${prefix}${key.name}`;
      const absent = absence(key);
      const star = key.stageSetting === true ? ' \\*' : key.pipelineSetting === true ? ' \\*\\*' : '';
      return [[`\`${inner}\`${star}`, `${key.description}${values(key.shape)}`, absent], ...inside(key.shape, inner)];
    });
}

/** What the table says of a key that is not there; one that is required in some cases says which others do as well. */
function absence({ required, otherwise, default: usual }: ConfigKey): string {
  if (otherwise !== undefined) return otherwise;
  return required === undefined ? `\`${String(usual)}\`` : 'required';
}

function values(shape: Shape): string {
  switch (shape.kind) {
    case 'choice':
      return ` One of ${shape.values.map((value) => `\`${value}\``).join(', ')}.`;
    case 'integer':
      return ` ${String(shape.min)} to ${String(shape.max)}.`;
    default:
      return '';
  }
}

function inside(shape: Shape, prefix: string): string[][] {
  if (shape.kind === 'object') return rowsOf(shape.keys, `${prefix}.`, false);
  if (shape.kind !== 'map' || shape.of.kind !== 'object') return [];
  const member = prefix === 'accounts' ? '<stage>' : '<name>';
  return [...rowsOf(shape.fixed ?? [], `${prefix}.`, false), ...rowsOf(shape.of.keys, `${prefix}.${member}.`, false)];
}
