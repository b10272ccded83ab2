// State machines of Step Functions.
import type { CatalogueEntry } from '../catalogue.js';
import { arn, optional, required } from '../keys.js';

const SOURCE =
  'CodePipeline User Guide, AWS Step Functions invoke action reference; CDK, StepFunctionInvokeAction.bound';

/** `Invoke/AWS/StepFunctions/1`. */
export const stepFunctions: CatalogueEntry = {
  type: 'Invoke/AWS/StepFunctions/1',
  reads: 'action role',
  writes: 'action role',
  keys: [arn(required('StateMachineArn')), optional('ExecutionNamePrefix')],
  needs: [
    {
      who: 'action role',
      step: 'starts the state machine',
      calls: ['states:DescribeStateMachine', 'states:StartExecution'],
      on: '{StateMachineArn}',
      source: SOURCE,
    },
    {
      who: 'action role',
      step: 'follows the execution',
      calls: ['states:DescribeExecution'],
      on: 'arn:{partition}:states:{StateMachineArn|region}:{StateMachineArn|account}:execution:{StateMachineArn|name}:{ExecutionNamePrefix|optional}{some execution}',
      source: SOURCE,
    },
  ],
};
