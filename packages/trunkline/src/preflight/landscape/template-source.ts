// A template in the environment that it is meant for, and how its parts are named in messages and markers.
import { isKnown, UNKNOWN_ACCOUNT, UNKNOWN_REGION } from '../../assembly/environment.js';
import type { Assembly, StackArtifact } from '../../model/assembly.js';
import { formatEnvironment, type Environment } from '../../model/environment.js';
import type { Template } from '../../model/template.js';
import { unresolved } from '../iam/unresolved.js';
import type { Origin } from './landscape.js';

/** A stack's template, from an assembly or from CDK's bootstrapping. */
export interface TemplateSource {
  readonly kind: 'template' | 'bootstrap';
  readonly stackName: string;
  readonly environment: Environment;
  readonly template: Template;
  readonly parameters: Readonly<Record<string, string>>;
  /** Absent for a bootstrap stack. */
  readonly stack?: StackArtifact;
  /** The assembly's folder; absent for a bootstrap stack. */
  readonly assembly?: string;
}

/** The templates of an assembly. */
export function templateSources({ directory, stacks }: Assembly): TemplateSource[] {
  return stacks.map((stack) => ({
    kind: 'template',
    stackName: stack.stackName,
    environment: stack.environment,
    template: stack.template,
    parameters: stack.parameters,
    stack,
    assembly: directory,
  }));
}

/** Where a resource of a template, or a property of it, is written. */
export function originOf(source: TemplateSource, logicalId: string, property?: string): Origin {
  const { kind, stackName, environment, stack, assembly } = source;
  const constructPath = constructPathOf(source, logicalId);
  return {
    kind,
    stackName,
    environment,
    logicalId,
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(assembly === undefined ? {} : { assembly }),
    ...(stack === undefined ? {} : { templateFile: stack.templateFile }),
    ...(property === undefined ? {} : { property }),
  };
}

/** How messages call a resource: by its construct path, else by stack and logical id. */
export function nameOf(source: TemplateSource, logicalId: string): string {
  return constructPathOf(source, logicalId) ?? `${source.stackName}.${logicalId}`;
}

/** The construct path that CDK notes in a resource's metadata. */
export function constructPathOf({ template }: TemplateSource, logicalId: string): string | undefined {
  const resource = Object.hasOwn(template.Resources, logicalId) ? template.Resources[logicalId] : undefined;
  const path = resource?.Metadata?.['aws:cdk:path'];
  return typeof path === 'string' ? path : undefined;
}

/** A marker for a value of this stack that only a deployment tells: the same `what` is the same value. */
export function marker({ stackName, environment, stack }: TemplateSource, what: string): string {
  // Stacks without an environment may share their name; the path in the app tells them apart.
  const place = isKnown(environment) ? formatEnvironment(environment) : (stack?.displayName ?? 'no environment');
  return unresolved(`${stackName}.${what} in ${place}`);
}

/** The account, or a marker where the stack does not say which. */
export function accountOf(source: TemplateSource): string {
  const { account } = source.environment;
  return account === UNKNOWN_ACCOUNT ? marker(source, 'AWS::AccountId') : account;
}

/** Both; what lookups and messages compare, while origins keep CDK's words for what a stack does not say. */
export function environmentOf(source: TemplateSource): Environment {
  return { account: accountOf(source), region: regionOf(source) };
}

/** The region, or a marker where the stack does not say which. */
export function regionOf(source: TemplateSource): string {
  const { region } = source.environment;
  return region === UNKNOWN_REGION ? marker(source, 'AWS::Region') : region;
}
