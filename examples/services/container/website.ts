// The program of the Fargate service: a page inside the company network that lists the finished reports.
import { createServer } from 'node:http';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { page, reportIds } from './page';

const s3 = new S3Client({});

createServer((request, response) => {
  if (request.url === '/health') {
    response.writeHead(200, { 'content-type': 'text/plain' }).end('ok');
    return;
  }
  s3.send(new ListObjectsV2Command({ Bucket: process.env.BUCKET_NAME, Prefix: 'reports/' })).then(
    (list) => {
      const ids = reportIds((list.Contents ?? []).map((object) => object.Key ?? ''));
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page(ids));
    },
    (error: unknown) => {
      console.error(error);
      response.writeHead(502, { 'content-type': 'text/plain' }).end('The reports cannot be listed.');
    },
  );
}).listen(8080);
