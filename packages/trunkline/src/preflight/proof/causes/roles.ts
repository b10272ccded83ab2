// Policies of who calls: a role's own, its permissions boundary, those of the organization; and Deny statements of any.
import type { FindingPlace, Remedy } from '../../../model/finding.js';
import { describe } from '../../iam/unresolved.js';
import type { Landscape, LandscapeRole, Origin } from '../../landscape/landscape.js';
import {
  actionsAt,
  callersOf,
  callsOf,
  deniedOf,
  missedBy,
  nameOf,
  namesOf,
  placeOf,
  resourcesOf,
  sentence,
  type CauseFinding,
} from './finding.js';
import { levelOf } from './blame.js';
import { grantsOf, type Grants } from './granted-resources.js';
import { oneOrMany } from './statements.js';

/** A role's own policies do not allow a call. */
export const identityPolicy: CauseFinding = (blames, landscape) => {
  const [caller = ''] = callersOf(blames);
  const role = landscape.role(caller);
  const origin = role === undefined ? undefined : (editable(role) ?? role.origin);
  return {
    severity: 'error',
    problem: `No policy of ${nameOf(caller, landscape)} allows ${callsOf(blames).join(', ')} on ${listed(resourcesOf(blames))}${missedBy(blames)}.`,
    place: origin === undefined ? {} : placeOf(origin),
    consequence: `${actionsAt(blames)} would fail: access denied.`,
    remedy: remedyOf(
      grantsOf(blames, origin, landscape),
      `to a policy of ${nameOf(caller, landscape)}, such as with \`role.addToPrincipalPolicy\`.`,
    ),
  };
};

/** A permissions boundary does not leave room for a call. */
export const permissionsBoundary: CauseFinding = (blames, landscape) => {
  const callers = callersOf(blames);
  const boundary = landscape.role(callers[0] ?? '')?.boundary;
  return {
    severity: 'error',
    problem:
      `The permissions boundary ${describe(boundary?.name ?? '')} does not allow ${namesOf(callers, landscape)} ` +
      `${callsOf(blames).join(', ')} on ${listed(resourcesOf(blames))}.`,
    place: boundary === undefined ? {} : placeOf(boundary.origin),
    consequence: `${actionsAt(blames)} would fail: what the boundary leaves out no other policy can give.`,
    remedy: remedyOf(
      grantsOf(blames, boundary?.origin, landscape),
      'to the policy that is the boundary. It grants nothing by itself.',
    ),
  };
};

/** A policy of the organization does not leave room for a call. */
export const organizationPolicy: CauseFinding = (blames, landscape) => {
  const [first] = deniedOf(blames);
  const denial = first?.denial;
  const level = denial?.kind === 'denied' && denial.how === 'implicit' ? levelOf(denial) : undefined;
  return {
    severity: 'error',
    problem: `The given policies of the organization do not allow ${namesOf(callersOf(blames), landscape)} ${callsOf(blames).join(', ')}.`,
    place: settingsPlace(level),
    consequence: `${actionsAt(blames)} would fail: access denied.`,
    remedy: {
      text: 'Have the calls allowed by the service control policies of every level above the account.',
      statement: { Effect: 'Allow', Action: oneOrMany(callsOf(blames)), Resource: '*' },
    },
  };
};

/** Policies of the organization are in the project's settings; no template has them. */
function settingsPlace(path: string | undefined): FindingPlace {
  return { file: '.trunklinerc.json', ...(path === undefined ? {} : { jsonPath: path }) };
}

/** A Deny statement matches. */
export const explicitDeny: CauseFinding = (blames, landscape) => {
  const [first] = deniedOf(blames);
  const denial = first?.denial;
  const by = denial?.kind === 'denied' && denial.how === 'explicit' ? denial.by[0] : undefined;
  const callers = callersOf(blames);
  const origin = originOfPolicy(by?.policy, callers, landscape);
  const inside = /^Statement(\[\d+\])$/.test(by?.statement ?? '') ? `.${by?.statement ?? ''}` : '';
  return {
    severity: 'error',
    problem: `${sentence(by?.statement ?? '')} of ${describe((by?.policy ?? '').replace(/\/Resource$/, ''))} (${by?.side ?? ''}) denies ${namesOf(callers, landscape)} ${callsOf(blames).join(', ')} on ${listed(resourcesOf(blames))}.`,
    place:
      origin === undefined
        ? by?.side === 'service-control' || by?.side === 'resource-control'
          ? settingsPlace(`${by.policy}${inside}`)
          : {}
        : placeOf(origin.property === undefined ? origin : { ...origin, property: `${origin.property}${inside}` }),
    consequence: `${actionsAt(blames)} would fail: a Deny goes before every Allow.`,
    remedy: {
      text: `Take the statement out, or except ${namesOf(callers, landscape)} from it by a condition, such as ArnNotLike on aws:PrincipalArn.`,
    },
  };
};

/** A policy of the role's that is written in a template of the app, where a statement can be added. */
function editable({ identity }: LandscapeRole): Origin | undefined {
  return identity.find(
    ({ origin: { kind, property } }) => kind === 'template' && property?.endsWith('Document') === true,
  )?.origin;
}

/** Of all things that may have a policy of that name, one that the callers are refused by. */
function originOfPolicy(
  name: string | undefined,
  callers: readonly string[],
  landscape: Landscape,
): Origin | undefined {
  const roles = callers.flatMap((caller) => landscape.role(caller) ?? []);
  return [
    ...roles.flatMap(({ identity, boundary }) => [...identity, ...(boundary === undefined ? [] : [boundary])]),
    ...landscape.buckets.flatMap(({ policy }) => policy ?? []),
    ...landscape.keys.map(({ policy }) => policy),
    ...landscape.roles.map(({ trust }) => trust),
    ...landscape.resources.flatMap(({ policy }) => policy ?? []),
  ].find((policy) => policy.name === name)?.origin;
}

/** @param where where to add it, with how */
function remedyOf({ statements, elsewhere }: Grants, where: string): Remedy {
  const these = statements.length === 1 ? 'this statement' : 'these statements';
  const others =
    `Allow the calls on ${elsewhere.map(describe).join(', ')} by the ARN that the deployment of its own template gives, ` +
    'such as with a grant method of the construct.';
  const added = statements.length === 0 ? '' : `Add ${these} ${where}`;
  return {
    text: [added, elsewhere.length === 0 ? '' : others].filter(Boolean).join(' '),
    ...(statements.length === 0 ? {} : { statement: oneOrMany(statements) as Remedy['statement'] & object }),
  };
}

const LONGEST_LIST = 2;

function listed(resources: readonly string[]): string {
  const shown = resources.slice(0, LONGEST_LIST).map(describe);
  const rest = resources.length - shown.length;
  return rest === 0 ? shown.join(' and ') : `${shown.join(', ')} and ${String(rest)} more`;
}
