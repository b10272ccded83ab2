// The pipeline of a feature branch: it tells those of the whole pipeline, and makes no channel that would stay behind.
import { Template } from 'aws-cdk-lib/assertions';
import { expect, test } from 'vitest';
import { FeatureBranch } from '../../../src';
import { CONFIG, quickApp } from '../services-pipeline';
import { pipelineIn, resources, rules } from './notified';

const slack = [{ workspace_id: 'T0123ABCDEF', channel_id: 'C0123ABCDEF' }];

test('knows the channel that a regular pipeline makes, and has its own topic and none of a stage', () => {
  const config = {
    ...CONFIG,
    feature_branches: { stages: ['dev'], branches: ['feature/**'] },
    notifications: { emails: ['team@example.com'], slack },
    accounts: { ...CONFIG.accounts, dev: { ...CONFIG.accounts.dev, notifications: { slack } } },
  };
  const regular = pipelineIn(quickApp({ config }));
  const template = Template.fromStack(
    pipelineIn(quickApp({ config, branch: 'feature/x' }), FeatureBranch.slugOf('feature/x')),
  );
  template.resourceCountIs('AWS::Chatbot::SlackChannelConfiguration', 0);
  template.resourceCountIs('AWS::SNS::Topic', 1);
  expect(Object.keys(rules(template)).filter((name) => name.startsWith('Stage'))).toEqual([]);
  expect(JSON.stringify(resources(template, 'AWS::CodeStarNotifications::NotificationRule'))).toContain(
    'arn:aws:chatbot::111111111111:chat-configuration/slack-channel/services-T0123ABCDEF-C0123ABCDEF',
  );
  Template.fromStack(regular).hasResourceProperties('AWS::Chatbot::SlackChannelConfiguration', {
    ConfigurationName: 'services-T0123ABCDEF-C0123ABCDEF',
  });
});
