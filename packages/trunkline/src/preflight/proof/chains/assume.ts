// One role that assumes another.
import type { ActionPlace, Obligation } from '../obligation.js';

/**
 * That a role may assume another, by both their policies.
 * @param externalId that is sent with it; `null` where certainly none is. @default not known
 */
export function assumes(
  place: ActionPlace,
  step: string,
  by: string,
  role: string,
  externalId?: string | null,
): Obligation {
  return {
    place,
    step,
    caller: { kind: 'role', arn: by },
    calls: ['sts:AssumeRole'],
    anyOf: false,
    resource: role,
    target: { kind: 'role', arn: role },
    ...(externalId === undefined ? {} : { context: { 'sts:ExternalId': externalId } }),
  };
}

/** That a service may assume a role for itself, by the role's trust. */
export function serviceAssumes(
  place: ActionPlace,
  step: string,
  service: string,
  role: string,
  context?: Readonly<Record<string, string>>,
): Obligation {
  return {
    place,
    step,
    caller: { kind: 'service', name: service },
    calls: ['sts:AssumeRole'],
    anyOf: false,
    resource: role,
    target: { kind: 'role', arn: role },
    // No service of a pipeline sends one for itself.
    context: { 'sts:ExternalId': null, ...context },
  };
}
