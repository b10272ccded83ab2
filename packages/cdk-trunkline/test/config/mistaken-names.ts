// Wrong names, ids, ARNs and versions, and misspelt keys: each has one mistake.
import { CONNECTION, valid, VPC, withAccounts, withDev } from './configurations';

type At<T> = (path: string, problem: string, config: unknown, only?: 'reader') => T;

const ACCOUNT = { account: '222222222222', region: 'eu-west-1' };

/** Values of root keys that are wrong, with what is said. */
const ROOT: readonly (readonly [string, unknown, string, 'reader'?])[] = [
  ['owner', '/acme', 'is no owner of a repository'],
  ['owner', '<owner>', '"<owner>" is a placeholder; put the real owner of a repository in its place'],
  ['owner', 'xxxx', 'is a placeholder', 'reader'],
  ['repo', 'acme/services', 'is no name of a repository'],
  // What people leave in a file to fill in later: the reader refuses it.
  ['repo', 'TODO', 'is a placeholder', 'reader'],
  ['repo', 'r'.repeat(60), 'is no name of a repository'],
  ['connection_arn', 'arn:aws:s3:::bucket', 'is no ARN of a connection'],
  ['connection_arn', 'arn:aws:codestar-connections:eu-west-1:xxxxxxxxxxxx:connection/xxxx', 'is a placeholder'],
  ['connection_arn', CONNECTION.replace('eu-central-1', 'eu-nowhere-1'), 'there is no region "eu-nowhere-1"', 'reader'],
  ['connection_arn', CONNECTION.replace('111111111111', '1'), 'account "1" has 1 digits'],
  ['connection_arn', `${CONNECTION} `, 'begins or ends with white space'],
  ['production_branch', ' main', 'begins or ends with white space'],
  ['production_branch', '', 'is missing'],
  ['production_branch', 'refs/heads/main', 'is a reference; give the branch alone'],
  ['production_branch', 'a..b', 'is no name of a branch'],
  ['production_branch', 'a b', 'is no name of a branch'],
  ['production_branch', 'a/.b', 'is no name of a branch'],
  ['production_branch', 'a.lock', 'is no name of a branch'],
  ['production_branch', 'a/', 'is no name of a branch'],
  ['production_branch', 'feature/*', 'is no name of a branch'],
  ['production_branch', 'b'.repeat(257), 'is longer than 256 characters'],
  ['production_branch', '${Token[TOKEN.7]}', 'is a token'],
  ['permissions_boundary', 'arn:aws:iam::111111111111:policy/Boundary', 'is an ARN; give the name alone'],
  ['permissions_boundary', 'my boundary', 'is no name of a managed policy'],
  ['permissions_boundary', '', 'is empty; leave it out'],
  ['bootstrap_qualifier', 'elevenchars', 'use 1 to 10 letters, digits, dashes and underscores'],
  ['region_order', 'first-region-first', 'did you mean "first_region_first"'],
];

/** Members of objects that are wrong, as key, member, value and what is said. */
const INNER: readonly (readonly [string, string, Record<string, unknown>, string, 'reader'?])[] = [
  ['tool_versions', 'cdk', { cdk: 'latest' }, '"latest" is no exact version'],
  ['tool_versions', 'cdk', { cdk: '^2.1148.1' }, 'is no exact version'],
  ['tool_versions', 'cdk', { cdk: '2.1148' }, 'is no exact version'],
  ['tool_versions', 'cdk_assets', { cdk_assets: '04.0.0' }, 'is no exact version'],
  ['artifact_stores', 'qualifier', { qualifier: 'Far-Too-Long' }, 'use 1 to 10 small letters and digits'],
  ['artifact_stores', 'organization_id', { organization_id: 'acme' }, 'looks like "o-a1b2c3d4e5"'],
  ['source', 'repository', { type: 'codecommit', repository: 'services.git' }, 'ends in ".git"', 'reader'],
  ['source', 'repository', { repository: 'acme/a b' }, 'is no repository'],
  ['source', 'bucket', { type: 's3', bucket: 'Acme', object_key: 'x' }, 'is no name of a bucket'],
  ['source', 'bucket', { type: 's3', bucket: '10.0.0.1', object_key: 'x' }, 'is no name of a bucket'],
  ['source', 'bucket', { type: 's3', bucket: 'acme--x-s3', object_key: 'x' }, 'is no name of a bucket'],
  ['source', 'object_key', { type: 's3', bucket: 'acme', object_key: '{stage}.zip' }, 'is no key of an object'],
  ['source', 'object_key', { type: 's3', bucket: 'acme', object_key: 'ä'.repeat(513) }, '1024 bytes', 'reader'],
  ['build', 'image', { image: 'Standard:7.0' }, 'is no image'],
  ['build', 'image', { image: 'node:22:latest' }, 'is no image'],
  ['build', 'vpc.vpc_id', { vpc: { ...VPC, vpc_id: 'vpc-xxxx' } }, 'is a placeholder'],
  ['build', 'vpc.vpc_id', { vpc: { ...VPC, vpc_id: 'subnet-0a1b2c3d' } }, 'is no id of a VPC'],
  [
    'build',
    'vpc.subnet_ids[0]',
    { vpc: { ...VPC, subnet_ids: ['vpc-0a1b2c3d', 'subnet-0a1b2c3d'] } },
    'id of a subnet',
  ],
  ['build', 'proxy.https', { proxy: { https: 'proxy.example.com:3128' } }, 'is no URL of a proxy'],
  ['build', 'proxy.no_proxy[0]', { proxy: { http: 'http://p', no_proxy: ['a,b'] } }, 'one host for each element'],
];

/** Keys that are misspelt: which object has them, and which key was meant. */
const MISSPELT: readonly (readonly [string, unknown, string])[] = [
  ['ownr', valid({ ownr: 'x' }), 'owner'],
  ['pipelnies', valid({ pipelnies: {} }), 'pipelines'],
  ['connectionArn', valid({ connectionArn: CONNECTION }), 'connection_arn'],
  ['bootstrap-qualifier', valid({ 'bootstrap-qualifier': 'x' }), 'bootstrap_qualifier'],
  ['accounts.dev.regoin', withDev({ regoin: 'x' }), 'region'],
  ['accounts.dev.aproval', withDev({ aproval: true }), 'approval'],
  [
    'accounts.tooling.acount',
    withAccounts({ tooling: { account: '111111111111', region: 'eu-central-1', acount: 1 } }),
    'account',
  ],
  ['pipelines.a.stage', valid({ pipelines: { a: { branch: 'x', stages: ['dev'], stage: 'dev' } } }), 'stages'],
  ['build.timeout_minuets', valid({ build: { timeout_minuets: 9 } }), 'timeout_minutes'],
  ['build.vpc.vpcid', valid({ build: { vpc: { ...VPC, vpcid: 'x' } } }), 'vpc_id'],
  ['build.proxy.htps', valid({ build: { proxy: { http: 'http://p', htps: 'x' } } }), 'https'],
  ['source.tpye', valid({ source: { tpye: 's3' } }), 'type'],
  ['artifact_stores.organisation_id', valid({ artifact_stores: { organisation_id: 'x' } }), 'organization_id'],
  ['tool_versions.cdk-assets', valid({ tool_versions: { 'cdk-assets': '1.0.0' } }), 'cdk_assets'],
];

/** All of them. */
export function mistakenNames<T>(at: At<T>): T[] {
  const name = (key: string, problem: string, only?: 'reader'): T =>
    at(
      /^\w+$/.test(key) && !/^\d/.test(key) ? `accounts.${key}` : `accounts[${JSON.stringify(key)}]`,
      problem,
      withAccounts({ [key]: ACCOUNT }),
      only,
    );
  const dev = (key: string, value: unknown, problem: string, only?: 'reader'): T =>
    at(`accounts.dev.${key}`, problem, withDev({ [key]: value }), only);
  return [
    ...ROOT.map(([key, value, problem, only]) => at(key, problem, valid({ [key]: value }), only)),
    ...INNER.map(([key, path, value, problem, only]) => at(`${key}.${path}`, problem, valid({ [key]: value }), only)),
    ...MISSPELT.map(([path, config, meant]) =>
      at(path.replace(/(^|\.)([\w]*-[\w-]*)$/, '["$2"]'), `did you mean "${meant}"?`, config, 'reader'),
    ),
    dev('account', '22222222222', '"22222222222" has 11 digits; an account number has 12'),
    dev('account', 222222222222, '222222222222 is a number; put the 12 digits in quotes'),
    dev('account', '<account>', '"<account>" is a placeholder; put the real account number in its place'),
    dev('account', 'xxxxxxxxxxxx', 'is a placeholder'),
    dev('account', 'dev-account', 'is no account number'),
    dev('region', 'Ireland', '"Ireland" is no region; a region looks like "eu-central-1"'),
    dev('region', '<region>', 'is a placeholder'),
    dev('region', 'eu-centrall-1', 'there is no region "eu-centrall-1"', 'reader'),
    name('Dev', 'differs from account "dev" in upper and lower case alone', 'reader'),
    name('tests', 'cannot be a stage', 'reader'),
    name('2nd one', 'is no name for a stage'),
    name('a'.repeat(41), 'is no name for a stage'),
    name('dev-', 'is no name for a stage'),
    name('uat-bootstrap', 'cannot end in "-bootstrap"', 'reader'),
    name('uat-OtherRegions', 'cannot end in "-OtherRegions"', 'reader'),
    name('AfterStages', 'every pipeline has a stage of its own', 'reader'),
    at(
      'accounts.tooling',
      'is missing; it is the toolchain account',
      valid({ accounts: { dev: ACCOUNT, prod: ACCOUNT } }),
    ),
    at(
      'accounts',
      'has no stage',
      valid({ accounts: { tooling: { account: '111111111111', region: 'eu-central-1' } } }),
    ),
    at(
      'pipelines["a b"]',
      'is no name for a pipeline',
      valid({ pipelines: { 'a b': { branch: 'x', stages: ['dev'] } } }),
    ),
    at('pipelines["1"]', 'consists of digits alone', valid({ pipelines: { 1: { branch: 'x', stages: ['dev'] } } })),
  ];
}
