// A template's Transform: LanguageExtensions is performed, every other macro runs on AWS alone.
import { expandForEach } from '../../assembly/intrinsics/for-each.js';
import type { IntrinsicScope } from '../../assembly/intrinsics/scope.js';
import type { Template, TemplateValue } from '../../model/template.js';

const LANGUAGE_EXTENSIONS = 'AWS::LanguageExtensions';

/** Keys that only LanguageExtensions understands, as they stand in JSON text (a string's content has its quotes escaped). */
const EXTENSION_KEY = /"Fn::(Length|ToJsonString|ForEach::[^"\\]*)":/;

/** The transforms of a template, by name. */
export function transformsOf(template: Template): readonly string[] {
  const { Transform: transform } = template;
  if (transform === undefined) return [];
  return (Array.isArray(transform) ? (transform as readonly unknown[]) : [transform]).map(nameOf);
}

/** A macro with parameters is an object with its name. Source: CloudFormation User Guide, Transform section. */
function nameOf(transform: unknown): string {
  if (typeof transform === 'string') return transform;
  const name = typeof transform === 'object' && transform !== null && 'Name' in transform ? transform.Name : undefined;
  return typeof name === 'string' ? name : JSON.stringify(transform);
}

/** Why the template's transforms cannot be performed, one sentence each. */
export function refusedTransforms(template: Template): string[] {
  const names = transformsOf(template);
  const macros = names.filter((name) => name !== LANGUAGE_EXTENSIONS);
  const refused = macros.map((name) => `Transform ${name} is a macro that runs on AWS; the twin cannot perform it`);
  if (names.includes(LANGUAGE_EXTENSIONS)) return refused;
  const used = EXTENSION_KEY.exec(JSON.stringify(template))?.[1];
  return used === undefined
    ? refused
    : [...refused, `Fn::${used} needs 'Transform: ${LANGUAGE_EXTENSIONS}' in the template`];
}

/** The template with every Fn::ForEach unrolled. */
export function expanded(template: Template, scope: IntrinsicScope): Template {
  if (!transformsOf(template).includes(LANGUAGE_EXTENSIONS)) return template;
  return expandForEach(template as unknown as TemplateValue, scope) as unknown as Template;
}
