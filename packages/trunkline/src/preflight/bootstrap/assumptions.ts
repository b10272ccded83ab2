// Says in words how the environments are taken to be bootstrapped, for printing with every result.
import { formatEnvironment } from '../../model/environment.js';
import type { BootstrapState } from '../landscape/landscape.js';
import type { Assumed } from './states.js';
import { KNOWN_BOOTSTRAP_VERSION } from './template.js';

/** One sentence for all environments of which the same holds. */
export function bootstrapAssumptions(states: readonly BootstrapState[], assumed: Assumed): string[] {
  const places = new Map<string, string[]>();
  for (const state of states) {
    const words = describe(state, assumed.get(state) ?? []);
    places.set(words, [...(places.get(words) ?? []), formatEnvironment(state.environment)]);
  }
  const sentences = [...places].map(([words, where]) => `${words}: ${where.join(', ')}.`);
  // What matters of those that were read was read too.
  const versions = new Set(states.filter(({ exists, how }) => exists && how !== 'live').map(({ version }) => version));
  const others = [...versions].filter((version) => version !== KNOWN_BOOTSTRAP_VERSION).sort((a, b) => a - b);
  if (others.length === 0) return sentences;
  return [
    ...sentences,
    `The bootstrap roles of version ${others.join(', ')} are taken to be those of version ${KNOWN_BOOTSTRAP_VERSION}, ` +
      'the only template that is known here.',
  ];
}

const HOW = { declared: 'Declared', assumed: 'Assumed', live: 'Read from the account' } as const;

function describe(state: BootstrapState, assumed: readonly string[]): string {
  const { qualifier, trust, trustForLookup, executionPolicies, kmsKey, customPermissionsBoundary: boundary } = state;
  if (!state.exists) return `${HOW[state.how]}: not bootstrapped with qualifier ${qualifier}`;
  const lookups = trustForLookup.filter((account) => !trust.includes(account));
  const parts = [
    `version ${state.version}`,
    `qualifier ${qualifier}`,
    trust.length === 0 ? 'trust in no other account' : `trust in ${trust.join(' and ')}`,
    ...(lookups.length === 0 ? [] : [`trust in ${lookups.join(' and ')} for lookups`]),
    `${executionPolicies.length === 0 ? 'no policy' : executionPolicies.map(policyName).join(' and ')} for CloudFormation`,
    ...(kmsKey === 'AWS_MANAGED_KEY' ? [] : [kmsKey === '' ? 'a key of its own' : `the key ${kmsKey}`]),
    ...(boundary === undefined ? [] : [`the permissions boundary ${boundary}`]),
  ];
  const partly = state.how === 'declared' && assumed.length > 0 ? ` (${assumed.join(', ')} assumed)` : '';
  return `${HOW[state.how]}${partly}: bootstrapped with ${parts.join(', ')}`;
}

function policyName(arn: string): string {
  return /^arn:[^:]*:iam::aws:policy\/(.+)$/.exec(arn)?.[1] ?? arn;
}
