// What starts a pipeline: filters of pushes and pull requests, from the configuration or a hook.
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { GitPullRequestEvent } from 'aws-cdk-lib/aws-codepipeline';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodePipelineSource, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineConfig, type PipelineContext, type PipelineTriggers } from '../../../src';
import { triggerProblems } from '../../../src/pipeline/hooks/trigger-problems';
import { rulesOf, type RenderedStage } from '../conditions/guarded-pipeline';
import { CONFIG, MainOnlyPipeline } from '../services-pipeline';
import { development, refusal, synthesized, warnings, type PipelineClass } from './v2-pipeline';

/** The one trigger of a pipeline with these triggers in its configuration. */
function configured(triggers: unknown, more: Record<string, unknown> = {}): unknown {
  return synthesized({ triggers, ...more }).Triggers;
}

function trigger(filters: Record<string, unknown>, SourceActionName = 'acme_services'): unknown[] {
  return [{ ProviderType: 'CodeStarSourceConnection', GitConfiguration: { SourceActionName, ...filters } }];
}

/** A pipeline whose hook returns these triggers. */
function returning(answer: unknown, base: PipelineClass = MainOnlyPipeline): PipelineClass {
  return class extends base {
    public override triggers(): PipelineTriggers {
      return answer as PipelineTriggers;
    }
  };
}

test('a pipeline has no triggers of its own accord', () => {
  expect(synthesized()).not.toHaveProperty('Triggers');
});

describe('pushes', () => {
  test('are filtered by branches, with files or without, and by tags', () => {
    const push = [
      { branches: { includes: ['main', 'release/**'], excludes: ['release/old-*'] } },
      { branches: { excludes: ['docs/**'] }, file_paths: { includes: ['src/**'], excludes: ['**/*.md'] } },
      { tags: { includes: ['v*'], excludes: ['v0.*'] } },
    ];
    expect(configured({ push })).toEqual(
      trigger({
        Push: [
          { Branches: { Includes: ['main', 'release/**'], Excludes: ['release/old-*'] } },
          { Branches: { Excludes: ['docs/**'] }, FilePaths: { Includes: ['src/**'], Excludes: ['**/*.md'] } },
          { Tags: { Includes: ['v*'], Excludes: ['v0.*'] } },
        ],
      }),
    );
  });

  test("of files alone are those to the pipeline's branch", () => {
    expect(configured({ push: [{ file_paths: { excludes: ['docs/**'] } }] })).toEqual(
      trigger({ Push: [{ Branches: { Includes: ['develop'] }, FilePaths: { Excludes: ['docs/**'] } }] }),
    );
  });

  test('follow a branch whose name would be a pattern', () => {
    const push = [{ file_paths: { includes: ['src/**'] } }];
    const development_branch = 'team/{a,b}';
    expect(configured({ push }, { development_branch })).toEqual(
      trigger({ Push: [{ Branches: { Includes: ['team/\\{a,b\\}'] }, FilePaths: { Includes: ['src/**'] } }] }),
    );
  });

  test('are those of the pipeline, and not of the root', () => {
    const pipelines = {
      development: { branch: 'develop', stages: ['dev', 'qa'], triggers: { push: [{ tags: { includes: ['v*'] } }] } },
      production: { branch: 'main', stages: ['prod'] },
    };
    const triggers = { push: [{ branches: { includes: ['x'] } }] };
    expect(configured(triggers, { pipelines })).toEqual(trigger({ Push: [{ Tags: { Includes: ['v*'] } }] }));
    const config = PipelineConfig.fromObject({ ...CONFIG, pipelines, triggers });
    expect(config.pipeline('production').triggers).toEqual({ push: [{ branches: { includes: ['x'] } }] });
  });
});

describe('pull requests', () => {
  test('are filtered by events, the branches that they go to, and files', () => {
    const pull_request = [
      { events: ['OPEN', 'UPDATED'], branches: { includes: ['main'] }, file_paths: { includes: ['src/**'] } },
      { events: ['CLOSED'], branches: { excludes: ['main'] } },
    ];
    expect(configured({ pull_request })).toEqual(
      trigger({
        PullRequest: [
          { Events: ['OPEN', 'UPDATED'], Branches: { Includes: ['main'] }, FilePaths: { Includes: ['src/**'] } },
          { Events: ['CLOSED'], Branches: { Excludes: ['main'] } },
        ],
      }),
    );
  });

  test("without a filter are all those to the pipeline's branch", () => {
    expect(configured({ pull_request: [{}] })).toEqual(
      trigger({ PullRequest: [{ Events: ['OPEN', 'UPDATED', 'CLOSED'], Branches: { Includes: ['develop'] } }] }),
    );
  });

  test('are worth a warning, as they build what nobody has merged', () => {
    expect(warnings(development({ triggers: { pull_request: [{}] } }))).toEqual([
      expect.stringMatching(/^Pull requests start the pipeline: .* \[ack: cdk-trunkline:pullRequestTrigger\]$/),
    ]);
    expect(warnings(development({ triggers: { push: [{ tags: { includes: ['v*'] } }] } }))).toEqual([]);
  });
});

describe('the hook', () => {
  test('may change what the configuration says', () => {
    class Hooked extends MainOnlyPipeline {
      public override triggers(context: PipelineContext): PipelineTriggers {
        const { push = [] } = super.triggers(context) ?? {};
        return {
          push: [...push, { filePathsIncludes: ['src/**'] }],
          pullRequest: [{ events: [GitPullRequestEvent.OPEN] }],
        };
      }
    }
    const triggers = { push: [{ tags: { includes: ['v*'] } }] };
    expect(synthesized({ triggers }, Hooked).Triggers).toEqual(
      trigger({
        Push: [
          { Tags: { Includes: ['v*'] } },
          { Branches: { Includes: ['develop'] }, FilePaths: { Includes: ['src/**'] } },
        ],
        PullRequest: [{ Events: ['OPEN'], Branches: { Includes: ['develop'] } }],
      }),
    );
    expect(synthesized({ triggers }, returning(undefined))).not.toHaveProperty('Triggers');
  });

  test.each([
    ['v*', 'returned the text "v*" where triggers have to be'],
    [[], 'returned a list of 0 where triggers have to be'],
    [{}, 'returned triggers without `push` and `pullRequest`'],
    [{ push: [] }, 'returned a list of 0 as push, where a list of 1 to 3 filters has to be'],
    [{ push: {} }, 'returned an object of class Object as push, where a list of 1 to 3 filters has to be'],
    [{ push: Array(4).fill({ tagsIncludes: ['v*'] }) }, 'returned a list of 4 as push, where a list of 1 to 3'],
    [{ push: ['v*'] }, 'returned the text "v*" as push[0], where a filter has to be'],
    [{ push: [{}] }, 'returned push[0] without branches, file paths or tags'],
    [
      { push: [{ tagsIncludes: ['v*'], branchesExcludes: ['x'], filePathsIncludes: ['y'] }] },
      'returned push[0] with tagsIncludes and branchesExcludes and filePathsIncludes, but CodePipeline does not',
    ],
    [
      { push: [{ tagsIncludes: [] }] },
      'returned a list of 0 as push[0].tagsIncludes, where a list of 1 to 8 patterns has to be',
    ],
    [{ push: [{ tagsIncludes: Array(9).fill('v') }] }, 'returned a list of 9 as push[0].tagsIncludes'],
    [{ push: [{ tagsIncludes: 'v*' }] }, 'returned the text "v*" as push[0].tagsIncludes, where a list of 1 to 8'],
    [
      { push: [{ tagsIncludes: [' '] }] },
      'returned the text " " as push[0].tagsIncludes[0], where a text of 1 to 255 characters has to be',
    ],
    [
      { push: [{ tagsIncludes: ['v'.repeat(256)] }] },
      `returned the text "${'v'.repeat(60)}" as push[0].tagsIncludes[0], where a text of 1 to 255 characters`,
    ],
    [{ push: [{ tagsIncludes: ['v', undefined] }] }, 'returned nothing as push[0].tagsIncludes[1], where a text of 1'],
    [
      { pullRequest: [{ tagsIncludes: ['v*'] }] },
      'returned pullRequest[0] with tagsIncludes, but pull requests have no tags',
    ],
    [
      { push: [{ tagsIncludes: ['v*'] }], pull_request: [] },
      'returned the unknown member "pull_request"; did you mean',
    ],
    [{ Push: [] }, 'returned the unknown member "Push"; did you mean "push"? returned triggers without'],
    [
      { push: [{ branchesIncludes: ['main'], file_paths_includes: ['x'] }] },
      'returned the unknown member push[0].file_paths_includes; did you mean "filePathsIncludes"?',
    ],
    [
      { pullRequest: [{ event: ['OPEN'] }] },
      'returned the unknown member pullRequest[0].event; did you mean "events"?',
    ],
    [{ push: [{ tagsIncludes: ['v*'], events: ['OPEN'] }] }, 'returned the unknown member push[0].events; there are'],
    [
      { pullRequest: [{ events: ['MERGED'] }] },
      'returned a list of 1 as pullRequest[0].events, where a list of OPEN, UPDATED, CLOSED has to be',
    ],
  ])('is refused where it returns %j', (answer, problem) => {
    expect(refusal({}, returning(answer))).toContain(`Hook triggers of pipeline development: ${problem}`);
  });
});

describe('a source that has no triggers is refused', () => {
  const push = [{ tagsIncludes: ['v*'] }];
  const problem = (action: string, provider: string): string =>
    'Error: Pipeline: Hook triggers of pipeline development: returned triggers, which filter what comes through a ' +
    `connection, but the source action ${action} is ${provider}. Return undefined (None in Python), or a ` +
    '`CodePipelineSource.connection` from `source`.';

  test.each([
    [
      'CodeCommit',
      (scope: MainOnlyPipeline) =>
        CodePipelineSource.codeCommit(Repository.fromRepositoryName(scope, 'Other', 'other'), 'main'),
      'other',
    ],
    [
      'S3',
      (scope: MainOnlyPipeline) => CodePipelineSource.s3(Bucket.fromBucketName(scope, 'Other', 'other'), 'a.zip'),
      'other',
    ],
  ])('%s', (provider, make, action) => {
    class Other extends MainOnlyPipeline {
      public override source(): Step {
        return make(this);
      }
    }
    expect(refusal({}, Other)).toBe('nothing');
    expect(refusal({}, returning({ push }, Other))).toBe(problem(action, provider));
    expect(refusal({ triggers: { push: [{ tags: { includes: ['v*'] } }] } }, Other)).toBe(problem(action, provider));
  });
});

test('a source of which the configuration says that nothing starts the pipeline is refused, too', () => {
  const source = { trigger: 'none' };
  expect(refusal({ source }, returning(undefined))).toBe('nothing');
  expect(refusal({ source }, returning({ push: [{ tagsIncludes: ['v*'] }] }))).toContain(
    'Hook triggers of pipeline development: returned triggers, but the configuration says "trigger": "none" of the source',
  );
});

describe('of several sources, the one that the pipeline follows', () => {
  const connectionArn = CONFIG.connection_arn;
  class TwoSources extends MainOnlyPipeline {
    public override synth(source: Step): Step {
      const other = CodePipelineSource.connection('acme/Aardvark', 'main', { connectionArn });
      return new ShellStep('Synth', {
        input: source as ShellStep,
        additionalInputs: { '../other': other },
        commands: ['make'],
        primaryOutputDirectory: 'cdk.out',
      });
    }
  }
  class OfAnotherName extends TwoSources {
    public override source(): Step {
      return CodePipelineSource.connection('acme/services', 'develop', { connectionArn, actionName: 'Main' });
    }
  }

  test.each([
    ['by the name of its step', TwoSources, 'acme_services'],
    ['whatever its action is called', OfAnotherName, 'Main'],
  ])('has the triggers, %s', (_, pipelineClass, name) => {
    const pipeline = synthesized({ triggers: { push: [{ tags: { includes: ['v*'] } }] } }, pipelineClass);
    expect(pipeline.Stages[0]?.Actions.map(({ Name }) => Name)).toEqual(['acme_Aardvark', name]);
    expect(pipeline.Triggers).toEqual(trigger({ Push: [{ Tags: { Includes: ['v*'] } }] }, name));
  });

  test.each([
    ['by the name of its step', TwoSources],
    ['whatever its action is called', OfAnotherName],
  ])('is what rules get that name no artifact, %s', (_, pipelineClass) => {
    const rules = [{ name: 'Check', provider: 'Commands', commands: ['make check'] }];
    const pipeline = synthesized({ on_success: { conditions: [{ result: 'FAIL', rules }] } }, pipelineClass);
    const given = (pipeline.Stages as unknown as RenderedStage[]).flatMap(({ OnSuccess }) => rulesOf(OnSuccess));
    expect(given.map(({ Name, InputArtifacts }) => [Name, InputArtifacts])).toEqual(
      ['Check-Dev', 'Check-Qa'].map((rule) => [rule, [{ Name: 'acme_services_Source' }]]),
    );
  });
});

describe('for all patterns', () => {
  const pattern = fc.oneof(fc.string({ maxLength: 300 }), fc.constantFrom('', ' ', 'v'.repeat(255), 'v'.repeat(256)));
  const right = (each: string): boolean => each.trim() !== '' && each.length <= 255;

  test('a hook may return 1 to 8 texts of 1 to 255 characters, and nothing else', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 12 }),
        fc.constantFrom('branches', 'filePaths', 'tags'),
        fc.constantFrom('Includes', 'Excludes'),
        (list, what, ending) => {
          const isRight = list.length >= 1 && list.length <= 8 && list.every(right);
          expect(triggerProblems({ push: [{ [`${what}${ending}`]: list }] }).length === 0).toBe(isRight);
        },
      ),
    );
  });

  test('what a hook may return at all is answered with sentences, and never with an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const sides = [
          value,
          { push: value },
          { push: [value] },
          { push: [{ tagsIncludes: value }] },
          { pullRequest: [value] },
        ];
        for (const side of sides) {
          for (const sentence of triggerProblems(side)) expect(sentence).toMatch(/^returned [^]*\.$/);
        }
      }),
    );
  });
});
