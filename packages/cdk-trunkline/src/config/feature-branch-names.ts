// The names of what belongs to a branch: legal everywhere, and never those of another branch.
import { createHash } from 'node:crypto';

/** What is left of a branch's name to read: letters, digits and dashes. */
const LONGEST_WORDS = 12;

const HASH_DIGITS = 8;

/** The longest name of a stage, which is also what `STAGE` in patterns.ts allows. */
const LONGEST_STAGE = 40;

/** The longest name that a stage may have of which branches get their own: `<stage>-<slug>` is a stage's name too. */
export const LONGEST_BRANCH_STAGE = LONGEST_STAGE - 1 - LONGEST_WORDS - 1 - HASH_DIGITS;

/**
 * A branch in names, such as `feature-x-6b1c0a2f`: what can be read of it, and then always a hash of its exact name, so that
 * `feature/x`, `feature-x` and `Feature/X` do not become one. It depends on nothing but the branch, or what was deployed
 * would be lost sight of when the configuration changes.
 */
export function branchSlug(branch: string): string {
  const hash = createHash('sha256').update(branch, 'utf8').digest('hex').slice(0, HASH_DIGITS);
  return `${wordsOf(branch)}-${hash}`;
}

/** A branch's stage, such as `dev-feature-x-6b1c0a2f`. */
export function branchStageName(stage: string, slug: string): string {
  return `${stage}-${slug}`;
}

/** Of a long name the end says more than `feature/`, which many begin with. */
function wordsOf(branch: string): string {
  const parts = branch
    .split('/')
    .map(legal)
    .filter((part) => part !== '');
  while (parts.length > 1 && parts.join('-').length > LONGEST_WORDS) parts.shift();
  return parts.join('-').slice(0, LONGEST_WORDS).replace(/-+$/, '') || 'branch';
}

/** Letters with accents lose these; what has no letter of the alphabet in it becomes a dash. */
function legal(part: string): string {
  return part
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
}
