// Wrong configurations: each has one mistake, with its path and a part of what is said about it.
import { CONNECTION, valid, VPC, withAccounts, withDev } from './configurations';
import { mistakenBranches } from './mistaken-branches';
import { mistakenConditions } from './mistaken-conditions';
import { mistakenNames } from './mistaken-names';
import { mistakenNotifications } from './mistaken-notifications';
import { mistakenV2 } from './mistaken-v2';

/** A configuration with one mistake. */
export interface Mistaken {
  /** Where it is, without `$.config.`. */
  readonly path: string;
  /** A part of what is said. */
  readonly problem: string;
  readonly config: unknown;
  /** Marked where JSON Schema cannot see it. */
  readonly only?: 'reader';
}

function at(path: string, problem: string, config: unknown, only?: 'reader'): Mistaken {
  return { path, problem, config, ...(only === undefined ? {} : { only }) };
}

/** `source` and what is wrong with it. */
const source = (path: string, problem: string, value: Record<string, unknown>, only?: 'reader'): Mistaken =>
  at(`source.${path}`, problem, valid({ source: value }), only);

/** `build` and what is wrong with it. */
const build = (path: string, problem: string, value: unknown, only?: 'reader'): Mistaken =>
  at(`build.${path}`, problem, valid({ build: { [path.split(/[.[]/)[0] ?? '']: value } }), only);

const S3 = { type: 's3', bucket: 'acme-sources', object_key: 'services.zip' };

const CHINA = { account: '222222222222', region: 'cn-north-1' };

/** All of them. */
export const MISTAKES: readonly Mistaken[] = [
  // Types and presence
  at('owner', 'is missing; name the organization', valid({ owner: undefined })),
  at('owner', 'has to be text, but is the number 7', valid({ owner: 7 })),
  at('owner', 'is null, which is no value', valid({ owner: null })),
  at('repo', 'is missing', valid({ repo: '' })),
  at('connection_arn', 'is missing; give the ARN', valid({ connection_arn: undefined })),
  at('development_branch', 'is missing', valid({ development_branch: undefined })),
  at('production_branch', 'is missing', valid({ production_branch: undefined })),
  at('accounts', 'is missing; name the accounts', valid({ accounts: undefined, pipelines: undefined })),
  at('accounts', 'has to be an object of accounts by name, but is a list', valid({ accounts: [] })),
  at('accounts.dev', 'has to be an object with account and region, but is the string "x"', withAccounts({ dev: 'x' })),
  at('accounts.dev', 'is null', withAccounts({ dev: null })),
  at('accounts.dev.account', 'is missing', withAccounts({ dev: { region: 'eu-west-1' } })),
  at(
    'accounts.dev.region',
    'is missing; give "region", or "regions"',
    withAccounts({ dev: { account: '222222222222' } }),
  ),
  at('accounts.dev', 'has both "region" and "regions"', withDev({ regions: ['eu-west-1'] })),
  at('accounts.dev.approval', 'has to be true or false, but is the string "yes"', withDev({ approval: 'yes' })),
  at('accounts.tooling.region', 'is missing; give "region"', withAccounts({ tooling: { account: '111111111111' } })),
  at(
    'accounts.tooling.regions',
    'has one region, where the pipelines live; use "region"',
    withAccounts({ tooling: { account: '111111111111', regions: ['eu-central-1'] } }),
  ),
  at(
    'accounts.tooling.build',
    'the toolchain account is no stage',
    withAccounts({ tooling: { account: '111111111111', region: 'eu-central-1', build: {} } }),
  ),
  at('lookups', 'has to be true or false, but is the number 1', valid({ lookups: 1 })),
  at('preflight', 'has to be true or false, but is the string "yes"', valid({ preflight: 'yes' })),
  at(
    'artifact_stores',
    'has to be an object with qualifier, organization_id, kms or regions',
    valid({ artifact_stores: 1 }),
  ),
  ...mistakenNames(at),
  ...mistakenV2(at),
  ...mistakenNotifications(at),
  ...mistakenConditions(at),
  ...mistakenBranches(at),

  // Source
  source('type', 'has to be one of "connection", "codecommit", "s3", but is "github"', { type: 'github' }),
  source('type', 'did you mean "codecommit"?', { type: 'code-commit' }),
  source('bucket', 'is missing; name the versioned bucket', { ...S3, bucket: undefined }),
  source('object_key', 'is missing; give the key', { ...S3, object_key: undefined }),
  source('repository', 'has no meaning for an S3 source', { ...S3, repository: 'x' }),
  source('bucket', 'belongs to a source of type "s3"', { bucket: 'acme-sources' }),
  source('object_key', 'belongs to a source of type "s3"', { type: 'codecommit', object_key: 'x' }),
  source('trigger', 'a connection starts pipelines by its own webhook', { trigger: 'poll' }),
  source('trigger', 'has to be one of "events", "poll", "none"', { ...S3, trigger: 'cron' }),
  source('repository', 'has no owner; give its name alone', { type: 'codecommit', repository: 'acme/services' }),
  source('repository', "lacks the repository's owner", { repository: 'services' }),

  // Pipelines
  at('pipelines', 'is empty', valid({ pipelines: {} })),
  at('pipelines.a.branch', 'is missing', valid({ pipelines: { a: { stages: ['dev'] } } })),
  at('pipelines.a.stages', 'is missing', valid({ pipelines: { a: { branch: 'x' } } })),
  at('pipelines.a.stages', 'is an empty list', valid({ pipelines: { a: { branch: 'x', stages: [] } } })),
  at('pipelines.a.stages[1]', 'is an empty list', valid({ pipelines: { a: { branch: 'x', stages: ['dev', []] } } })),
  at(
    'pipelines.a.stages[0]',
    'has to be text, but is an object',
    valid({ pipelines: { a: { branch: 'x', stages: [{}] } } }),
  ),
  at(
    'pipelines.a.stages[0][0]',
    'has to be text, but is a list',
    valid({ pipelines: { a: { branch: 'x', stages: [[['dev']]] } } }),
  ),
  at(
    'pipelines.a.stages[1]',
    'lists stage "dev" a second time',
    valid({ pipelines: { a: { branch: 'x', stages: ['dev', 'dev'] } } }),
  ),
  at(
    'pipelines.a.stages[0][1]',
    'lists stage "dev" a second time',
    valid({ pipelines: { a: { branch: 'x', stages: [['dev', 'dev']] } } }),
  ),
  at(
    'pipelines.a.stages[1][0]',
    'lists stage "dev" a second time',
    valid({ pipelines: { a: { branch: 'x', stages: ['dev', ['dev', 'qa']] } } }),
    'reader',
  ),
  at(
    'pipelines.b.stages[0]',
    'is delivered by $.config.pipelines.a.stages[0][1] already',
    valid({ pipelines: { a: { branch: 'x', stages: [['qa', 'dev']] }, b: { branch: 'y', stages: ['dev'] } } }),
    'reader',
  ),
  at(
    'pipelines.a.stages[0]',
    'stage "uat" has no account; add it to $.config.accounts',
    valid({ pipelines: { a: { branch: 'x', stages: ['uat'] } } }),
    'reader',
  ),
  at(
    'pipelines.a.stages[0]',
    'the toolchain account is no stage',
    valid({ pipelines: { a: { branch: 'x', stages: ['tooling'] } } }),
    'reader',
  ),
  at(
    'pipelines.b.toolchain',
    'pipeline "a" deploys the toolchain part already',
    valid({
      pipelines: {
        a: { branch: 'x', stages: ['dev'], toolchain: true },
        b: { branch: 'y', stages: ['qa'], toolchain: true },
      },
    }),
    'reader',
  ),

  // Builds
  build('timeout_minutes', '4 is out of range; use 5 to 2160', 4),
  build('timeout_minutes', '2161 is out of range', 2161),
  build('timeout_minutes', '7.5 is no whole number', 7.5),
  build('timeout_minutes', 'has to be a number, 5 to 2160, but is the string "60"', '60'),
  build('compute_type', 'did you mean "BUILD_GENERAL1_LARGE"', 'BUILD_GENERAL_LARGE'),
  build('compute_type', 'has to be one of "BUILD_GENERAL1_SMALL"', 'small'),
  build('compute_type', 'builds on Lambda have no timeout', 'BUILD_LAMBDA_1GB'),
  build('environment', 'has to be an object of environment variables by name', ['A']),
  build('environment.A', 'has to be text, but is the number 1', { A: 1 }),
  build('environment["A-B"]', 'is no name of an environment variable', { 'A-B': 'x' }),
  build('environment.CODEBUILD_X', 'begins with "CODEBUILD_"', { CODEBUILD_X: 'x' }),
  build('runtime_versions.python', '3.1 is a number; put it in quotes', { python: 3.1 }),
  build('runtime_versions.nodejs', '">=20" is no version of a runtime', { nodejs: '>=20' }),
  build('vpc.subnet_ids', 'is missing', { ...VPC, subnet_ids: undefined }),
  build('vpc.availability_zones', 'is missing', { ...VPC, availability_zones: undefined }),
  build(
    'vpc.availability_zones',
    'has 1 zones for 2 subnets',
    { ...VPC, availability_zones: ['eu-central-1a'] },
    'reader',
  ),
  build(
    'vpc.availability_zones[1]',
    "is in eu-west-1, but builds run in the toolchain account's region, eu-central-1",
    { ...VPC, availability_zones: ['eu-central-1a', 'eu-west-1a'] },
    'reader',
  ),
  build('vpc.subnet_ids[1]', 'a second time', { ...VPC, subnet_ids: ['subnet-0a1b2c3d', 'subnet-0a1b2c3d'] }),
  build('vpc.security_group_ids', 'lists 6 security groups; at most 5', {
    ...VPC,
    security_group_ids: ['1', '2', '3', '4', '5', '6'].map((digit) => `sg-0a1b2c3${digit}`),
  }),
  build('proxy', 'names no proxy', { no_proxy: ['localhost'] }),
  build('proxy.http', 'holds a user name or password', { http: 'http://me:secret@proxy.example.com:3128' }),

  // Regions and partitions
  at(
    'artifact_stores.regions[1]',
    'a second time',
    valid({ artifact_stores: { regions: ['eu-west-1', 'eu-west-1'] } }),
  ),
  at('accounts.dev.regions', 'is an empty list', withDev({ region: undefined, regions: [] })),
  at('accounts.dev.regions', 'has to be a list of regions', withDev({ region: undefined, regions: 'eu-west-1' })),
  at('accounts.dev.regions[1]', 'a second time', withDev({ region: undefined, regions: ['eu-west-1', 'eu-west-1'] })),
  at(
    'accounts.dev.regions[1]',
    'there is no region "xx-west-1"',
    withDev({ region: undefined, regions: ['eu-west-1', 'xx-west-1'] }),
    'reader',
  ),
  at(
    'accounts.dev.region',
    'is in partition aws-cn, but the toolchain account is in aws',
    withAccounts({ dev: CHINA }),
    'reader',
  ),
  at(
    'artifact_stores.regions[0]',
    'is in partition aws-us-gov',
    valid({ artifact_stores: { regions: ['us-gov-west-1'] } }),
    'reader',
  ),
  at(
    'connection_arn',
    'is in partition aws-cn, but the toolchain account is in aws',
    valid({ connection_arn: CONNECTION.replace('arn:aws:', 'arn:aws-cn:').replace('eu-central-1', 'cn-north-1') }),
    'reader',
  ),
  at(
    'connection_arn',
    'names partition aws-cn, but eu-central-1 is a region of aws',
    valid({ connection_arn: CONNECTION.replace('arn:aws:', 'arn:aws-cn:') }),
    'reader',
  ),
  at(
    'connection_arn',
    'belongs to account "999999999999", but the toolchain account is "111111111111"; only connections whose ARN says',
    valid({
      connection_arn: CONNECTION.replace('codeconnections', 'codestar-connections').replace(
        '111111111111',
        '999999999999',
      ),
    }),
    'reader',
  ),
];
