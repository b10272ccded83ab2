// What one intrinsic function gets to work with, and how it refuses its argument.
import { TrunklineError } from '../../model/errors.js';
import type { TemplateValue } from '../../model/template.js';
import type { IntrinsicScope } from './scope.js';

/** A place in a template, as a chain from the innermost key outwards: building one costs nothing until it is printed. */
export interface TemplatePath {
  readonly parent?: TemplatePath;
  readonly key: string | number;
}

/** A resolved value; `undefined` stands for `AWS::NoValue`. */
export type Resolved = TemplateValue | undefined;

/** Hands an intrinsic the evaluator without an import of it, so that the table of intrinsics has no cycle. */
export interface EvaluationContext {
  readonly scope: IntrinsicScope;
  evaluate(value: TemplateValue, path: TemplatePath): Resolved;
  evaluateCondition(value: TemplateValue, path: TemplatePath): boolean;
}

/** An intrinsic that yields a value. `path` ends at the intrinsic's own key. */
export type Intrinsic = (argument: TemplateValue, context: EvaluationContext, path: TemplatePath) => Resolved;

/** An intrinsic that yields true or false; valid in `Conditions` and `Rules` alone. */
export type ConditionIntrinsic = (argument: TemplateValue, context: EvaluationContext, path: TemplatePath) => boolean;

/** `Resources.Bucket.Properties.Name.Fn::Join[1][0]`: the JSON path as messages show it. */
export function formatPath(path: TemplatePath | undefined): string {
  const keys: (string | number)[] = [];
  for (let at = path; at; at = at.parent) keys.unshift(at.key);
  return keys.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** The path that `keys` name, outermost first. */
export function pathOf(...keys: (string | number)[]): TemplatePath {
  const [first = '', ...rest] = keys;
  return rest.reduce<TemplatePath>((parent, key) => ({ parent, key }), { key: first });
}

/** The error of an intrinsic: names the function, the JSON path in the template and what is wrong. */
export function intrinsicError(intrinsic: string, path: TemplatePath, problem: string): TrunklineError {
  return new TrunklineError('TemplateInvalid', `${intrinsic} at ${formatPath(path)}: ${problem}`);
}

/** Whether a template value is a JSON object. */
export function isObject(value: unknown): value is Readonly<Record<string, TemplateValue>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A value as the text that `Fn::Join` and `Fn::Sub` make of it; `undefined` for lists and objects, which have none. */
export function scalarText(value: Resolved): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The argument of an intrinsic as a list of `least` to `most` items, or an error that says what it takes. */
export function argumentList(
  intrinsic: string,
  argument: TemplateValue,
  path: TemplatePath,
  takes: string,
  least: number,
  most: number,
): readonly TemplateValue[] {
  if (!Array.isArray(argument) || argument.length < least || argument.length > most) {
    throw intrinsicError(intrinsic, path, `takes a list of ${takes}`);
  }
  return argument as readonly TemplateValue[];
}

/**
 * A resolved list as texts. An object of a template has none that could be asked for: it may well have a key `toString`.
 *
 * @param what names the list, such as `the first list`
 */
export function textList(
  intrinsic: string,
  list: readonly Resolved[],
  path: TemplatePath,
  what = 'the list',
): string[] {
  return list.map((item, index) => {
    const text = scalarText(item);
    if (text === undefined) throw intrinsicError(intrinsic, path, `item ${index} of ${what} is not a string`);
    return text;
  });
}

/** The error for a condition that the template does not have. */
export function unknownCondition(intrinsic: string, name: unknown, path: TemplatePath): TrunklineError {
  const named = typeof name === 'string' ? `'${name}'` : JSON.stringify(name);
  return intrinsicError(intrinsic, path, `the template has no condition ${named}`);
}

/** An item of an intrinsic's argument, resolved, as text. */
export function textItem(
  intrinsic: string,
  value: TemplateValue | undefined,
  context: EvaluationContext,
  path: TemplatePath,
  what: string,
): string {
  const text = value === undefined ? undefined : scalarText(context.evaluate(value, path));
  if (text === undefined) throw intrinsicError(intrinsic, path, `${what} must be a string`);
  return text;
}

/** Sets a key that comes from a template, `__proto__` included, as plain data. */
export function setOwn(target: Record<string, TemplateValue>, key: string, value: TemplateValue): void {
  if (key !== '__proto__') target[key] = value;
  else Object.defineProperty(target, key, { value, enumerable: true, writable: true, configurable: true });
}
