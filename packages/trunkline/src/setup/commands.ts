// Parts of commands that several steps share.
import { UNKNOWN_ACCOUNT } from '../assembly/environment.js';
import type { StackArtifact } from '../model/assembly.js';
import type { SetupGroup } from '../model/setup.js';

/** The option that stands for an account's credentials; only the user knows their name. */
export function credentials(account: string): string[] {
  return ['--profile', account === UNKNOWN_ACCOUNT ? '<credentials>' : `<credentials for ${account}>`];
}

/** `cdk deploy` of stacks, one command for each account, in the order in which the accounts occur. */
export function deployments(stacks: readonly StackArtifact[]): SetupGroup[] {
  return [...groupBy(stacks, ({ environment }) => environment.account)].map(([account, ofAccount]) => ({
    account,
    notes: [],
    commands: [['npx', 'cdk', 'deploy', ...ofAccount.map(({ displayName }) => displayName), ...credentials(account)]],
  }));
}

/** Values by key, keys in the order in which they occur. */
export function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const value of values) {
    const key = keyOf(value);
    groups.set(key, [...(groups.get(key) ?? []), value]);
  }
  return groups;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const [last = '', ...before] = [...new Set(names)].reverse();
  return before.length === 0 ? last : `${before.reverse().join(', ')} and ${last}`;
}

/** The address of a region's console. Source: AWS General Reference, service endpoints of the Management Console. */
export function consoleAddress(region: string, path: string): string {
  if (region.startsWith('cn-')) return `https://console.amazonaws.cn${path}?region=${region}`;
  if (region.startsWith('us-gov-')) return `https://console.amazonaws-us-gov.com${path}?region=${region}`;
  return `https://${region}.console.aws.amazon.com${path}?region=${region}`;
}
