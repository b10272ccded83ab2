// Fn::GetAtt: an attribute of a resource, named by a list or by a dotted string.
import type { TemplateValue } from '../../model/template.js';
import { intrinsicError, scalarText, type EvaluationContext, type Intrinsic, type TemplatePath } from './context.js';

/** Resolves `{"Fn::GetAtt": ["LogicalId", "Attribute"]}` and `{"Fn::GetAtt": "LogicalId.Attribute"}`. */
export const getAtt: Intrinsic = (argument, context, path) => {
  const named = attributeName(argument, context, path);
  if (!named) {
    throw intrinsicError('Fn::GetAtt', path, 'takes a list of a logical id and an attribute, or both dotted');
  }
  const value = context.scope.getAtt(named.logicalId, named.attribute);
  if (value === undefined) {
    throw intrinsicError(
      'Fn::GetAtt',
      path,
      `there is no resource '${named.logicalId}' with attribute '${named.attribute}'`,
    );
  }
  return value;
};

function attributeName(
  argument: TemplateValue,
  context: EvaluationContext,
  path: TemplatePath,
): { logicalId: string; attribute: string } | undefined {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return dot > 0 ? { logicalId: argument.slice(0, dot), attribute: argument.slice(dot + 1) } : undefined;
  }
  if (!Array.isArray(argument) || argument.length < 2) return undefined;
  const [logicalId, ...rest] = argument as readonly TemplateValue[];
  // The attribute may be a Ref; longer lists are the dotted parts of one name.
  const parts = rest.map((part, index) => scalarText(context.evaluate(part, { parent: path, key: index + 1 })));
  if (typeof logicalId !== 'string' || parts.includes(undefined)) return undefined;
  return { logicalId, attribute: parts.join('.') };
}
