// Reads values out of a build's shell: its exported variables, and texts with variables and commands in them.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../process/user-shell.js';
import type { CommandRunner } from './phases.js';
import type { Sandbox } from './sandbox.js';

/**
 * The values that a program started by the shell would see: a variable that was set but not exported is empty, and so
 * is one that was never set. (unsure: that CodeBuild exports an empty text for these.)
 * @param names names that a shell can hold
 */
export async function exportedValues(
  shell: CommandRunner,
  sandbox: Sandbox,
  names: readonly string[],
): Promise<Record<string, string>> {
  if (names.length === 0) return {};
  const file = join(sandbox.control, 'exported');
  const expansions = names.map((name) => `"\${${name}-}"`).join(' ');
  const script = `printf '%s\\0' ${expansions}`;
  await shell.evaluate(`/bin/sh -c ${quote(script)} >|${quote(file)}`);
  const values = takeOrEmpty(file).split('\0');
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
}

/** A text as the shell expands it between double quotes, its first line. */
export async function expandedText(shell: CommandRunner, sandbox: Sandbox, text: string): Promise<string> {
  if (!/[$`\\]/.test(text)) return text;
  const script = join(sandbox.control, 'expand');
  const file = join(sandbox.control, 'expanded');
  // A here-document leaves quotes alone, also those inside of $( ).
  const lines = ['IFS= read -r trunkline_text <<TRUNKLINE_END', text.split('\n')[0] ?? '', 'TRUNKLINE_END'];
  writeScript(script, [...lines, `printf '%s' "$trunkline_text" >|${quote(file)}`, '']);
  await shell.evaluate(`(set +eu; . ${quote(script)})`);
  return takeOrEmpty(file);
}

function writeScript(path: string, lines: readonly string[]): void {
  writeFileSync(path, lines.join('\n'));
}

/** Values may be secrets: the file is gone once it is read. */
function takeOrEmpty(path: string): string {
  try {
    const text = readFileSync(path, 'utf8');
    rmSync(path);
    return text;
  } catch {
    return '';
  }
}
