// The permissions boundaries that roles of stacks carry.
import type { StackArtifact } from '../model/assembly.js';
import { textOf } from './template-text.js';

/** Names of managed policies of the account, with their paths, as `cdk bootstrap` takes them; each once, sorted. */
export function permissionsBoundaries(stacks: readonly StackArtifact[]): string[] {
  const names = stacks.flatMap((stack) =>
    Object.values(stack.template.Resources)
      .filter(({ Type }) => Type === 'AWS::IAM::Role')
      .flatMap(({ Properties }) => textOf(Properties?.PermissionsBoundary, stack) ?? [])
      // Bootstrapping looks for the policy in the environment's own account.
      .flatMap((arn) => /^arn:[^:]+:iam::\d{12}:policy\/(.+)$/.exec(arn)?.[1] ?? []),
  );
  return [...new Set(names)].sort();
}
