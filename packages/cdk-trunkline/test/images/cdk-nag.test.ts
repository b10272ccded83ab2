// cdk-nag's AwsSolutions rules on combos, with each choice that concerns them, under old and new feature flags.
import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { AwsSolutionsChecks } from 'cdk-nag';
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { ComboRepository, type ComboImage, type ConstructTestStack } from '../../src';
import { ENV, stackIn } from '../patterns/stacks';
import { comboIn, matrixIn } from './stacks';

const NEW_PROJECT = createRequire(__filename)('aws-cdk-lib/recommended-feature-flags.json') as Record<string, unknown>;

/** The rules that are violated, as the failing synthesis names them. */
function violations(add: (stack: ConstructTestStack) => unknown, flags: Record<string, unknown> = {}): string[] {
  const stack = stackIn(ENV, flags);
  Validations.of(stack.node.root).addPlugins(new AwsSolutionsChecks());
  add(stack);
  try {
    stack.template();
    return [];
  } catch (error) {
    expect((error as Error).name).toBe('ValidationFailed');
    return [...(error as Error).message.matchAll(/Acknowledge with 'AwsSolutions::([^']+)'/g)].map(([, id = '']) => id);
  }
}

const COMBOS: [string, (stack: ConstructTestStack) => unknown][] = [
  ['a combo', (stack) => comboIn({}, stack)],
  ['a matrix', (stack) => matrixIn(stack)],
  [
    'a combo that signs in to Docker Hub',
    (stack) => {
      const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:hub-AbCdEf';
      comboIn({ registry: 'docker.io', dockerHubCredentials: Secret.fromSecretCompleteArn(stack, 'Hub', arn) }, stack);
    },
  ],
  [
    'a repository that others pull from, and that ends with its stack',
    (stack) =>
      new ComboRepository(stack, 'Repository', {
        languages: ['python', 'node'],
        pullAccounts: ['444455556666'],
        removalPolicy: RemovalPolicy.DESTROY,
      }),
  ],
];

describe.each([
  ['without feature flags', {}],
  ['with those of a new project', NEW_PROJECT],
])('%s, AwsSolutions finds nothing in', (_which, flags) => {
  test.each(COMBOS)('%s', (_what, add) => {
    expect(violations(add, flags)).toEqual([]);
  });
});

test('what is acknowledged hides nothing of a project that lets its builds do more', () => {
  const found = violations((stack) => {
    comboIn({}, stack);
    const { role } = stack.node.findChild('PythonNode') as ComboImage;
    role.addToPolicy(new PolicyStatement({ actions: ['s3:ListAllMyBuckets'], resources: ['*'] }));
  });
  expect(found).toEqual(['AwsSolutions-IAM5[Resource::*]']);
});
