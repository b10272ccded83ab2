// The names of the roles by which tests reach into a stage's account. They follow from the configuration, so that both
// sides know each other's before either is deployed.
import { createHash } from 'node:crypto';

const PREFIX = 'trunkline';

/** Source: IAM API Reference, CreateRole, `RoleName`. */
const LONGEST_NAME = 64;

const HASH_DIGITS = 8;

/** The name of the role in a stage's account, such as `trunkline-services-dev`. */
export function accessRoleName(repo: string, stage: string): string {
  return named([PREFIX, repo, stage], [repo, stage]);
}

/** The name of the role of a pipeline's tests of a stage, such as `trunkline-services-development-dev-tests`. */
export function testRoleName(repo: string, pipeline: string, stage: string): string {
  return named([PREFIX, repo, pipeline, stage, 'tests'], [repo, pipeline, stage]);
}

/** The name of the stack in a stage's account. Names of stacks have letters, digits and dashes alone. */
export function accessStackName(repo: string, stage: string): string {
  const legal = repo.replaceAll(/[^A-Za-z0-9-]+/g, '-');
  const name = [PREFIX, 'access', legal, stage].join('-');
  return legal === repo && isClear([repo, stage]) ? name : `${name}-${hashOf(name, [repo, stage])}`;
}

/**
 * Joins with dashes. Where that would be too long, or where a dash inside a part leaves open which part is which, a hash
 * of the parts stands at the end: two repositories of different names must never come to one, or the tests of one could
 * reach the other's stage. The owner is no part of it, so that the names can be read: a repository's name has to be unique
 * among the projects of a toolchain account.
 */
function named(words: readonly string[], parts: readonly string[]): string {
  const name = words.join('-');
  if (isClear(parts) && name.length <= LONGEST_NAME) return name;
  return `${name.slice(0, LONGEST_NAME - HASH_DIGITS - 1)}-${hashOf(name, parts)}`;
}

function isClear(parts: readonly string[]): boolean {
  return parts.every((part) => !part.includes('-'));
}

/** IAM takes names that differ in upper and lower case alone for the same, and the hash does not tell them apart either. */
function hashOf(name: string, parts: readonly string[]): string {
  const text = JSON.stringify([name, ...parts]).toLowerCase();
  return createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
}
