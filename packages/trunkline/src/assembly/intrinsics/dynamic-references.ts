// {{resolve:...}}: values that CloudFormation looks up while it deploys.
import type { TemplateValue } from '../../model/template.js';
import { intrinsicError, setOwn, type Resolved, type TemplatePath } from './context.js';
import type { IntrinsicScope } from './scope.js';

const OPENING = '{{resolve:';
const REFERENCE = /\{\{resolve:(ssm|ssm-secure|secretsmanager):([^{}]+)\}\}/g;

/** Whether a string of a resolved value has a dynamic reference, or what looks like one. */
export function hasDynamicReferences(value: Resolved): boolean {
  if (typeof value === 'string') return value.includes(OPENING);
  if (typeof value !== 'object' || value === null) return false;
  const parts = Array.isArray(value) ? (value as readonly TemplateValue[]) : Object.values(value);
  for (const part of parts) if (hasDynamicReferences(part)) return true;
  return false;
}

/**
 * Replaces the plain `ssm` references of every string of a resolved value.
 * `ssm-secure` and `secretsmanager` references stay as they are written, on purpose:
 * their values are secrets, and nothing that the engine stores may hold one.
 */
export function resolveDynamicReferences(
  value: TemplateValue,
  scope: IntrinsicScope,
  path: TemplatePath,
): TemplateValue;
export function resolveDynamicReferences(value: Resolved, scope: IntrinsicScope, path: TemplatePath): Resolved;
export function resolveDynamicReferences(value: Resolved, scope: IntrinsicScope, path: TemplatePath): Resolved {
  if (typeof value === 'string') {
    return value.includes(OPENING) ? resolveText(value, scope, path) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    return (value as readonly TemplateValue[]).map((item, key) =>
      resolveDynamicReferences(item, scope, { parent: path, key }),
    );
  }
  const result: Record<string, TemplateValue> = {};
  for (const [key, item] of Object.entries(value)) {
    setOwn(result, key, resolveDynamicReferences(item, scope, { parent: path, key }));
  }
  return result;
}

function resolveText(text: string, scope: IntrinsicScope, path: TemplatePath): string {
  return text.replace(REFERENCE, (whole, service: string, body: string) => {
    if (service !== 'ssm') return whole;
    const [name = '', version] = body.split(':');
    const value = scope.dynamicReference(version === undefined ? { name } : { name, version });
    if (value === undefined) {
      const which = version === undefined ? '' : ` in version ${version}`;
      throw intrinsicError(whole, path, `there is no parameter '${name}'${which} in this account and region`);
    }
    return value;
  });
}
