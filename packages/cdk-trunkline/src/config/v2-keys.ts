// The keys of a pipeline as a whole: its type, and how its executions start and run.
import { ExecutionMode, GitPullRequestEvent, PipelineType } from 'aws-cdk-lib/aws-codepipeline';
import type { Mistakes } from './mistakes';
import type { Place } from './place';
import type { ConfigKey, ListShape, ObjectShape, TextShape } from './shapes';

/** Source: CodePipeline API Reference, GitConfiguration: at most 3 filters for pushes, and 3 for pull requests. */
export const MOST_FILTERS = 3;

/** Source: CodePipeline API Reference, GitBranchFilterCriteria and its like: 1 to 8 patterns of 1 to 255 characters. */
export const MOST_PATTERNS = 8;

/** The longest pattern, in characters. */
export const LONGEST_PATTERN = 255;

/** Of a name git hides `refs/heads/` and `refs/tags/`, and so does CodePipeline. */
function nameOf(what: string, example: string): TextShape {
  return {
    kind: 'text',
    what,
    pattern: '^(?!refs/)\\S(?:.*\\S)?$',
    hint: `it looks like "${example}"`,
    refuse: (pattern) =>
      pattern.startsWith('refs/')
        ? `${JSON.stringify(pattern)} is a reference; give the name alone, without "refs/heads/" or "refs/tags/".`
        : undefined,
    maxLength: LONGEST_PATTERN,
    example,
  };
}

/** A pattern of branches. Source: CodePipeline User Guide, working with glob patterns in syntax. */
const BRANCHES = nameOf('pattern of branches', 'feature/**');

/** A pattern of tags. */
const TAGS = nameOf('pattern of tags', 'v*');

/** A pattern of files, as git names them: from the repository's root. */
const FILES: TextShape = {
  kind: 'text',
  what: 'pattern of files',
  pattern: '^(?!\\.{0,2}/)\\S(?:.*\\S)?$',
  hint: 'it looks like "src/**"',
  refuse: (pattern) =>
    /^\.{0,2}\//.test(pattern)
      ? `${JSON.stringify(pattern)} matches nothing; give the path from the repository's root, without "/" or "./".`
      : undefined,
  maxLength: LONGEST_PATTERN,
  example: 'src/**',
};

function patterns(of: TextShape): ObjectShape {
  const list: ListShape = { kind: 'list', what: 'pattern', of, max: MOST_PATTERNS };
  return {
    kind: 'object',
    holds: 'includes or excludes',
    keys: [
      {
        name: 'includes',
        shape: list,
        otherwise: 'everything that is not excluded',
        description: 'What starts the pipeline, as glob patterns; what is excluded counts before.',
      },
      { name: 'excludes', shape: list, otherwise: 'none', description: 'What does not, as glob patterns.' },
    ],
    also: (place: Place, mistakes: Mistakes) => {
      if (place.key('includes').isThere || place.key('excludes').isThere) return;
      mistakes.add(place.path, 'names no patterns; give "includes" or "excludes", or leave it out.');
    },
    schema: { anyOf: [{ required: ['includes'] }, { required: ['excludes'] }] },
  };
}

const PUSH: ObjectShape = {
  kind: 'object',
  holds: 'branches, file_paths or tags',
  keys: [
    {
      name: 'branches',
      shape: patterns(BRANCHES),
      otherwise: 'the branch of the pipeline; none where there are `tags`',
      description: 'The branches that are pushed to.',
    },
    {
      name: 'file_paths',
      shape: patterns(FILES),
      otherwise: 'all',
      description: 'The files that a push changes; it needs branches, not tags.',
    },
    { name: 'tags', shape: patterns(TAGS), otherwise: 'none', description: 'The tags that are pushed.' },
  ],
  also: checkPush,
  schema: {
    anyOf: [{ required: ['branches'] }, { required: ['file_paths'] }, { required: ['tags'] }],
    if: { required: ['tags'] },
    then: { properties: { branches: false, file_paths: false } },
  },
};

/** Source: CodePipeline User Guide, filter triggers on code push or pull requests, which lists what goes together. */
function checkPush(push: Place, mistakes: Mistakes): void {
  const others = [push.key('branches'), push.key('file_paths')].filter((each) => each.isThere);
  const tags = push.key('tags');
  if (!tags.isThere && others.length === 0) {
    mistakes.add(push.path, 'filters nothing; give "branches", "file_paths" or "tags".');
  }
  if (!tags.isThere) return;
  for (const other of others) {
    mistakes.add(
      other.path,
      `CodePipeline does not filter by tags and this at once; put it into a filter of its own, beside that of ${tags.path}.`,
    );
  }
}

const PULL_REQUEST: ObjectShape = {
  kind: 'object',
  holds: 'events, branches or file_paths',
  keys: [
    {
      name: 'events',
      shape: { kind: 'list', what: 'event', of: { kind: 'choice', values: Object.values(GitPullRequestEvent) } },
      otherwise: 'all of them',
      description: 'What happens to the pull request: it is opened, updated or closed, which merging does, too.',
    },
    {
      name: 'branches',
      shape: patterns(BRANCHES),
      otherwise: 'the branch of the pipeline',
      description: 'The branches that it is to be merged into.',
    },
    { name: 'file_paths', shape: patterns(FILES), otherwise: 'all', description: 'The files that it changes.' },
  ],
  misplaced: { tags: 'pull requests are filtered by branches and file_paths alone; tags belong into "push".' },
};

/** `triggers`. */
export const TRIGGERS: ObjectShape = {
  kind: 'object',
  holds: 'push or pull_request',
  keys: [
    {
      name: 'push',
      shape: { kind: 'list', what: 'filter', of: PUSH, max: MOST_FILTERS, repeats: true },
      otherwise: 'none',
      description: 'Pushes that start it: at most 3 filters with `branches`, `file_paths` or `tags`.',
    },
    {
      name: 'pull_request',
      shape: { kind: 'list', what: 'filter', of: PULL_REQUEST, max: MOST_FILTERS, repeats: true },
      otherwise: 'none',
      description: 'Pull requests that start it: at most 3 filters with `events`, `branches` or `file_paths`.',
    },
  ],
  also: (triggers: Place, mistakes: Mistakes) => {
    if (triggers.key('push').isThere || triggers.key('pull_request').isThere) return;
    mistakes.add(triggers.path, 'names nothing that starts the pipeline; give "push" or "pull_request".');
  },
  schema: { anyOf: [{ required: ['push'] }, { required: ['pull_request'] }] },
};

/** A variable of a pipeline. Source: CodePipeline API Reference, PipelineVariableDeclaration, also of the next two. */
const VARIABLE_NAME: TextShape = {
  kind: 'text',
  what: 'name of a variable of a pipeline',
  pattern: '^[A-Za-z0-9@_-]{1,128}$',
  hint: 'use at most 128 letters, digits and @ _ -',
  example: 'LOG_LEVEL',
};

/** `variables.<name>`. */
export const PIPELINE_VARIABLE: ObjectShape = {
  kind: 'object',
  holds: 'default or description',
  keys: [
    {
      name: 'default',
      shape: {
        kind: 'text',
        what: 'value of a variable of a pipeline',
        pattern: '^.+$',
        hint: 'it is one line',
        maxLength: 1000,
      },
      otherwise: 'none; whoever starts the pipeline gives it',
      description: 'The value where none is given, at most 1000 characters. It stands in the template: no secrets.',
    },
    {
      name: 'description',
      shape: {
        kind: 'text',
        what: 'description of a variable',
        pattern: '^.+$',
        hint: 'it is one line',
        maxLength: 200,
      },
      otherwise: 'none',
      description: 'What it is for, at most 200 characters.',
    },
  ],
};

/** What the root and a pipeline may say about the pipeline as a whole; the pipeline's counts. */
export const PIPELINE_SETTINGS: readonly ConfigKey[] = (
  [
    {
      name: 'pipeline_type',
      shape: { kind: 'choice', values: Object.values(PipelineType) },
      default: PipelineType.V2,
      description: 'The type in CodePipeline; `V1` has no triggers, variables, conditions nor other execution modes.',
    },
    {
      name: 'execution_mode',
      shape: { kind: 'choice', values: Object.values(ExecutionMode) },
      default: ExecutionMode.SUPERSEDED,
      description: 'Whether a later execution overtakes one that waits, waits itself, or runs at the same time.',
    },
    {
      name: 'triggers',
      shape: TRIGGERS,
      otherwise: "every push to the pipeline's branch",
      description: 'What starts the pipeline: any of these filters. For a source behind a connection.',
    },
    {
      name: 'variables',
      shape: { kind: 'map', what: 'variable', names: VARIABLE_NAME, of: PIPELINE_VARIABLE },
      otherwise: 'none',
      description: "The pipeline's variables by name, whose values may be given when it is started.",
    },
  ] satisfies ConfigKey[]
).map((key) => ({ ...key, pipelineSetting: true }));

/** Where else somebody may put these keys, with what to do instead. */
export const MISPLACED_PIPELINE_SETTINGS: Readonly<Record<string, string>> = Object.fromEntries(
  PIPELINE_SETTINGS.map(({ name }) => [name, 'concerns a pipeline as a whole; set it for everything, or a pipeline.']),
);
