// The documentation that is printed from code: `npm run docs` writes it, every other run compares it.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { describe, expect, it } from 'vitest';
import { buildProgram } from '../../src/cli/program.js';
import { ACTION_RUNNERS } from '../../src/rehearse/runners/table.js';

const docs = (name: string): string => fileURLToPath(new URL(`../../../../docs/${name}`, import.meta.url));

describe('printed documentation', () => {
  it('docs/cli.md is what --help prints', async () => {
    const program = buildProgram(() => undefined);
    const help = [program, ...program.commands].map((command) => {
      const title = command === program ? 'trunkline' : `trunkline ${command.name()}`;
      return `## ${title}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`;
    });
    const text = `# Commands\n\nPrinted from the command line's own help by \`npm run docs\`.\n\n${help.join('\n')}`;
    await expect(text).toMatchFileSnapshot(docs('cli.md'));
  });

  it('the table of docs/fidelity.md is the table of action runners', async () => {
    const rows = Object.entries(ACTION_RUNNERS).map(
      ([type, { rehearsed, open }]) => `| \`${type}\` | ${rehearsed} | ${open} |`,
    );
    const text = await readFile(docs('fidelity.md'), 'utf8');
    const head = '|---|---|---|\n';
    const marker = '<!-- printed from';
    const start = text.indexOf(head) + head.length;
    expect(start).toBeGreaterThan(head.length);
    const printed = `${text.slice(0, start)}${rows.join('\n')}\n${text.slice(text.indexOf(`\n${marker}`))}`;
    await expect(printed).toMatchFileSnapshot(docs('fidelity.md'));
  });
});

/** What the user sees, the text after the help included. */
function helpOf(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part) });
  command.outputHelp();
  return text.trim();
}
