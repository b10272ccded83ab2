// Builds pipelines for tests: only what a test says, with plain defaults for the rest.
import type { Action, Pipeline } from '../../src/model/pipeline.js';

/** An approval action, unless the test says otherwise. */
export function action(name: string, given: Partial<Action> = {}): Action {
  return {
    name,
    actionTypeId: { category: 'Approval', owner: 'AWS', provider: 'Manual', version: '1' },
    runOrder: 1,
    configuration: {},
    inputArtifacts: [],
    outputArtifacts: [],
    ...given,
  };
}

/** A pipeline of the given stages. */
export function pipeline(stages: Record<string, Action[]>, name = 'delivery'): Pipeline {
  return {
    name,
    declaredAt: {
      stackName: 'Delivery',
      environment: { account: '111111111111', region: 'eu-central-1' },
      logicalId: 'Pipeline',
    },
    pipelineType: 'V2',
    executionMode: 'SUPERSEDED',
    restartExecutionOnUpdate: true,
    roleArn: 'arn:aws:iam::111111111111:role/pipeline',
    artifactStores: {},
    variables: {},
    notRehearsed: [],
    stages: Object.entries(stages).map(([stageName, actions]) => ({ name: stageName, actions })),
  };
}
