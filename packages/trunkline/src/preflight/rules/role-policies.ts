// The policies of a role by how they are attached, as quotas count them.
import type { Template } from '../../model/template.js';
import type { PreflightInput } from '../input.js';
import type { LandscapeRole, Origin, PlacedPolicy } from '../landscape/landscape.js';
import type { RuleFacts } from './rule.js';

/** The policies of one role. */
export interface RolePolicies {
  readonly role: LandscapeRole;
  readonly inline: readonly PlacedPolicy[];
  readonly managed: readonly PlacedPolicy[];
}

/** Every role that a template of the app declares. */
export function rolesOfTemplates({ landscape, input }: RuleFacts): RolePolicies[] {
  const types = typesOf(input);
  return landscape.roles
    .filter(({ origin }) => origin.kind === 'template')
    .map((role) => {
      const isManaged = ({ origin }: PlacedPolicy): boolean =>
        origin.property?.startsWith('ManagedPolicyArns') === true || types(origin) === 'AWS::IAM::ManagedPolicy';
      return {
        role,
        inline: role.identity.filter((policy) => !isManaged(policy)),
        managed: role.identity.filter(isManaged),
      };
    });
}

/** The managed policies that templates declare and roles have, as policies or as boundaries; each once. */
export function managedPoliciesOfTemplates(facts: RuleFacts): PlacedPolicy[] {
  const types = typesOf(facts.input);
  const attached = rolesOfTemplates(facts).flatMap(({ role, managed }) => [
    ...managed,
    ...(role.boundary === undefined ? [] : [role.boundary]),
  ]);
  return [...new Set(attached)].filter(({ origin }) => types(origin) === 'AWS::IAM::ManagedPolicy');
}

/** Finds the type of the resource that something is written in. */
function typesOf({ assembly, beside }: PreflightInput): (origin: Origin) => string | undefined {
  const templates = new Map<string, Template>();
  for (const { directory, stacks } of [assembly, ...beside]) {
    for (const { templateFile, template } of stacks) templates.set(`${directory}\n${templateFile}`, template);
  }
  return ({ assembly: directory = '', templateFile = '', logicalId }) => {
    const resources = templates.get(`${directory}\n${templateFile}`)?.Resources ?? {};
    return Object.hasOwn(resources, logicalId) ? resources[logicalId]?.Type : undefined;
  };
}
