// docs/getting-started.md keeps its word: its configurations are valid, its app synthesizes, its commands name every account.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { CONFIG } from '../../src/config/keys';
import type { ConfigKey, Shape } from '../../src/config/shapes';
import { synthesizeCode } from '../readme/run-code';

const PAGE = readFileSync(join(__dirname, '../../../../docs/getting-started.md'), 'utf8');

interface CdkJson {
  readonly context: { readonly config: Readonly<Record<string, unknown>> };
}

const [SMALL, WHOLE] = [...PAGE.matchAll(/```json\n([^]*?)```/g)].map((match) => JSON.parse(match[1] ?? '') as CdkJson);
if (SMALL === undefined || WHOLE === undefined) throw new Error('The page has two examples of cdk.json.');

/** The lines of the page's shell blocks, those that end in a backslash joined with the next. */
const COMMANDS = [...PAGE.matchAll(/```sh\n([^]*?)```/g)].flatMap((match) =>
  (match[1] ?? '')
    .replaceAll(/\\\n\s*/g, '')
    .trim()
    .split('\n'),
);

const CODE = /```ts\n([^]*?)```/.exec(PAGE)?.[1] ?? '';

/** The names of a shape's keys, and of everything in them. */
function keyNames(shape: Shape): string[] {
  const names = (keys: readonly ConfigKey[]): string[] => keys.flatMap((key) => [key.name, ...keyNames(key.shape)]);
  if (shape.kind === 'object') return names(shape.keys);
  if (shape.kind === 'map') return [...names(shape.fixed ?? []), ...keyNames(shape.of)];
  return [];
}

test('the whole example has every key, but those of the default pipelines and of other sources', () => {
  const text = JSON.stringify(WHOLE.context.config);
  const absent = keyNames(CONFIG).filter((name) => !text.includes(`"${name}":`));
  expect([...new Set(absent)].sort()).toEqual([
    'bucket',
    'development_branch',
    'object_key',
    'production_branch',
    'trigger',
  ]);
  expect(PipelineConfig.fromObject(WHOLE.context.config).unknownKeys).toEqual([]);
  synthesizeCode(CODE, WHOLE.context, ({ stacks }) => {
    expect(stacks.map(({ stackName }) => stackName)).toContain('shop-production');
  });
});

test('every stack of the app is deployed by a command, into an environment that is bootstrapped', () => {
  synthesizeCode(CODE, SMALL.context, (assembly) => {
    const deploys = COMMANDS.filter((command) => command.startsWith('npx cdk deploy')).join('\n');
    for (const { stackName } of assembly.stacks) {
      expect(deploys).toContain(stackName.replace(/(?<=trunkline-artifacts-).*/, '*'));
    }

    const bootstraps = COMMANDS.filter((command) => command.startsWith('npx cdk bootstrap'));
    const trusting = bootstraps.filter((command) => command.includes('--trust 111122223333'));
    const environments = (commands: readonly string[]): string[] =>
      commands.flatMap((command) => command.match(/aws:\/\/\S+/g) ?? []).sort();
    const used = [...new Set(assembly.stacksRecursively.map(({ environment }) => environment.name))].sort();
    expect(environments(bootstraps)).toEqual(used);
    expect(environments(trusting)).toEqual(used.filter((name) => !name.includes('111122223333')));
  });
});
