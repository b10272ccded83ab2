// Notices a pipeline that an app creates twice, which AWS would notice only when the second one is deployed.
import type { Stack } from 'aws-cdk-lib';
import { claimName } from '../config/claimed-names';
import type { PipelineContext } from './hooks/pipeline-context';

const CONFIGURED = Symbol.for('cdk-trunkline.ConfiguredPipelines');
const NAMED = Symbol.for('cdk-trunkline.PipelineNames');

/**
 * Notes that a stack is a pipeline.
 *
 * @throws where another stack of the app is the same pipeline of the configuration, whose tests would have roles of the
 *   same names; or where its pipeline has the same name in CodePipeline
 */
export function noteCreated(stack: Stack, context: PipelineContext): void {
  const { account, region, name, pipelineName, config } = context;
  const { path } = stack.node;
  const same = claimName(stack, CONFIGURED, [account, config.repo, name].join('/'), path);
  if (same !== undefined) {
    throw new Error(
      `Pipeline stack ${path}: stack ${same} is pipeline ${name} of repository ${config.repo} already, and both would ` +
        'deliver the same stacks. Create one stack for each of $.config.pipelines, then run `npx cdk synth` again.',
    );
  }
  const namesake = claimName(stack, NAMED, [account, region, pipelineName].join('/'), path);
  if (namesake !== undefined) {
    throw new Error(
      `Pipeline stack ${path}: stack ${namesake} has a pipeline called "${pipelineName}" in account ${account} and ` +
        `${region} already. Give one of them another \`pipelineName\`, then run \`npx cdk synth\` again.`,
    );
  }
}
