// The quotas that rules compare with, as data. The key `quotas` of `.trunklinerc.json` sets others.
import { z } from 'zod';

/** A quota. */
export interface Quota {
  readonly value: number;
  /** What is counted, with its unit. */
  readonly counts: string;
  /** Where the number is from, and whether AWS raises it. */
  readonly source: string;
}

const quota = (value: number, counts: string, source: string): Quota => ({ value, counts, source });

const CODEPIPELINE = 'CodePipeline User Guide, Quotas';
const IAM = 'IAM User Guide, IAM and STS quotas';

/** Every quota, by its name in the settings. */
export const QUOTAS = {
  bucket_policy_bytes: quota(20 * 1024, 'bytes of a bucket policy', 'S3 User Guide, Bucket policies; fixed'),
  key_policy_bytes: quota(32 * 1024, 'bytes of a key policy', 'KMS Developer Guide, Resource quotas; fixed'),
  role_trust_characters: quota(
    2048,
    'characters of a trust policy, without white space',
    `${IAM}; raised on request, to 8192 at most`,
  ),
  inline_policies_characters: quota(
    10240,
    'characters of all inline policies of a role together, without white space',
    `${IAM}; fixed`,
  ),
  managed_policy_characters: quota(6144, 'characters of a managed policy, without white space', `${IAM}; fixed`),
  managed_policies_of_a_role: quota(10, 'managed policies of a role', `${IAM}; raised on request`),
  stages_of_a_pipeline: quota(50, 'stages of a pipeline', CODEPIPELINE),
  actions_of_a_stage: quota(50, 'actions of a stage', `${CODEPIPELINE}. unsure: accounts may have 100`),
  actions_of_a_pipeline: quota(500, 'actions of a pipeline', `${CODEPIPELINE}. unsure: accounts may have 1000`),
  action_value_characters: quota(
    1000,
    'characters of one value in the configuration of an action, before variables are replaced',
    `${CODEPIPELINE}; fixed`,
  ),
  template_bytes: quota(
    1024 * 1024,
    'bytes of a template that is read from S3, as pipelines do',
    'CloudFormation User Guide, Quotas; fixed',
  ),
} as const;

/** The name of a quota. */
export type QuotaName = keyof typeof QUOTAS;

/** The numbers that hold in a run. */
export type Quotas = Readonly<Record<QuotaName, number>>;

const names = Object.keys(QUOTAS) as QuotaName[];

const count = z.int('must be a whole number').min(1, 'must be at least 1');

/** The key `quotas` of `.trunklinerc.json`: what an account really has, by the quota's name. */
export const quotasSchema = z.strictObject(
  Object.fromEntries(names.map((name) => [name, count.optional()])) as Record<QuotaName, z.ZodOptional<typeof count>>,
  {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `${issue.keys.join(', ')}: there is no such quota; there are ${names.join(', ')}`
        : undefined,
  },
);

/** All quotas, with those of the settings in place of AWS's defaults. */
export function quotasWith(overridden: Partial<Quotas> = {}): Quotas {
  const defaults = Object.fromEntries(names.map((name) => [name, QUOTAS[name].value])) as Quotas;
  return { ...defaults, ...overridden };
}
