// A build command that calls AWS with the SDK for JavaScript and nothing but its environment: `list-buckets.mjs <times>`.
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';

const s3 = new S3Client({ forcePathStyle: true });
for (let time = 0; time < Number(process.argv[2]); time += 1) {
  const { Buckets } = await s3.send(new ListBucketsCommand({}));
  console.log(Buckets.map(({ Name }) => Name).join(' '));
}
