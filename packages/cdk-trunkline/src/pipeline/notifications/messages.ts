// What is said about events of CodePipeline: as text for e-mail, and for Slack in the form that its channels take.
import { EventField, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { NotificationEvent } from '../../config/notification-config';
import { executionUrl } from './console-links';

/** What a message is about. */
export interface Subject {
  readonly region: string;
  readonly pipelineName: string;
  /** Whether it is about one of the pipeline's stages. */
  readonly isStage: boolean;
}

/** What events say. Source: CodePipeline User Guide, "Monitoring CodePipeline events". */
const EXECUTION = EventField.fromPath('$.detail.execution-id');
const STAGE = EventField.fromPath('$.detail.stage');
const ACTION = EventField.fromPath('$.detail.action');

function sentence(event: NotificationEvent, { pipelineName, isStage }: Subject): string {
  const what = isStage ? `Stage ${STAGE} of pipeline ${pipelineName}` : `Pipeline ${pipelineName}`;
  switch (event) {
    case NotificationEvent.FAILURE:
      return `${what} has failed.`;
    case NotificationEvent.SUCCESS:
      return `${what} has succeeded.`;
    case NotificationEvent.APPROVAL:
      return `${ACTION} in stage ${STAGE} of pipeline ${pipelineName} waits for an answer.`;
  }
}

/**
 * A message for people who read mail. EventBridge hands each line on in quotes: its template is a list of JSON strings.
 *
 * @param event what has happened
 */
export function textMessage(event: NotificationEvent, subject: Subject): RuleTargetInput {
  const url = executionUrl(subject.region, subject.pipelineName, EXECUTION);
  return RuleTargetInput.fromMultilineText([sentence(event, subject), `Execution ${EXECUTION}`, url].join('\n'));
}

/**
 * A message for a channel. Source: Amazon Q Developer in chat applications Administrator Guide, "Custom notifications",
 * event schema. The link stands as it is: EventBridge would take Slack's angle brackets for a field of the event.
 *
 * @param event what has happened
 */
export function slackMessage(event: NotificationEvent, subject: Subject): RuleTargetInput {
  const url = executionUrl(subject.region, subject.pipelineName, EXECUTION);
  const title = sentence(event, subject);
  return RuleTargetInput.fromObject({
    version: '1.0',
    source: 'custom',
    content: { textType: 'client-markdown', title, description: `Execution ${EXECUTION}\n${url}` },
    // What is said about one execution stands in one thread.
    metadata: { threadId: EXECUTION, summary: title },
  });
}
