// The README keeps its word: its quick start is a file that compiles and synthesizes, its tables name what there is.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { expect, test, vi } from 'vitest';
import { PipelineHooks } from '../../src';

const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

function codeBlock(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(README)?.[1] ?? '';
}

test('the quick start is the file that the compiler checks', () => {
  const file = readFileSync(join(__dirname, 'quick-start.ts'), 'utf8');
  const code = file.slice(file.indexOf('\n') + 1).replace("'../../src'", "'cdk-trunkline'");
  expect(codeBlock('ts')).toBe(code);
});

test('the quick start synthesizes with the configuration beside it, as the CDK CLI would run it', async () => {
  const { context } = JSON.parse(codeBlock('json')) as { context: unknown };
  const directory = mkdtempSync(join(tmpdir(), 'quick-start-'));
  try {
    vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify(context));
    vi.stubEnv('CDK_OUTDIR', directory);
    vi.stubEnv('CDK_VALIDATION', 'false');
    await import('./quick-start.js');
    const stacks = new CloudAssembly(directory).stacksRecursively.map((stack) => stack.stackName);
    expect(stacks.sort()).toEqual([
      'Dev-shop-Main',
      'Prod-shop-Main',
      'Prod-shop-Main',
      'shop-development',
      'shop-production',
      'trunkline-artifacts-eu-central-1',
      'trunkline-artifacts-us-east-1',
    ]);
  } finally {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  }
});

test('the tables name every hook', () => {
  const helpers = ['constructor', 'pipelineStep', 'stageStep', 'stageTestStep'];
  const hooks = hooksOf(PipelineHooks.prototype).filter((name) => !helpers.includes(name));
  expect(hooks.length).toBeGreaterThan(20);
  expect([...hooks, 'appStage'].filter((hook) => !README.includes(`\`${hook}`))).toEqual([]);
});

/** The methods of the classes between a class of hooks and CDK's own `Stack`. */
function hooksOf(prototype: object): string[] {
  if (prototype === Stack.prototype) return [];
  const methods = Object.entries(Object.getOwnPropertyDescriptors(prototype))
    .filter(([name, { value }]) => typeof value === 'function' && !name.startsWith('_'))
    .map(([name]) => name);
  return [...methods, ...hooksOf(Object.getPrototypeOf(prototype) as object)];
}
