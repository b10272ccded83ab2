// How the patterns refuse properties: all mistakes of a construct in one error, with its path and the next command.
import { Token } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/** Throws one error that lists the mistakes, named `PatternError`; does nothing where there are none. */
export function refuse(scope: Construct, problems: readonly string[]): void {
  if (problems.length === 0) return;
  const error = new Error(
    [
      `${scope.constructor.name} ${scope.node.path}:`,
      ...problems.map((problem) => `  ${problem}`),
      `Change ${problems.length === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`,
    ].join('\n'),
  );
  // An exported subclass of Error cannot pass through jsii.
  error.name = 'PatternError';
  throw error;
}

/** One sentence for each number that is no account. */
export function accountProblems(property: string, accounts: readonly string[] = []): string[] {
  return accounts
    .filter((account) => !Token.isUnresolved(account) && !/^\d{12}$/.test(account))
    .map((account) => `${property}: ${JSON.stringify(account)} is not 12 digits.`);
}
