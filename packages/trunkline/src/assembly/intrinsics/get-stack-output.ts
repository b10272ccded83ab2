// Fn::GetStackOutput: a plain output of any stack, without an export.
import { intrinsicError, isObject, textItem, type Intrinsic } from './context.js';

/** Resolves `{"Fn::GetStackOutput": {StackName, OutputName, Region?, RoleArn?}}`. */
export const getStackOutput: Intrinsic = (argument, context, path) => {
  if (!isObject(argument)) throw intrinsicError('Fn::GetStackOutput', path, 'takes StackName and OutputName');
  const text = (key: string): string =>
    textItem('Fn::GetStackOutput', argument[key], context, { parent: path, key }, key);
  const request = {
    stackName: text('StackName'),
    outputName: text('OutputName'),
    ...(argument.Region !== undefined && { region: text('Region') }),
    ...(argument.RoleArn !== undefined && { roleArn: text('RoleArn') }),
  };
  const value = context.scope.stackOutput(request);
  if (value === undefined) {
    throw intrinsicError(
      'Fn::GetStackOutput',
      path,
      `stack '${request.stackName}' has no output '${request.outputName}'`,
    );
  }
  return value;
};
