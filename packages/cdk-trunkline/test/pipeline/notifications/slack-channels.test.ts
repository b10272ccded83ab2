// Slack: channels that are made once an account, channels that are there, and what a channel is told about a stage.
import { Template } from 'aws-cdk-lib/assertions';
import { SlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { describe, expect, test } from 'vitest';
import type { NotificationSettings } from '../../../src';
import { configWith, MainOnlyPipeline, said } from '../services-pipeline';
import { appWith, eventOf, pipelineIn, qaWith, received, resources, rules, takes, templateWith } from './notified';

const OPS = { workspace_id: 'T0123ABCDEF', channel_id: 'C0123ABCDEF' };
const OTHER = { workspace_id: 'T0123ABCDEF', channel_id: 'C0456ABCDEF' };
const ARN = 'arn:aws:chatbot::111111111111:chat-configuration/slack-channel';

function channels(template: Template): Readonly<Record<string, unknown>>[] {
  return Object.values(resources(template, 'AWS::Chatbot::SlackChannelConfiguration'));
}

/** What the notification rules of a template tell, and whom. */
function told(template: Template): unknown[] {
  return Object.values(resources(template, 'AWS::CodeStarNotifications::NotificationRule')).map(
    ({ EventTypeIds, Targets }) => ({ EventTypeIds, Targets }),
  );
}

describe('a channel that is made', () => {
  const template = templateWith({ on: ['failure', 'approval', 'success'], slack: [OPS] });

  test('can be read in, and its members get no rights of administrators', () => {
    expect(channels(template)).toEqual([
      {
        ConfigurationName: 'services-T0123ABCDEF-C0123ABCDEF',
        SlackWorkspaceId: 'T0123ABCDEF',
        SlackChannelId: 'C0123ABCDEF',
        IamRoleArn: expect.anything() as unknown,
        GuardrailPolicies: [
          { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::aws:policy/ReadOnlyAccess']] },
        ],
      },
    ]);
    template.resourceCountIs('AWS::SNS::Topic', 0);
    const policies = JSON.stringify(resources(template, 'AWS::IAM::Policy'));
    expect(policies).not.toContain('ConfigurationRole');
  });

  test('is told about the pipeline by a notification rule', () => {
    expect(told(template)).toEqual([
      {
        EventTypeIds: [
          'codepipeline-pipeline-pipeline-execution-failed',
          'codepipeline-pipeline-manual-approval-needed',
          'codepipeline-pipeline-pipeline-execution-succeeded',
        ],
        Targets: [
          {
            TargetType: 'AWSChatbotSlack',
            TargetAddress: { Ref: expect.stringMatching(/^SlackT0123ABCDEFC0123ABCDEF/) as string },
          },
        ],
      },
    ]);
    expect(rules(template)).toEqual({});
  });
});

test('one that is there already is told by its ARN', () => {
  const template = templateWith({ slack: [{ configuration_arn: `${ARN}/ops` }], on: ['failure'] });
  expect(channels(template)).toEqual([]);
  expect(told(template)).toEqual([
    {
      EventTypeIds: ['codepipeline-pipeline-pipeline-execution-failed'],
      Targets: [{ TargetType: 'AWSChatbotSlack', TargetAddress: `${ARN}/ops` }],
    },
  ]);
});

test('one that the project makes is told, and given e-mails as well, there is a topic beside it', () => {
  class OwnChannel extends MainOnlyPipeline {
    public override notifications(): NotificationSettings {
      const channel = new SlackChannelConfiguration(this, 'Own', {
        slackChannelConfigurationName: 'own',
        slackWorkspaceId: 'T1',
        slackChannelId: 'C1',
      });
      return { slackChannels: [channel], emails: ['team@example.com'] };
    }
  }
  const template = Template.fromStack(pipelineIn(appWith(), 'development', OwnChannel));
  expect(channels(template)).toHaveLength(1);
  expect(JSON.stringify(told(template))).toContain('"Ref":"Own');
  expect(Object.keys(rules(template))).toEqual(['PipelineFailure']);
});

describe('of two pipelines that name one channel', () => {
  test('the first makes it, and the other knows its ARN: their stacks do not depend on each other', () => {
    const app = appWith({ notifications: { slack: [OPS] } });
    // The order of the configuration counts, not that of the app.
    const [production, development] = ['production', 'development'].map((name) => pipelineIn(app, name));
    if (production === undefined || development === undefined) throw new Error('no pipelines');
    const assembly = app.synth();
    expect(channels(Template.fromStack(development))).toHaveLength(1);
    const template = Template.fromStack(production);
    expect(channels(template)).toEqual([]);
    expect(JSON.stringify(told(template))).toContain(`${ARN}/services-T0123ABCDEF-C0123ABCDEF`);
    for (const { stackName } of [production, development]) {
      expect(assembly.getStackByName(stackName).dependencies.filter((each) => 'stackName' in each)).toEqual([]);
    }
  });

  test('the second cannot add a topic to it for a stage, and says what to do', () => {
    const app = appWith(
      { notifications: { slack: [OPS] } },
      { prod: { account: '444444444444', region: 'eu-central-1', notifications: { slack: [OPS] } } },
    );
    expect(said(pipelineIn(app, 'production'))).toMatch(
      /Hook stageNotifications of pipeline production, stage prod in eu-central-1: returned Slack channel C0123ABCDEF, which pipeline development makes,.*Name another channel/,
    );
  });

  test('a stage may have one that its pipeline alone names', () => {
    const app = appWith(
      { notifications: { slack: [OPS] } },
      { prod: { account: '444444444444', region: 'eu-central-1', notifications: { slack: [OTHER] } } },
    );
    const template = Template.fromStack(pipelineIn(app, 'production'));
    expect(channels(template).map(({ SlackChannelId }) => SlackChannelId)).toEqual(['C0456ABCDEF']);
  });

  test('of two configurations in one app, the second finds what the first has made', () => {
    const app = appWith({ notifications: { slack: [OPS] } });
    const first = pipelineIn(app);
    const config = configWith({ repo: 'other', notifications: { slack: [OPS] } });
    const second = new MainOnlyPipeline(app, 'Other', { pipeline: 'development', config });
    expect([first, second].map((stack) => channels(Template.fromStack(stack)).length)).toEqual([1, 0]);
    expect(JSON.stringify(told(Template.fromStack(second)))).toContain(`${ARN}/services-T0123ABCDEF-C0123ABCDEF`);
  });

  test('where hooks alone name it, the first that is built makes it', () => {
    class Hooked extends MainOnlyPipeline {
      public override notifications(): NotificationSettings {
        return { slack: [{ workspaceId: 'T1', channelId: 'C1' }] };
      }
    }
    const app = appWith();
    const stacks = ['development', 'production'].map((name) => pipelineIn(app, name, Hooked));
    expect(stacks.map((stack) => channels(Template.fromStack(stack)).length)).toEqual([1, 0]);
  });
});

describe('about a stage', () => {
  const template = templateWith({ slack: [OPS] }, qaWith({ slack: [OPS, OTHER], on: ['failure', 'approval'] }));
  const { StageQaFailure, StageQaChannelApproval, ...others } = rules(template);

  test('a channel is told through a topic of its own, which no mail comes from', () => {
    expect(others).toEqual({});
    const topics = Object.keys(resources(template, 'AWS::SNS::Topic'));
    expect(topics).toEqual([expect.stringMatching(/^NotificationsStageQaChannelTopic/)]);
    expect(channels(template).map(({ SnsTopicArns }) => SnsTopicArns)).toEqual([
      [{ Ref: topics[0] }],
      [{ Ref: topics[0] }],
    ]);
  });

  test.each([
    [
      'a failure',
      StageQaFailure,
      eventOf('Stage', { stage: 'Qa', state: 'FAILED' }),
      'Stage Qa of pipeline services-development has failed.',
    ],
    [
      'an approval',
      StageQaChannelApproval,
      eventOf('Action', { stage: 'Qa', action: 'Approval', state: 'STARTED', type: { category: 'Approval' } }),
      'Approval in stage Qa of pipeline services-development waits for an answer.',
    ],
  ])('%s has the form of a custom notification, with a link', (_, rule, event, title) => {
    expect(takes(rule?.EventPattern ?? {}, event)).toBe(true);
    const message = JSON.parse(received(rule?.Targets[0] as never, event)) as unknown;
    expect(message).toEqual({
      version: '1.0',
      source: 'custom',
      content: {
        textType: 'client-markdown',
        title,
        description: expect.stringMatching(
          /^Execution 12345678-1234-5678-abcd-12345678abcd\nhttps:\/\/eu-central-1\.console\.aws\.amazon\.com\/\S+12345678-1234-5678-abcd-12345678abcd\/timeline\?region=eu-central-1$/,
        ) as string,
      },
      metadata: { threadId: '12345678-1234-5678-abcd-12345678abcd', summary: title },
    });
  });
});
