// Turns what the catalogue says of an action type into obligations of one action.
import { parseArn } from '../iam/arn.js';
import { unresolved } from '../iam/unresolved.js';
import type { Actor, Need, When } from '../catalogue/catalogue.js';
import { fill, type ActionFacts } from './action-facts.js';
import { bucketKeyObligations } from './bucket-key.js';
import type { Duty, Obligation, Target } from './obligation.js';
import { withTopicKey } from './topic-key.js';

/** The obligations of those needs whose condition holds. */
export function obligationsOf(needs: readonly Need[], facts: ActionFacts, actors: ActorRoles): Duty[] {
  return needs.flatMap((need): Duty[] => {
    if (!applies(need, facts)) return [];
    const resource = fill(need.on, facts);
    const arn = actors[need.who];
    if (resource === undefined || arn === undefined) return [];
    const context = contextOf(need, facts);
    const obligation: Obligation = {
      place: facts.place,
      step: `the ${need.who} ${need.step}`,
      caller: { kind: 'role', arn },
      calls: need.calls,
      anyOf: need.anyOf ?? false,
      resource,
      target: targetOf(resource, facts.account),
      // Calls that know no resources go to the endpoint of the action's region.
      ...(resource === '*' ? { region: facts.region } : {}),
      ...(context === undefined ? {} : { context }),
    };
    return [...withTopicKey(obligation, facts.landscape), ...bucketKeyObligations(obligation, facts)];
  });
}

/** A value that is not configured is there all the same, and not known: a tag that may have any value. */
function contextOf(need: Need, facts: ActionFacts): Record<string, string> | undefined {
  if (need.context === undefined) return undefined;
  return Object.fromEntries(
    Object.entries(need.context).flatMap(([keyTemplate, template]) => {
      const key = fill(keyTemplate, facts);
      return key === undefined ? [] : [[key, fill(template, facts) ?? unresolved(`the value of ${key}`)] as const];
    }),
  );
}

/** The ARNs of the roles that stand for actors, as far as there are such. */
export type ActorRoles = Readonly<Partial<Record<Actor, string>>>;

function applies({ when = [] }: Need, facts: ActionFacts): boolean {
  return [when].flat().every((each) => holds(each, facts));
}

/** Whether the action is configured so. */
export function holds({ key, is }: When, { action }: ActionFacts): boolean {
  const value = action.configuration[key] ?? '';
  return is === undefined ? value !== '' : is.includes(value);
}

/** What a resource's ARN says it is. Roles are looked up for their trust, buckets and keys for their policies. */
export function targetOf(resource: string, account: string): Target {
  const arn = parseArn(resource);
  if (arn?.service === 's3') return { kind: 'bucket', name: arn.resource.split('/')[0] ?? '', account };
  if (arn?.service === 'kms') return { kind: 'key', id: resource, region: arn.region, account: arn.account || account };
  return { kind: 'other', arn: resource, account: arn?.account === '' || arn === undefined ? account : arn.account };
}
