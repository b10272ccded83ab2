// Step: what the pipelines read from has to be there, and a connection has to be authorized.
import type { SetupGroup, SetupStep } from '../../model/setup.js';
import { consoleAddress, credentials, groupBy, listed } from '../commands.js';
import type { Delivery, SourceAction } from '../delivery.js';
import type { Landscape } from '../landscape.js';
import { field, originOf, textOf } from '../template-text.js';

/** A source action with the pipeline that it is of. */
export interface PipelineSource {
  readonly delivery: Delivery;
  readonly source: SourceAction;
}

const TYPES: Readonly<Record<string, (same: readonly PipelineSource[]) => SetupGroup>> = {
  'Source/AWS/CodeStarSourceConnection/1': connection,
  'Source/AWS/CodeCommit/1': repository,
  'Source/AWS/S3/1': bucket,
};

/** Sources that are the same thing, named by several pipelines, are one group. */
export function sourceStep({ deliveries }: Landscape): SetupStep {
  const sources = deliveries.flatMap((delivery) => delivery.sources.map((source) => ({ delivery, source })));
  const same = groupBy(sources, ({ delivery, source }) =>
    JSON.stringify([source.type, source.account, delivery.environment.region, ...thingOf({ delivery, source })]),
  );
  return {
    id: 'source',
    title: 'What the pipelines read from',
    notes: [],
    groups: [...same.values()].flatMap((group) => {
      const type = group[0]?.source.type ?? '';
      return (Object.hasOwn(TYPES, type) ? TYPES[type]?.(group) : undefined) ?? other(group);
    }),
  };
}

/** The value of a configuration's key, or where it comes from. */
export function configured({ delivery, source }: PipelineSource, key: string): { text?: string; named: string } {
  const value = field(source.configuration, key);
  if (value === undefined) return { named: '(none named)' };
  const text = textOf(value, delivery.stack);
  return text === undefined ? { named: `(${originOf(value, delivery.stack)})` } : { text, named: text };
}

/** What tells one source from another; branches do not. */
function thingOf(source: PipelineSource): string[] {
  return ['ConnectionArn', 'FullRepositoryId', 'RepositoryName', 'S3Bucket'].map(
    (key) => configured(source, key).named,
  );
}

function pipelinesOf(same: readonly PipelineSource[]): string {
  const names = same.map(({ delivery }) => delivery.name ?? delivery.stack.displayName);
  return `${new Set(names).size === 1 ? 'Pipeline' : 'Pipelines'} ${listed(names)}`;
}

function reads(same: readonly PipelineSource[]): string {
  return new Set(same.map(({ delivery }) => delivery)).size === 1 ? 'reads' : 'read';
}

/** Both prefixes name the same connections. Source: Developer Tools console User Guide, connections rename. */
const CONNECTION = /^arn:[a-z-]+:(codeconnections|codestar-connections):([a-z0-9-]+):(\d{12}):connection\/[\w-]+$/;

function connection(same: readonly PipelineSource[]): SetupGroup {
  const [first] = same as readonly [PipelineSource];
  const arn = configured(first, 'ConnectionArn');
  const { account, region } = first.delivery.environment;
  const [, service = 'codeconnections', ofRegion = region, ofAccount = account] = CONNECTION.exec(arn.text ?? '') ?? [];
  const address = consoleAddress(ofRegion, '/codesuite/settings/connections');
  const what = `${pipelinesOf(same)} ${reads(same)} ${configured(first, 'FullRepositoryId').named}`;
  if (arn.text === undefined) {
    return {
      account,
      notes: [
        `${what} through the connection that ${arn.named} gives. A connection made by CloudFormation is PENDING until it ` +
          `is authorized in the console, which needs a browser: ${address}`,
      ],
      commands: [],
    };
  }
  return {
    account: ofAccount,
    notes: [
      `${what} through the connection ${arn.text} whose status the command prints: it has to be AVAILABLE. Where it is ` +
        `PENDING, authorize it in the console, which needs a browser: ${address}`,
      'Where there is no such connection, create one there and authorize it. Its ARN is another one then: write it where ' +
        "the app takes the connection's ARN from (`connection_arn` in cdk.json, for an app of cdk-trunkline), synthesize, " +
        'and print these steps again.',
      ...(CONNECTION.test(arn.text) ? [] : ['What the pipeline names is no ARN of a connection.']),
      ...(ofAccount === account
        ? []
        : [`It is of account ${ofAccount}, and the pipeline of account ${account}: see that the pipeline may use it.`]),
    ],
    commands: [
      [
        'aws',
        service,
        'get-connection',
        '--connection-arn',
        arn.text,
        '--query',
        'Connection.ConnectionStatus',
        '--output',
        'text',
        '--region',
        ofRegion,
        ...credentials(ofAccount),
      ],
    ],
  };
}

function repository(same: readonly PipelineSource[]): SetupGroup {
  const [first] = same as readonly [PipelineSource];
  const name = configured(first, 'RepositoryName');
  const { region } = first.delivery.environment;
  const { account } = first.source;
  const what = `${pipelinesOf(same)} ${reads(same)} the CodeCommit repository ${name.named} of account ${account} in ${region}`;
  if (name.text === undefined) return { account, notes: [`${what}.`], commands: [] };
  const options = ['--repository-name', name.text, '--region', region, ...credentials(account)];
  return {
    account,
    notes: [`${what}. The first command shows it; run the second one where the first finds none.`],
    commands: [
      ['aws', 'codecommit', 'get-repository', ...options],
      ['aws', 'codecommit', 'create-repository', ...options],
    ],
  };
}

function bucket(same: readonly PipelineSource[]): SetupGroup {
  const [first] = same as readonly [PipelineSource];
  const name = configured(first, 'S3Bucket');
  const { account } = first.source;
  const { region } = first.delivery.environment;
  const key = configured(first, 'S3ObjectKey').named;
  const what = `${pipelinesOf(same)} ${reads(same)} the object ${key} of bucket ${name.named}`;
  if (name.text === undefined) {
    return { account, notes: [`${what}, which has to keep versions of its objects.`], commands: [] };
  }
  return {
    account,
    notes: [`${what}. The bucket has to keep versions of its objects: the command prints Enabled.`],
    commands: [
      [
        'aws',
        's3api',
        'get-bucket-versioning',
        '--bucket',
        name.text,
        '--query',
        'Status',
        '--output',
        'text',
        '--region',
        region,
        ...credentials(account),
      ],
    ],
  };
}

function other(same: readonly PipelineSource[]): SetupGroup {
  const [first] = same as readonly [PipelineSource];
  return {
    account: first.source.account,
    notes: same.map(
      ({ delivery, source }) =>
        `Source action ${source.path} of ${delivery.name ?? delivery.stack.displayName} is of type ${source.type}: see ` +
        'that what its configuration names is there.',
    ),
    commands: [],
  };
}
