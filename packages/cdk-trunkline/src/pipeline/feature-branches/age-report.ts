// Has the pipeline of a branch report after some days that it is still there, so that nobody forgets to end it.
import { Annotations, Duration, type Stack } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SnsTopic } from 'aws-cdk-lib/aws-events-targets';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { FeatureBranch } from '../../config/feature-branch';
import type { PipelineContext } from '../hooks/pipeline-context';
import { enableCommand } from './end-stage';

/**
 * Adds a rule that counts from its own creation, which is that of the pipeline. A date would make every synthesis another
 * template. Source: EventBridge User Guide, rate expressions. unsure: whether the count begins anew where the rule is
 * changed, which it is not as long as branch, days and topics stay.
 *
 * @param stack the pipeline's stack
 * @param context the pipeline
 * @param branch its branch
 * @param topics who hears it: those of the pipeline's notifications
 * @param ends whether the pipeline has the stage that ends it
 */
export function addAgeReport(
  stack: Stack,
  context: PipelineContext,
  branch: FeatureBranch,
  topics: readonly ITopic[],
  ends: boolean,
): void {
  if (topics.length === 0) {
    Annotations.of(stack).addWarningV2(
      'cdk-trunkline:branchAgeUnheard',
      `Nobody would hear that the pipeline of branch ${branch.branch} is still there after ${daysOf(branch)}: its ` +
        'notifications have no topic and no e-mail addresses. Add "notifications" with "emails" or a "topic_arn" to the ' +
        'configuration, or acknowledge this.',
    );
    return;
  }
  // What stands in a rule as constant input has to be JSON, which one line is; mails show it in its quotes.
  const message = RuleTargetInput.fromText(textOf(context, branch, ends));
  new Rule(stack, 'BranchAge', {
    description: `Reports every ${daysOf(branch)} that pipeline ${context.pipelineName} is still there.`,
    schedule: Schedule.rate(Duration.days(branch.reportAfterDays)),
    targets: topics.map((topic) => new SnsTopic(topic, { message })),
  });
}

function daysOf({ reportAfterDays }: FeatureBranch): string {
  return reportAfterDays === 1 ? '1 day' : `${String(reportAfterDays)} days`;
}

function textOf(context: PipelineContext, branch: FeatureBranch, ends: boolean): string {
  const { pipelineName, region, account } = context;
  const age = `Pipeline ${pipelineName} of branch ${branch.branch} is still there; this is said every ${daysOf(branch)}.`;
  const remedy = ends
    ? `If nobody needs it any more, end it in account ${account}: ${enableCommand(pipelineName)} --region ${region}`
    : `If nobody needs it any more, delete its stacks in account ${account} and those that it delivered.`;
  return `${age} ${remedy}`;
}
