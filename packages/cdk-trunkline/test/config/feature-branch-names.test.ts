// The names of what belongs to a branch: legal wherever they stand, and never those of another branch.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FeatureBranch, PipelineConfig, StageAccessRole } from '../../src';
import { accessRoleName } from '../../src/accounts/stage-access-names';
import { branchStageName, LONGEST_BRANCH_STAGE } from '../../src/config/feature-branch-names';
import { BRANCH, PIPELINE, STAGE } from '../../src/config/patterns';
import type { TextShape } from '../../src/config/shapes';
import { valid, withAccounts } from './configurations';

/** Branches as git allows them: with capitals, accents, quotes, dollars, other scripts; and of any length. */
const branch = fc
  .oneof(
    {
      weight: 3,
      arbitrary: fc.string({ unit: fc.constantFrom(...'aAbB-_/.$\'";&|(){}!%@=+,#éß日'), minLength: 1, maxLength: 40 }),
    },
    { weight: 1, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 240 }) },
  )
  .filter((name) => isLegal(name, BRANCH) && name.length <= 250 && !name.includes('\uFFFD'));

/** The same name with other capitals, or with one of its illegal characters in another's place. */
const lookalikes = fc.tuple(branch, fc.nat(), fc.constantFrom(...'-_/.$;é')).map(([name, at, other]) => {
  const characters = [...name];
  const marks = characters.flatMap((character, index) => (/[^a-zA-Z0-9]/.test(character) ? [index] : []));
  const index = marks[at % Math.max(1, marks.length)] ?? characters.length;
  const swapped = [...characters.slice(0, index), other, ...characters.slice(index + 1)].join('');
  return [name, name.toUpperCase(), name.toLowerCase(), swapped] as const;
});

function isLegal(name: string, { pattern = '', maxLength = Infinity }: TextShape): boolean {
  return new RegExp(pattern, 'u').test(name) && name.length <= maxLength;
}

test('two branches have different names, also where they differ in case or illegal characters alone', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          branch.map((name) => [name]),
          lookalikes,
        ),
        { maxLength: 20 },
      ),
      (groups) => {
        const branches = new Set(groups.flat());
        const slugs = new Set([...branches].map((name) => FeatureBranch.slugOf(name).toLowerCase()));
        expect(slugs.size).toBe(branches.size);
      },
    ),
    { numRuns: 500 },
  );
});

test('a name is legal as a stage, a pipeline and a role, with the longest stage, repository and pipeline around it', () => {
  const stage = 's'.repeat(LONGEST_BRANCH_STAGE);
  fc.assert(
    fc.property(branch, (name) => {
      const slug = FeatureBranch.slugOf(name);
      expect(slug).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?-[0-9a-f]{8}$/);
      expect(isLegal(branchStageName(stage, slug), STAGE)).toBe(true);
      expect(isLegal(slug, PIPELINE)).toBe(true);
      expect(`${'r'.repeat(59)}-${slug}`).toMatch(/^[A-Za-z0-9.@_-]{1,100}$/);
      expect(accessRoleName('r'.repeat(59), branchStageName(stage, slug))).toMatch(/^[\w+=,.@-]{1,64}$/);
    }),
    { numRuns: 500 },
  );
});

describe('the roles of two branches', () => {
  const stage = 'a-stage-of-eighteen'.slice(0, LONGEST_BRANCH_STAGE);
  const config = PipelineConfig.fromObject({
    ...withAccounts({ [stage]: { account: '222222222222', region: 'eu-west-1' } }),
    repo: 'a-repository-with-a-name-as-long-as-a-repository-can-have-1',
    feature_branches: { stages: [stage], branches: ['**'] },
  });

  function rolesOf(name: string): string[] {
    const own = config.forBranch(name);
    const [derived = ''] = own.pipelines.flatMap(({ stages }) => stages);
    return [StageAccessRole.arnOf(own, derived), StageAccessRole.testRoleName(own, derived)];
  }

  test('differ, although both are cut', () => {
    fc.assert(
      fc.property(lookalikes, (names) => {
        const branches = [...new Set(names)].filter((name) => isLegal(name, BRANCH));
        fc.pre(branches.every((name) => !/#\{|"/.test(name) && !['develop', 'main'].includes(name)));
        const roles = branches.map(rolesOf);
        expect(new Set(roles.map(([access]) => access)).size).toBe(branches.length);
        expect(new Set(roles.map(([, tests]) => tests)).size).toBe(branches.length);
        for (const [, tests = ''] of roles) expect(tests.length).toBeLessThanOrEqual(64);
      }),
    );
  });
});

test.each([
  ['feature/x', /^feature-x-[0-9a-f]{8}$/],
  ['feature/JIRA-123_Add-the-login', /^jira-123-add-[0-9a-f]{8}$/],
  ['feature/reports/monthly', /^monthly-[0-9a-f]{8}$/],
  ['Größe', /^gro-e-[0-9a-f]{8}$/],
  ['日本', /^branch-[0-9a-f]{8}$/],
  ['-', /^branch-[0-9a-f]{8}$/],
])('of %s one can read %s', (name, slug) => {
  expect(FeatureBranch.slugOf(name)).toMatch(slug);
});

test('a name never changes: it is what deployed stacks are found by', () => {
  expect(FeatureBranch.slugOf('feature/x')).toBe('feature-x-217d2bf5');
  const config = PipelineConfig.fromObject(valid({ feature_branches: { stages: ['dev'], branches: ['feature/**'] } }));
  expect(config.forBranch('feature/x').pipelines.map(({ stages }) => stages)).toEqual([['dev-feature-x-217d2bf5']]);
});
