// Heredocs: what of them older builders can read too, once it is written in another way, and what is left.
import type { Instruction } from './instruction.js';
import { readDockerfile } from './read.js';

/** The shell of an image that names none, by the Dockerfile reference. */
export const USUAL_SHELL: readonly string[] = ['/bin/sh', '-c'];

// BuildKit's reader of Dockerfiles ends at lines longer than 65535 bytes.
const LONGEST_LINE = 65_000;

/** Whether there is a heredoc in a Dockerfile, which Debian's buildah 1.28 takes for the name of a file. */
export function needsHeredocs(dockerfile: string): boolean {
  return readDockerfile(dockerfile, 'Dockerfile').stages.some((stage) =>
    stage.instructions.some(({ heredocs }) => heredocs.length > 0),
  );
}

/**
 * A RUN with heredocs as an instruction in JSON form, in which the shell gets the script as one word. It runs as BuildKit
 * runs it: a heredoc by itself is the script, any other is left to the shell.
 * @param shell what SHELL names; undefined when that is not known
 * @returns undefined where it has to stay as it is
 */
export function runAsWord(instruction: Instruction, shell: readonly string[] | undefined): string | undefined {
  const { argument, heredocs, flags } = instruction;
  const [first] = heredocs;
  if (first === undefined || shell === undefined) return undefined;
  let script = [argument, ...heredocs.map(({ body }) => body), ''].join('\n');
  if (first.opening === argument) {
    script = first.body.replace(/[^\n]*$/, '');
    if (argument.startsWith('<<-')) script = script.replace(/^\t+/gm, '');
    // BuildKit makes a program of it, in a file.
    if (script.startsWith('#!')) return undefined;
  }
  // Two "<" one after the other would be read as a heredoc again by some parsers.
  const words = JSON.stringify([...shell, script]).replaceAll('<<', String.raw`\u003c\u003c`);
  const written = flags.map(({ name, value }) => ` --${name}${value === undefined ? '' : `=${value}`}`).join('');
  const line = `RUN${written} ${words}`;
  return Buffer.byteLength(line) > LONGEST_LINE ? undefined : line;
}
