// The front door of the proof: every obligation of every pipeline with its verdict, and one finding for each cause.
import { formatEnvironment } from '../../model/environment.js';
import type { Finding, ObligationVerdict, Verdict } from '../../model/finding.js';
import { describe, named } from '../iam/unresolved.js';
import type { PreflightInput } from '../input.js';
import type { OrganizationPolicies } from '../organization-policies.js';
import type { Landscape } from '../landscape/landscape.js';
import { blameOf, blamesOf, type Blame } from './causes/blame.js';
import { actionPath, nameOf } from './causes/finding.js';
import { CAUSES } from './causes/table.js';
import { dutiesOf, unreadDuty } from './duties.js';
import { Judge, type Denial } from './judge.js';
import { isForegone, type Duty, type Precondition } from './obligation.js';

/** What was proved, and what was not. */
export interface Proof {
  readonly obligations: readonly ObligationVerdict[];
  readonly findings: readonly Finding[];
}

/** Proves all pipelines of a landscape. Pure. */
export function prove(landscape: Landscape, input: PreflightInput, organization?: OrganizationPolicies): Proof {
  const judge = new Judge(landscape, organization);
  const obligations: ObligationVerdict[] = [];
  const causes = new Map<string, { blames: [Blame, ...Blame[]]; explains: Set<string> }>();
  const ids = new Map<string, number>();
  const dutiesOfEach = [
    ...landscape.unreadPipelines.map((unread) => [unreadDuty(unread)]),
    ...landscape.pipelines.map((declared) => dutiesOf(landscape, declared, input)),
  ];
  for (const duties of dutiesOfEach) {
    for (const duty of duties) {
      const { pipeline, stage, action } = duty.place;
      const { verdict, blames } = judged(duty, judge, landscape);
      const id = unique(`${actionPath(duty)}: ${duty.step}, ${callOf(duty)} on ${describe(duty.resource)}`, ids);
      obligations.push({
        id,
        pipeline,
        stage,
        action,
        step: duty.step,
        principal: named(principalNameOf(duty)),
        call: callOf(duty),
        resource: named(duty.resource),
        verdict,
      });
      for (const blame of blames) {
        const key = `${blame.id} ${blame.key}`;
        const cause = causes.get(key);
        if (cause === undefined) {
          causes.set(key, { blames: [blame], explains: new Set([id]) });
        } else {
          cause.blames.push(blame);
          cause.explains.add(id);
        }
      }
    }
  }
  const findings = [...causes.values()].map(({ blames, explains }): Finding => {
    const { id } = blames[0];
    return { id, ...CAUSES[id](blames, landscape), explains: [...explains] };
  });
  return { obligations, findings };
}

function judged(
  duty: Duty,
  judge: Judge,
  landscape: Landscape,
): { readonly verdict: Verdict; readonly blames: Blame[] } {
  if (isForegone(duty)) {
    const { because } = duty;
    if (because.kind === 'unproven') return { verdict: { kind: 'unproven', why: because.why }, blames: [] };
    const blame = blameOf(duty);
    return {
      verdict: { kind: 'refuted', why: whyForegone(because) },
      blames: blame === undefined ? [] : [blame],
    };
  }
  const judgement = judge.judge(duty);
  if (judgement.kind === 'proved' && duty.doubt !== undefined) {
    return { verdict: { kind: 'unproven', why: duty.doubt }, blames: [] };
  }
  if (judgement.kind !== 'refuted') return { verdict: judgement, blames: [] };
  return {
    verdict: { kind: 'refuted', why: judgement.denials.map(whyDenied).join('; ') },
    blames: blamesOf(duty, judgement.denials, landscape),
  };
}

function principalNameOf(duty: Duty): string {
  if (isForegone(duty)) return duty.principal;
  return duty.caller.kind === 'role' ? duty.caller.arn : duty.caller.name;
}

function callOf(duty: Duty): string {
  return isForegone(duty) ? duty.call : duty.calls.join(duty.anyOf ? ' or ' : ', ');
}

function whyDenied(denial: Denial): string {
  if (denial.kind === 'missing-role') return `there is no ${nameOf(denial.arn)}`;
  if (denial.kind === 'foreign-role') return `${nameOf(denial.arn)} is of another account, and cannot be handed on`;
  if (denial.how === 'explicit')
    return `${denial.call} is denied by ${denial.by.map(({ policy }) => policy).join(', ')}`;
  const sides = denial.sides.join(denial.oneIsEnough ? ' or ' : ' and ');
  return `${denial.call} is not allowed by the ${sides} side`;
}

function whyForegone(because: Exclude<Precondition, { kind: 'unproven' }>): string {
  switch (because.kind) {
    case 'no-store':
      return `there is no artifact store for ${describe(because.region)}`;
    case 'store-elsewhere':
      return `the ${because.what} of the store of ${describe(because.region)} is in ${because.actual}`;
    case 'store-without-key':
      return `the store of ${describe(because.region)} names no key that another account could use`;
    case 'no-execution-policies':
      return 'the execution role has no policies';
    case 'configuration':
      return `the action has no configuration key ${because.key}, and ${because.type} cannot do without`;
    case 'bootstrap-version':
      return (
        `${formatEnvironment(because.environment)} is bootstrapped with version ${String(because.version)}, and stack ` +
        `${because.stackName} needs ${String(because.needed)} or newer`
      );
    case 'public-bucket-policy':
      return `the policy of bucket ${describe(because.bucket)} is public, which the bucket's Block Public Access refuses`;
    case 'event-target-role':
      return 'the target has no role';
    case 'key-disabled':
      return `key ${describe(because.key)} is disabled`;
  }
}

/** Two obligations of one action may read the same, such as of two statements for one role. */
function unique(id: string, ids: Map<string, number>): string {
  const count = (ids.get(id) ?? 0) + 1;
  ids.set(id, count);
  return count === 1 ? id : `${id} (${String(count)})`;
}
