// Values that a buildspec or a project takes from Parameter Store and Secrets Manager, looked up in `.trunkline.env`.
import type { EnvironmentVariable } from '../../model/project.js';

/** A variable whose value is not in the buildspec. */
export interface ReferencedVariable {
  readonly name: string;
  readonly type: Exclude<EnvironmentVariable['type'], 'PLAINTEXT'>;
  readonly reference: string;
}

/** What looking a value up gives. */
export type Lookup = { readonly value: string } | { readonly problem: string };

/**
 * Looks a variable's value up.
 * @param secrets by parameter name, or by secret: the whole reference, `id:key`, or the id alone, whose value is JSON
 * then where the reference names a key of it
 */
export function lookUp(variable: ReferencedVariable, secrets: Readonly<Record<string, string>>): Lookup {
  if (variable.type === 'PARAMETER_STORE') {
    const value = own(secrets, variable.reference);
    return value === undefined ? missing(variable, 'parameter', variable.reference) : { value };
  }
  const { ids, jsonKey } = parseSecretReference(variable.reference);
  for (const exact of [variable.reference, ...ids.map((id) => (jsonKey === '' ? id : `${id}:${jsonKey}`))]) {
    const value = own(secrets, exact);
    if (value !== undefined) return { value };
  }
  const whole = ids.map((id) => own(secrets, id)).find((value) => value !== undefined);
  const named = ids.at(-1) ?? variable.reference;
  if (whole === undefined) return missing(variable, 'secret', jsonKey === '' ? named : `${named}:${jsonKey}`);
  const value = valueOfKey(whole, jsonKey);
  return value === undefined
    ? { problem: `Variable ${variable.name}: secret ${named} in .trunkline.env is no JSON object with key ${jsonKey}.` }
    : { value };
}

function missing(variable: ReferencedVariable, kind: string, reference: string): Lookup {
  return {
    problem:
      `Variable ${variable.name} takes its value from ${kind} ${reference}, which a rehearsal does not read from AWS. ` +
      `Add the line ${reference}=<value> to .trunkline.env.`,
  };
}

/**
 * `secret-id:json-key:version-stage:version-id`, where the id may be an ARN with colons of its own, and an ARN ends with
 * a dash and six characters that the name does not have. Source: CodeBuild User Guide, build specification reference.
 */
function parseSecretReference(reference: string): { readonly ids: readonly string[]; readonly jsonKey: string } {
  const parts = reference.split(':');
  const idLength = parts[0] === 'arn' ? 7 : 1;
  const id = parts.slice(0, idLength).join(':');
  const jsonKey = parts[idLength] ?? '';
  if (idLength === 1) return { ids: [id], jsonKey };
  const name = parts[6] ?? '';
  return { ids: [id, name, name.replace(/-[A-Za-z0-9]{6}$/, '')], jsonKey };
}

function valueOfKey(json: string, key: string): string | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    const value: unknown =
      typeof parsed === 'object' && parsed !== null && Object.hasOwn(parsed, key)
        ? (parsed as Record<string, unknown>)[key]
        : undefined;
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : JSON.stringify(value);
  } catch {
    return undefined;
  }
}

function own(record: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
