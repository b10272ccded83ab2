// The log groups of the patterns: they expire, and end with their stack.
import { RemovalPolicy } from 'aws-cdk-lib';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';

/** How long a pattern keeps its logs. */
export interface PatternLogProps {
  /**
   * How long log events are kept. The log group is deleted together with the stack.
   *
   * @default RetentionDays.ONE_MONTH
   */
  readonly logRetention?: RetentionDays;
}

/** Creates the log group of a construct. */
export function patternLogGroup(scope: Construct, id: string, { logRetention }: PatternLogProps): LogGroup {
  return new LogGroup(scope, id, {
    retention: logRetention ?? RetentionDays.ONE_MONTH,
    removalPolicy: RemovalPolicy.DESTROY,
  });
}
