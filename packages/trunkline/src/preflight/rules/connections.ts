// The connections that pipelines use for their sources.
import type { Action, Stage } from '../../model/pipeline.js';
import type { LandscapePipeline } from '../landscape/landscape.js';

/** A source action with its connection. */
export interface ConnectedSource {
  readonly stage: Stage;
  readonly action: Action;
  readonly arn: string;
}

/** Every source of a pipeline that has a connection. */
export function connectionsOf({ pipeline }: LandscapePipeline): ConnectedSource[] {
  return pipeline.stages.flatMap((stage) =>
    stage.actions.flatMap((action) => {
      const { ConnectionArn: arn } = action.configuration;
      return arn === undefined ? [] : [{ stage, action, arn }];
    }),
  );
}
