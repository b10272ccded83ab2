// Source actions: the git repository as it stands on this machine, for an S3 object too.
import { actionTypeKey } from '../../model/pipeline.js';
import type { ActionRunner } from '../action-context.js';

/** CodeStarSourceConnection, CodeCommit and S3: all yield the repository without `.git`, and the variables of their type. */
export const sourceAction: ActionRunner = async ({ run, action, configuration, log, provideOutput }) => {
  if (configuration.OutputArtifactFormat === 'CODEBUILD_CLONE_REF') {
    return {
      status: 'NotRehearsed',
      reason: 'a full clone (CODEBUILD_CLONE_REF) is not rehearsed: only snapshots are',
    };
  }
  const snapshot = await run.source.take(actionTypeKey(action.actionTypeId), configuration);
  for (const note of snapshot.notes) {
    log.line(note);
    run.host.notify({ kind: 'note', message: note });
  }
  for (const artifact of action.outputArtifacts) provideOutput(artifact.name, snapshot.directory);
  const kind = snapshot.workingTree ? 'working tree on' : 'commit';
  return {
    status: 'Succeeded',
    performedBy: 'real',
    variables: snapshot.variables,
    summary: `${kind} ${snapshot.commitId.slice(0, 8)}`,
  };
};
