// Carries an instruction of a file with `# escape=` backtick over into one whose escape character is the backslash.
import type { Instruction } from './instruction.js';
import { readJsonForm } from './words.js';

/** The text of an instruction with its heredocs, for a Dockerfile whose escape character is the backslash. */
export function textOf(instruction: Instruction, escape: string): string {
  const head = escape === '\\' ? instruction.head : convert(instruction);
  return [head, ...instruction.heredocs.map((heredoc) => heredoc.body)].join('\n');
}

/** Why an instruction cannot be carried over; undefined when it can. */
export function notConvertible(instruction: Instruction, escape: string): string | undefined {
  if (escape === '\\' || !isLineWise(instruction)) return undefined;
  // Such a line would go on in the next one once the backslash is the escape character.
  const bad = instruction.head.split('\n').some((line) => /\\[ \t]*$/.test(line));
  return bad
    ? 'a line of it ends with a backslash, which would continue it where the escape character is the backslash'
    : undefined;
}

// The shell reads RUN, and JSON has escapes of its own: only the ends of lines mean something to the builder there.
function isLineWise(instruction: Instruction): boolean {
  return ['RUN', 'SHELL', 'ONBUILD'].includes(instruction.keyword) || readJsonForm(instruction.argument) !== undefined;
}

function convert(instruction: Instruction): string {
  const continued = instruction.head.replace(/`([ \t]*)$/gm, '\\$1');
  if (isLineWise(instruction)) return continued;
  let out = '';
  let single = false;
  const head = instruction.head;
  for (let at = 0; at < head.length; at += 1) {
    const char = head.charAt(at);
    if (char === "'") single = !single;
    if (char === '`' && !single) {
      const next = head.charAt(at + 1);
      out += `\\${next}`;
      at += 1;
    } else out += char === '\\' && !single ? '\\\\' : char;
  }
  return out;
}
