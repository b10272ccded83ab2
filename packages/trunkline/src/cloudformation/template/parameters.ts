// A template's parameters: defaults, constraints, and values that come from the SSM parameter store.
import { createHash } from 'node:crypto';
import type { Environment } from '../../model/environment.js';
import type { Template, TemplateParameter, TemplateValue } from '../../model/template.js';
import { ASSUMED_BOOTSTRAP_VERSION, isBootstrapVersion } from '../bootstrap.js';
import type { World } from '../world.js';

/** Parameters, resolved. */
export interface ResolvedParameters {
  /** What `Ref` gives: lists for the list types, the stored value for SSM types. */
  readonly values: Readonly<Record<string, TemplateValue>>;
  /** What `describeStack` shows: the text that was given, or the default. */
  readonly shown: Readonly<Record<string, string>>;
  /** Every mistake, in CloudFormation's wording where it is known. */
  readonly problems: readonly string[];
  readonly assumptions: readonly string[];
}

const SSM_TYPE = /^AWS::SSM::Parameter::Value<(.+)>$/;

/** Resolves the parameters of a template; an empty string is a value. */
export function resolveParameters(
  template: Template,
  given: Readonly<Record<string, string>>,
  environment: Environment,
  world: World,
): ResolvedParameters {
  const declared = template.Parameters ?? {};
  const values: Record<string, TemplateValue> = {};
  const shown: Record<string, string> = {};
  const problems: string[] = [];
  const assumptions: string[] = [];
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) problems.push(`Parameters: [${unknown.join(', ')}] do not exist in the template`);
  const missing: string[] = [];
  for (const [name, parameter] of Object.entries(declared)) {
    const malformed = malformedKeys(name, parameter);
    if (malformed.length > 0) {
      problems.push(...malformed);
      continue;
    }
    const text = Object.hasOwn(given, name) ? given[name] : parameter.Default;
    if (text === undefined) {
      missing.push(name);
      continue;
    }
    const problem = violation(name, String(text), parameter);
    if (problem !== undefined) {
      problems.push(problem);
      continue;
    }
    const secret = String(parameter.NoEcho) === 'true';
    const stored = SSM_TYPE.exec(parameter.Type)?.[1];
    const value = stored === undefined ? String(text) : lookUp(String(text), environment, world, assumptions);
    if (value === undefined) {
      problems.push(`Unable to fetch parameters [${text}] from parameter store for this account.`);
      continue;
    }
    shown[name] = secret ? '****' : String(text);
    values[name] = secret ? masked(value) : typed(value, stored ?? parameter.Type);
  }
  if (missing.length > 0) problems.unshift(`Parameters: [${missing.join(', ')}] must have values`);
  return { values, shown, problems, assumptions };
}

const TEXTS = [
  'Default',
  'AllowedPattern',
  'ConstraintDescription',
  'MinLength',
  'MaxLength',
  'MinValue',
  'MaxValue',
  'NoEcho',
] as const;

/** What a template of unknown origin may have in the place of texts. unsure: CloudFormation's wording. */
function malformedKeys(name: string, parameter: TemplateParameter): string[] {
  const allowed: unknown = parameter.AllowedValues;
  const wrong = TEXTS.filter((key) => parameter[key] !== undefined && !isScalar(parameter[key]));
  return [
    ...wrong.map((key) => `Template format error: ${key} of parameter '${name}' must be a string`),
    ...(allowed === undefined || (Array.isArray(allowed) && allowed.every(isScalar))
      ? []
      : [`Template format error: AllowedValues of parameter '${name}' must be a list of strings`]),
  ];
}

function isScalar(value: unknown): boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** The twin stores what it resolves, so a NoEcho value never enters it; the digest still tells one value from another. */
function masked(value: string): string {
  return `****${createHash('sha256').update(`trunkline NoEcho ${value}`).digest('hex').slice(0, 12)}`;
}

function typed(value: string, type: string): TemplateValue {
  if (type !== 'CommaDelimitedList' && !type.startsWith('List<')) return value;
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}

function violation(name: string, text: string, parameter: TemplateParameter): string | undefined {
  const { AllowedValues, AllowedPattern, MinLength, MaxLength, MinValue, MaxValue, ConstraintDescription } = parameter;
  const items = parameter.Type === 'CommaDelimitedList' ? text.split(',').map((item) => item.trim()) : [text];
  if (AllowedValues && !items.every((item) => AllowedValues.map(String).includes(item))) {
    return `Parameter '${name}' must be one of AllowedValues`;
  }
  if (AllowedPattern !== undefined && !items.every((item) => matches(AllowedPattern, item))) {
    return `Parameter '${name}' must match pattern ${ConstraintDescription ?? AllowedPattern}`;
  }
  if (MinLength !== undefined && text.length < Number(MinLength)) {
    return `Parameter '${name}' must contain at least ${MinLength} characters`;
  }
  if (MaxLength !== undefined && text.length > Number(MaxLength)) {
    return `Parameter '${name}' must contain at most ${MaxLength} characters`;
  }
  if (parameter.Type !== 'Number') return undefined;
  if (text.trim() === '' || Number.isNaN(Number(text))) return `Parameter '${name}' must be a number`;
  if (MinValue !== undefined && Number(text) < Number(MinValue)) {
    return `Parameter '${name}' must be a number not less than ${MinValue}`;
  }
  if (MaxValue !== undefined && Number(text) > Number(MaxValue)) {
    return `Parameter '${name}' must be a number not greater than ${MaxValue}`;
  }
  return undefined;
}

function matches(pattern: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(text);
  } catch {
    // A pattern of Java's that JavaScript does not read proves nothing against the value.
    return true;
  }
}

function lookUp(name: string, environment: Environment, world: World, assumptions: string[]): string | undefined {
  const value = world.ssmParameter(environment, name);
  if (value !== undefined) return value;
  if (isBootstrapVersion(name)) return ASSUMED_BOOTSTRAP_VERSION;
  if (!name.startsWith('/aws/service/')) return undefined;
  assumptions.push(`The public SSM parameter ${name} exists; the twin uses a marker in place of its value.`);
  return `trunkline-unknown.${name}`;
}
