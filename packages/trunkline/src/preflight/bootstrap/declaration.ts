// How a user declares the bootstrapping of environments: the key `bootstrap` of `.trunklinerc.json`.
import { z } from 'zod';

const account = z.string().regex(/^\d{12}$/, 'an account has twelve digits');

const stackSchema = z.strictObject({
  /** @default the newest version that is known */
  version: z.int().min(1).optional(),
  /** @default what the stacks of the environment use */
  qualifier: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,10}$/, 'a qualifier has 1 to 10 letters, digits, hyphens and underscores')
    .optional(),
  /** Accounts that may deploy and publish. @default those of the pipelines that deploy to the account */
  trust: z.array(account).optional(),
  /** Accounts that may look values up, besides those in `trust`. @default as `trust` */
  trust_for_lookup: z.array(account).optional(),
  /** ARNs of managed policies. @default AdministratorAccess */
  cloudformation_execution_policies: z.array(z.string().startsWith('arn:')).optional(),
  /** What `--bootstrap-kms-key-id` was given; empty for `--bootstrap-customer-key`. @default `AWS_MANAGED_KEY` */
  kms_key_id: z.string().optional(),
  /** The name of a managed policy of the account, with its path. @default none */
  permissions_boundary: z.string().min(1).optional(),
});

const environmentKey = z
  .string()
  .regex(/^(?:default|aws:\/\/\d{12}\/[a-z]{2,}(?:-[a-z0-9]+)+)$/, "a key is 'default' or aws://<account>/<region>");

/**
 * The key `bootstrap`: what is declared, by `aws://<account>/<region>`, or for all others by `default`; `false` for an
 * environment that was never bootstrapped. An environment's own keys go before those of `default`.
 */
export const bootstrapSchema = z.record(
  environmentKey,
  z.union(
    [z.literal(false), stackSchema],
    'must be false, for an environment that was never bootstrapped, or an object that says how it was',
  ),
);

/** What is declared of one bootstrap stack; what is left out is assumed. */
export type BootstrapDeclaration = z.infer<typeof stackSchema>;

/** What is declared of all environments. */
export type BootstrapDeclarations = Readonly<Record<string, false | BootstrapDeclaration>>;
