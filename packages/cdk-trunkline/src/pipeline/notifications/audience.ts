// Those who are told about a pipeline, or about one of its stages: their topics and channels, made when first needed.
import type { ISlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import { Topic, type ITopic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import { NotificationEvent } from '../../config/notification-config';
import type { NotificationSettings } from './notification-settings';

const USUAL_EVENTS: readonly NotificationEvent[] = [NotificationEvent.FAILURE, NotificationEvent.APPROVAL];

/** Who is told. */
export class Audience {
  /** The scope of what is made for them. */
  public readonly scope: Construct;

  /** The topic for text: given or made; none where Slack alone is told. */
  public readonly topic: ITopic | undefined;

  /** The channels. */
  public readonly channels: readonly ISlackChannelConfiguration[];

  readonly #events: readonly NotificationEvent[];

  /**
   * @param scope of its own
   * @param displayName what e-mails come from
   * @param settings that were checked
   * @param channels those of `settings.slack`
   */
  public constructor(
    scope: Construct,
    displayName: string,
    settings: NotificationSettings,
    channels: readonly ISlackChannelConfiguration[],
  ) {
    this.scope = scope;
    this.#events = settings.on ?? USUAL_EVENTS;
    this.channels = [...channels, ...(settings.slackChannels ?? [])];
    const { emails = [] } = settings;
    this.topic = givenTopic(scope, settings);
    if (this.topic === undefined && (emails.length > 0 || this.channels.length === 0)) {
      this.topic = madeTopic(scope, 'Topic', displayName);
    }
    for (const email of emails) this.topic?.addSubscription(new EmailSubscription(email));
  }

  /** Whether they are told about such an event. */
  public hears(event: NotificationEvent): boolean {
    return this.#events.includes(event);
  }

  /** A topic for the channels alone, which take messages in a form that nobody wants to read in a mail. */
  public channelTopic(): ITopic {
    const topic = madeTopic(this.scope, 'ChannelTopic');
    for (const channel of this.channels) {
      (channel as { addNotificationTopic?: (topic: ITopic) => void }).addNotificationTopic?.(topic);
    }
    return topic;
  }
}

function givenTopic(scope: Construct, { topic, topicArn }: NotificationSettings): ITopic | undefined {
  return topicArn === undefined ? topic : Topic.fromTopicArn(scope, 'Topic', topicArn);
}

/**
 * It is not encrypted with a key of its own: a message holds names, an execution's id and a commit's.
 */
function madeTopic(scope: Construct, id: string, displayName?: string): Topic {
  return new Topic(scope, id, { enforceSSL: true, ...(displayName === undefined ? {} : { displayName }) });
}
