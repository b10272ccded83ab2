// Fn::ForEach: loops that AWS::LanguageExtensions unrolls before a template is deployed.
import type { TemplateValue } from '../../model/template.js';
import { intrinsicError, isObject, scalarText, setOwn, type TemplatePath } from './context.js';
import { evaluate } from './evaluate.js';
import type { IntrinsicScope } from './scope.js';

const LOOP = 'Fn::ForEach::';

/**
 * Unrolls every loop of a template (or of a part of one), innermost loops included.
 *
 * @param scope resolves the collections: parameters, mappings and pseudo parameters; resources do not exist yet
 * @throws TrunklineError `TemplateInvalid` where a loop is malformed or two rounds give the same key
 */
export function expandForEach(
  value: TemplateValue,
  scope: IntrinsicScope,
  path: TemplatePath = { key: '' },
): TemplateValue {
  if (Array.isArray(value)) {
    return (value as readonly TemplateValue[]).map((item, key) => expandForEach(item, scope, { parent: path, key }));
  }
  if (!isObject(value)) return value;
  const result: Record<string, TemplateValue> = {};
  for (const [key, item] of Object.entries(value)) {
    const at = { parent: path, key };
    const entries = key.startsWith(LOOP)
      ? unroll(key, item, scope, at)
      : [[key, expandForEach(item, scope, at)] as const];
    for (const [name, expanded] of entries) {
      if (Object.hasOwn(result, name)) throw intrinsicError(key, at, `gives the key '${name}' twice`);
      setOwn(result, name, expanded);
    }
  }
  return result;
}

function unroll(
  key: string,
  argument: TemplateValue,
  scope: IntrinsicScope,
  path: TemplatePath,
): (readonly [string, TemplateValue])[] {
  const [identifier, collection, body] = Array.isArray(argument) ? (argument as readonly TemplateValue[]) : [];
  if (typeof identifier !== 'string' || collection === undefined || !isObject(body)) {
    throw intrinsicError(key, path, 'takes a list of an identifier, a collection and an object');
  }
  const items = evaluate(collection, scope, { parent: path, key: 1 });
  if (!Array.isArray(items)) throw intrinsicError(key, path, 'the collection must be a list');
  return items.flatMap((item) => {
    const text = scalarText(item);
    if (text === undefined) throw intrinsicError(key, path, 'the collection must hold strings');
    const round = expandForEach(replaceIdentifier(body, identifier, text), scope, { parent: path, key: 2 });
    return Object.entries(round as Readonly<Record<string, TemplateValue>>);
  });
}

/** `${Identifier}`, `&{Identifier}` (letters and digits alone) and `Ref` of the identifier become the item. */
function replaceIdentifier(value: TemplateValue, identifier: string, item: string): TemplateValue {
  const inText = (text: string): string =>
    text
      .replaceAll(`\${${identifier}}`, () => item)
      .replaceAll(`&{${identifier}}`, () => item.replace(/[^A-Za-z0-9]/g, ''));
  if (typeof value === 'string') return inText(value);
  if (Array.isArray(value)) {
    return (value as readonly TemplateValue[]).map((entry) => replaceIdentifier(entry, identifier, item));
  }
  if (!isObject(value)) return value;
  if (value.Ref === identifier && Object.keys(value).length === 1) return item;
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [inText(key), replaceIdentifier(entry, identifier, item)]),
  );
}
