// Links into the AWS Management Console of a region's partition.
import { partitionOf } from '../../config/partition';

/**
 * The console of each partition. unsure: whether the consoles of China and GovCloud answer for every region under the
 * region's name, as the one of the partition aws does.
 */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

function consoleOf(region: string): string {
  return `https://${region}.${CONSOLES[partitionOf(region)] ?? 'console.aws.amazon.com'}/codesuite`;
}

/** The page of one execution of a pipeline. */
export function executionUrl(region: string, pipelineName: string, executionId: string): string {
  return `${consoleOf(region)}/codepipeline/pipelines/${pipelineName}/executions/${executionId}/timeline?region=${region}`;
}

/**
 * The page of a commit behind a connection: a redirect to the provider of the repository, the very address that
 * CodePipeline gives as the revision's URL (ListPipelineExecutions, `revisionUrl`).
 */
export function connectionCommitUrl(region: string, arn: string, repository: string, commitId: string): string {
  return (
    `${consoleOf(region)}/settings/connections/redirect?connectionArn=${arn}&referenceType=COMMIT` +
    `&FullRepositoryId=${repository}&Commit=${commitId}`
  );
}

/** The page of a commit in CodeCommit. */
export function codeCommitUrl(region: string, repository: string, commitId: string): string {
  return `${consoleOf(region)}/codecommit/repositories/${repository}/commit/${commitId}?region=${region}`;
}
