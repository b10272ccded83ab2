// docs/getting-started.md keeps its word: its configurations are valid, its app synthesizes, its commands name every account.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { expect, test, vi } from 'vitest';
import { PipelineConfig } from '../../src';
import { CONFIG } from '../../src/config/keys';
import type { ConfigKey, Shape } from '../../src/config/shapes';

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

/** Runs the page's app, as the CDK CLI would, and gives `look` what came of it. */
async function synthesized(context: CdkJson['context'], look: (assembly: CloudAssembly) => void): Promise<void> {
  const directory = mkdtempSync(join(tmpdir(), 'getting-started-'));
  try {
    vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify(context));
    vi.stubEnv('CDK_OUTDIR', directory);
    vi.stubEnv('CDK_VALIDATION', 'false');
    vi.resetModules();
    await import('./getting-started.js');
    look(new CloudAssembly(directory));
  } finally {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  }
}

/** The names of a shape's keys, and of everything in them. */
function keyNames(shape: Shape): string[] {
  const names = (keys: readonly ConfigKey[]): string[] => keys.flatMap((key) => [key.name, ...keyNames(key.shape)]);
  if (shape.kind === 'object') return names(shape.keys);
  if (shape.kind === 'map') return [...names(shape.fixed ?? []), ...keyNames(shape.of)];
  return [];
}

test('the code is the file that the compiler checks', () => {
  const file = readFileSync(join(__dirname, 'getting-started.ts'), 'utf8');
  const code = file.slice(file.indexOf('\n') + 1).replace("'../../src'", "'cdk-trunkline'");
  expect(/```ts\n([^]*?)```/.exec(PAGE)?.[1]).toBe(code);
});

test('the whole example has every key, but those of the default pipelines and of other sources', async () => {
  const text = JSON.stringify(WHOLE.context.config);
  const absent = keyNames(CONFIG).filter((name) => !text.includes(`"${name}":`));
  expect([...new Set(absent)].sort()).toEqual(['bucket', 'development_branch', 'object_key', 'production_branch']);
  expect(PipelineConfig.fromObject(WHOLE.context.config).unknownKeys).toEqual([]);
  await synthesized(WHOLE.context, ({ stacks }) => {
    expect(stacks.map(({ stackName }) => stackName)).toContain('shop-production');
  });
});

test('every stack of the app is deployed by a command, into an environment that is bootstrapped', async () => {
  await synthesized(SMALL.context, (assembly) => {
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
