// The output variables of source actions on git repositories, one line for each type of action.
import type { Commit } from './commit.js';

type Configuration = Readonly<Record<string, string>>;
type Variables = Readonly<Record<string, string>>;

/**
 * By `actionTypeKey`. The branch is the one that the action is configured with, as on AWS, whatever is checked out.
 * Source: CodePipeline User Guide, variables available for pipeline actions.
 */
export const SOURCE_VARIABLES: Readonly<Record<string, (commit: Commit, configuration: Configuration) => Variables>> = {
  'Source/AWS/CodeStarSourceConnection/1': connectionVariables,
  'Source/AWS/CodeCommit/1': codeCommitVariables,
};

function connectionVariables(commit: Commit, configuration: Configuration): Variables {
  return {
    AuthorDate: commit.authorDate,
    BranchName: configuration.BranchName ?? '',
    CommitId: commit.id,
    CommitMessage: commit.message,
    ConnectionArn: configuration.ConnectionArn ?? '',
    FullRepositoryName: configuration.FullRepositoryId ?? '',
  };
}

function codeCommitVariables(commit: Commit, configuration: Configuration): Variables {
  return {
    AuthorDate: commit.authorDate,
    BranchName: configuration.BranchName ?? '',
    CommitId: commit.id,
    CommitMessage: commit.message,
    CommitterDate: commit.committerDate,
    RepositoryName: configuration.RepositoryName ?? '',
  };
}
