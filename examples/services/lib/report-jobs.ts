// The Batch jobs that write the reports.
import { Size } from 'aws-cdk-lib';
import type { IVpc } from 'aws-cdk-lib/aws-ec2';
import type { IRepository } from 'aws-cdk-lib/aws-ecr';
import { ContainerImage } from 'aws-cdk-lib/aws-ecs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { BatchCompute, type BatchJobDefinition } from 'cdk-trunkline';
import { Construct } from 'constructs';
import { imageTag } from './names';

/** What the jobs work with. */
export interface ReportJobsProps {
  readonly vpc: IVpc;
  readonly repository: IRepository;
  readonly bucket: IBucket;
}

/** A Fargate compute environment, its queue, and a job definition for each kind of report. */
export class ReportJobs extends Construct {
  public readonly compute: BatchCompute;
  public readonly monthly: BatchJobDefinition;
  public readonly yearly: BatchJobDefinition;

  public constructor(scope: Construct, id: string, { vpc, repository, bucket }: ReportJobsProps) {
    super(scope, id);
    this.compute = new BatchCompute(this, 'Compute', { vpc, maxvCpus: 8, outputPrefix: '' });

    const definition = (kind: 'Monthly' | 'Yearly', cpu: number, memory: Size) =>
      this.compute.addJobDefinition(kind, {
        image: ContainerImage.fromEcrRepository(repository, imageTag()),
        command: ['node', 'job.js', kind.toLowerCase(), 'Ref::period'],
        environment: { BUCKET_NAME: bucket.bucketName },
        cpu,
        memory,
        outputPrefix: kind,
      });
    this.monthly = definition('Monthly', 0.25, Size.mebibytes(512));
    this.yearly = definition('Yearly', 1, Size.gibibytes(2));
    for (const { jobRole } of [this.monthly, this.yearly]) {
      bucket.grantRead(jobRole, 'orders/*');
      bucket.grantPut(jobRole, 'reports/*');
    }
  }
}
