// What the tests of stage access look at: the stacks of a configuration, and the role in each.
import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib';
import { PipelineConfig } from '../../src';
import { StageAccessStack } from '../../src/accounts/stage-access-stack';
import type { StageAccessOptions } from '../../src/accounts/stage-access-stack-props';
import { CONFIG, quickApp } from '../pipeline/services-pipeline';

/** The properties of a role. */
export interface RoleProperties {
  readonly RoleName: string;
  readonly AssumeRolePolicyDocument: { readonly Statement: readonly TrustStatement[] };
  readonly ManagedPolicyArns?: readonly unknown[];
  readonly PermissionsBoundary?: unknown;
  readonly MaxSessionDuration?: number;
}

interface TrustStatement {
  readonly Action: string;
  readonly Effect: string;
  readonly Principal: unknown;
  readonly Condition: { readonly ArnEquals: { readonly 'aws:PrincipalArn': string } };
}

/** The stacks of a configuration, by the names of their stages. */
export function accessStacks(
  config: Record<string, unknown> = {},
  options: StageAccessOptions = {},
): Record<string, StageAccessStack> {
  const pipelines = PipelineConfig.fromObject({ ...CONFIG, ...config });
  const stacks = StageAccessStack.forConfig(quickApp(), pipelines, options);
  return Object.fromEntries(stacks.map((stack) => [stack.stackName.replace(/^trunkline-access-services-/, ''), stack]));
}

/** The only role of a stack. */
export function roleOf(stack: Stack | undefined): RoleProperties {
  if (stack === undefined) throw new Error('There is no such stack.');
  const roles = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Role'));
  if (roles.length !== 1) throw new Error(`The stack has ${String(roles.length)} roles.`);
  return (roles[0] as { readonly Properties: RoleProperties }).Properties;
}

/** The ARN of the role that a role trusts. */
export function trustedBy(stack: Stack | undefined): string {
  const [statement, ...others] = roleOf(stack).AssumeRolePolicyDocument.Statement;
  if (statement === undefined || others.length > 0) throw new Error('The role has more than one statement of trust.');
  return statement.Condition.ArnEquals['aws:PrincipalArn'];
}
