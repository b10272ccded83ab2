// Wrong `notifications`: each has one mistake, with its path and a part of what is said about it.
import { valid, withDev } from './configurations';

type At<T> = (path: string, problem: string, config: unknown, only?: 'reader') => T;

const TOPIC = 'arn:aws:sns:eu-central-1:111111111111:deliveries';
const CHANNEL = { workspace_id: 'T0123ABCDEF', channel_id: 'C0123ABCDEF' };
const CONFIGURATION = 'arn:aws:chatbot::111111111111:chat-configuration/slack-channel/deliveries';

const CHINA = {
  source: { type: 'codecommit' },
  accounts: {
    tooling: { account: '111111111111', region: 'cn-north-1' },
    prod: { account: '222222222222', region: 'cn-north-1' },
  },
};

/** All of them. */
export function mistakenNotifications<T>(at: At<T>): T[] {
  const root = (path: string, problem: string, value: unknown, only?: 'reader'): T =>
    at(path === '' ? 'notifications' : `notifications.${path}`, problem, valid({ notifications: value }), only);
  const stage = (path: string, problem: string, value: unknown, only?: 'reader'): T =>
    at(`accounts.dev.notifications.${path}`, problem, withDev({ notifications: value }), only);
  return [
    root('', 'has to be an object with on, topic_arn, emails or slack, but is the string "x"', 'x'),
    root('email', 'did you mean "emails"?', { email: ['team@example.com'] }, 'reader'),
    root('on', 'is an empty list', { on: [] }),
    root('on[0]', 'did you mean "failure"?', { on: ['failures'] }),
    root('on[1]', 'lists event "success" a second time', { on: ['success', 'success'] }),
    root('topic_arn', 'is no ARN of an SNS topic', { topic_arn: 'deliveries' }),
    root('topic_arn', 'is a FIFO topic', { topic_arn: `${TOPIC}.fifo` }),
    root(
      'topic_arn',
      'is in account 111111111111 and eu-west-1, but the pipelines live in 111111111111 and eu-central-1',
      {
        topic_arn: TOPIC.replace('eu-central-1', 'eu-west-1'),
      },
      'reader',
    ),
    root(
      'topic_arn',
      'names partition aws-cn, but eu-central-1 is a region of aws',
      {
        topic_arn: TOPIC.replace('arn:aws:', 'arn:aws-cn:'),
      },
      'reader',
    ),
    root(
      'topic_arn',
      'is in account 999999999999',
      { topic_arn: TOPIC.replace('111111111111', '999999999999') },
      'reader',
    ),
    root('emails', 'has to be a list of e-mails', { emails: 'team@example.com' }),
    root('emails[0]', 'is no e-mail address; it looks like', { emails: ['team'] }),
    root('emails[0]', 'is no e-mail address', { emails: ['a@b'] }),
    root('emails[0]', 'is no e-mail address', { emails: ['a@example.com,b@example.com'] }),
    root('emails[0]', 'is no e-mail address', { emails: ['.a@example.com'] }),
    root('emails[0]', 'is no e-mail address', { emails: [`${'a'.repeat(65)}@example.com`] }),
    root('emails[0]', 'is longer than 254', { emails: [`a@${'b.'.repeat(126)}com`] }),
    root('emails[1]', 'a second time', { emails: ['a@example.com', 'a@example.com'] }),
    root('slack[0]', 'has to be an object with workspace_id and channel_id, or configuration_arn', { slack: ['#ops'] }),
    root('slack[0].workspace_id', 'is missing; give the id', { slack: [{ channel_id: 'C0123ABCDEF' }] }),
    root('slack[0].channel_id', 'is missing; give the id', { slack: [{ workspace_id: 'T0123ABCDEF' }] }),
    root('slack[0].channel_id', "is a channel's name; give its id", { slack: [{ ...CHANNEL, channel_id: '#ops' }] }),
    root('slack[0].workspace_id', 'is no id of a Slack workspace', { slack: [{ ...CHANNEL, workspace_id: 'acme' }] }),
    root('slack[0].configuration_arn', "is no ARN of a channel's configuration", {
      slack: [{ configuration_arn: CONFIGURATION.replace('slack-channel', 'microsoft-teams') }],
    }),
    root('slack[0].channel_id', 'keep one of them', {
      slack: [{ configuration_arn: CONFIGURATION, channel_id: 'C0123ABCDEF' }],
    }),
    root('slack', 'lists 11 channels; at most 10', {
      slack: Array.from({ length: 11 }, (_, index) => ({ ...CHANNEL, channel_id: `C${String(index)}` })),
    }),
    at(
      'notifications.slack',
      'cannot be reached from partition aws-cn',
      valid({ ...CHINA, notifications: { slack: [CHANNEL] } }),
      'reader',
    ),
    at(
      'pipelines.main.notifications.topic_arn',
      'is in account 111111111111 and us-east-1',
      valid({
        pipelines: {
          main: {
            branch: 'x',
            stages: ['dev'],
            notifications: { topic_arn: TOPIC.replace('eu-central-1', 'us-east-1') },
          },
        },
      }),
      'reader',
    ),
    stage('emails[0]', 'is no e-mail address', { emails: ['x'] }),
    stage(
      'slack[0].configuration_arn',
      'cannot be given for a stage',
      { slack: [{ configuration_arn: CONFIGURATION }] },
      'reader',
    ),
    at(
      'accounts.tooling.notifications',
      'the toolchain account is no stage',
      valid({
        accounts: {
          ...valid().accounts,
          tooling: { account: '111111111111', region: 'eu-central-1', notifications: {} },
        },
      }),
    ),
  ];
}
