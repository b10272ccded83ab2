// Topics that are encrypted: whoever publishes has to be let in by the topic's key as well.
import type { Landscape } from '../landscape/landscape.js';
import { textField } from '../landscape/values.js';
import type { Duty, Obligation } from './obligation.js';

// SNS's own key, which takes part where nobody chose one.
const OWN_KEY = 'alias/aws/sns';

/**
 * The obligation, and what the key of its topic asks for.
 * Source: SNS Developer Guide, Key management, "Enable compatibility between event sources from AWS services and encrypted
 * topics".
 */
export function withTopicKey(obligation: Obligation, landscape: Landscape): Duty[] {
  const { resource, place, caller, step } = obligation;
  const topic = landscape.resource(resource);
  const key = textField(topic?.properties.KmsMasterKeyId);
  if (topic === undefined || key === undefined) return [obligation];
  const { account, region } = topic.environment;
  const calls = ['kms:GenerateDataKey', 'kms:Decrypt'];
  if (key.endsWith(OWN_KEY)) {
    // Its policy, which nobody can change, lets in the principals of the account that come through SNS.
    if (caller.kind === 'role') return [obligation];
    const why = `the topic is encrypted with ${OWN_KEY}, and whether that key lets ${caller.name} in is not documented`;
    const because = { kind: 'unproven', why } as const;
    return [obligation, { place, step, principal: caller.name, call: calls.join(', '), resource: key, because }];
  }
  return [
    obligation,
    {
      place,
      step: `${step}, with the topic's key`,
      caller,
      calls,
      anyOf: false,
      resource: key,
      target: { kind: 'key', id: key, region, account },
      ...(caller.kind === 'role' ? { via: `sns.${region}.amazonaws.com` } : {}),
      ...(obligation.context === undefined ? {} : { context: obligation.context }),
    },
  ];
}
