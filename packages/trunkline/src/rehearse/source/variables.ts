// The output variables of source actions, one line for each type of action.
import { createHash } from 'node:crypto';
import type { Commit } from './commit.js';

type Configuration = Readonly<Record<string, string>>;
type Variables = Readonly<Record<string, string>>;

/** The one type of source that is no repository on AWS. */
export const OBJECT_SOURCE = 'Source/AWS/S3/1';

/**
 * By `actionTypeKey`. The branch is the one that the action is configured with, as on AWS, whatever is checked out.
 * Source: CodePipeline User Guide, variables available for pipeline actions.
 */
export const SOURCE_VARIABLES: Readonly<Record<string, (commit: Commit, configuration: Configuration) => Variables>> = {
  'Source/AWS/CodeStarSourceConnection/1': connectionVariables,
  'Source/AWS/CodeCommit/1': codeCommitVariables,
  [OBJECT_SOURCE]: objectVariables,
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

/**
 * No object is there, so its version and entity tag are stand-ins, made from the commit: the same commit has the same
 * ones, another commit has others. {@link objectNote} says so. Source: CodePipeline User Guide, Amazon S3 source action
 * reference.
 */
function objectVariables(commit: Commit, configuration: Configuration): Variables {
  return {
    BucketName: configuration.S3Bucket ?? '',
    ETag: createHash('md5').update(commit.id).digest('hex'),
    ObjectKey: configuration.S3ObjectKey ?? '',
    VersionId: commit.id,
  };
}

/** What a user has to know of a source that is an object in S3. */
export function objectNote({ S3Bucket = '(none named)', S3ObjectKey = '(none named)' }: Configuration): string {
  return (
    `On AWS the source is what has been uploaded to s3://${S3Bucket}/${S3ObjectKey}; here the repository of this machine ` +
    'stands for it, and its commit for VersionId and ETag.'
  );
}
