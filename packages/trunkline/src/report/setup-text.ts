// The steps of a setup as text for a shell: commands as they are, everything else as comments.
import type { Setup, SetupGroup, SetupStep } from '../model/setup.js';
import { plain } from './paint.js';
import { shellWord } from './shell-word.js';

const WIDTH = 100;

/**
 * Renders the steps; ends with a line break. The whole text may be pasted into a shell step by step. Names come from an
 * untrusted assembly: no line break of theirs can end a comment or a command.
 * @param project the project's folder as the reader would name it
 */
export function renderSetup(setup: Setup, project: string): string {
  const names = setup.pipelines.map(({ name, stack }) => name ?? stack);
  const blocks = [
    [
      ...comment(`From nothing to a running pipeline: ${names.join(', ')}.`),
      ...comment(
        'Put your own names in place of <...>, such as the profile that holds the credentials for an account.',
      ),
      ...(project === '.' ? [] : [`cd ${shellWord(oneLine(project))}`]),
    ],
    ...setup.steps.map((step, index) => stepLines(step, index + 1)),
  ];
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function stepLines({ title, notes, groups }: SetupStep, number: number): string[] {
  return [
    ...comment(`${number}. ${title}`),
    ...notes.flatMap((note) => comment(note)),
    ...groups.flatMap((group, index) => ['', ...groupLines(group, groups[index - 1]?.account)]),
  ];
}

/** The account is named once for groups that follow one another. */
function groupLines({ account, notes, commands }: SetupGroup, previous: string | undefined): string[] {
  return [
    ...(account === undefined || account === previous ? [] : comment(`Account ${account}`)),
    ...notes.flatMap((note) => comment(note)),
    ...commands.map(commandLine),
  ];
}

/** One line, or one for each option where that would be too long. */
function commandLine(words: readonly string[]): string {
  const shell = words.map((word) => shellWord(oneLine(word)));
  const line = shell.join(' ');
  if (line.length <= WIDTH) return line;
  const lines = shell.reduce<string[]>((parts, word, index) => {
    const last = parts.at(-1);
    if (last === undefined || (words[index] ?? '').startsWith('--')) return [...parts, word];
    return [...parts.slice(0, -1), `${last} ${word}`];
  }, []);
  return lines.join(' \\\n  ');
}

function comment(text: string): string[] {
  const lines: string[] = [];
  for (const word of oneLine(text).split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= WIDTH) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`# ${word}`);
  }
  return lines;
}

function oneLine(text: string): string {
  return plain(text).replace(/[\t\n\u2028\u2029]+/g, ' ');
}
