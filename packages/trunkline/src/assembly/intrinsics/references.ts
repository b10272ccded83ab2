// Which logical ids a template value depends on: for the order of deployment.
import type { TemplateValue } from '../../model/template.js';
import { isObject } from './context.js';
import { SUB_VARIABLE, subParts } from './sub.js';

/**
 * The names that a value refers to by `Ref`, `Fn::GetAtt` and `Fn::Sub`, each once, in the order met:
 * logical ids of resources and names of parameters, without pseudo parameters.
 *
 * @param holds what is known about conditions; the branch of a `Fn::If` that is not taken is left out then
 * @default both branches count
 */
export function references(
  value: TemplateValue,
  holds: (condition: string) => boolean | undefined = () => undefined,
): string[] {
  const found = new Set<string>();
  collect(value, holds, found);
  return [...found];
}

function collect(value: TemplateValue, holds: (condition: string) => boolean | undefined, found: Set<string>): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly TemplateValue[]) collect(item, holds, found);
    return;
  }
  if (!isObject(value)) return;
  for (const [key, argument] of Object.entries(value)) {
    if (key === 'Ref' && typeof argument === 'string') add(argument, found);
    else if (key === 'Fn::GetAtt') collectGetAtt(argument, holds, found);
    else if (key === 'Fn::Sub') collectSub(argument, holds, found);
    else if (key === 'Fn::If') collectIf(argument, holds, found);
    else collect(argument, holds, found);
  }
}

function add(name: string, found: Set<string>): void {
  if (!name.startsWith('AWS::')) found.add(name);
}

function collectGetAtt(
  argument: TemplateValue,
  holds: (condition: string) => boolean | undefined,
  found: Set<string>,
): void {
  if (typeof argument === 'string') add(argument.split('.')[0] ?? '', found);
  if (!Array.isArray(argument)) return;
  const [logicalId, ...rest] = argument as readonly TemplateValue[];
  if (typeof logicalId === 'string') add(logicalId, found);
  collect(rest, holds, found);
}

function collectSub(
  argument: TemplateValue,
  holds: (condition: string) => boolean | undefined,
  found: Set<string>,
): void {
  const parts = subParts(argument);
  if (!parts) return;
  collect(parts.variables, holds, found);
  for (const [, content = ''] of parts.text.matchAll(SUB_VARIABLE)) {
    const name = content.trim();
    if (name === '' || name.startsWith('!') || Object.hasOwn(parts.variables, name)) continue;
    add(name.split('.')[0] ?? '', found);
  }
}

function collectIf(
  argument: TemplateValue,
  holds: (condition: string) => boolean | undefined,
  found: Set<string>,
): void {
  if (!Array.isArray(argument)) return;
  const [name, then, otherwise] = argument as readonly TemplateValue[];
  const taken = typeof name === 'string' ? holds(name) : undefined;
  if (taken !== false && then !== undefined) collect(then, holds, found);
  if (taken !== true && otherwise !== undefined) collect(otherwise, holds, found);
}
