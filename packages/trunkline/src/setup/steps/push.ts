// Step: the source has to be where the pipelines read it, before they are created.
import { urlSuffixOf } from '../../assembly/environment.js';
import type { SetupGroup, SetupStep } from '../../model/setup.js';
import { credentials, groupBy, listed } from '../commands.js';
import type { Landscape } from '../landscape.js';
import { configured, type PipelineSource } from './source.js';

const TYPES: Readonly<Record<string, (same: readonly PipelineSource[]) => SetupGroup>> = {
  'Source/AWS/CodeStarSourceConnection/1': toRemote,
  'Source/AWS/CodeCommit/1': toCodeCommit,
  'Source/AWS/S3/1': toBucket,
};

/** One group for each place that is pushed to, whatever number of pipelines read it. */
export function pushStep({ deliveries }: Landscape): SetupStep | undefined {
  const sources = deliveries
    .flatMap((delivery) => delivery.sources.map((source) => ({ delivery, source })))
    .filter(({ source }) => Object.hasOwn(TYPES, source.type));
  if (sources.length === 0) return undefined;
  const keys = ['FullRepositoryId', 'RepositoryName', 'BranchName', 'S3Bucket', 'S3ObjectKey'];
  const same = groupBy(sources, (one) =>
    JSON.stringify([one.source.type, one.source.account, ...keys.map((key) => configured(one, key).named)]),
  );
  return {
    id: 'push',
    title: 'The source',
    notes: [
      'A new pipeline starts at once, builds what it reads, and updates itself with the pipeline that it finds there: what ' +
        'is not committed and pushed would be taken back.',
    ],
    groups: [
      {
        notes: ['Commit everything, cdk.context.json too where there is one: this prints nothing then.'],
        commands: [['git', 'status', '--short']],
      },
      ...[...same.values()].flatMap((group) => TYPES[group[0]?.source.type ?? '']?.(group) ?? []),
    ],
  };
}

function readers(same: readonly PipelineSource[]): string {
  return listed(same.map(({ delivery }) => delivery.name ?? delivery.stack.displayName));
}

function branchOf(source: PipelineSource): string {
  const branch = configured(source, 'BranchName');
  return branch.text ?? `<branch, ${branch.named}>`;
}

function toRemote(same: readonly PipelineSource[]): SetupGroup {
  const [first] = same as readonly [PipelineSource];
  const repository = configured(first, 'FullRepositoryId').named;
  return {
    notes: [`For ${readers(same)}; 'origin' stands for the remote of ${repository}.`],
    commands: [['git', 'push', 'origin', `HEAD:${branchOf(first)}`]],
  };
}

function toCodeCommit(same: readonly PipelineSource[]): SetupGroup {
  const [first] = same as readonly [PipelineSource];
  const { region } = first.delivery.environment;
  const name = configured(first, 'RepositoryName');
  const repository = name.text ?? `<repository, ${name.named}>`;
  const address = `https://git-codecommit.${region}.${urlSuffixOf(region)}/v1/repos/${repository}`;
  return {
    account: first.source.account,
    notes: [
      `For ${readers(same)}. Git asks for credentials of account ${first.source.account}: the AWS CLI's credential helper, ` +
        'or Git credentials of an IAM user.',
    ],
    commands: [['git', 'push', address, `HEAD:${branchOf(first)}`]],
  };
}

function toBucket(same: readonly PipelineSource[]): SetupGroup {
  const [first] = same as readonly [PipelineSource];
  const { account } = first.source;
  const bucket = configured(first, 'S3Bucket');
  const key = configured(first, 'S3ObjectKey');
  const target = `s3://${bucket.text ?? `<bucket, ${bucket.named}>`}/${key.text ?? `<key, ${key.named}>`}`;
  return {
    account,
    notes: [
      `For ${readers(same)}: the commit as a zip.`,
      ...(bucket.text === undefined ? ['The bucket comes with a stack: upload once that is deployed.'] : []),
    ],
    commands: [
      ['git', 'archive', '--format', 'zip', '--output', 'source.zip', 'HEAD'],
      ['aws', 's3', 'cp', 'source.zip', target, '--region', first.delivery.environment.region, ...credentials(account)],
    ],
  };
}
