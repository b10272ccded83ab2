// The hooks of how the executions of a delivery pipeline start and run.
import type { ExecutionMode, Variable } from 'aws-cdk-lib/aws-codepipeline';
import { BuildHooks } from './build-hooks';
import type { PipelineContext } from './pipeline-context';
import type { PipelineTriggers } from './pipeline-triggers';
import { configuredTriggers, configuredVariables } from '../executions/configured-executions';

/**
 * The hooks of `GenericPipelineStack` for the executions of the pipeline. What they change needs a pipeline of type V2,
 * which it is unless the configuration's `pipeline_type` says otherwise.
 */
export abstract class ExecutionHooks extends BuildHooks {
  /**
   * Hook: how executions get along with each other. `SUPERSEDED`: of those that wait for a stage, the last one goes on;
   * `QUEUED`: all of them, one after the other; `PARALLEL`: nobody waits, so two of them may deploy one stack at the same
   * time, of which CloudFormation refuses one.
   *
   * @returns the base has the configuration's `execution_mode`, or else `SUPERSEDED`
   */
  public executionMode(context: PipelineContext): ExecutionMode {
    return context.definition.executionMode;
  }

  /**
   * Hook: what starts the pipeline in place of every push to its branch. For a source behind a connection alone.
   *
   * An execution delivers the commit that started it, of whatever branch, tag or pull request that is, and updates the
   * pipeline to what that commit says: whoever may push there, or open a pull request, may change the pipeline.
   *
   * @returns the base has the configuration's `triggers`; where it has none, every push to the branch starts the pipeline
   */
  public triggers(context: PipelineContext): PipelineTriggers | undefined {
    return configuredTriggers(context.definition);
  }

  /**
   * Hook: the variables of the pipeline, whose values may be given when it is started. Refer to one with
   * `context.variable`; CodePipeline resolves it in the configuration of actions, such as a step's environment variables
   * and the comment of an approval, but not in a build's commands.
   *
   * @returns the base has the configuration's `variables`
   */
  public variables(context: PipelineContext): Variable[] | undefined {
    return configuredVariables(context.definition);
  }
}
