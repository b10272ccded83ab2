// Reads one stack of an assembly: its template, environment and tags.
import { posix } from 'node:path';
import { z } from 'zod';
import type { DeploymentRoles, StackArtifact } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import type { Template } from '../model/template.js';
import { bootstrapNeedsOf } from './bootstrap-needs.js';
import { containedPathSync } from './containment.js';
import { isKnown, parseEnvironment, substitutePlaceholders, UNKNOWN_ACCOUNT, UNKNOWN_REGION } from './environment.js';
import { readJsonFileSync } from './json-file.js';
import type { Manifest } from './manifest.js';
import { describeIssues } from './schema-issues.js';

/** A stack as its manifest declares it. */
export type StackEntry = Manifest['stacks'][number][1];

/** Where a stack stands in an assembly, and where to say what was odd. */
export interface StackPlace {
  /** The assembly's root folder. */
  readonly root: string;
  /** The nested assembly's folder relative to the root; empty at the top. */
  readonly nestedIn: string;
  /** The ids of all stacks of the same folder. */
  readonly siblings: ReadonlySet<string>;
  readonly warn: (warning: string) => void;
}

/** Entries by logical id; loops and macros (`Fn::ForEach::...`, `Fn::Transform`) stand among them in a form of their own. */
const entries = <S extends z.ZodType>(schema: S) =>
  z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).filter(([key]) => !key.startsWith('Fn::')))
        : value,
    z.record(z.string(), schema),
  );

// Deliberately shallow: whether a template is right is CloudFormation's business, and the twin's.
const templateSchema = z.looseObject({
  Parameters: entries(z.looseObject({ Type: z.string() })).optional(),
  Mappings: z.record(z.string(), z.unknown()).optional(),
  Conditions: z.record(z.string(), z.unknown()).optional(),
  Resources: entries(
    z.looseObject({ Type: z.string(), Properties: z.record(z.string(), z.unknown()).optional() }),
  ).optional(),
  Outputs: entries(z.looseObject({ Value: z.unknown() })).optional(),
});

/** Reads a stack. Throws TrunklineError `AssemblyUnreadable` or `PathOutsideAssembly`. */
export function readStack(place: StackPlace, id: string, entry: StackEntry): StackArtifact {
  const displayName = entry.displayName ?? id;
  const stackName = entry.properties.stackName ?? id;
  // The name becomes a file's name. Source: API reference, CreateStack, StackName.
  if (!/^[A-Za-z][A-Za-z0-9-]{0,127}$/.test(stackName)) {
    throw new TrunklineError(
      'AssemblyUnreadable',
      `Stack ${displayName} has the name ${JSON.stringify(stackName)}; CloudFormation allows letters, digits and ` +
        `hyphens, a letter first, at most 128. Set 'stackName' of the stack.`,
    );
  }
  const templateFile = assemblyPath(place, entry.properties.templateFile, `templateFile of stack ${displayName}`);
  const environment = environmentOf(place, displayName, entry.environment);
  return {
    artifactId: id,
    displayName,
    stackName,
    environment,
    templateFile,
    template: readTemplate(place, templateFile, displayName),
    tags: entry.properties.tags ?? {},
    parameters: entry.properties.parameters ?? {},
    dependencies: (entry.dependencies ?? []).filter((dependency) => place.siblings.has(dependency)),
    nestedIn: place.nestedIn,
    bootstrap: bootstrapNeedsOf(entry.properties),
    roles: rolesOf(entry.properties, environment),
  };
}

function rolesOf(properties: StackEntry['properties'], environment: StackArtifact['environment']): DeploymentRoles {
  const { assumeRoleArn, assumeRoleExternalId, cloudFormationExecutionRoleArn, lookupRole } = properties;
  const lookupExternalId = lookupRole?.assumeRoleExternalId;
  const named = <K extends string>(key: K, arn: string | undefined): { [P in K]?: string } =>
    (arn === undefined ? {} : { [key]: substitutePlaceholders(arn, environment) }) as { [P in K]?: string };
  return {
    ...named('deploy', assumeRoleArn),
    ...named('execution', cloudFormationExecutionRoleArn),
    ...named('lookup', lookupRole?.arn),
    // The CDK CLI fills placeholders in the ARNs alone. Source: aws-cdk-cli, toolkit-lib, api/environment.
    ...(assumeRoleExternalId === undefined ? {} : { deployExternalId: assumeRoleExternalId }),
    ...(lookupExternalId === undefined ? {} : { lookupExternalId }),
  };
}

/** A path that a manifest names, relative to the root; proved to stay in it. */
export function assemblyPath(place: Pick<StackPlace, 'root' | 'nestedIn'>, path: string, what: string): string {
  containedPathSync(place.root, path, {
    from: place.nestedIn,
    what: `${what} in ${posix.join(place.nestedIn, 'manifest.json')}`,
  });
  return posix.join(place.nestedIn, path);
}

function readTemplate(place: StackPlace, templateFile: string, displayName: string): Template {
  const value = readJsonFileSync(place.root, templateFile, `template of stack ${displayName}`);
  const parsed = templateSchema.safeParse(value);
  if (!parsed.success) {
    throw new TrunklineError(
      'AssemblyUnreadable',
      `${templateFile} in ${place.root} is no CloudFormation template. Make it anew with 'npx cdk synth'.`,
      describeIssues(parsed.error, templateFile),
    );
  }
  const template = value as Template;
  if (parsed.data.Resources !== undefined) return template;
  place.warn(`Stack ${displayName} has no resources: CloudFormation does not deploy such a template.`);
  return { ...template, Resources: {} };
}

function environmentOf(place: StackPlace, displayName: string, text: string | undefined): StackArtifact['environment'] {
  const environment =
    text === undefined ? { account: UNKNOWN_ACCOUNT, region: UNKNOWN_REGION } : parseEnvironment(text);
  if (environment === undefined) {
    throw new TrunklineError(
      'AssemblyUnreadable',
      `Stack ${displayName} has the environment ${JSON.stringify(text)}, which is not aws://<account>/<region> with an ` +
        `account of twelve digits. Give the stack, or its stage, 'env: { account, region }'.`,
    );
  }
  if (!isKnown(environment)) {
    place.warn(
      `Stack ${displayName} does not say where it goes (${environment.account}/${environment.region}): it cannot be ` +
        `deployed in a rehearsal. Give it, or its stage, 'env: { account, region }'.`,
    );
  }
  return environment;
}
