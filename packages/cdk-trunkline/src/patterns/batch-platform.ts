// What Batch jobs run on; a file of its own, as compute and job definitions both need it.

/** What Batch jobs run on. */
export enum BatchPlatform {
  /** Fargate: no instances to care for; up to 16 processors and 120 GiB for a job. */
  FARGATE = 'FARGATE',

  /** EC2 instances that Batch starts and ends: for more than Fargate has, for GPUs, or for instance types of one's own. */
  EC2 = 'EC2',
}
