// Reads texts out of templates of stacks that are not deployed yet: what can be known from the template alone.
import { partitionOf, urlSuffixOf } from '../assembly/environment.js';
import { isObject } from '../assembly/intrinsics/context.js';
import { evaluate } from '../assembly/intrinsics/evaluate.js';
import { references } from '../assembly/intrinsics/references.js';
import type { IntrinsicScope } from '../assembly/intrinsics/scope.js';
import type { StackArtifact } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import type { TemplateValue } from '../model/template.js';

/** The text of a value; undefined where it is none, or only a deployment shows it. */
export function textOf(value: TemplateValue | undefined, stack: StackArtifact): string | undefined {
  if (value === undefined) return undefined;
  try {
    const text = evaluate(value, scopeOf(stack));
    return typeof text === 'string' ? text : undefined;
  } catch (error) {
    if (error instanceof TrunklineError) return undefined;
    throw error;
  }
}

/** Where a text that {@link textOf} cannot tell comes from, in words. */
export function originOf(value: TemplateValue | undefined, stack: StackArtifact): string {
  if (isObject(value) && isObject(value['Fn::GetStackOutput'])) {
    const { StackName, OutputName } = value['Fn::GetStackOutput'];
    return `output ${textOf(OutputName, stack) ?? '?'} of stack ${textOf(StackName, stack) ?? '?'}`;
  }
  const [name] = references(value ?? null);
  const parameter = ownEntry(stack.template.Parameters, name);
  if (parameter?.Type.startsWith('AWS::SSM::Parameter::Value')) {
    return `SSM parameter ${String(parameter.Default ?? '(no default)')}`;
  }
  if (parameter) return `parameter ${name ?? ''} of stack ${stack.displayName}`;
  if (ownEntry(stack.template.Resources, name)) return `resource ${name ?? ''} of stack ${stack.displayName}`;
  return `stack ${stack.displayName}`;
}

/** Whether a value comes from a resource of the stack itself. */
export function isMadeHere(value: TemplateValue | undefined, stack: StackArtifact): boolean {
  return references(value ?? null).some((name) => ownEntry(stack.template.Resources, name) !== undefined);
}

/** A property of an object of a template; undefined where it is no object or has no such property. */
export function field(value: TemplateValue | undefined, ...keys: string[]): TemplateValue | undefined {
  return keys.reduce<TemplateValue | undefined>(
    (at, key) => (isObject(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

/** The items of a list of a template; a value that is no list is the only item. */
export function items(value: TemplateValue | undefined): readonly TemplateValue[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? (value as readonly TemplateValue[]) : [value];
}

function ownEntry<T>(record: Readonly<Record<string, T>> | undefined, key: string | undefined): T | undefined {
  return record !== undefined && key !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function scopeOf({ environment, stackName, template, parameters }: StackArtifact): IntrinsicScope {
  const { account, region } = environment;
  const pseudo = new Map([
    ['AWS::AccountId', account],
    ['AWS::Region', region],
    ['AWS::Partition', partitionOf(region)],
    ['AWS::URLSuffix', urlSuffixOf(region)],
    ['AWS::StackName', stackName],
  ]);
  return {
    ref: () => undefined,
    getAtt: () => undefined,
    parameter: (name) => {
      const declared = ownEntry(template.Parameters, name);
      // The default of such a parameter is the name of the value, not the value.
      if (declared === undefined || declared.Type.startsWith('AWS::SSM::')) return undefined;
      return ownEntry(parameters, name) ?? declared.Default;
    },
    pseudoParameter: (name) => pseudo.get(name),
    condition: () => undefined,
    mapping: (map, top, second) => ownEntry(ownEntry(ownEntry(template.Mappings, map), top), second),
    importValue: () => undefined,
    stackOutput: () => undefined,
    availabilityZones: () => undefined,
    dynamicReference: () => undefined,
  };
}
