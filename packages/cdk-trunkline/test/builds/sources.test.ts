// Sources of every kind from the configuration, with the permissions that they need.
import { describe, expect, test } from 'vitest';
import { CONFIG, pipelineOf } from '../pipeline/services-pipeline';
import type { BuildsPipeline } from './synthesized-builds';
import { development, resourcesOf } from './synthesized-builds';

/** The source action of the development pipeline. */
function source(stack: BuildsPipeline): { provider: string; name: string; configuration: Record<string, unknown> } {
  const action = pipelineOf(stack).Stages[0]?.Actions[0];
  if (action === undefined) throw new Error('The pipeline has no source action.');
  return { provider: action.ActionTypeId.Provider, name: action.Name, configuration: action.Configuration ?? {} };
}

function without<K extends string>(config: Record<string, unknown>, ...keys: K[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(config).map(([key, value]) => [key, keys.includes(key as K) ? undefined : value]),
  );
}

/** The statements of the pipeline's own role that use a connection. */
function uses(stack: BuildsPipeline): string[] {
  const text = JSON.stringify(resourcesOf(stack));
  return [...new Set(text.match(/"code(?:star-)?connections:UseConnection"/g) ?? [])].sort();
}

describe('a connection', () => {
  test('follows the branch by its own webhook', () => {
    expect(source(development())).toEqual({
      provider: 'CodeStarSourceConnection',
      name: 'acme_services',
      configuration: {
        ConnectionArn: CONFIG.connection_arn,
        FullRepositoryId: 'acme/services',
        BranchName: 'develop',
      },
    });
  });

  test('reads a repository in subgroups of GitLab', () => {
    const stack = development({ source: { repository: 'acme/platform/teams/services' } });
    expect(source(stack).configuration.FullRepositoryId).toBe('acme/platform/teams/services');
  });

  test('can be told not to start the pipeline', () => {
    expect(source(development({ source: { trigger: 'none' } })).configuration.DetectChanges).toBe(false);
  });

  test('is used under the prefix of its ARN', () => {
    expect(uses(development())).toContain('"codeconnections:UseConnection"');
    const former = CONFIG.connection_arn.replace(':codeconnections:', ':codestar-connections:');
    expect(uses(development({ connection_arn: former }))).toEqual(['"codestar-connections:UseConnection"']);
  });
});

describe('CodeCommit', () => {
  const config = (trigger?: string): Record<string, unknown> => ({
    ...without({ connection_arn: 0, owner: 0 }, 'connection_arn', 'owner'),
    source: { type: 'codecommit', repository: 'services', ...(trigger === undefined ? {} : { trigger }) },
  });

  test('starts the pipeline by an event for its branch', () => {
    const stack = development(config());
    expect(source(stack)).toMatchObject({
      provider: 'CodeCommit',
      name: 'services',
      configuration: { RepositoryName: 'services', BranchName: 'develop', PollForSourceChanges: false },
    });
    const rules = Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::Events::Rule');
    expect(rules).toHaveLength(1);
    expect(rules[0]?.Properties.EventPattern).toMatchObject({ detail: { referenceName: ['develop'] } });
    expect(uses(stack)).toEqual([]);
  });

  test('can be polled, or left alone', () => {
    expect(source(development(config('poll'))).configuration.PollForSourceChanges).toBe(true);
    const alone = development(config('none'));
    expect(source(alone).configuration.PollForSourceChanges).toBe(false);
    expect(Object.values(resourcesOf(alone)).filter(({ Type }) => Type === 'AWS::Events::Rule')).toEqual([]);
  });
});

describe('S3', () => {
  const config = (trigger?: string): Record<string, unknown> => ({
    ...without({ connection_arn: 0, owner: 0 }, 'connection_arn', 'owner'),
    source: {
      type: 's3',
      bucket: 'acme-sources',
      object_key: 'services/{branch}/{branch}.zip',
      ...(trigger === undefined ? {} : { trigger }),
    },
  });

  test('polls the object of the branch', () => {
    expect(source(development(config()))).toMatchObject({
      provider: 'S3',
      name: 'acme-sources',
      configuration: {
        S3Bucket: 'acme-sources',
        S3ObjectKey: 'services/develop/develop.zip',
        PollForSourceChanges: true,
      },
    });
  });

  test('waits for events of a trail where it is told to', () => {
    const stack = development(config('events'));
    expect(source(stack).configuration.PollForSourceChanges).toBe(false);
    const rules = Object.values(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::Events::Rule');
    expect(JSON.stringify(rules[0]?.Properties.EventPattern)).toContain('services/develop/develop.zip');
  });
});
