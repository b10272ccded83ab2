// What the integration tests may do in the account of a stage.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';

/**
 * They look at the state of the jobs' queue and definitions, and at nothing else. Neither action knows resources.
 * Source: AWS Batch User Guide, supported resource-level permissions.
 */
export function testStatements(): PolicyStatement[] {
  return [
    new PolicyStatement({ actions: ['batch:DescribeJobDefinitions', 'batch:DescribeJobQueues'], resources: ['*'] }),
  ];
}
