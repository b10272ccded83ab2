// What a stage's access role must not be allowed, and how errors about it read.
import { Stack } from 'aws-cdk-lib';
import { Effect, ManagedPolicy, PolicyStatement, type IManagedPolicy, type PolicyDocument } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';

/** An error that lists mistakes; its name tells the reader's mistakes from ours. */
export function accessError(what: string, problems: readonly string[]): Error {
  const remedy = `Change ${problems.length === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`;
  const error = new Error([`${what}:`, ...problems.map((problem) => `  ${problem}`), remedy].join('\n'));
  // An exported subclass of Error cannot pass through jsii.
  error.name = 'StageAccessError';
  return error;
}

/**
 * What is wrong with a managed policy.
 *
 * @param policy the policy
 * @param scope the role, or where it is created
 */
export function policyProblems(policy: IManagedPolicy, scope: IConstruct): string[] {
  if (policy instanceof ManagedPolicy) return documentProblems(policy.document, scope);
  if (!/:policy\/AdministratorAccess$/.test(policy.managedPolicyArn)) return [];
  return [
    'the managed policy AdministratorAccess would let every test, and every package that a test installs, do anything in ' +
      'the account. Name what the tests need, as `policyStatements` or as narrower managed policies.',
  ];
}

/** What is wrong with the statements that a policy has by now. */
export function documentProblems(document: PolicyDocument, scope: IConstruct): string[] {
  const resolved = (Stack.of(scope).resolve(document) ?? {}) as { readonly Statement?: readonly object[] };
  const { Statement: statements = [] } = resolved;
  return statements.flatMap((statement) => statementProblems(PolicyStatement.fromJson(statement)));
}

/** What is wrong with a statement. Conditions do not matter: what they hold back is everything still. */
export function statementProblems(statement: PolicyStatement): string[] {
  if (statement.effect !== Effect.ALLOW) return [];
  const { actions, notActions, resources, notResources } = statement;
  const anyAction = notActions.length > 0 || actions.includes('*');
  const anyResource = notResources.length > 0 || resources.some((resource) => ANY_RESOURCE.test(resource));
  if (!anyAction || !anyResource) return [];
  return [
    'a statement allows every action, or all but some, on every resource, or all but some, which is what ' +
      'AdministratorAccess does. Name the actions, or the resources, that the tests need.',
  ];
}

/** `*`, and ARNs that leave everything open but perhaps the partition. */
const ANY_RESOURCE = /^(?:\*+|arn:(?:[^:]*:)?\*+(?::\*+)*)$/;
