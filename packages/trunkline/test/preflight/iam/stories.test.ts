// One request, the policies that apply, the expected answer: a story for each file; drop a file to add a case.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Access, Doubt, StatementPlace } from '../../../src/preflight/iam/access.js';
import { evaluateAccess } from '../../../src/preflight/iam/evaluate.js';
import type { ApplicablePolicies } from '../../../src/preflight/iam/policy.js';
import type { AccessRequest } from '../../../src/preflight/iam/request.js';

interface Story {
  readonly title: string;
  readonly request: AccessRequest;
  readonly policies: ApplicablePolicies;
  readonly expected: Expected;
}

type Expected =
  | { readonly kind: 'allowed'; readonly by: readonly string[] }
  | { readonly kind: 'denied'; readonly how: 'explicit'; readonly by: readonly string[] }
  | {
      readonly kind: 'denied';
      readonly how: 'implicit';
      readonly sides: readonly string[];
      readonly oneIsEnough: boolean;
    }
  /** A part of the first reason. */
  | { readonly kind: 'unproven'; readonly because: string };

const folder = new URL('stories/', import.meta.url);
const stories = readdirSync(folder).map((file): [string, Story] => [
  file.replace('.json', ''),
  JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Story,
]);

function summary(access: Access, expected: Expected): Expected {
  if (access.kind === 'unproven') {
    const reasons = access.because.map((doubt: Doubt) => doubt.why);
    const wanted = expected.kind === 'unproven' ? expected.because : '';
    return { kind: 'unproven', because: reasons[0]?.includes(wanted) === true ? wanted : reasons.join('; ') };
  }
  if (access.kind === 'denied' && access.how === 'implicit') {
    const { kind, how, sides, oneIsEnough } = access;
    return { kind, how, sides, oneIsEnough };
  }
  const by = access.by.map((place: StatementPlace) => place.statement);
  return access.kind === 'allowed' ? { kind: 'allowed', by } : { kind: 'denied', how: 'explicit', by };
}

describe('what the policies say to a request', () => {
  test.each(stories)('%s', (_, { title, request, policies, expected }) => {
    expect(summary(evaluateAccess(request, policies), expected), title).toEqual(expected);
  });

  test('every answer is told of more than once', () => {
    const kinds = stories.map(([, { expected }]) => expected.kind);
    for (const kind of ['allowed', 'denied', 'unproven'])
      expect(kinds.filter((each) => each === kind).length).toBeGreaterThan(8);
  });
});

test('an answer names what was nearly right', () => {
  const story = stories.find(([name]) => name === 'wrong-organization')?.[1];
  if (story === undefined) throw new Error('There is no such story.');
  expect(evaluateAccess(story.request, story.policies)).toMatchObject({
    nearMisses: [
      {
        side: 'resource-based',
        policy: 'Store/Bucket/Policy',
        statement: 'ReadByOrganization',
        element: 'Condition',
      },
    ],
  });
});
