// Merges what the root of the configuration and a pipeline say about the pipeline as a whole.
import type { PipelineSettings } from './v2-props';

/**
 * Merges settings key by key: of triggers and variables, too, all or nothing.
 *
 * @param levels from the outermost to the innermost, which counts; they may hold other keys
 */
export function mergePipelineSettings(...levels: readonly PipelineSettings[]): PipelineSettings {
  return Object.assign({}, ...levels.map(own)) as PipelineSettings;
}

function own({ pipelineType, executionMode, triggers, variables }: PipelineSettings): PipelineSettings {
  return {
    ...(pipelineType === undefined ? {} : { pipelineType }),
    ...(executionMode === undefined ? {} : { executionMode }),
    ...(triggers === undefined ? {} : { triggers }),
    ...(variables === undefined ? {} : { variables }),
  };
}
