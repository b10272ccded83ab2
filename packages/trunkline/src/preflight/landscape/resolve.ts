// Resolves template values without giving up: what does not resolve becomes a marker and is reported, and the rest stands.
import { formatPath, isObject, setOwn, type Resolved, type TemplatePath } from '../../assembly/intrinsics/context.js';
import { evaluateOptional } from '../../assembly/intrinsics/evaluate.js';
import type { IntrinsicScope } from '../../assembly/intrinsics/scope.js';
import type { TemplateValue } from '../../model/template.js';
import { DEEPEST, isTooDeep } from './depth.js';
import { failureOf } from './failure.js';

/** Where a value stands, and who hears of what does not resolve. */
export interface Resolving {
  readonly scope: IntrinsicScope;
  /** Whether the value is known not to be nested too deeply. */
  readonly shallow: boolean;
  /** The marker for the value at a path. */
  readonly mark: (path: string) => string;
  readonly report: (problem: string) => void;
}

/** The resolved value; `undefined` where `AWS::NoValue` removes it. */
export function resolve(value: TemplateValue, resolving: Resolving, path: TemplatePath): Resolved {
  if (resolving.shallow || !isTooDeep(value)) return resolveShallow(value, resolving, path);
  resolving.report(`${formatPath(path)} is nested deeper than ${DEEPEST} levels`);
  return resolving.mark(formatPath(path));
}

function resolveShallow(value: TemplateValue, resolving: Resolving, path: TemplatePath): Resolved {
  try {
    return evaluateOptional(value, resolving.scope, path);
  } catch (error) {
    return resolveParts(value, resolving, path, failureOf(error, formatPath(path)));
  }
}

/** One part does not resolve: the others are tried one by one. */
function resolveParts(value: TemplateValue, resolving: Resolving, path: TemplatePath, problem: string): Resolved {
  if (Array.isArray(value)) {
    return (value as readonly TemplateValue[])
      .map((item, key) => resolveShallow(item, resolving, { parent: path, key }))
      .filter((item): item is TemplateValue => item !== undefined);
  }
  const entries = isObject(value) ? Object.entries(value) : [];
  if (entries.length === 0 || entries.some(([key]) => key === 'Ref' || key.startsWith('Fn::'))) {
    const branch = takenBranch(value, resolving.scope);
    if (branch !== undefined) {
      const [key, taken] = branch;
      return resolveShallow(taken, resolving, { parent: { parent: path, key: 'Fn::If' }, key });
    }
    resolving.report(problem);
    return resolving.mark(formatPath(path));
  }
  const result: Record<string, TemplateValue> = {};
  for (const [key, item] of entries) {
    const resolved = resolveShallow(item, resolving, { parent: path, key });
    if (resolved !== undefined) setOwn(result, key, resolved);
  }
  return result;
}

/** The branch of a Fn::If whose condition is known: what fails is inside of it, and only a part of it. */
function takenBranch(value: TemplateValue, scope: IntrinsicScope): readonly [1 | 2, TemplateValue] | undefined {
  if (!isObject(value) || Object.keys(value).length !== 1) return undefined;
  const { 'Fn::If': argument } = value;
  if (!Array.isArray(argument) || argument.length !== 3) return undefined;
  const [name, then, otherwise] = argument as readonly TemplateValue[];
  const holds = typeof name === 'string' ? quietly(() => scope.condition(name)) : undefined;
  if (holds === undefined) return undefined;
  return holds ? [1, then ?? null] : [2, otherwise ?? null];
}

function quietly<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch (error) {
    failureOf(error, '');
    return undefined;
  }
}
