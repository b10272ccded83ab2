// Refuses steps that are added to a pipeline which is built: CDK Pipelines would take them and never run them.
import type { CodePipeline } from 'aws-cdk-lib/pipelines';

/** Lets everything that a built pipeline of CDK Pipelines offers to be added to say that it is too late. */
export function refuseLateSteps(pipeline: CodePipeline): void {
  for (const wave of pipeline.waves) {
    refuse(wave, `Wave ${wave.id}`, pipeline.node.path, ['addPre', 'addPost', 'addStage']);
    for (const stage of wave.stages) {
      refuse(stage, `Stage ${stage.stageName}`, pipeline.node.path, ['addPre', 'addPost']);
    }
  }
}

function refuse(target: object, name: string, path: string, methods: readonly string[]): void {
  for (const method of methods) {
    Object.defineProperty(target, method, {
      value: () => {
        throw new Error(
          `${name} cannot be added to with \`${method}\`: buildPipeline() has built the pipeline ${path} already. Return ` +
            'the step from a hook, such as `beforeStage`, or add to `codePipeline` in `pipelineBuilt`.',
        );
      },
    });
  }
}
