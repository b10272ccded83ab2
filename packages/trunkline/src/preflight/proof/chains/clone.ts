// Sources that builds clone in full: the artifact is only a reference, and the build's own role fetches the repository.
import { catalogueEntry } from '../../catalogue/table.js';
import { actionTypeKey, type Action } from '../../../model/pipeline.js';
import type { ActionFacts } from '../action-facts.js';
import { producerOf } from '../producers.js';
import type { ProjectCalls } from './project-settings.js';

/**
 * The calls of a build whose inputs are such references.
 * Source: CodePipeline User Guide, Tutorial: Use full clone with a GitHub pipeline source; the same for CodeCommit.
 */
export function cloneCalls({ action, declared, partition }: ActionFacts): ProjectCalls[] {
  const { pipeline } = declared;
  const { declaredAt } = pipeline;
  const producers = new Set(action.inputArtifacts.flatMap((artifact) => producerOf(pipeline, artifact) ?? []));
  const sources = [...producers].filter(
    ({ configuration }) => configuration.OutputArtifactFormat === 'CODEBUILD_CLONE_REF',
  );
  return sources.flatMap((source): ProjectCalls[] => {
    const { ConnectionArn: connection, RepositoryName: repository } = source.configuration;
    if (connection !== undefined) return connectionCalls(source, connection);
    const account = /^arn:[^:]*:iam::([^:]+):/.exec(source.roleArn ?? '')?.[1] ?? declaredAt.environment.account;
    const region = source.region ?? declaredAt.environment.region;
    return [
      {
        step: `clones ${repository ?? ''}`,
        calls: ['codecommit:GitPull'],
        resource: `arn:${partition}:codecommit:${region}:${account}:${repository ?? ''}`,
      },
    ];
  });
}

/** What the source's own role is asked for, the build's is too. */
function connectionCalls(source: Action, connection: string): ProjectCalls[] {
  const [need] = catalogueEntry(actionTypeKey(source.actionTypeId))?.needs ?? [];
  const { FullRepositoryId: repository } = source.configuration;
  return [
    {
      step: `clones ${repository ?? 'the repository'}`,
      calls: need?.calls ?? [],
      anyOf: need?.anyOf ?? false,
      resource: connection,
      // A clone is of the whole repository, not of a branch.
      ...(repository === undefined
        ? {}
        : {
            context: {
              'codestar-connections:FullRepositoryId': repository,
              'codeconnections:FullRepositoryId': repository,
            },
          }),
    },
  ];
}
