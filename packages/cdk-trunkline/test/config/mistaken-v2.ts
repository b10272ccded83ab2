// Wrong types, modes, triggers and variables of pipelines: each has one mistake.
import { valid, withAccounts, withDev } from './configurations';

type At<T> = (path: string, problem: string, config: unknown, only?: 'reader') => T;

/** Values of `triggers.push[0]`, as path in it, value and what is said. */
const PUSH: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ['', {}, 'filters nothing; give "branches", "file_paths" or "tags"'],
  ['.branches', { branches: {} }, 'names no patterns; give "includes" or "excludes"'],
  ['.branches', { branches: ['main'] }, 'has to be an object with includes or excludes, but is a list'],
  ['.branches.includes', { branches: { includes: [] } }, 'is an empty list; it needs at least one pattern'],
  ['.branches.includes', { branches: { includes: 'main' } }, 'has to be a list of patterns, but is the string "main"'],
  [
    '.tags.excludes',
    { tags: { excludes: Array.from({ length: 9 }, (_, index) => `v${String(index)}`) } },
    'lists 9 patterns; at most 8 are allowed',
  ],
  ['.branches.includes[0]', { branches: { includes: [''] } }, 'is empty'],
  ['.branches.includes[0]', { branches: { includes: ['b'.repeat(256)] } }, 'is longer than 255 characters'],
  ['.branches.includes[0]', { branches: { includes: ['refs/heads/main'] } }, 'is a reference; give the name alone'],
  ['.branches.includes[1]', { branches: { includes: ['a', 'a'] } }, 'lists pattern "a" a second time'],
  ['.tags.includes[0]', { tags: { includes: ['refs/tags/v*'] } }, 'is a reference; give the name alone'],
  ['.tags.includes[0]', { tags: { includes: [1] } }, 'has to be text, but is the number 1'],
  ['.file_paths.includes[0]', { file_paths: { includes: ['/src/**'] } }, "give the path from the repository's root"],
  ['.file_paths.excludes[0]', { file_paths: { excludes: ['./docs'] } }, 'matches nothing'],
  [
    '.branches',
    { tags: { includes: ['v*'] }, branches: { includes: ['main'] } },
    'CodePipeline does not filter by tags and this at once; put it into a filter of its own, beside that of',
  ],
  ['.file_paths', { tags: { includes: ['v*'] }, file_paths: { includes: ['src/**'] } }, 'does not filter by tags and'],
];

const BRANCH = { branches: { includes: ['main'] } };

const TRIGGERS = { push: [BRANCH] };

const CHECKED = {
  conditions: [
    { result: 'FAIL', rules: [{ name: 'A', provider: 'CloudWatchAlarm', configuration: { alarm_name: 'a' } }] },
  ],
};

/** All of them. */
export function mistakenV2<T>(at: At<T>): T[] {
  const pipelines = (one: Record<string, unknown>): Record<string, unknown> => ({
    one: { branch: 'x', stages: ['dev'], ...one },
    two: { branch: 'y', stages: ['qa'] },
  });
  const s3 = { type: 's3', bucket: 'acme-sources', object_key: 'services.zip' };
  return [
    at('pipeline_type', 'has to be one of "V1", "V2", but is "V3"', valid({ pipeline_type: 'V3' })),
    at('pipeline_type', 'has to be one of "V1", "V2", but is the number 2', valid({ pipeline_type: 2 })),
    at('execution_mode', 'did you mean "QUEUED"?', valid({ execution_mode: 'queued' })),
    at('accounts.dev.execution_mode', 'concerns a pipeline as a whole', withDev({ execution_mode: 'QUEUED' })),
    at('accounts.dev.triggers', 'set it for everything, or a pipeline', withDev({ triggers: TRIGGERS })),
    at(
      'accounts.tooling.variables',
      'concerns a pipeline as a whole',
      withAccounts({ tooling: { account: '111111111111', region: 'eu-central-1', variables: {} } }),
    ),

    // Triggers
    at('triggers', 'names nothing that starts the pipeline', valid({ triggers: {} })),
    at('triggers.push', 'has to be a list of filters, but is an object', valid({ triggers: { push: BRANCH } })),
    at('triggers.push', 'is an empty list', valid({ triggers: { push: [] } })),
    at('triggers.push', 'lists 4 filters; at most 3', valid({ triggers: { push: Array(4).fill(BRANCH) } })),
    at(
      'triggers.pull_request',
      'lists 4 filters; at most 3',
      valid({ triggers: { pull_request: Array(4).fill(BRANCH) } }),
    ),
    ...PUSH.map(([path, filter, problem]) =>
      at(`triggers.push[0]${path}`, problem, valid({ triggers: { push: [filter] } })),
    ),
    at(
      'triggers.pull_request[0].tags',
      'pull requests are filtered by branches and file_paths alone',
      valid({ triggers: { pull_request: [{ tags: { includes: ['v*'] } }] } }),
    ),
    at(
      'triggers.pull_request[0].events[0]',
      'has to be one of "OPEN", "UPDATED", "CLOSED"',
      valid({ triggers: { pull_request: [{ events: ['MERGED'] }] } }),
    ),
    at(
      'pipelines.one.triggers.push[0]',
      'filters nothing',
      valid({ pipelines: pipelines({ triggers: { push: [{}] } }) }),
    ),

    // Variables
    at('variables["A B"]', 'is no name of a variable of a pipeline', valid({ variables: { 'A B': {} } })),
    at(`variables.${'A'.repeat(129)}`, 'use at most 128', valid({ variables: { ['A'.repeat(129)]: {} } })),
    at('variables.A', 'has to be an object with default or description', valid({ variables: { A: 'x' } })),
    at('variables.A.default', 'has to be text, but is the number 1', valid({ variables: { A: { default: 1 } } })),
    at('variables.A.default', 'is empty; leave it out', valid({ variables: { A: { default: '' } } })),
    at('variables.A.default', 'longer than 1000', valid({ variables: { A: { default: 'v'.repeat(1001) } } })),
    at('variables.A.description', 'longer than 200', valid({ variables: { A: { description: 'v'.repeat(201) } } })),
    at('variables.A.defualt', 'did you mean "default"?', valid({ variables: { A: { defualt: 'x' } } }), 'reader'),

    // Against the type
    ...Object.entries({ triggers: TRIGGERS, variables: { A: {} }, execution_mode: 'PARALLEL' }).map(([key, value]) =>
      at(
        key,
        'needs a pipeline of type V2, but $.config.pipeline_type says V1; leave out one of them',
        valid({ pipeline_type: 'V1', [key]: value }),
        'reader',
      ),
    ),
    at(
      'pipelines.one.execution_mode',
      'but $.config.pipelines.one.pipeline_type says V1',
      valid({ pipelines: pipelines({ pipeline_type: 'V1', execution_mode: 'QUEUED' }) }),
      'reader',
    ),
    at(
      'pipelines.one.variables',
      'but $.config.pipeline_type says V1',
      valid({ pipeline_type: 'V1', pipelines: pipelines({ variables: { A: {} } }) }),
      'reader',
    ),
    at(
      'triggers',
      'but $.config.pipelines.one.pipeline_type says V1',
      valid({ triggers: TRIGGERS, pipelines: pipelines({ pipeline_type: 'V1' }) }),
      'reader',
    ),

    at(
      'on_failure',
      'needs a pipeline of type V2, but $.config.pipeline_type says V1; leave out one of them',
      valid({ pipeline_type: 'V1', on_failure: { result: 'RETRY' } }),
      'reader',
    ),
    at(
      'on_failure',
      'but $.config.pipelines.one.pipeline_type says V1',
      valid({ on_failure: { result: 'RETRY' }, pipelines: pipelines({ pipeline_type: 'V1' }) }),
      'reader',
    ),
    at(
      'pipelines.one.on_success',
      'but $.config.pipeline_type says V1',
      valid({ pipeline_type: 'V1', pipelines: pipelines({ on_success: CHECKED }) }),
      'reader',
    ),
    at(
      'accounts.dev.before_entry',
      'but $.config.pipeline_type says V1',
      valid({
        pipeline_type: 'V1',
        on_failure: { result: 'FAIL' },
        accounts: withDev({ before_entry: CHECKED }).accounts,
      }),
      'reader',
    ),

    // Against the source
    at(
      'triggers',
      'filter what comes through a connection, but $.config.source.type is "codecommit"',
      valid({ source: { type: 'codecommit' }, triggers: TRIGGERS }),
      'reader',
    ),
    at(
      'pipelines.one.triggers',
      'but $.config.source.type is "s3"; leave them out, and use $.config.source.trigger',
      valid({ source: s3, pipelines: pipelines({ triggers: TRIGGERS }) }),
      'reader',
    ),
    at(
      'triggers',
      'start the pipeline, but $.config.source.trigger says that nothing does',
      valid({ source: { trigger: 'none' }, triggers: TRIGGERS }),
      'reader',
    ),
  ];
}
