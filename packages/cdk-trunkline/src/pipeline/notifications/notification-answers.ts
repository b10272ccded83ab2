// Checks what the hooks of notifications returned, with the same rules as the configuration.
import { Token } from 'aws-cdk-lib';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { checkShape } from '../../config/check-shape';
import { Mistakes } from '../../config/mistakes';
import { checkReach, checkStageChannels, NOTIFICATION, type Home } from '../../config/notification-keys';
import { Place } from '../../config/place';
import { describeValue, HookMistake, type HookContext } from '../hooks/hook-call';
import { StageContext } from '../hooks/stage-context';
import type { NotificationSettings } from './notification-settings';

const REMEDY = 'Return an object as `NotificationSettings` describes it, or undefined for nobody (None in Python).';

/**
 * Settings of notifications, or `undefined` where nobody is to be told.
 *
 * @param home where the pipeline lives
 * @throws a `HookMistake` that lists what is wrong with them
 */
export function asNotifications(
  hook: string,
  context: HookContext,
  value: unknown,
  home: Home,
): NotificationSettings | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'object' || Array.isArray(value)) {
    throw new HookMistake(
      hook,
      context,
      `returned ${describeValue(value)} where settings of notifications have to be. ${REMEDY}`,
    );
  }
  const { topic, slackChannels, ...written } = value as Readonly<Record<string, unknown>>;
  const mistakes = new Mistakes();
  const place = Place.root(written, 'props');
  checkShape(place, NOTIFICATION, { mistakes, unknown: [] });
  checkReach(place, home, mistakes);
  const isStage = context instanceof StageContext;
  if (isStage) checkStageChannels(place, mistakes);
  const problems = [
    // The path of props is that of the configuration as props, which this is not.
    ...mistakes.lines.map((line) => line.replace(/^props\.?/, '')),
    ...topicProblems(topic, place.key('topic_arn').isThere, home),
    ...channelProblems(slackChannels, place.key('slack').elements.length, isStage),
  ];
  if (problems.length > 0)
    throw new HookMistake(hook, context, `returned settings with mistakes: ${problems.join(' ')}`);
  return value as NotificationSettings;
}

function topicProblems(topic: unknown, hasArn: boolean, home: Home): string[] {
  if (topic === undefined || topic === null) return [];
  if (!isObjectWith(topic, 'topicArn')) {
    return [`topic: has to be an SNS topic, but is ${describeValue(topic)}; use \`topicArn\` for an ARN.`];
  }
  const { fifo, env } = topic as unknown as ITopic;
  const elsewhere = (there: string, here: string): boolean => !Token.isUnresolved(there) && there !== here;
  return [
    ...(hasArn ? ['topic: is given together with `topicArn`; keep one of them.'] : []),
    ...(fifo === true ? ['topic: is a FIFO topic, which takes no notifications; give a standard topic.'] : []),
    ...(elsewhere(env.region, home.region) || elsewhere(env.account, home.account)
      ? [
          `topic: is in account ${env.account} and ${env.region}, but the pipeline lives in ${home.account} and ` +
            `${home.region}; give a topic from there.`,
        ]
      : []),
  ];
}

function channelProblems(channels: unknown, others: number, isStage: boolean): string[] {
  if (channels === undefined || channels === null) return [];
  const what = 'has to be a list of Slack channel configurations of aws-cdk-lib/aws-chatbot, but';
  if (!Array.isArray(channels)) return [`slackChannels: ${what} is ${describeValue(channels)}.`];
  const wrong: unknown = channels.find((each) => !isObjectWith(each, 'slackChannelConfigurationArn'));
  if (wrong !== undefined) return [`slackChannels: ${what} has ${describeValue(wrong)} in it.`];
  if (isStage && channels.some((each) => !isObjectWith(each, 'addNotificationTopic'))) {
    return [
      'slackChannels: has one that was imported, to which no topic of the stage can be added; create it in the app, or ' +
        'give `slack` or `emails`.',
    ];
  }
  const all = channels.length + others;
  // Source: Developer Tools console User Guide, quotas of notifications: targets for a rule.
  return all > 10
    ? [`slackChannels: makes ${String(all)} channels with those of \`slack\`; at most 10 are allowed.`]
    : [];
}

function isObjectWith(value: unknown, member: string): value is object {
  return typeof value === 'object' && value !== null && member in value;
}
