// A story for every public hook: overridden, removed, extended, and each of it from a subclass of a subclass.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  BuildHooks,
  ConditionHooks,
  DeliveryHooks,
  ExecutionHooks,
  NotificationHooks,
  PipelineConfig,
  PipelineHooks,
} from '../../src';
import { STORIES, type Call } from './hook-stories';
import { CONFIG, everyStack, quickApp, ServicesPipeline } from './services-pipeline';

type PipelineClass = new (...args: ConstructorParameters<typeof ServicesPipeline>) => ServicesPipeline;
type Hook = (...args: unknown[]) => unknown;

/** Public methods that are there to be called, not to be overridden. */
const TOOLS = ['pipelineStep', 'stageStep', 'stageTestStep'];

/** Abstract, and so on no prototype. */
const ABSTRACT = ['appStage'];

function hooks(): string[] {
  const methods = [BuildHooks, ExecutionHooks, NotificationHooks, ConditionHooks, DeliveryHooks, PipelineHooks].flatMap(
    (each) =>
      Object.entries(Object.getOwnPropertyDescriptors(each.prototype))
        .filter(([name, { value }]) => typeof value === 'function' && name !== 'constructor' && !name.startsWith('_'))
        .map(([name]) => name),
  );
  return [...ABSTRACT, ...methods].filter((name) => !TOOLS.includes(name));
}

/** A subclass with one hook of its own, which may ask the base. */
function overriding(
  parent: PipelineClass,
  hook: string,
  answer: (ask: () => unknown, call: Omit<Call, 'mark'>) => unknown,
): PipelineClass {
  const base = (parent.prototype as unknown as Record<string, Hook>)[hook];
  const child = class extends parent {};
  Object.defineProperty(child.prototype, hook, {
    configurable: true,
    value: function (this: ServicesPipeline, ...args: unknown[]) {
      return answer(() => base?.apply(this, args), { pipeline: this, args });
    },
  });
  return child;
}

function instead(parent: PipelineClass, hook: string, mark: string): PipelineClass {
  return overriding(parent, hook, (_, call) => STORIES[hook]?.instead({ ...call, mark }));
}

function more(parent: PipelineClass, hook: string, mark: string): PipelineClass {
  return overriding(parent, hook, (ask, call) => STORIES[hook]?.more(ask() as never, { ...call, mark }));
}

/** Everything that is synthesized for a pipeline of two stages, the second in two regions, as one text. */
function synthesized(pipelineClass: PipelineClass, ofBranch = false): string {
  const accounts = { ...CONFIG.accounts, qa: { ...CONFIG.accounts.qa, region_order: 'first_region_first' } };
  const feature_branches = { stages: ['dev', 'qa'], branches: ['**'] };
  const app = quickApp({
    config: { ...CONFIG, accounts, preflight: true, ...(ofBranch ? { feature_branches } : {}) },
    ...(ofBranch ? { branch: 'feature/x' } : {}),
  });
  const name = PipelineConfig.fromContext(app).pipelines[0]?.name ?? '';
  new pipelineClass(app, ofBranch ? `Pipeline-${name}` : 'Pipeline', { pipeline: name });
  const assembly = app.synth();
  const files = readdirSync(assembly.directory).filter((file) => file.startsWith('buildspec-'));
  const buildspecs = files.map((file) => readFileSync(join(assembly.directory, file), 'utf8'));
  return compact(JSON.stringify([everyStack(assembly), buildspecs]));
}

/** Buildspecs are JSON inside of JSON, with line ends and indentation. */
function compact(text: string): string {
  return text.replaceAll(/\\+"/g, '"').replaceAll(/\\+n|\s/g, '');
}

const untouched = synthesized(ServicesPipeline);

test('every hook has a story, and every story a hook', () => {
  expect(Object.keys(STORIES).sort()).toEqual(hooks().sort());
});

describe.each(Object.entries(STORIES))('%s', (hook, story) => {
  const { refused, sameWithout, ofBranch } = story;
  const own = (pipelineClass: PipelineClass): string => synthesized(pipelineClass, ofBranch);
  const regular = ofBranch === undefined ? untouched : own(ServicesPipeline);
  const base = story.base === undefined ? undefined : compact(story.base);
  const [first, second] = story.words ?? ['firstword', 'otherword'];

  test('overridden', () => {
    if (base !== undefined) expect(regular).toContain(base);
    expect(regular).not.toContain(first);
    expect(own(instead(ServicesPipeline, hook, first))).toContain(first);
  });

  test('removed', () => {
    const without = overriding(ServicesPipeline, hook, () => undefined);
    if (refused !== undefined) {
      expect(() => own(without)).toThrow(refused);
      return;
    }
    const left = own(without);
    if (base !== undefined && sameWithout !== true) expect(left).not.toContain(base);
    else if (sameWithout === undefined) expect(left).toBe(regular);
  });

  test('extended', () => {
    const text = own(more(ServicesPipeline, hook, first));
    expect(text).toContain(first);
    if (base !== undefined) expect(text).toContain(base);
  });

  test('from a subclass of a subclass: overridden, and extended', () => {
    const child = instead(ServicesPipeline, hook, first);
    const overridden = own(instead(child, hook, second));
    expect(overridden).toContain(second);
    expect(overridden).not.toContain(first);

    const extended = own(more(more(ServicesPipeline, hook, first), hook, second));
    expect(extended).toContain(second);
    if (story.replaces !== true) expect(extended).toContain(first);
  });
});
