// The keys of `notifications`: who is told about failures, approvals and successes.
import { quoted, type Mistakes } from './mistakes';
import { NotificationEvent } from './notification-config';
import { knownPartitionOf } from './partition';
import type { Place } from './place';
import type { ConfigKey, ObjectShape, TextShape } from './shapes';
import { TOOLING } from './stage-names';

/** The parts of a topic's ARN. */
const TOPIC_ARN = /^arn:(?<partition>aws[a-z-]*):sns:(?<region>[a-z0-9-]+):(?<account>\d{12}):[A-Za-z0-9_-]{1,256}$/u;

/** ARN of a topic. Source: SNS API Reference, CreateTopic: the characters of a name. */
const TOPIC: TextShape = {
  kind: 'text',
  what: 'ARN of an SNS topic',
  pattern: TOPIC_ARN.source.replaceAll(/\?<\w+>/g, ''),
  hint: 'it looks like arn:aws:sns:<region>:<account>:<name>',
  // EventBridge publishes no message group, which such a topic asks for; and it has no subscriptions by e-mail.
  refuse: (arn) =>
    /:sns:.*\.fifo$/.test(arn) ? 'is a FIFO topic, which takes no notifications; give a standard topic.' : undefined,
  example: 'arn:aws:sns:eu-central-1:111122223333:deliveries',
};

/**
 * An address as people have them: no comments, no quoted parts, no addresses without a dot. Source: RFC 5321, section
 * 4.5.3.1, on lengths; the characters are those of an unquoted local part (RFC 5322, section 3.2.3).
 */
const EMAIL: TextShape = {
  kind: 'text',
  what: 'e-mail address',
  pattern:
    "^(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*" +
    '@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])$',
  hint: 'it looks like "team@example.com"',
  maxLength: 254,
  example: 'team@example.com',
};

/**
 * Source: CloudFormation Template Reference, AWS::Chatbot::SlackChannelConfiguration, `SlackWorkspaceId`. It takes 255
 * characters, of which Slack uses a dozen; the shorter ones keep the configuration's name short.
 */
const WORKSPACE: TextShape = {
  kind: 'text',
  what: 'id of a Slack workspace',
  pattern: '^[0-9A-Z]{1,30}$',
  hint: 'it looks like "T0123ABCDEF", and the console shows it once the workspace is authorized',
  example: 'T0123ABCDEF',
};

/** Source: CloudFormation Template Reference, AWS::Chatbot::SlackChannelConfiguration, `SlackChannelId`. */
const CHANNEL: TextShape = {
  kind: 'text',
  what: 'id of a Slack channel',
  pattern: '^[A-Za-z0-9]{1,30}$',
  hint: 'it looks like "C0123ABCDEF", and is the last part of the link to the channel',
  refuse: (id) =>
    id.startsWith('#') ? `${quoted(id)} is a channel's name; give its id, the last part of the link to it.` : undefined,
  example: 'C0123ABCDEF',
};

/** Source: AWS Chatbot API Reference, SlackChannelConfiguration, which knows ARNs of one partition alone. */
const CONFIGURATION: TextShape = {
  kind: 'text',
  what: "ARN of a channel's configuration",
  pattern: '^arn:aws:chatbot::\\d{12}:chat-configuration/slack-channel/[A-Za-z0-9_-]{1,128}$',
  hint: 'it looks like arn:aws:chatbot::<account>:chat-configuration/slack-channel/<name>',
  example: 'arn:aws:chatbot::111122223333:chat-configuration/slack-channel/deliveries',
};

const SLACK: ObjectShape = {
  kind: 'object',
  holds: 'workspace_id and channel_id, or configuration_arn',
  keys: [
    {
      name: 'workspace_id',
      shape: WORKSPACE,
      required: (slack) => !slack.key('configuration_arn').isThere,
      missing: 'give the id of the workspace, or "configuration_arn" for a channel that is configured already',
      otherwise: 'none; a channel that is made needs it',
      description: 'The id of the workspace, which somebody has to authorize once in the toolchain account.',
    },
    {
      name: 'channel_id',
      shape: CHANNEL,
      required: (slack) => !slack.key('configuration_arn').isThere,
      missing: 'give the id of the channel, or "configuration_arn" for a channel that is configured already',
      otherwise: 'none; a channel that is made needs it',
      description: 'The id of the channel. An account can configure a channel once; the first pipeline makes it.',
    },
    {
      name: 'configuration_arn',
      shape: CONFIGURATION,
      otherwise: 'the channel is made',
      description: "ARN of a channel's configuration that is there already; not for a stage.",
    },
  ],
  also: (slack, mistakes) => {
    if (!slack.key('configuration_arn').isThere) return;
    for (const key of ['workspace_id', 'channel_id']) {
      if (!slack.key(key).isThere) continue;
      mistakes.add(
        slack.key(key).path,
        `belongs to a channel that is made, and "${slack.spelt('configuration_arn')}" names one that is there already; ` +
          'keep one of them.',
      );
    }
  },
  schema: {
    oneOf: [
      { required: ['workspace_id', 'channel_id'], not: { required: ['configuration_arn'] } },
      { required: ['configuration_arn'], properties: { workspace_id: false, channel_id: false } },
    ],
  },
};

/** `notifications`. */
export const NOTIFICATION: ObjectShape = {
  kind: 'object',
  holds: 'on, topic_arn, emails or slack',
  keys: [
    {
      name: 'on',
      shape: { kind: 'list', what: 'event', of: { kind: 'choice', values: Object.values(NotificationEvent) } },
      otherwise: '`failure` and `approval`',
      description: 'What is told about: `failure`, `approval` (one that waits), `success`.',
    },
    {
      name: 'topic_arn',
      shape: TOPIC,
      otherwise: 'one is made, unless `slack` alone is named',
      description:
        'An SNS topic of the toolchain account, where the pipelines live; it lets `events.amazonaws.com` publish.',
    },
    {
      name: 'emails',
      shape: { kind: 'list', what: 'e-mail', of: EMAIL },
      otherwise: 'none',
      description: 'E-mail addresses that are subscribed to the topic; each has to confirm that once.',
    },
    {
      name: 'slack',
      // Source: Developer Tools console User Guide, quotas of notifications: 10 targets for each rule.
      shape: { kind: 'list', what: 'channel', of: SLACK, max: 10 },
      otherwise: 'none',
      description:
        'Channels of Slack: each with `workspace_id` and `channel_id`, or with the `configuration_arn` of one that is there.',
    },
  ],
};

/** What the root, a pipeline and a stage may all say; a stage's is about the stage alone, in addition. */
export const NOTIFICATIONS: ConfigKey = {
  name: 'notifications',
  shape: NOTIFICATION,
  otherwise: 'nobody is told',
  description:
    'Who is told about failures, approvals and successes: at the root or in a pipeline of the pipeline as a whole, in a ' +
    'stage of that stage in addition.',
};

/** Checks every `notifications` against the toolchain account, and what a stage cannot have. */
export function checkNotifications(config: Place, mistakes: Mistakes): void {
  const accounts = config.key('accounts');
  const pipelines = config.key('pipelines');
  const tooling = accounts.key(TOOLING);
  const home = { account: tooling.key('account').text ?? '', region: tooling.key('region').text ?? '' };
  const stages = accounts.names.map((name) => accounts.entry(name).key('notifications'));
  const whole = [config, ...pipelines.names.map((name) => pipelines.entry(name))].map((at) => at.key('notifications'));
  for (const place of [...whole, ...stages]) checkReach(place, home, mistakes);
  for (const place of stages) checkStageChannels(place, mistakes);
}

/** Where the pipelines live. */
export interface Home {
  readonly account: string;
  readonly region: string;
}

/**
 * Checks whether those who are named can be reached from where the pipelines live.
 *
 * @param place a `notifications`
 * @param home where the pipelines live
 */
export function checkReach(place: Place, home: Home, mistakes: Mistakes): void {
  const partition = knownPartitionOf(home.region);
  if (partition === undefined) return; // It was reported already.
  const arn = place.key('topic_arn');
  const parts = TOPIC_ARN.exec(arn.text ?? '')?.groups;
  // A rule of EventBridge publishes to topics of its own account and region: those of others it knows by a bus alone.
  if (parts !== undefined && (parts['region'] !== home.region || parts['account'] !== home.account)) {
    mistakes.add(
      arn.path,
      `is in account ${parts['account'] ?? ''} and ${parts['region'] ?? ''}, but the pipelines live in ${home.account} and ` +
        `${home.region}; give a topic from there.`,
    );
  } else if (parts !== undefined && parts['partition'] !== partition) {
    mistakes.add(
      arn.path,
      `names partition ${parts['partition'] ?? ''}, but ${home.region} is a region of ${partition}.`,
    );
  }
  const slack = place.key('slack');
  if (slack.isThere && partition !== 'aws') {
    mistakes.add(
      slack.path,
      `cannot be reached from partition ${partition}, which has no Amazon Q Developer in chat applications; give ` +
        `"${slack.spelt('emails')}", or a topic that somebody passes on.`,
    );
  }
}

/**
 * Checks that the channels of a stage are made.
 *
 * @param place the `notifications` of a stage
 */
export function checkStageChannels(place: Place, mistakes: Mistakes): void {
  for (const slack of place.key('slack').elements) {
    const arn = slack.key('configuration_arn');
    if (!arn.isThere) continue;
    mistakes.add(
      arn.path,
      'cannot be given for a stage, whose own topic would have to be added to that configuration; give ' +
        `"${slack.spelt('workspace_id')}" and "${slack.spelt('channel_id')}" of a channel that is made, or ` +
        `"${slack.spelt('emails')}".`,
    );
  }
}
