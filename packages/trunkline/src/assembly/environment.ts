// Environments as a cloud assembly writes them, and the placeholders that it leaves for them.
import type { Environment } from '../model/environment.js';

/** What a stack without `env` has instead of an account. Source: cx-api, UNKNOWN_ACCOUNT. */
export const UNKNOWN_ACCOUNT = 'unknown-account';
/** What a stack without `env` has instead of a region. Source: cx-api, UNKNOWN_REGION. */
export const UNKNOWN_REGION = 'unknown-region';

/**
 * Reads `aws://<account>/<region>`. Undefined where it is anything else: account and region become folder names, so
 * nothing but twelve digits and a region's letters, or CDK's words for unknown ones, passes.
 */
export function parseEnvironment(text: string): Environment | undefined {
  const match = /^aws:\/\/(\d{12}|unknown-account)\/([a-z]{2,}(?:-[a-z0-9]+)+)$/.exec(text);
  return match?.[1] && match[2] ? { account: match[1], region: match[2] } : undefined;
}

/** Whether both account and region are known. */
export function isKnown(environment: Environment): boolean {
  return environment.account !== UNKNOWN_ACCOUNT && environment.region !== UNKNOWN_REGION;
}

/** By the region's prefix: its partition, and the domain of its services. Source: AWS SDKs, partitions.json. */
const PARTITIONS = [
  ['cn-', 'aws-cn', 'amazonaws.com.cn'],
  ['us-gov-', 'aws-us-gov', 'amazonaws.com'],
  ['us-iso-', 'aws-iso', 'c2s.ic.gov'],
  ['us-isob-', 'aws-iso-b', 'sc2s.sgov.gov'],
  ['eu-isoe-', 'aws-iso-e', 'cloud.adc-e.uk'],
  ['us-isof-', 'aws-iso-f', 'csp.hci.ic.gov'],
  ['eusc-', 'aws-eusc', 'amazonaws.eu'],
  ['', 'aws', 'amazonaws.com'],
] as const;

/** The partition of a region, such as `aws-cn`; `aws` where the prefix is none that is known. */
export function partitionOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[1] ?? 'aws';
}

/** What `AWS::URLSuffix` gives. */
export function urlSuffixOf(region: string): string {
  return PARTITIONS.find(([prefix]) => region.startsWith(prefix))?.[2] ?? 'amazonaws.com';
}

/**
 * Replaces `${AWS::Partition}`, `${AWS::AccountId}` and `${AWS::Region}`, which CDK leaves in the names of roles,
 * buckets and repositories for whoever reads the assembly.
 */
export function substitutePlaceholders(text: string, environment: Environment): string {
  return text
    .replaceAll('${AWS::Partition}', partitionOf(environment.region))
    .replaceAll('${AWS::AccountId}', environment.account)
    .replaceAll('${AWS::Region}', environment.region);
}
