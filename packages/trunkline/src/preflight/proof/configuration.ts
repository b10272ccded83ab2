// What an action's configuration leaves out, or has an odd value for: without it the obligations that follow from the key
// would not be there, and nothing would fail.
import { actionTypeKey } from '../../model/pipeline.js';
import type { CatalogueEntry, ConfigurationKey } from '../catalogue/catalogue.js';
import { parseArn } from '../iam/arn.js';
import { describe, isUnresolved } from '../iam/unresolved.js';
import type { ActionFacts } from './action-facts.js';
import { holds } from './needs.js';
import type { Foregone } from './obligation.js';

/** One duty for each key that is missing, or whose value the catalogue does not know. */
export function configurationDuties({ keys = [] }: CatalogueEntry, facts: ActionFacts): Foregone[] {
  return keys.flatMap((key) => {
    const because = mistakeOf(key, facts);
    if (because === undefined) return [];
    const { place, role } = facts;
    const step = `the action is configured with ${key.key}`;
    return [{ place, step, principal: role, call: '*', resource: key.key, because }];
  });
}

function mistakeOf(
  { key, required, values, form }: ConfigurationKey,
  facts: ActionFacts,
): Foregone['because'] | undefined {
  const { action, declared } = facts;
  const value = action.configuration[key] ?? '';
  if (value === '') {
    if (required === false || (required !== true && !holds(required, facts))) return undefined;
    const { arn: pipeline, origin } = declared;
    return { kind: 'configuration', key, type: actionTypeKey(action.actionTypeId), pipeline, origin };
  }
  const is = `configuration key ${key} is ${describe(value)}, which is`;
  if (values?.includes(value) === false) {
    return { kind: 'unproven', why: `${is} none of ${values.join(', ')}; what the action needs then is not known` };
  }
  if (form === 'ARN' && parseArn(value) === undefined && !isUnresolved(value)) {
    return { kind: 'unproven', why: `${is} no ARN` };
  }
  if (form === 'JSON list' && !isList(value)) return { kind: 'unproven', why: `${is} no list in JSON` };
  return undefined;
}

function isList(text: string): boolean {
  try {
    return Array.isArray(JSON.parse(text));
  } catch {
    return false;
  }
}
