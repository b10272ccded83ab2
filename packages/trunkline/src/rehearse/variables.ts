// Output variables of actions and the references to them, `#{namespace.key}`.
import type { Action } from '../model/pipeline.js';
import type { EnvironmentVariable } from '../model/project.js';

/** Variables by namespace; `undefined` marks the namespace of an action that was not rehearsed. */
export type VariableNamespaces = ReadonlyMap<string, Readonly<Record<string, string>> | undefined>;

/** What became of a text with references. */
export type Resolution =
  | { readonly kind: 'resolved'; readonly text: string }
  /** CodePipeline fails an action at its start when it refers to a variable that nothing has set. */
  | { readonly kind: 'unknown'; readonly reference: string }
  | { readonly kind: 'not-rehearsed'; readonly reference: string };

const REFERENCE = /#\{([^{}.]+)\.([^{}]+)\}/g;

/** Replaces every reference; several references and plain text may be mixed (CodePipeline User Guide, Variables). */
export function resolveVariables(text: string, namespaces: VariableNamespaces): Resolution {
  let trouble: Resolution | undefined;
  const resolved = text.replace(REFERENCE, (reference: string, namespace: string, key: string) => {
    const variables = namespaces.get(namespace);
    const value = variables && Object.hasOwn(variables, key) ? variables[key] : undefined;
    if (value === undefined) {
      const known = namespaces.has(namespace);
      trouble ??= { kind: known && !variables ? 'not-rehearsed' : 'unknown', reference };
    }
    return value ?? reference;
  });
  return trouble ?? { kind: 'resolved', text: resolved };
}

/** What became of everything in an action that may hold references. */
export type ActionResolution =
  | {
      readonly kind: 'resolved';
      readonly configuration: Readonly<Record<string, string>>;
      /** Of a `Commands` action; empty for every other. */
      readonly commands: readonly string[];
      readonly environmentVariables: readonly EnvironmentVariable[];
    }
  | Exclude<Resolution, { kind: 'resolved' }>;

/** Resolves an action's configuration and, for a `Commands` action, its commands and variables (Commands action reference). */
export function resolveAction(
  action: Pick<Action, 'configuration' | 'commands' | 'environmentVariables'>,
  namespaces: VariableNamespaces,
): ActionResolution {
  const ofConfiguration = resolveConfiguration(action.configuration, namespaces);
  if (ofConfiguration.kind !== 'resolved') return ofConfiguration;
  const commands: string[] = [];
  for (const command of action.commands ?? []) {
    const resolution = resolveVariables(command, namespaces);
    if (resolution.kind !== 'resolved') return resolution;
    commands.push(resolution.text);
  }
  const environmentVariables: EnvironmentVariable[] = [];
  for (const variable of action.environmentVariables ?? []) {
    const resolution = resolveVariables(variable.value, namespaces);
    if (resolution.kind !== 'resolved') return resolution;
    environmentVariables.push({ ...variable, value: resolution.text });
  }
  return { ...ofConfiguration, commands, environmentVariables };
}

/** What became of an action's whole configuration. */
export type ConfigurationResolution =
  | { readonly kind: 'resolved'; readonly configuration: Readonly<Record<string, string>> }
  | Exclude<Resolution, { kind: 'resolved' }>;

/**
 * Resolves every value of an action's configuration. `EnvironmentVariables` holds JSON: its values are resolved one by
 * one, so that a commit message with quotes stays one value (unsure: whether CodePipeline escapes them).
 */
export function resolveConfiguration(
  configuration: Readonly<Record<string, string>>,
  namespaces: VariableNamespaces,
): ConfigurationResolution {
  const resolved: Record<string, string> = {};
  for (const [key, value] of Object.entries(configuration)) {
    const resolution =
      key === 'EnvironmentVariables' ? resolveJsonStrings(value, namespaces) : resolveVariables(value, namespaces);
    if (resolution.kind !== 'resolved') return resolution;
    resolved[key] = resolution.text;
  }
  return { kind: 'resolved', configuration: resolved };
}

function resolveJsonStrings(json: string, namespaces: VariableNamespaces): Resolution {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    return resolveVariables(json, namespaces);
  }
  let trouble: Resolution | undefined;
  const text = JSON.stringify(parsed, (_key, value: unknown) => {
    if (typeof value !== 'string') return value;
    const resolution = resolveVariables(value, namespaces);
    if (resolution.kind === 'resolved') return resolution.text;
    trouble ??= resolution;
    return value;
  });
  return trouble ?? { kind: 'resolved', text };
}
