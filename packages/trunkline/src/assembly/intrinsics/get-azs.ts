// Fn::GetAZs: the availability zones of a region.
import { intrinsicError, textItem, type Intrinsic } from './context.js';

/** Resolves `{"Fn::GetAZs": region}`; an empty string means the stack's own region. */
export const getAzs: Intrinsic = (argument, context, path) => {
  const named = textItem('Fn::GetAZs', argument, context, path, 'the region');
  const region = named === '' ? context.scope.pseudoParameter('AWS::Region') : named;
  const zones = typeof region === 'string' ? context.scope.availabilityZones(region) : undefined;
  if (!zones) throw intrinsicError('Fn::GetAZs', path, `the availability zones of '${String(region)}' are not known`);
  return zones;
};
