// Policies as they are in an account, and what stands in for those that cannot be read.
import type { Environment } from '../model/environment.js';
import type { TemplateValue } from '../model/template.js';
import { unresolved } from '../preflight/iam/unresolved.js';
import type { Origin, PlacedPolicy } from '../preflight/landscape/landscape.js';

/** Where something is that was read from its account. */
export function liveOrigin(environment: Environment, arn: string, property?: string): Origin {
  return {
    kind: 'live',
    stackName: '',
    environment,
    logicalId: arn,
    ...(property === undefined ? {} : { property }),
  };
}

/** A policy that was read. */
export function livePolicy(name: string, text: string | undefined, origin: Origin): PlacedPolicy {
  return text === undefined
    ? unknownPolicy(name, `${name}: AWS gave no document`, origin)
    : { name, document: parsed(text), origin };
}

/** A policy of which nothing is known: what hangs on it is unproven, for this reason. */
export function unknownPolicy(name: string, why: string, origin: Origin): PlacedPolicy {
  return { name, document: unresolved(why), origin };
}

/** IAM writes documents as RFC 3986 has it; S3 and KMS write them as they are. Source: IAM API Reference, GetRole. */
export function decoded(document: string | undefined): string | undefined {
  if (document === undefined) return undefined;
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

/** A text that is no JSON stays one: the evaluator says so. */
function parsed(text: string): TemplateValue {
  try {
    return JSON.parse(text) as TemplateValue;
  } catch {
    return text;
  }
}
