// Puts triggers on the source action of a built pipeline.
import {
  ProviderType,
  type GitPullRequestFilter,
  type GitPushFilter,
  type Pipeline,
} from 'aws-cdk-lib/aws-codepipeline';
import type { Step } from 'aws-cdk-lib/pipelines';
import { literalGlob } from '../../config/feature-branch-glob';
import { HookMistake } from '../hooks/hook-call';
import type { PipelineContext } from '../hooks/pipeline-context';
import type { PipelineTriggers } from '../hooks/pipeline-triggers';
import { sourceAction } from './source-action';

/** Source: CodePipeline API Reference, PipelineTriggerDeclaration, its only provider. */
const CONNECTION = ProviderType.CODE_STAR_SOURCE_CONNECTION;

/**
 * Adds triggers to a pipeline. By themselves they end the detection of changes that the source action does otherwise.
 * Source: CodePipeline API Reference, PipelineDeclaration, `triggers`.
 *
 * @param pipeline the pipeline, which is built
 * @param source the step that the source action comes from
 * @throws a `HookMistake` where the source is none that has triggers
 */
export function addTriggers(
  pipeline: Pipeline,
  source: Step,
  triggers: PipelineTriggers | undefined,
  context: PipelineContext,
): void {
  if (triggers === undefined) return;
  const action = sourceAction(pipeline, source);
  const provider = action?.actionProperties.provider ?? 'of another name';
  if (action === undefined || provider !== CONNECTION) {
    throw new HookMistake(
      'triggers',
      context,
      `returned triggers, which filter what comes through a connection, but the source action ` +
        `${action?.actionProperties.actionName ?? source.id} is ${provider}. Return undefined (None in Python), or a ` +
        '`CodePipelineSource.connection` from `source`.',
    );
  }
  const branch = literalGlob(context.branch);
  const { push, pullRequest } = triggers;
  pipeline.addTrigger({
    providerType: CONNECTION,
    gitConfiguration: {
      sourceAction: action,
      ...(push === undefined ? {} : { pushFilter: push.map((each) => (hasTags(each) ? each : on(branch, each))) }),
      ...(pullRequest === undefined ? {} : { pullRequestFilter: pullRequest.map((each) => on(branch, each)) }),
    },
  });
}

function hasTags({ tagsIncludes, tagsExcludes }: GitPushFilter): boolean {
  return tagsIncludes !== undefined || tagsExcludes !== undefined;
}

/** AWS demands branches of every filter that has no tags. */
function on<T extends Pick<GitPullRequestFilter, 'branchesIncludes' | 'branchesExcludes'>>(
  branch: string,
  filter: T,
): T {
  if (filter.branchesIncludes !== undefined || filter.branchesExcludes !== undefined) return filter;
  return { ...filter, branchesIncludes: [branch] };
}
