// The role that builds share: what projects add for themselves is there once, what the reader adds stays as it is.
import type { CfnElement } from 'aws-cdk-lib';
import { App, Stack } from 'aws-cdk-lib';
import { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Effect, PolicyStatement, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import { SharedBuildRole } from '../../src/steps/shared-build-role';
import { statementsOf, type Statement } from '../builds/synthesized-builds';

function sharedBy(...statements: readonly PolicyStatementProps[]): readonly Statement[] {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false, analyticsReporting: false }), 'Pipeline');
  const role = new SharedBuildRole(stack, 'Role', 'services-');
  for (const statement of statements) role.addToPrincipalPolicy(new PolicyStatement(statement));
  return statementsOf(stack, stack.getLogicalId(role.node.defaultChild as CfnElement));
}

const own = sharedBy();

/** What the role has besides what it has from the beginning. */
function added(...statements: readonly PolicyStatementProps[]): unknown[] {
  return sharedBy(...statements).slice(own.length);
}

describe('what a reader adds', () => {
  const everything = { actions: ['dynamodb:GetItem'], resources: ['*'] };

  test('is there once, however often it was added', () => {
    expect(added(everything, everything)).toEqual([{ Effect: 'Allow', Action: 'dynamodb:GetItem', Resource: '*' }]);
  });

  test.each<[string, PolicyStatementProps]>([
    ['is denied', { ...everything, effect: Effect.DENY }],
    ['leaves some actions out', { notActions: ['dynamodb:GetItem'], resources: ['*'] }],
    ['leaves some others out', { notActions: ['iam:*'], resources: ['*'] }],
    ['leaves some resources out', { actions: ['dynamodb:GetItem'], notResources: ['arn:aws:dynamodb:*:*:table/x'] }],
    ['has another condition', { ...everything, conditions: { Bool: { 'aws:SecureTransport': 'true' } } }],
  ])('stays beside a statement that differs in nothing else: %s', (_, statement) => {
    expect(added(everything, statement)).toHaveLength(2);
  });

  test('stays in both of two statements that leave out different actions', () => {
    const leaving = (action: string): PolicyStatementProps => ({ notActions: [action], resources: ['*'] });
    expect(added(leaving('s3:*'), leaving('iam:*'))).toHaveLength(2);
  });

  test.each<[string, PolicyStatementProps]>([
    ['and denies', { effect: Effect.DENY, actions: ['logs:CreateLogGroup'], resources: ['*'] }],
    ['among other actions', { actions: ['logs:CreateLogGroup', 'sqs:SendMessage'], resources: ['*'] }],
    ['in a group of its own', { actions: ['logs:CreateLogGroup'], resources: ['arn:aws:logs:*:*:log-group:/jobs/*'] }],
  ])('stays where it speaks of logs %s', (_, statement) => {
    expect(added(statement)).toHaveLength(1);
  });
});

describe('the log group of a project', () => {
  const allowed = { actions: ['logs:CreateLogGroup', 'logs:PutLogEvents'] };

  /** How many statements are about it once one was added. */
  function statementsAbout(statement: PolicyStatementProps): number {
    const stack = new Stack(new App({ builtinCloudFormationValidation: false, analyticsReporting: false }), 'Pipeline');
    const role = new SharedBuildRole(stack, 'Role', 'services-');
    const { projectName } = new PipelineProject(stack, 'Project', { role });
    const resources = [`arn:aws:logs:eu-central-1:111111111111:log-group:/aws/codebuild/${projectName}`];
    role.addToPrincipalPolicy(new PolicyStatement({ ...statement, resources }));
    return statementsOf(stack, stack.getLogicalId(role.node.defaultChild as CfnElement)).length - own.length;
  }

  test('is in the common statement already', () => {
    expect(statementsAbout(allowed)).toBe(0);
  });

  test.each<[string, PolicyStatementProps]>([
    ['denied', { ...allowed, effect: Effect.DENY }],
    ['more than that', { actions: ['logs:CreateLogGroup', 'logs:DeleteLogGroup'] }],
    ['reports, which it has none of', { actions: ['logs:CreateLogGroup', 'codebuild:CreateReportGroup'] }],
  ])('stays in a statement of its own where it is %s', (_, statement) => {
    expect(statementsAbout(statement)).toBe(1);
  });
});

test('what projects add for their own logs and reports is left out, so that the policy does not grow with them', () => {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false, analyticsReporting: false }), 'Pipeline');
  const role = new SharedBuildRole(stack, 'Role', 'services-');
  for (const id of ['One', 'Two', 'Three']) new PipelineProject(stack, id, { role });
  expect(statementsOf(stack, stack.getLogicalId(role.node.defaultChild as CfnElement))).toEqual(own);
});
