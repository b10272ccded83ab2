// Lambda functions: the action, and the rule of conditions.
import type { CatalogueEntry } from '../catalogue.js';
import { required } from '../keys.js';

/** `Invoke/AWS/Lambda/1`. */
export const lambda: CatalogueEntry = {
  type: 'Invoke/AWS/Lambda/1',
  // The job hands credentials of the action's role to the function for the artifacts.
  reads: 'action role',
  writes: 'action role',
  keys: [required('FunctionName')],
  needs: [
    {
      who: 'action role',
      step: 'invokes the function',
      calls: ['lambda:InvokeFunction'],
      on: 'arn:{partition}:lambda:{region}:{account}:function:{FunctionName|name}',
      source: 'CodePipeline User Guide, AWS Lambda invoke action reference; CDK, LambdaInvokeAction.bound',
    },
    {
      who: 'action role',
      step: 'lists the functions',
      calls: ['lambda:ListFunctions'],
      on: '*',
      source:
        'CodePipeline User Guide, Manage the CodePipeline service role, AWS Lambda; CDK, LambdaInvokeAction.bound; unsure: ' +
        'whether the action calls it',
    },
  ],
  chains: ['function'],
};

/** `Rule/AWS/LambdaInvoke/1`. unsure: that the function answers as it answers an action. */
export const lambdaRule: CatalogueEntry = { ...lambda, type: 'Rule/AWS/LambdaInvoke/1' };
