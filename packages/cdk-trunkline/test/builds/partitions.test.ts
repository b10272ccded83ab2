// Nothing of the standard partition stands in the templates of others.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, Tags } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { ArtifactStoreStack, PipelineConfig } from '../../src';
import { BuildsPipeline } from './synthesized-builds';

test.each([
  ['aws-cn', 'cn-north-1', 'cn-northwest-1', { type: 'codecommit' }],
  ['aws-us-gov', 'us-gov-west-1', 'us-gov-east-1', { type: 's3', bucket: 'acme-sources', object_key: 'x.zip' }],
])('%s', (partition, here, there, source) => {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  Tags.of(app).add('team', 'shop');
  const config = PipelineConfig.fromObject({
    repo: 'services',
    source,
    lookups: true,
    development_branch: 'develop',
    accounts: {
      tooling: { account: '111111111111', region: here },
      dev: { account: '222222222222', regions: [here, there] },
    },
    pipelines: { development: { branch: 'develop', stages: ['dev'] } },
    build: {
      image: `555555555555.dkr.ecr.${here}.amazonaws.com${partition === 'aws-cn' ? '.cn' : ''}/tools/builder:4`,
      vpc: { vpc_id: 'vpc-1a2b3c4d', subnet_ids: ['subnet-1a2b3c4d'], availability_zones: [`${here}a`] },
    },
  });
  ArtifactStoreStack.forConfig(app, config);
  new BuildsPipeline(app, 'Development', { config, pipeline: 'development' });
  const { directory } = app.synth();
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /template\.json$|assets\.json$|manifest\.json$|^buildspec/.test(file),
  );
  expect(files.length).toBeGreaterThan(8);
  const texts = files.map((file) => [file, readFileSync(join(directory, file), 'utf8')] as const);
  expect(texts.filter(([, text]) => text.includes('arn:aws:')).map(([file]) => file)).toEqual([]);
  const all = texts.map(([, text]) => text).join('\n');
  expect(all).toContain(`arn:${partition}:kms:${there}:111111111111:alias/`);
  expect(all).toContain(`arn:${partition}:ecr:${here}:555555555555:repository/tools/builder`);
});
