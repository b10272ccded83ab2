// Refuses a branch's pipeline that would deploy, and at its end delete, what belongs to others.
import type { Stack } from 'aws-cdk-lib';
import type { FeatureBranch } from '../../config/feature-branch';
import type { PlannedWave } from '../delivery/codepipeline-stage';
import type { PipelineContext } from '../hooks/pipeline-context';

/**
 * Refuses names that are not the branch's own: a stack of a fixed name is that of a regular pipeline, or of all branches.
 *
 * @param stack the pipeline's stack
 * @param context the pipeline
 * @param branch its branch
 * @param waves what it delivers, in order
 * @throws one error that lists every stack, and the pipeline, without the branch in its name
 */
export function assertOwnNames(
  stack: Stack,
  context: PipelineContext,
  { branch, slug }: FeatureBranch,
  waves: readonly PlannedWave[],
): void {
  const pipelineName = String(stack.resolve(context.pipelineName));
  const own: [name: string, what: string][] = [
    [pipelineName, `The pipeline ${pipelineName}`],
    [stack.stackName, `The pipeline's own stack ${stack.stackName}`],
  ];
  const delivered = waves.flatMap(({ title, deployments }) =>
    deployments
      .flatMap(({ stacks }) => stacks)
      .map(({ stackName, account = '', region = '' }): [name: string, what: string] => [
        stackName,
        `Stack ${stackName} of CodePipeline stage ${title} in account ${account} and ${region}`,
      ]),
  );
  const foreign = [...own, ...delivered].filter(([name]) => !name.includes(slug)).map(([, what]) => `  ${what}`);
  if (foreign.length === 0) return;
  throw new Error(
    [
      `the pipeline of branch ${branch} would overwrite what others have, and delete it where the branch ends:`,
      ...foreign,
      `Put "${slug}" into each of these names, which all that is named after \`context.stageName\` or ` +
        '`context.featureBranch.slug` has, then run `npx cdk synth` again.',
    ].join('\n'),
  );
}
