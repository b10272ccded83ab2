// What is wrong with triggers that a hook returned, measured by the same limits as those of the configuration.
import { Token } from 'aws-cdk-lib';
import { GitPullRequestEvent } from 'aws-cdk-lib/aws-codepipeline';
import { LONGEST_PATTERN, MOST_FILTERS, MOST_PATTERNS } from '../../config/v2-keys';
import { isJsonObject, type JsonObject } from '../../config/place';
import { describeValue } from './hook-call';
import { unknownMembers } from './unknown-members';

const ENDINGS = ['Includes', 'Excludes'];

const SUBJECTS = ['branches', 'filePaths', 'tags'];

/** Pull requests have no tags, which is said of them in words of its own. */
const PATTERNS = SUBJECTS.flatMap((what) => ENDINGS.map((ending) => `${what}${ending}`));

/** What is wrong, as sentences that go after the hook's name; empty where nothing is. */
export function triggerProblems(value: unknown): string[] {
  if (!isJsonObject(value)) return [`returned ${describeValue(value)} where triggers have to be.`];
  const { push, pullRequest } = value;
  const lists = { push, pullRequest };
  const unknown = unknownMembers(value, Object.keys(lists));
  if (push === undefined && pullRequest === undefined) {
    return [
      ...unknown,
      'returned triggers without `push` and `pullRequest`, so that nothing would start the pipeline.',
    ];
  }
  return [
    ...unknown,
    ...Object.entries(lists).flatMap(([list, filters]) => (filters === undefined ? [] : inList(filters, list))),
  ];
}

function inList(filters: unknown, list: string): string[] {
  if (!Array.isArray(filters) || filters.length === 0 || filters.length > MOST_FILTERS) {
    return [
      `returned ${describeValue(filters)} as ${list}, where a list of 1 to ${String(MOST_FILTERS)} filters has to be.`,
    ];
  }
  return Array.from(filters, (each: unknown) => each).flatMap((filter, index) => {
    const path = `${list}[${String(index)}]`;
    if (!isJsonObject(filter)) return [`returned ${describeValue(filter)} as ${path}, where a filter has to be.`];
    return [
      ...unknownMembers(filter, list === 'push' ? PATTERNS : [...PATTERNS, 'events'], path),
      ...SUBJECTS.flatMap((what) => inPatterns(filter, what, path)),
      ...(list === 'push' ? inPush(filter, path) : inPullRequest(filter, path)),
    ];
  });
}

function inPatterns(filter: JsonObject, what: string, path: string): string[] {
  return ENDINGS.flatMap((ending) => {
    const key = `${what}${ending}`;
    const patterns = filter[key];
    if (patterns === undefined) return [];
    if (!Array.isArray(patterns) || patterns.length === 0 || patterns.length > MOST_PATTERNS) {
      return [
        `returned ${describeValue(patterns)} as ${path}.${key}, where a list of 1 to ${String(MOST_PATTERNS)} patterns has to be.`,
      ];
    }
    return Array.from(patterns, (each: unknown) => each).flatMap((pattern, index) =>
      isPattern(pattern)
        ? []
        : [
            `returned ${describeValue(pattern)} as ${path}.${key}[${String(index)}], where a text of 1 to ` +
              `${String(LONGEST_PATTERN)} characters has to be.`,
          ],
    );
  });
}

function isPattern(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  return Token.isUnresolved(value) || (value.trim() !== '' && value.length <= LONGEST_PATTERN);
}

/** Source: CodePipeline User Guide, filter triggers on code push or pull requests, which lists what goes together. */
function inPush(filter: JsonObject, path: string): string[] {
  const others = [...named(filter, 'branches'), ...named(filter, 'filePaths')];
  const tags = named(filter, 'tags');
  if (tags.length === 0 && others.length === 0) return [`returned ${path} without branches, file paths or tags.`];
  if (tags.length === 0 || others.length === 0) return [];
  return [
    `returned ${path} with ${[...tags, ...others].join(' and ')}, but CodePipeline does not filter by tags and these at ` +
      'once: divide it into two filters.',
  ];
}

function inPullRequest(filter: JsonObject, path: string): string[] {
  const known: readonly unknown[] = Object.values(GitPullRequestEvent);
  const events = filter['events'];
  const problems = named(filter, 'tags').map((key) => `returned ${path} with ${key}, but pull requests have no tags.`);
  if (events === undefined) return problems;
  if (Array.isArray(events) && events.length > 0 && events.every((each: unknown) => known.includes(each))) {
    return problems;
  }
  return [
    ...problems,
    `returned ${describeValue(events)} as ${path}.events, where a list of ${known.join(', ')} has to be.`,
  ];
}

function named(filter: JsonObject, what: string): string[] {
  return ENDINGS.map((ending) => `${what}${ending}`).filter((key) => filter[key] !== undefined);
}
