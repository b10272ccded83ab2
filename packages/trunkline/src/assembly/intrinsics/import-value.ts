// Fn::ImportValue: an export of another stack of the same account and region.
import { intrinsicError, textItem, type Intrinsic } from './context.js';

/** Resolves `{"Fn::ImportValue": name}`. The wording of the error is CloudFormation's. */
export const importValue: Intrinsic = (argument, context, path) => {
  const name = textItem('Fn::ImportValue', argument, context, path, "the export's name");
  const value = context.scope.importValue(name);
  if (value === undefined) throw intrinsicError('Fn::ImportValue', path, `No export named ${name} found.`);
  return value;
};
