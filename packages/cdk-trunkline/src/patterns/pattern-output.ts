// The outputs of the patterns: named after where the construct stands, so that tests and other stacks can rely on them.
import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { refuse } from './pattern-problems';

/** How the outputs of a pattern are named. */
export interface PatternOutputProps {
  /**
   * What the names of the outputs begin with: letters and digits, or an empty string. Give it where a name has to stay
   * as it is, such as one that tests read.
   *
   * @default - the ids from the stack down to the construct, without what is neither letter nor digit: `Reports` in a
   *   stack has the output `ReportsBucketName`
   */
  readonly outputPrefix?: string;
}

/** Adds an output; its name has no hash, in contrast to what CDK gives to an output inside a construct. */
export function patternOutput(scope: Construct, props: PatternOutputProps, name: string, value: string): CfnOutput {
  const prefix = props.outputPrefix ?? pathOf(scope);
  if (!/^[A-Za-z0-9]*$/.test(prefix)) {
    refuse(scope, [`outputPrefix ${JSON.stringify(prefix)} has other characters than letters and digits.`]);
  }
  const output = new CfnOutput(scope, `${name}Output`, { value });
  output.overrideLogicalId(`${prefix}${name}`);
  return output;
}

function pathOf(scope: Construct): string {
  const depth = Stack.of(scope).node.scopes.length;
  return scope.node.scopes
    .slice(depth)
    .map(({ node }) => node.id.replace(/[^A-Za-z0-9]/g, ''))
    .join('');
}
