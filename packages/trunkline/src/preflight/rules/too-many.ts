// What the rules about numbers of stages and actions have in common.
import type { RuleFinding } from './rule.js';

/** What to do about any of them. */
export const ADVICE =
  'Deliver to several places in one stage, split the pipeline, or set the quota that the account has in `quotas` of .trunklinerc.json.';

/** Documentation that they share. */
export const shared = {
  severity: 'error',
  falsePositives: 'Low: quotas of an account may be higher; set them in `quotas` then.',
  mend: ADVICE,
} as const;

/** A finding of a number that CodePipeline refuses. */
export function tooMany(problem: string, place: RuleFinding['place']): RuleFinding {
  return {
    problem,
    place,
    consequence: 'CodePipeline would refuse the pipeline, so its stack cannot be deployed.',
    remedy: { text: ADVICE },
  };
}

/** `1 stage`, `51 stages`. */
export function counted(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}
