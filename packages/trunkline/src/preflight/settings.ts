// What `.trunklinerc.json` says about preflight: the same to the command line and to the plugin.
import { z } from 'zod';
import { acknowledgeSchema } from './acknowledge.js';
import { bootstrapSchema } from './bootstrap/declaration.js';
import { organizationPolicies, organizationPolicySettings } from './organization-policies.js';
import type { PreflightOptions } from './preflight.js';
import { quotasSchema } from './rules/quotas.js';

/** The keys, for a schema of the file. */
export const preflightSettings = {
  /** Folders of further assemblies whose stacks exist beside the app's, relative to the project. */
  beside: z.array(z.string().min(1, 'name a folder')).default([]),
  /** The organization that the accounts are in. */
  organization_id: z
    .string()
    .regex(/^o-[a-z0-9]{10,32}$/, "an organization's id is 'o-' and 10 to 32 lower-case letters and digits")
    .optional(),
  /** How environments are bootstrapped. */
  bootstrap: bootstrapSchema.optional(),
  /** Quotas that the accounts really have. */
  quotas: quotasSchema.optional(),
  ...organizationPolicySettings,
  /** Findings of preflight that are let stand. */
  acknowledge: acknowledgeSchema.default([]),
};

/** Their values. */
export type PreflightSettings = z.infer<z.ZodObject<typeof preflightSettings>>;

/** What they come to. */
export function optionsOf(settings: PreflightSettings): Omit<PreflightOptions, 'version' | 'live'> {
  const { acknowledge, bootstrap, organization_id: organizationId, quotas } = settings;
  return {
    acknowledge,
    organizationPolicies: organizationPolicies(settings),
    ...(bootstrap === undefined ? {} : { bootstrap }),
    ...(organizationId === undefined ? {} : { organizationId }),
    ...(quotas === undefined ? {} : { quotas }),
  };
}

/** The mistakes of a file of settings, one line each, by JSON path. */
export function settingMistakes({ issues }: z.core.$ZodError): string[] {
  return issues.flatMap((issue) => mistakesOf(issue, ['$']));
}

/** A value that may be of several kinds is told the mistakes of the kind that it comes closest to. */
function mistakesOf(issue: z.core.$ZodIssue, before: readonly PropertyKey[]): string[] {
  const path = [...before, ...issue.path];
  if (issue.code === 'invalid_union') {
    const deepest = issue.errors.flat().filter(({ path: inside }) => inside.length > 0);
    const keys = issue.errors.flat().filter(({ code }) => code === 'unrecognized_keys');
    const closest = [...deepest, ...keys];
    if (closest.length > 0) return closest.flatMap((each) => mistakesOf(each, path));
  }
  if (issue.code === 'invalid_key') {
    return issue.issues.flatMap((each) => mistakesOf({ ...each, path: [] }, path));
  }
  return [`${path.map(String).join('.')}: ${issue.message}`];
}
