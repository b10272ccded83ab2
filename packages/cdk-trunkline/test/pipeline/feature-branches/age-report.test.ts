// The pipeline of a branch reports after some days that it is still there.
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { FeatureBranch, type EndStageOptions } from '../../../src';
import { MainOnlyPipeline, pipelineOf } from '../services-pipeline';
import { branchApp, branchPipeline, BRANCH_CONFIG, regularApp } from './branch-pipeline';

const EMAILS = { notifications: { emails: ['team@example.com'] } };

interface Scheduled {
  readonly ScheduleExpression?: string;
  readonly Targets: readonly { readonly Arn: unknown; readonly Input?: string }[];
}

function reportsOf(stack: MainOnlyPipeline): Scheduled[] {
  pipelineOf(stack);
  return Object.values(Template.fromStack(stack).findResources('AWS::Events::Rule'))
    .map((rule) => (rule as { Properties: Scheduled }).Properties)
    .filter(({ ScheduleExpression }) => ScheduleExpression !== undefined);
}

test('counts from its creation, and tells the people of the notifications how to end it', () => {
  const stack = branchPipeline(branchApp(`feature/'x'`, EMAILS), MainOnlyPipeline);
  const [report, ...others] = reportsOf(stack);
  expect(others).toEqual([]);
  expect(report?.ScheduleExpression).toBe('rate(14 days)');
  const [target] = report?.Targets ?? [];
  expect(JSON.parse(target?.Input ?? '')).toBe(
    `Pipeline services-${FeatureBranch.slugOf(`feature/'x'`)} of branch feature/'x' is still there; this is said every ` +
      '14 days. If nobody needs it any more, end it in account 111111111111: aws codepipeline enable-stage-transition ' +
      `--pipeline-name services-${FeatureBranch.slugOf(`feature/'x'`)} --stage-name End --transition-type Inbound ` +
      '--region eu-central-1',
  );
  const [topic] = Object.keys(Template.fromStack(stack).findResources('AWS::SNS::Topic'));
  expect(target?.Arn).toEqual({ Ref: topic });
});

test('after the days that the configuration says, to the topic that it names', () => {
  const topic_arn = 'arn:aws:sns:eu-central-1:111111111111:team';
  const feature_branches = { ...BRANCH_CONFIG.feature_branches, report_after_days: 1 };
  const app = branchApp('feature/x', { notifications: { topic_arn }, feature_branches });
  const [report] = reportsOf(branchPipeline(app, MainOnlyPipeline));
  expect(report?.ScheduleExpression).toBe('rate(1 day)');
  expect(report?.Targets[0]?.Arn).toBe(topic_arn);
  expect(report?.Targets[0]?.Input).toContain('every 1 day.');
});

test('also without a stage that ends it, and then without the command', () => {
  class Staying extends MainOnlyPipeline {
    public override endStage(): EndStageOptions | undefined {
      return undefined;
    }
  }
  const [report] = reportsOf(branchPipeline(branchApp('feature/x', EMAILS), Staying));
  expect(report?.Targets[0]?.Input).toMatch(/delete its stacks in account 111111111111 and those that it delivered/);
});

test('is the same in every synthesis, or the pipeline would update itself without end', () => {
  const template = (): unknown =>
    Template.fromStack(branchPipeline(branchApp('feature/x', EMAILS), MainOnlyPipeline)).toJSON();
  expect(template()).toEqual(template());
});

describe('that nobody would hear it', () => {
  test('is a warning', () => {
    const stack = branchPipeline(branchApp(), MainOnlyPipeline);
    expect(reportsOf(stack)).toEqual([]);
    Annotations.fromStack(stack).hasWarning('*', Match.stringLikeRegexp('Nobody would hear .* after 14 days'));
  });

  test('is none of a regular pipeline, which reports no age', () => {
    const stack = branchPipeline(regularApp(EMAILS), MainOnlyPipeline);
    expect(reportsOf(stack)).toEqual([]);
    Annotations.fromStack(stack).hasNoWarning('*', Match.stringLikeRegexp('branchAgeUnheard|Nobody would hear'));
  });
});
