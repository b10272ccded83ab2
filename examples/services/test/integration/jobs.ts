// What has to be true of the jobs of a stage, asked of AWS Batch with the credentials of the stage.
import {
  DescribeJobDefinitionsCommand,
  DescribeJobQueuesCommand,
  type BatchClient,
  type JobDefinition,
  type JobQueueDetail,
} from '@aws-sdk/client-batch';

/** The queue behind an ARN: that there is one, and whether it takes jobs. */
export async function queue(batch: BatchClient, arn: string): Promise<Pick<JobQueueDetail, 'state' | 'status'>> {
  const { jobQueues = [] } = await batch.send(new DescribeJobQueuesCommand({ jobQueues: [arn] }));
  const { state, status } = theOnly(jobQueues, arn);
  return { state, status };
}

/** The job definition behind an ARN: whether jobs can be made of it, and what they run. */
export async function definition(
  batch: BatchClient,
  arn: string,
): Promise<Pick<JobDefinition, 'status'> & { readonly command: string[] | undefined }> {
  const { jobDefinitions = [] } = await batch.send(new DescribeJobDefinitionsCommand({ jobDefinitions: [arn] }));
  const { status, containerProperties } = theOnly(jobDefinitions, arn);
  return { status, command: containerProperties?.command };
}

/** AWS Batch says nothing of what is not there: it answers with an empty list. */
function theOnly<T>(found: readonly T[], arn: string): T {
  const [first] = found;
  if (first === undefined) throw new Error(`AWS Batch has no ${arn}.`);
  return first;
}
