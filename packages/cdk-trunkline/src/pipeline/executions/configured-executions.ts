// What the configuration says about a pipeline's executions, in aws-cdk-lib's terms.
import { Variable, type GitPullRequestFilter, type GitPushFilter } from 'aws-cdk-lib/aws-codepipeline';
import type { PipelineDefinition } from '../../config/pipeline-definition';
import type { PatternSettings, PullRequestTriggerSettings, PushTriggerSettings } from '../../config/v2-props';
import type { PipelineTriggers } from '../hooks/pipeline-triggers';

/** The configuration's triggers, or `undefined` where it has none. */
export function configuredTriggers({ triggers }: PipelineDefinition): PipelineTriggers | undefined {
  if (triggers === undefined) return undefined;
  const { push, pullRequest } = triggers;
  return {
    ...(push === undefined ? {} : { push: push.map(pushFilter) }),
    ...(pullRequest === undefined ? {} : { pullRequest: pullRequest.map(pullRequestFilter) }),
  };
}

/** The configuration's variables, in its order. */
export function configuredVariables({ variables }: PipelineDefinition): Variable[] {
  return Object.entries(variables).map(
    ([variableName, { defaultValue, description }]) =>
      new Variable({
        variableName,
        ...(defaultValue === undefined ? {} : { defaultValue }),
        ...(description === undefined ? {} : { description }),
      }),
  );
}

function pushFilter({ branches, filePaths, tags }: PushTriggerSettings): GitPushFilter {
  return { ...patterns('branches', branches), ...patterns('filePaths', filePaths), ...patterns('tags', tags) };
}

function pullRequestFilter({ events, branches, filePaths }: PullRequestTriggerSettings): GitPullRequestFilter {
  return {
    ...(events === undefined ? {} : { events }),
    ...patterns('branches', branches),
    ...patterns('filePaths', filePaths),
  };
}

function patterns(of: string, { includes, excludes }: PatternSettings = {}): Record<string, string[]> {
  return {
    ...(includes === undefined ? {} : { [`${of}Includes`]: includes }),
    ...(excludes === undefined ? {} : { [`${of}Excludes`]: excludes }),
  };
}
