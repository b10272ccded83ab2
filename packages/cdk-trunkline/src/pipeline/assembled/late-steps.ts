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

/** jsii calls the methods of an object's class, not its own: so the object gets a class of its own. */
function refuse(target: object, name: string, path: string, methods: readonly string[]): void {
  const Refusing = class extends (target.constructor as new () => object) {};
  for (const method of methods) {
    Object.defineProperty(Refusing.prototype, method, {
      value: () => {
        throw new Error(
          `${name} cannot be added to with \`${method}\`: buildPipeline() has built the pipeline ${path} already. Return ` +
            'the step from a hook, such as `beforeStage`, or add to `codePipeline` in `pipelineBuilt`.',
        );
      },
    });
  }
  Object.setPrototypeOf(target, Refusing.prototype);
}
