// The source of a pipeline as the configuration describes it.
import { Repository, type IRepository } from 'aws-cdk-lib/aws-codecommit';
import { CodeCommitTrigger, S3Trigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3';
import { CodePipelineSource } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { SourceTrigger, SourceType, type SourceConfig } from '../config/source-config';

const CODECOMMIT_TRIGGERS = {
  [SourceTrigger.EVENTS]: CodeCommitTrigger.EVENTS,
  [SourceTrigger.POLL]: CodeCommitTrigger.POLL,
  [SourceTrigger.NONE]: CodeCommitTrigger.NONE,
};

const S3_TRIGGERS = {
  [SourceTrigger.EVENTS]: S3Trigger.EVENTS,
  [SourceTrigger.POLL]: S3Trigger.POLL,
  [SourceTrigger.NONE]: S3Trigger.NONE,
};

/**
 * The step that reads the source.
 *
 * Which source there is depends on the partition. The China regions have neither CodePipeline nor connections, by the
 * guide "Getting Started with Amazon Web Services in China" (page CodeBuild; unsure: whether that is still so); of the
 * GovCloud regions, us-gov-west-1 has no connections by the CodePipeline User Guide (unsure: the same), and CodeCommit
 * or S3 take their place.
 *
 * @param scope where repository or bucket is referred to
 * @param source what the configuration says
 * @param branch the branch that the pipeline follows
 */
export function pipelineSource(scope: Construct, source: SourceConfig, branch: string): CodePipelineSource {
  const { sourceType, repository = '', connectionArn = '', bucket = '', objectKey = '', trigger } = source;
  switch (sourceType) {
    case SourceType.CONNECTION:
      // The action detects changes by itself, unless it is told not to.
      return CodePipelineSource.connection(repository, branch, {
        connectionArn,
        ...(trigger === SourceTrigger.NONE ? { triggerOnPush: false } : {}),
      });
    case SourceType.CODECOMMIT:
      return CodePipelineSource.codeCommit(repositoryNamed(scope, repository), branch, {
        trigger: CODECOMMIT_TRIGGERS[trigger ?? SourceTrigger.EVENTS],
      });
    case SourceType.S3:
      // Events of S3 come through CloudTrail, and not every account has a trail that logs them.
      return CodePipelineSource.s3(bucketNamed(scope, bucket), objectKey.replaceAll('{branch}', branch), {
        trigger: S3_TRIGGERS[trigger ?? SourceTrigger.POLL],
      });
  }
}

function repositoryNamed(scope: Construct, name: string): IRepository {
  const existing = scope.node.tryFindChild('SourceRepository') as IRepository | undefined;
  return existing ?? Repository.fromRepositoryName(scope, 'SourceRepository', name);
}

function bucketNamed(scope: Construct, name: string): IBucket {
  const existing = scope.node.tryFindChild('SourceBucket') as IBucket | undefined;
  return existing ?? Bucket.fromBucketName(scope, 'SourceBucket', name);
}
