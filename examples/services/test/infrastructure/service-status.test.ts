// The status alone, in a stack of its own: what it opens to everybody, and what its function may do.
import { JobQueue } from 'aws-cdk-lib/aws-batch';
import { Match } from 'aws-cdk-lib/assertions';
import { ConstructTestStack } from 'cdk-trunkline';
import { describe, expect, it } from 'vitest';
import { ServiceStatus } from '../../lib/service-status';

const QUEUE = 'arn:aws:batch:eu-central-1:222233334444:job-queue/reports';

describe('the status', () => {
  const stack = new ConstructTestStack({
    env: { account: '222233334444', region: 'eu-central-1' },
    // The function is not bundled, which no assertion is about and which takes time.
    context: { 'aws:cdk:bundling-stacks': [] },
  });
  new ServiceStatus(stack, 'Status', { jobQueue: JobQueue.fromJobQueueArn(stack, 'Queue', QUEUE) });
  const template = stack.template();

  it('is one path that everybody may read, throttled', () => {
    template.resourceCountIs('AWS::ApiGatewayV2::Route', 1);
    template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /status', AuthorizationType: 'NONE' });
    template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
      DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
    });
  });

  it('comes from a function that knows the queue, may look at queues and write its own logs, and nothing else', () => {
    template.hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { JOB_QUEUE_ARN: QUEUE } } });
    template.resourceCountIs('AWS::IAM::Policy', 1);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [
          { Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Effect: 'Allow', Resource: Match.objectLike({}) },
          { Action: 'batch:DescribeJobQueues', Effect: 'Allow', Resource: '*' },
        ],
      },
    });
  });

  it('is found by an output whose name stays', () => {
    template.hasOutput('StatusUrl', {});
    expect(stack.warnings()).toEqual([]);
    expect(stack.errors()).toEqual([]);
  });
});
