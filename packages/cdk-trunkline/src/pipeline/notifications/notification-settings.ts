// What a hook may answer about notifications: what the configuration may say, and constructs in place of ARNs.
import type { ISlackChannelConfiguration } from 'aws-cdk-lib/aws-chatbot';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { NotificationProps } from '../../config/notification-config';

/** Who is told what: about a pipeline as a whole, or about one of its stages. */
export interface NotificationSettings extends NotificationProps {
  /**
   * An SNS topic of the toolchain account, in the region where the pipelines live, in place of `topicArn`. A topic of the
   * app gets the permissions that it needs; one that was imported has to let `events.amazonaws.com` publish.
   *
   * @default - `topicArn`, or else one is made, unless Slack alone is named
   */
  readonly topic?: ITopic;

  /**
   * Channels of Slack that the project has configured, on top of `slack`. A stage takes those alone that the project
   * makes, and none that are imported.
   *
   * @default - none
   */
  readonly slackChannels?: ISlackChannelConfiguration[];
}
