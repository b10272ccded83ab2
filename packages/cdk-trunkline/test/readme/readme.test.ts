// The README keeps its word: its quick start synthesizes, its tables name what there is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { PipelineHooks } from '../../src';
import { synthesizeCode } from './run-code';

const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

function codeBlock(language: string): string {
  return new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``).exec(README)?.[1] ?? '';
}

test('the quick start synthesizes with the configuration beside it, as the CDK CLI would run it', () => {
  const { context } = JSON.parse(codeBlock('json')) as { context: unknown };
  synthesizeCode(codeBlock('ts'), context, (assembly) => {
    expect(assembly.stacksRecursively.map(({ stackName }) => stackName).sort()).toEqual([
      'Dev-shop-Main',
      'Prod-shop-Main',
      'Prod-shop-Main',
      'shop-development',
      'shop-production',
      'trunkline-artifacts-eu-central-1',
      'trunkline-artifacts-us-east-1',
    ]);
  });
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
