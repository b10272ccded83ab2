// What is said about wrong answers of the hooks of notifications: all of it at once, with the hook and the stage.
import { App, Stack } from 'aws-cdk-lib';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, test } from 'vitest';
import type { NotificationSettings } from '../../../src';
import { MainOnlyPipeline, said } from '../services-pipeline';
import { appWith, pipelineIn } from './notified';

const ARN = 'arn:aws:chatbot::111111111111:chat-configuration/slack-channel/ops';

/** What is said of an answer about the pipeline. */
function saidOf(answer: (stack: Stack) => unknown): string {
  class Wrong extends MainOnlyPipeline {
    public override notifications(): NotificationSettings {
      return answer(this) as NotificationSettings;
    }
  }
  return said(pipelineIn(appWith(), 'development', Wrong));
}

/** What is said of an answer about stage qa. */
function saidOfStage(answer: (stack: Stack) => unknown): string {
  class Wrong extends MainOnlyPipeline {
    public override stageNotifications(context: { stageName: string }): NotificationSettings | undefined {
      return context.stageName === 'qa' ? (answer(this) as NotificationSettings) : undefined;
    }
  }
  return said(pipelineIn(appWith(), 'development', Wrong));
}

test.each(['team@example.com', ['team@example.com'], 7, true])('%j is no answer', (answer) => {
  expect(saidOf(() => answer)).toMatch(
    /Hook notifications of pipeline development: returned .+ where settings of notifications have to be\. Return an object/,
  );
});

test('undefined and None are answers', () => {
  expect(saidOf(() => undefined)).toBe('nothing');
  expect(saidOf(() => null)).toBe('nothing');
});

test('every mistake is told at once, in the words of the props', () => {
  const text = saidOf(() => ({
    on: ['failures'],
    emails: ['team', 'a@example.com'],
    topicArn: 'arn:aws:sns:eu-west-1:111111111111:x',
    slack: [{ channelId: 'C1' }],
  }));
  expect(text).toContain('Hook notifications of pipeline development: returned settings with mistakes: ');
  expect(text).toContain('on[0]: "failures" is none of "failure", "approval", "success"; did you mean "failure"?');
  expect(text).toContain('emails[0]: "team" is no e-mail address;');
  expect(text).toContain('topicArn: is in account 111111111111 and eu-west-1, but');
  expect(text).toContain('slack[0].workspaceId: is missing; give the id of the workspace');
  expect(text).not.toContain('emails[1]');
  expect(text).not.toContain('props');
});

test('a mistake is told once, although approvals ask as well', () => {
  const text = saidOf(() => ({ emails: ['team'] }));
  expect(text.split('is no e-mail address')).toHaveLength(2);
});

describe('a topic', () => {
  test.each([
    [
      'that is a text',
      () => ({ topic: 'arn' }),
      /topic: has to be an SNS topic, but is the text "arn"; use `topicArn`/,
    ],
    [
      'beside an ARN',
      (stack: Stack) => ({ topic: new Topic(stack, 'T'), topicArn: 'arn:aws:sns:eu-central-1:111111111111:x' }),
      /topic: is given together with `topicArn`/,
    ],
    [
      'of messages in order',
      (stack: Stack) => ({ topic: new Topic(stack, 'T', { fifo: true }) }),
      /topic: is a FIFO topic/,
    ],
    [
      'of another region',
      () => {
        const other = new Stack(new App(), 'Other', { env: { account: '111111111111', region: 'us-east-1' } });
        return { topic: new Topic(other, 'T') };
      },
      /topic: is in account 111111111111 and us-east-1, but the pipeline lives in 111111111111 and eu-central-1/,
    ],
  ])('%s is refused', (_, answer, problem) => {
    expect(saidOf(answer)).toMatch(problem);
  });
});

describe('channels', () => {
  test.each([
    ['that are no list', () => ({ slackChannels: ARN }), /slackChannels: has to be a list of .* is the text/],
    ['that are texts', () => ({ slackChannels: [ARN] }), /slackChannels: has to be a list of .* has the text .* in it/],
    [
      'that are more than a rule takes',
      (stack: Stack) => ({
        slackChannels: [SlackChannelConfiguration.fromSlackChannelConfigurationArn(stack, 'A', ARN)],
        slack: Array.from({ length: 10 }, (_, index) => ({ configurationArn: `${ARN}${String(index)}` })),
      }),
      /slackChannels: makes 11 channels with those of `slack`; at most 10/,
    ],
  ])('%s are refused', (_, answer, problem) => {
    expect(saidOf(answer)).toMatch(problem);
  });

  test('of a stage have to be made, or no topic can be added', () => {
    expect(saidOfStage(() => ({ slack: [{ configurationArn: ARN }] }))).toMatch(
      /Hook stageNotifications of pipeline development, stage qa in eu-central-1: returned settings with mistakes: slack\[0\]\.configurationArn: cannot be given for a stage,.*"workspaceId" and "channelId"/,
    );
    const imported = (stack: Stack): unknown => ({
      slackChannels: [SlackChannelConfiguration.fromSlackChannelConfigurationArn(stack, 'A', ARN)],
    });
    expect(saidOfStage(imported)).toMatch(/slackChannels: has one that was imported, to which no topic/);
    expect(saidOf(imported)).toBe('nothing');
  });
});
