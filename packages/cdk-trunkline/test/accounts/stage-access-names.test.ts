// The names by which the two sides of stage access know each other: legal, steady, and never the same for two.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accessRoleName, accessStackName, testRoleName } from '../../src/accounts/stage-access-names';

/** What the configuration allows; with many dashes, which is where names run together. */
const repo = fc.stringMatching(/^[a-c.@_-]{1,59}$/);
const pipeline = fc.stringMatching(/^[a-c.@_-]{1,40}$/);
const stage = fc.stringMatching(/^[a-c](?:[a-c-]{0,38}[a-c])?$/);

describe('names that can be read', () => {
  test('are plain', () => {
    expect(accessRoleName('services', 'dev')).toBe('trunkline-services-dev');
    expect(testRoleName('services', 'development', 'dev')).toBe('trunkline-services-development-dev-tests');
    expect(accessStackName('services', 'dev')).toBe('trunkline-access-services-dev');
  });

  test('have a hash where a dash would leave open which part is which, and where they would be too long', () => {
    expect(accessRoleName('my-services', 'dev')).toMatch(/^trunkline-my-services-dev-[0-9a-f]{8}$/);
    expect(accessRoleName('my', 'services-dev')).not.toBe(accessRoleName('my-services', 'dev'));
    expect(testRoleName('a'.repeat(59), 'production', 'prod')).toMatch(/^trunkline-a+-[0-9a-f]{8}$/);
    expect(accessStackName('my.services', 'dev')).toMatch(/^trunkline-access-my-services-dev-[0-9a-f]{8}$/);
  });

  test('stay as they are: a stage account and a pipeline are deployed at different times', () => {
    expect(accessRoleName('my-services', 'dev')).toBe('trunkline-my-services-dev-e4f06a13');
    expect(testRoleName('my-services', 'development', 'dev')).toBe(
      'trunkline-my-services-development-dev-tests-725c5d31',
    );
  });
});

describe('names of whatever the configuration allows', () => {
  test('are legal', () => {
    fc.assert(
      fc.property(repo, pipeline, stage, (ofRepo, ofPipeline, ofStage) => {
        for (const name of [accessRoleName(ofRepo, ofStage), testRoleName(ofRepo, ofPipeline, ofStage)]) {
          expect(name).toMatch(/^[\w+=,.@-]{1,64}$/);
        }
        expect(accessStackName(ofRepo, ofStage)).toMatch(/^[A-Za-z][A-Za-z0-9-]{0,127}$/);
      }),
    );
  });

  test('are different for different stages, pipelines and repositories, whatever the case of letters', () => {
    const parts = fc.tuple(repo, pipeline, stage);
    fc.assert(
      fc.property(parts, parts, (one, other) => {
        fc.pre(JSON.stringify(one) !== JSON.stringify(other));
        const names = [one, other].map(([ofRepo, ofPipeline, ofStage]) => testRoleName(ofRepo, ofPipeline, ofStage));
        expect(names[0]).not.toBe(names[1]);
      }),
    );
    // All ways to cut one text into parts.
    const text = 'a-b-a-b-a-b';
    const cuts = [1, 3, 5, 7, 9].flatMap((first) =>
      [3, 5, 7, 9].filter((second) => second > first).map((second) => [first, second] as const),
    );
    const names = cuts.map(([first, second]) =>
      testRoleName(text.slice(0, first), text.slice(first + 1, second), text.slice(second + 1)),
    );
    const access = [1, 3, 5, 7, 9].map((cut) => accessRoleName(text.slice(0, cut), text.slice(cut + 1)));
    expect(new Set([...names, ...access]).size).toBe(names.length + access.length);
  });

  test('of the two sides are never the same, as both may be in one account', () => {
    fc.assert(
      fc.property(repo, pipeline, stage, repo, stage, (repo1, pipeline1, stage1, repo2, stage2) => {
        expect(testRoleName(repo1, pipeline1, stage1)).not.toBe(accessRoleName(repo2, stage2));
      }),
    );
    expect(testRoleName('a', 'b', 'c')).not.toBe(accessRoleName('a-b-c', 'tests'));
    expect(testRoleName('a-b', 'b', 'c')).not.toBe(accessRoleName('a-b-b-c', 'tests'));
  });
});
