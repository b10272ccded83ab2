// The steps as text: a shell that it is pasted into runs the commands and nothing else.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Setup, SetupGroup } from '../../src/model/setup.js';
import { runProgram } from '../../src/process/run-program.js';
import { plain } from '../../src/report/paint.js';
import { renderSetup } from '../../src/report/setup-text.js';

function setupWith(groups: readonly SetupGroup[], names: readonly string[] = ['delivery']): Setup {
  return {
    format: 'trunkline-setup/1',
    pipelines: names.map((name) => ({
      name,
      stack: 'Delivery',
      environment: { account: '111111111111', region: 'eu-central-1' },
    })),
    steps: [{ id: 'deploy', title: 'The pipelines', notes: ['Once is enough.'], groups }],
  };
}

/** The words of every `npx` that a shell runs when the text is pasted into it. */
async function pasted(text: string): Promise<string[][]> {
  const script = `npx() { printf '%s\\0' "$#" "$@"; }\n${text}`;
  const result = await runProgram(['sh', '-c', script], { cwd: '/', env: {} });
  expect(result.stderr).toBe('');
  const words = result.stdout.split('\0').slice(0, -1);
  const commands: string[][] = [];
  while (words.length > 0) commands.push(words.splice(0, Number(words.shift())));
  return commands;
}

describe('the steps as text', () => {
  it('are comments and commands, an account named once for groups that follow one another', () => {
    const account = '111111111111';
    const text = renderSetup(
      setupWith([
        { account, notes: ['First.'], commands: [['npx', 'cdk', 'deploy', 'A']] },
        { account, notes: ['Second.'], commands: [] },
        { notes: [], commands: [['git', 'status', '--short']] },
      ]),
      'my app',
    );
    expect(text).toBe(`# From nothing to a running pipeline: delivery.
# Put your own names in place of <...>, such as the profile that holds the credentials for an
# account.
cd 'my app'

# 1. The pipelines
# Once is enough.

# Account 111111111111
# First.
npx cdk deploy A

# Second.

git status --short
`);
  });

  it('have long commands on several lines, an option on each', () => {
    const words = ['npx', 'cdk', 'bootstrap', 'aws://111111111111/eu-central-1', '--trust', '222222222222'];
    const text = renderSetup(
      setupWith([{ notes: [], commands: [[...words, '--profile', '<credentials for 111111111111>']] }]),
      '.',
    );
    expect(text).toContain(
      'npx cdk bootstrap aws://111111111111/eu-central-1 \\\n  --trust 222222222222 \\\n  --profile ' +
        "'<credentials for 111111111111>'\n",
    );
  });

  it('run as they are meant in a shell, whatever words they hold', async () => {
    const word = fc.oneof(
      fc.string({ minLength: 1, maxLength: 30 }),
      fc.constantFrom(
        "it's",
        '$(touch /x)',
        '`id`',
        '--a b',
        '\\',
        '-',
        '#',
        'a\\\nb',
        '"',
        '~',
        '*',
        '&& false',
        '!!',
      ),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(word, { minLength: 1, maxLength: 8 }), { maxLength: 4 }), async (given) => {
        const commands = given.map((words) => ['npx', ...words]);
        const text = renderSetup(setupWith([{ notes: given.flat(), commands }], given.flat()), '.');
        const expected = given.map((words) => words.map(visible));
        expect(await pasted(text)).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  it('let no line break of a name end a comment', async () => {
    const name = 'delivery\nnpx stolen\r\nnpx again\u2028npx more';
    const text = renderSetup(setupWith([{ account: name, notes: [name], commands: [['npx', name]] }], [name]), '.');
    expect(await pasted(text)).toEqual([['delivery npx stolen npx again npx more']]);
  });
});

/** What is left of a word once control characters and line breaks are out. */
function visible(word: string): string {
  return plain(word).replace(/[\t\n\u2028\u2029]+/g, ' ');
}
