// How causes become findings: what every one of them says in the same way.
import type { Finding, FindingPlace } from '../../../model/finding.js';
import { describe, hasHole } from '../../iam/unresolved.js';
import type { Landscape, Origin } from '../../landscape/landscape.js';
import type { Denial } from '../judge.js';
import type { Duty, Obligation } from '../obligation.js';
import type { Blame } from './blame.js';

/** Makes a finding of all that is blamed on one cause; ids of the duties are added by whoever groups them. */
export type CauseFinding = (
  blames: readonly [Blame, ...Blame[]],
  landscape: Landscape,
) => Omit<Finding, 'id' | 'explains'>;

/** The obligations of blames, with their denials; those of a cause that policies are no part of are left out. */
export function deniedOf(blames: readonly Blame[]): { readonly obligation: Obligation; readonly denial: Denial }[] {
  return blames.flatMap(({ failed }) => ('obligation' in failed ? [failed] : []));
}

/** The calls that are refused, each once, in order. */
export function callsOf(blames: readonly Blame[]): string[] {
  const calls = deniedOf(blames).flatMap(({ denial }) => (denial.kind === 'denied' ? [denial.call] : []));
  return [...new Set(calls)].sort();
}

/** The resources that they are refused on, each once. */
export function resourcesOf(blames: readonly Blame[]): string[] {
  return [...new Set(deniedOf(blames).map(({ obligation }) => obligation.resource))].sort();
}

/** Who is refused, each once. */
export function callersOf(blames: readonly Blame[]): string[] {
  return [
    ...new Set(
      deniedOf(blames).map(({ obligation: { caller } }) => (caller.kind === 'role' ? caller.arn : caller.name)),
    ),
  ];
}

/** Where something is written, as findings have it. */
export function placeOf(origin: Origin): FindingPlace {
  const { kind, stackName, environment, logicalId, constructPath, templateFile, property } = origin;
  if (kind === 'live') return { environment, arn: logicalId };
  return {
    stackName,
    environment,
    logicalId,
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(templateFile === undefined ? {} : { file: templateFile }),
    ...(property === undefined ? {} : { jsonPath: `Resources.${logicalId}.Properties.${property}` }),
  };
}

/** `Stage/Action` of the first duty, and how many more there are. */
export function actionsAt(blames: readonly Blame[]): string {
  const places = [...new Set(blames.map(({ failed }) => actionPath(dutyOf(failed))))];
  const [first = '', ...others] = places;
  return others.length === 0
    ? first
    : `${first} and ${String(others.length)} more ${others.length === 1 ? 'action' : 'actions'}`;
}

/** The pipeline's name and the action's path. */
export function actionPath({ place: { pipeline, stage, action } }: Duty): string {
  if (stage === '') return action === '' ? pipeline : `${pipeline} (${action})`;
  return `${pipeline} ${stage}/${action}`;
}

/** The duty that failed. */
export function dutyOf(failed: Blame['failed']): Duty {
  return 'obligation' in failed ? failed.obligation : failed.foregone;
}

/**
 * A principal as messages show it: the role's name and account, or the service. A role whose name CloudFormation makes up
 * is called by where it is written.
 */
export function nameOf(principal: string, landscape?: Landscape): string {
  const match = /^arn:[^:]*:iam::([^:]*):role\/(?:.*\/)?([^/]+)$/.exec(principal);
  if (match === null) return describe(principal);
  const [, account = '', name = ''] = match;
  const origin = hasHole(name) ? landscape?.role(principal)?.origin : undefined;
  return `role ${origin === undefined ? describe(name) : writtenAs(origin)} of account ${describe(account)}`;
}

/** Something by its name, or by where it is written where CloudFormation makes up the name. */
export function calledBy(name: string, origin: Origin | undefined): string {
  return origin !== undefined && hasHole(name) ? writtenAs(origin) : describe(name);
}

/** `Services/Pipeline/Role`, or stack and logical id. */
function writtenAs({ constructPath, stackName, logicalId }: Origin): string {
  return constructPath === undefined ? `${stackName}.${logicalId}` : withoutResource(constructPath);
}

/** The construct that the app knows has the resource as its child. */
function withoutResource(path: string): string {
  return path.replace(/\/Resource$/, '');
}

/** The first of several principals by name, and how many there are besides. */
export function namesOf(principals: readonly string[], landscape: Landscape): string {
  const [first = '', ...others] = principals;
  if (others.length === 0) return nameOf(first, landscape);
  return `${nameOf(first, landscape)} and ${String(others.length)} more`;
}

/** A text as the beginning of a sentence. */
export function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

/** The Allow statement on the refusing side that comes nearest, and what keeps it from matching. */
export function missedBy(blames: readonly [Blame, ...Blame[]]): string {
  const [{ side }] = blames;
  const near = deniedOf(blames)
    .flatMap(({ denial }) => (denial.kind === 'denied' && denial.how === 'implicit' ? denial.nearMisses : []))
    .filter((miss) => miss.side === side && miss.element !== 'Action');
  const [nearest] = near.sort((one, other) => ELEMENTS.indexOf(one.element) - ELEMENTS.indexOf(other.element));
  if (nearest === undefined) return '';
  const { statement, policy, element } = nearest;
  const named = statement.startsWith('Statement[') ? statement : `statement ${statement}`;
  return ` (${named} of ${withoutResource(policy)} would, but for its ${element})`;
}

// A statement whose condition does not hold was meant for the call; one that names others may have been.
const ELEMENTS: readonly string[] = ['Condition', 'Resource', 'Principal'];

/** The value as a policy can name it: a part that only the deployment knows becomes a wildcard. */
export function asPattern(text: string): string {
  return text.replaceAll(/\{\{[^{}]*\}\}/g, '*');
}
