// Ref: a parameter's value, a pseudo parameter, or a resource's physical id.
import { intrinsicError, type Intrinsic } from './context.js';

/** Resolves `{"Ref": "LogicalId"}`. `AWS::NoValue` removes the property that holds it. */
export const ref: Intrinsic = (argument, { scope }, path) => {
  if (typeof argument !== 'string') throw intrinsicError('Ref', path, 'takes the name of a parameter or resource');
  if (argument === 'AWS::NoValue') return undefined;
  const value = argument.startsWith('AWS::')
    ? scope.pseudoParameter(argument)
    : (scope.parameter(argument) ?? scope.ref(argument));
  if (value === undefined) {
    throw intrinsicError('Ref', path, `the template has no parameter or resource '${argument}' here`);
  }
  return value;
};
