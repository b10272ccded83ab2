// The evaluator: resolves every intrinsic function of a template value against a scope. Pure.
import { TrunklineError } from '../../model/errors.js';
import type { TemplateValue } from '../../model/template.js';
import {
  formatPath,
  intrinsicError,
  isObject,
  setOwn,
  type EvaluationContext,
  type Resolved,
  type TemplatePath,
} from './context.js';
import { hasDynamicReferences, resolveDynamicReferences } from './dynamic-references.js';
import type { IntrinsicScope } from './scope.js';
import { CONDITION_INTRINSICS, INTRINSICS } from './table.js';

const ROOT: TemplatePath = { key: '' };

/**
 * Resolves a template value: intrinsics first, then plain dynamic references; `AWS::NoValue` removes what holds it.
 *
 * @param path where the value stands in its template, for messages @default the value is the root
 * @throws TrunklineError `TemplateInvalid`, naming the intrinsic and the JSON path; also where the whole value is `AWS::NoValue`
 */
export function evaluate(value: TemplateValue, scope: IntrinsicScope, path: TemplatePath = ROOT): TemplateValue {
  const result = evaluateOptional(value, scope, path);
  if (result === undefined) {
    throw new TrunklineError('TemplateInvalid', `${formatPath(path)} is AWS::NoValue where a value is needed`);
  }
  return result;
}

/** As `evaluate`, for a value that `AWS::NoValue` may remove altogether: `undefined` then. */
export function evaluateOptional(value: TemplateValue, scope: IntrinsicScope, path: TemplatePath = ROOT): Resolved {
  const resolved = new Evaluator(scope).evaluate(value, path);
  // Nearly no value has one, and replacing them makes a copy.
  return hasDynamicReferences(resolved) ? resolveDynamicReferences(resolved, scope, path) : resolved;
}

/**
 * Whether an expression of `Conditions` or `Rules` holds.
 *
 * @throws TrunklineError `TemplateInvalid` where the expression is no condition function
 */
export function evaluateCondition(value: TemplateValue, scope: IntrinsicScope, path: TemplatePath = ROOT): boolean {
  return new Evaluator(scope).evaluateCondition(value, path);
}

class Evaluator implements EvaluationContext {
  public constructor(public readonly scope: IntrinsicScope) {}

  public evaluate(value: TemplateValue, path: TemplatePath): Resolved {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return this.evaluateList(value as readonly TemplateValue[], path);
    const fields = value as Readonly<Record<string, TemplateValue>>;
    const keys = Object.keys(fields);
    const [first] = keys;
    if (first !== undefined && keys.length === 1 && isIntrinsicKey(first)) {
      return this.call(first, fields[first] ?? null, path);
    }
    return this.evaluateFields(fields, keys, path);
  }

  public evaluateCondition(value: TemplateValue, path: TemplatePath): boolean {
    if (typeof value === 'boolean') return value;
    const [first, ...others] = isObject(value) ? Object.entries(value) : [];
    const intrinsic = first && others.length === 0 ? CONDITION_INTRINSICS.get(first[0]) : undefined;
    if (!first || !intrinsic) {
      throw intrinsicError(first?.[0] ?? 'Condition', path, 'is not a condition function that is known here');
    }
    return intrinsic(first[1], this, { parent: path, key: first[0] });
  }

  /** What holds no intrinsic function stays the same object: most of a template does. */
  private evaluateFields(
    fields: Readonly<Record<string, TemplateValue>>,
    keys: readonly string[],
    path: TemplatePath,
  ): TemplateValue {
    let result: Record<string, TemplateValue> | undefined;
    keys.forEach((key, index) => {
      if (key.startsWith('Fn::')) throw intrinsicError(key, { parent: path, key }, 'stands beside other keys');
      const value = fields[key] ?? null;
      const resolved = typeof value === 'object' ? this.evaluate(value, { parent: path, key }) : value;
      if (result === undefined && resolved === value) return;
      result ??= firstOf(fields, keys, index);
      if (resolved !== undefined) setOwn(result, key, resolved);
    });
    return result ?? fields;
  }

  /** As `evaluateFields`. */
  private evaluateList(list: readonly TemplateValue[], path: TemplatePath): TemplateValue {
    let result: TemplateValue[] | undefined;
    list.forEach((item, key) => {
      const resolved = typeof item === 'object' ? this.evaluate(item, { parent: path, key }) : item;
      if (result === undefined && resolved === item) return;
      result ??= list.slice(0, key);
      if (resolved !== undefined) result.push(resolved);
    });
    return result ?? list;
  }

  private call(name: string, argument: TemplateValue, path: TemplatePath): Resolved {
    const at = { parent: path, key: name };
    const intrinsic = INTRINSICS.get(name);
    if (intrinsic) return intrinsic(argument, this, at);
    const condition = CONDITION_INTRINSICS.get(name);
    if (condition) return condition(argument, this, at);
    if (name.startsWith('Fn::ForEach')) {
      throw intrinsicError(name, at, "needs 'Transform: AWS::LanguageExtensions' in the template");
    }
    throw intrinsicError(name, at, 'is not an intrinsic function that is known here');
  }
}

/** A copy of the first fields of an object, in the order of its keys. */
function firstOf(
  fields: Readonly<Record<string, TemplateValue>>,
  keys: readonly string[],
  count: number,
): Record<string, TemplateValue> {
  const copy: Record<string, TemplateValue> = {};
  for (const key of keys.slice(0, count)) setOwn(copy, key, fields[key] ?? null);
  return copy;
}

function isIntrinsicKey(key: string): boolean {
  // `Condition` alone is data outside of Conditions (a key of a policy statement, for example).
  return key === 'Ref' || key.startsWith('Fn::');
}
