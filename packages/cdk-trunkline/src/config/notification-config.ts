// What the configuration says about notifications: on which events, and who is told.

/** What is told about. */
export enum NotificationEvent {
  /** An execution of the pipeline, or one of a stage, has failed. */
  FAILURE = 'failure',

  /** An approval waits for somebody. */
  APPROVAL = 'approval',

  /** An execution of the pipeline, or one of a stage, has succeeded. */
  SUCCESS = 'success',
}

/**
 * A channel of Slack, through Amazon Q Developer in chat applications, which was called AWS Chatbot: one that is made for
 * the pipeline, by workspace and channel, or one that is there already, by the ARN of its configuration.
 */
export interface SlackProps {
  /**
   * The id of the workspace, such as `T0123ABCDEF`. The workspace has to be authorized once in the toolchain account, by
   * hand, in the console.
   *
   * @default - none; a channel that is made needs it
   */
  readonly workspaceId?: string;

  /**
   * The id of the channel, such as `C0123ABCDEF`. An account can configure a channel once: of several pipelines that name
   * it, the first of the configuration makes it.
   *
   * @default - none; a channel that is made needs it
   */
  readonly channelId?: string;

  /**
   * ARN of a channel's configuration that is there already, in place of workspace and channel; not for a stage.
   *
   * @default - the channel is made
   */
  readonly configurationArn?: string;
}

/** Who is told what: about the pipeline as a whole, or about one stage. */
export interface NotificationProps {
  /**
   * What is told about.
   *
   * @default - `failure` and `approval`
   */
  readonly on?: NotificationEvent[];

  /**
   * ARN of an SNS topic that is there already, in the toolchain account and the region where the pipelines live. Its policy
   * has to let `events.amazonaws.com` publish.
   *
   * @default - one is made, unless `slack` alone is named
   */
  readonly topicArn?: string;

  /**
   * E-mail addresses that are subscribed to the topic. Each gets a message to confirm that first.
   *
   * @default - none
   */
  readonly emails?: string[];

  /**
   * Channels of Slack.
   *
   * @default - none
   */
  readonly slack?: SlackProps[];
}
