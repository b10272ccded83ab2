// The program of the Batch jobs: `node job.js <kind> <period>`, in an environment that Batch and the job definition set.
import { S3Client } from '@aws-sdk/client-s3';
import { writeReport } from './report-job';

const [kind, period] = process.argv.slice(2);
const { AWS_BATCH_JOB_ID: id, BUCKET_NAME: bucketName } = process.env;
if (!kind || !period || !id || !bucketName) {
  console.error('Usage: node job.js <kind> <period>, with AWS_BATCH_JOB_ID and BUCKET_NAME in the environment.');
  process.exit(2);
}

writeReport(new S3Client({}), { id, kind, period, bucketName }).then(
  (report) => console.log(JSON.stringify(report)),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
