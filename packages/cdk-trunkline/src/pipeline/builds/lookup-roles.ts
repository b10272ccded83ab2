// What the synth step may do where the configuration allows lookups.
import { Aws, BOOTSTRAP_QUALIFIER_CONTEXT, DefaultStackSynthesizer, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PipelineContext } from '../hooks/pipeline-context';

/** Few enough roles that CDK can split a policy that outgrows IAM's limit between the statements. */
const ROLES_IN_A_STATEMENT = 40;

/** Lets a role assume the lookup roles of a pipeline's stages and of the toolchain account, and no others. */
export function lookupStatements(stack: Stack, context: PipelineContext): PolicyStatement[] {
  const { config } = context;
  const fromContext = stack.node.tryGetContext(BOOTSTRAP_QUALIFIER_CONTEXT) as string | undefined;
  const qualifier = config.bootstrapQualifier ?? fromContext ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
  const accounts = [config.tooling, ...context.stages.map((stage) => config.account(stage))];
  const roles = accounts.flatMap(({ account, regions }) =>
    // A role cannot be assumed from another partition, so it is the pipeline's own.
    regions.map(
      (region) => `arn:${Aws.PARTITION}:iam::${account}:role/cdk-${qualifier}-lookup-role-${account}-${region}`,
    ),
  );
  const unique = [...new Set(roles)];
  const statements: PolicyStatement[] = [];
  for (let start = 0; start < unique.length; start += ROLES_IN_A_STATEMENT) {
    const resources = unique.slice(start, start + ROLES_IN_A_STATEMENT);
    statements.push(new PolicyStatement({ actions: ['sts:AssumeRole'], resources }));
  }
  return statements;
}
