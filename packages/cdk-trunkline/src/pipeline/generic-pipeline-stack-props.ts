// What a delivery pipeline is created with.
import type { StackProps } from 'aws-cdk-lib';
import type { PipelineConfig } from '../config/pipeline-config';

/** Properties of a delivery pipeline. */
export interface GenericPipelineStackProps extends StackProps {
  /** Which pipeline of the configuration this stack is, such as `development`. */
  readonly pipeline: string;

  /**
   * The configuration.
   *
   * @default PipelineConfig.fromContext(scope)
   */
  readonly config?: PipelineConfig;

  /**
   * The name in CodePipeline.
   *
   * @default - `<repo>-<pipeline>`, such as `services-development`
   */
  readonly pipelineName?: string;
}
