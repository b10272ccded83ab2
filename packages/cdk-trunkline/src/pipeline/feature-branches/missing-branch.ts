// Warns where the synthesis in a branch's pipeline would be that of the regular pipelines.
import { Annotations, type Stack } from 'aws-cdk-lib';
import type { PipelineContext } from '../hooks/pipeline-context';

/**
 * Warns where the commands of a project's own do not seem to pass the branch on. The self-update would then find no stack
 * of the branch's pipeline in what they synthesize, and fail.
 *
 * @param stack the pipeline's stack
 * @param context the pipeline
 * @param commands what the hook `synthCommands` returned
 */
export function warnOfMissingBranch(stack: Stack, context: PipelineContext, commands: readonly string[]): void {
  const { featureBranch, name } = context;
  if (featureBranch === undefined || commands.some((command) => command.includes(featureBranch.branch))) return;
  // A branch with a quote in it stands there in another form.
  if (commands.some((command) => command.includes(featureBranch.contextArgument))) return;
  Annotations.of(stack).addWarningV2(
    'cdk-trunkline:branchNotPassed',
    `Hook synthCommands of pipeline ${name}: returned commands that do not name the branch, and would synthesize the ` +
      'regular pipelines. Put `context.featureBranch.contextArgument` behind `npx cdk synth`, or acknowledge this where ' +
      'the commands have it from elsewhere.',
  );
}
