// Fn::Sub: text with ${Variable}, ${Resource.Attribute} and ${!Literal}.
import type { TemplateValue } from '../../model/template.js';
import { getAtt } from './get-att.js';
import { intrinsicError, isObject, scalarText, type Intrinsic } from './context.js';
import { ref } from './ref.js';

/** One `${...}` of a Sub template; group 1 is its content. */
export const SUB_VARIABLE = /\$\{([^{}]*)\}/g;

/** The two forms of the argument, taken apart. */
export function subParts(
  argument: TemplateValue,
): { text: string; variables: Readonly<Record<string, TemplateValue>> } | undefined {
  if (typeof argument === 'string') return { text: argument, variables: {} };
  if (!Array.isArray(argument) || argument.length !== 2) return undefined;
  const [text, variables] = argument as readonly TemplateValue[];
  return typeof text === 'string' && isObject(variables) ? { text, variables } : undefined;
}

/** Resolves `{"Fn::Sub": "text"}` and `{"Fn::Sub": ["text", {variables}]}`. */
export const sub: Intrinsic = (argument, context, path) => {
  const parts = subParts(argument);
  if (!parts) throw intrinsicError('Fn::Sub', path, 'takes a string, or a list of a string and a map of variables');
  return parts.text.replace(SUB_VARIABLE, (whole, content: string) => {
    const name = content.trim();
    if (name.startsWith('!')) return `\${${name.slice(1)}}`;
    if (name === '') return whole;
    const variable = Object.hasOwn(parts.variables, name) ? parts.variables[name] : undefined;
    const value =
      variable !== undefined
        ? context.evaluate(variable, { parent: { parent: path, key: 1 }, key: name })
        : name.includes('.')
          ? getAtt(name, context, path)
          : ref(name, context, path);
    const text = scalarText(value);
    if (text === undefined) throw intrinsicError('Fn::Sub', path, `'${name}' is not a string`);
    return text;
  });
};
