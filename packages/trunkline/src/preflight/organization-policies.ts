// Service and resource control policies, where the user gives them: no template has them.
import { z } from 'zod';
import type { TemplateValue } from '../model/template.js';
import type { Policy } from './iam/policy.js';

const account = z.string().regex(/^(?:default|\d{12})$/, "a key is 'default' or an account of twelve digits");
const document = z.looseObject({ Statement: z.unknown() }, 'a policy is an object with a Statement');

/** The keys of `.trunklinerc.json`, for a schema of the file. An account's own list takes the place of `default`. */
export const organizationPolicySettings = {
  /** By account: the policies of each level, from the organization's root down to the account itself. */
  service_control_policies: z.record(account, z.array(z.array(document))).optional(),
  /** By account: the policies of all levels, which only deny. */
  resource_control_policies: z.record(account, z.array(document)).optional(),
};

/** Their values. */
export type OrganizationPolicySettings = z.infer<z.ZodObject<typeof organizationPolicySettings>>;

/** The policies that apply to an account. */
export interface OrganizationPolicies {
  /** Of a caller's account, one list for each level; `undefined` where none are given. */
  serviceControl(account: string): readonly (readonly Policy[])[] | undefined;
  /** Of a resource's account. */
  resourceControl(account: string): readonly Policy[] | undefined;
}

/** Reads them once, so that each is one object, whose document is parsed once. */
export function organizationPolicies(settings: OrganizationPolicySettings): OrganizationPolicies {
  const { service_control_policies: service = {}, resource_control_policies: resource = {} } = settings;
  const levels = new Map(
    Object.entries(service).map(([of, given]) => [
      of,
      given.map((level, index) =>
        level.map((each, place) => policy(`service_control_policies.${of}[${index}][${place}]`, each)),
      ),
    ]),
  );
  const denials = new Map(
    Object.entries(resource).map(([of, given]) => [
      of,
      given.map((each, index) => policy(`resource_control_policies.${of}[${index}]`, each)),
    ]),
  );
  return {
    serviceControl: (of) => levels.get(of) ?? levels.get('default'),
    resourceControl: (of) => denials.get(of) ?? denials.get('default'),
  };
}

function policy(name: string, given: z.infer<typeof document>): Policy {
  return { name, document: given as TemplateValue };
}
