// The rules that tell an audience: of EventBridge for topics, of CodeStar Notifications for channels of a whole pipeline.
import { Stack } from 'aws-cdk-lib';
import { PipelineNotificationEvents, type Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { NotificationRule } from 'aws-cdk-lib/aws-codestarnotifications';
import { Rule, type EventPattern, type IRuleTarget, type RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { NotificationEvent } from '../../config/notification-config';
import type { Audience } from './audience';
import type { BuiltApproval } from './built-approvals';
import { approvalPattern, endPattern } from './event-patterns';
import { slackMessage, textMessage, type Subject } from './messages';

const { FAILURE, APPROVAL, SUCCESS } = NotificationEvent;

const PIPELINE_EVENTS: Readonly<Record<NotificationEvent, PipelineNotificationEvents>> = {
  [FAILURE]: PipelineNotificationEvents.PIPELINE_EXECUTION_FAILED,
  [APPROVAL]: PipelineNotificationEvents.MANUAL_APPROVAL_NEEDED,
  [SUCCESS]: PipelineNotificationEvents.PIPELINE_EXECUTION_SUCCEEDED,
};

/** What an audience is told about. */
export interface Watched {
  readonly region: string;
  readonly pipelineName: string;
  /** The stages of CodePipeline that are one stage of the configuration, in order; `undefined` for a whole pipeline. */
  readonly stages: readonly string[] | undefined;
  readonly approvals: readonly BuiltApproval[];
}

type MessageOf = (event: NotificationEvent, subject: Subject) => RuleTargetInput;

/** A topic, and what it is told. */
interface Listener {
  readonly topic: ITopic;
  readonly message: MessageOf;
}

/**
 * Adds the rules for one audience.
 *
 * @param pipeline the built pipeline
 */
export function addRules(audience: Audience, watched: Watched, pipeline: Pipeline): void {
  const { channels, topic } = audience;
  const { stages } = watched;
  const text: Listener[] = topic === undefined ? [] : [{ topic, message: textMessage }];
  if (stages === undefined && channels.length > 0) {
    // Slack shows these with what has failed and buttons; they know a pipeline's stages no more than as all or none.
    new NotificationRule(audience.scope, 'Channels', {
      source: pipeline,
      events: Object.values(NotificationEvent)
        .filter((event) => audience.hears(event))
        .map((event) => PIPELINE_EVENTS[event]),
      targets: [...channels],
    });
  }
  const slack: Listener[] =
    stages === undefined || channels.length === 0 ? [] : [{ topic: audience.channelTopic(), message: slackMessage }];
  addEndRules(audience, watched, [...text, ...slack]);
  addApprovalRules(audience, watched, text, slack);
}

function addEndRules(audience: Audience, watched: Watched, listeners: readonly Listener[]): void {
  const { pipelineName, stages } = watched;
  if (audience.hears(FAILURE)) {
    addRule(audience, watched, 'Failure', FAILURE, endPattern(pipelineName, 'FAILED', stages), listeners);
  }
  if (audience.hears(SUCCESS)) {
    // A stage of the configuration has succeeded once the last of its stages in CodePipeline has.
    const last = stages?.slice(-1);
    addRule(audience, watched, 'Success', SUCCESS, endPattern(pipelineName, 'SUCCEEDED', last), listeners);
  }
}

function addApprovalRules(
  audience: Audience,
  watched: Watched,
  text: readonly Listener[],
  slack: readonly Listener[],
): void {
  if (!audience.hears(APPROVAL)) return;
  const { approvals, pipelineName, stages } = watched;
  const own = JSON.stringify(Stack.of(audience.scope).resolve(audience.topic?.topicArn));
  // The action tells its own topic by itself, with the commit and a link to answer it.
  const untold = approvals.filter(({ topic }) => topic === undefined || JSON.stringify(topic) !== own);
  if (untold.length > 0) {
    const all = stages === undefined && untold.length === approvals.length;
    const pattern = approvalPattern(pipelineName, all ? undefined : untold);
    addRule(audience, watched, 'Approval', APPROVAL, pattern, text);
  }
  if (approvals.length > 0) {
    addRule(audience, watched, 'ChannelApproval', APPROVAL, approvalPattern(pipelineName, approvals), slack);
  }
}

function addRule(
  audience: Audience,
  { region, pipelineName, stages }: Watched,
  id: string,
  event: NotificationEvent,
  eventPattern: EventPattern,
  listeners: readonly Listener[],
): void {
  if (listeners.length === 0) return;
  const subject: Subject = { region, pipelineName, isStage: stages !== undefined };
  const targets = listeners.map(
    ({ topic, message }): IRuleTarget => new SnsTopic(topic, { message: message(event, subject) }),
  );
  const what = stages === undefined ? `pipeline ${pipelineName}` : `a stage of pipeline ${pipelineName}`;
  new Rule(audience.scope, id, { description: `Tells of ${event} in ${what}.`, eventPattern, targets });
}
