// Configurations for the tests: valid ones, and wrong ones with what is said about them.

/** A connection of the toolchain account. */
export const CONNECTION =
  'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000';

/** A configuration of JSON values. */
export type Config = Record<string, unknown> & { accounts: Record<string, Record<string, unknown>> };

/** The shape that most tests change: two default pipelines, four accounts. */
export function valid(changes: Record<string, unknown> = {}): Config {
  return {
    owner: 'acme',
    repo: 'services',
    connection_arn: CONNECTION,
    development_branch: 'develop',
    production_branch: 'main',
    accounts: {
      tooling: { account: '111111111111', region: 'eu-central-1' },
      dev: { account: '222222222222', region: 'eu-central-1' },
      qa: { account: '333333333333', regions: ['eu-west-1', 'eu-central-1'] },
      prod: { account: '444444444444', regions: ['eu-central-1', 'us-east-1'], approval: false },
    },
    ...changes,
  };
}

/** The same with some accounts replaced. */
export function withAccounts(accounts: Record<string, unknown>): Config {
  return valid({ accounts: { ...valid().accounts, ...accounts } });
}

/** The same with some keys of account dev added. */
export function withDev(changes: Record<string, unknown>): Config {
  return withAccounts({ dev: { account: '222222222222', region: 'eu-central-1', ...changes } });
}

/** A VPC of the toolchain account. */
export const VPC = {
  vpc_id: 'vpc-0a1b2c3d4e5f60718',
  subnet_ids: ['subnet-0a1b2c3d', 'subnet-0a1b2c3d4e5f60719'],
  availability_zones: ['eu-central-1a', 'eu-central-1b'],
};

/** Everything that can be said, at once. */
export function everything(): Config {
  return valid({
    owner: 'acme/platform',
    source: { type: 'connection', repository: 'acme/platform/the.services', trigger: 'none' },
    accounts: {
      tooling: { account: '111111111111', region: 'eu-central-1' },
      dev: { account: '222222222222', region: 'eu-central-1', build: { environment: { LEVEL: 'stage', DEV: '' } } },
      qa: { account: '333333333333', regions: ['eu-west-1', 'eu-central-1'], approval: true },
      perf: { account: '333333333333', region: 'us-east-1', region_order: 'together', permissions_boundary: 'team/B' },
      prod: { account: '444444444444', regions: ['eu-central-1', 'us-east-1'], build: { timeout_minutes: 2160 } },
    },
    pipelines: {
      trunk: {
        branch: 'feature/one',
        stages: ['dev', ['qa', 'perf']],
        toolchain: false,
        approval: false,
        pipeline_type: 'V2',
        execution_mode: 'QUEUED',
        build: { compute_type: 'BUILD_GENERAL1_2XLARGE', environment: { LEVEL: 'pipeline', TRUNK: 'yes' } },
      },
      release: { branch: 'main', stages: ['prod'], toolchain: true, permissions_boundary: 'ReleaseBoundary' },
    },
    approval: true,
    region_order: 'first_region_first',
    permissions_boundary: 'Boundary',
    build: {
      image: '111111111111.dkr.ecr.eu-central-1.amazonaws.com/team/image_x:1.2@sha256:' + 'a0'.repeat(32),
      compute_type: 'BUILD_GENERAL1_SMALL',
      timeout_minutes: 5,
      environment: { LEVEL: 'root', ROOT: ' with <space> ' },
      runtime_versions: { nodejs: '22', python: '3.12', java: 'corretto21' },
      vpc: { ...VPC, security_group_ids: ['sg-0a1b2c3d'] },
      proxy: { http: 'http://proxy.example.com:3128', no_proxy: ['169.254.169.254', '.example.com', '10.0.0.0/8'] },
    },
    bootstrap_qualifier: 'Team-B_1',
    lookups: true,
    preflight: true,
    tool_versions: { cdk: '2.1148.1', cdk_assets: '4.0.0-rc.1+build.5' },
    artifact_stores: { qualifier: 'teamb', organization_id: 'o-a1b2c3d4e5', regions: ['ap-south-1'] },
  });
}

/** A rule of each provider. */
const CHECKS = {
  CloudWatchAlarm: {
    name: 'Quiet',
    provider: 'CloudWatchAlarm',
    configuration: { alarm_name: 'errors', alarm_states: ['ALARM', 'INSUFFICIENT_DATA'], wait_time: 60 },
    region: 'us-east-1',
    role_arn: 'arn:aws:iam::222222222222:role/ops/alarm-reader',
  },
  CodeBuild: {
    name: 'Smoke',
    provider: 'CodeBuild',
    configuration: { project_name: 'smoke', primary_source: 'Two' },
    input_artifacts: ['One', 'Two'],
  },
  Commands: { name: 'Health', provider: 'Commands', commands: ['test -f <in >out', 'true', 'true'] },
  DeploymentWindow: {
    name: 'Open',
    provider: 'DeploymentWindow',
    configuration: { cron: '* * 9-16 ? * MON-FRI', time_zone: 'Europe/Berlin' },
  },
  LambdaInvoke: {
    name: 'Freeze',
    provider: 'LambdaInvoke',
    configuration: { function_name: 'freeze', user_parameters: '<x>' },
  },
  VariableCheck: {
    name: 'Released',
    provider: 'VariableCheck',
    configuration: { variable: '#{variables.RELEASE}', operator: 'MATCHES', value: ' [(]?<yes> ' },
  },
};

const ROLLBACK = { result: 'ROLLBACK', rules: [CHECKS.DeploymentWindow] };

/** Valid ones, by name. */
export const VALID: Readonly<Record<string, () => Config>> = {
  'the shape of the original sample': () => valid({ internet_vpc: { vpc_id: 'vpc-041e5047c0f198439' } }),
  'everything at once': everything,
  'CodeCommit, without owner and connection': () =>
    valid({ owner: undefined, connection_arn: undefined, source: { type: 'codecommit', trigger: 'events' } }),
  'CodeCommit with a repository of another name': () =>
    valid({ source: { type: 'codecommit', repository: 'Other.1' } }),
  S3: () =>
    valid({
      owner: undefined,
      connection_arn: undefined,
      source: { type: 's3', bucket: 'acme.sources-1', object_key: 'a b/{branch}.zip', trigger: 'poll' },
    }),
  'a connection with its repository, and no owner': () =>
    valid({ owner: undefined, source: { repository: 'acme/other' } }),
  'a connection by its former prefix': () =>
    valid({ connection_arn: CONNECTION.replace('codeconnections', 'codestar-connections') }),
  'a connection of another region': () => valid({ connection_arn: CONNECTION.replace('eu-central-1', 'us-east-1') }),
  'a connection that another account shares': () =>
    valid({ connection_arn: CONNECTION.replace('111111111111', '999999999999') }),
  'China, with CodeCommit': () =>
    valid({
      source: { type: 'codecommit' },
      accounts: {
        tooling: { account: '111111111111', region: 'cn-north-1' },
        prod: { account: '222222222222', regions: ['cn-north-1', 'cn-northwest-1'] },
      },
    }),
  'a GovCloud connection': () =>
    valid({
      connection_arn: CONNECTION.replace('arn:aws:', 'arn:aws-us-gov:').replace('eu-central-1', 'us-gov-east-1'),
      accounts: {
        tooling: { account: '111111111111', region: 'us-gov-east-1' },
        dev: { account: '111111111111', region: 'us-gov-west-1' },
      },
      production_branch: undefined,
    }),
  'notifications of everything, of a pipeline and of a stage': () =>
    valid({
      notifications: {
        on: ['failure', 'approval', 'success'],
        topic_arn: 'arn:aws:sns:eu-central-1:111111111111:deliveries',
        emails: ["o'neil+ci@mail.example.co.uk", 'team@example.com'],
        slack: [
          { workspace_id: 'T0123ABCDEF', channel_id: 'C0123ABCDEF' },
          { configuration_arn: 'arn:aws:chatbot::111111111111:chat-configuration/slack-channel/ops_1-a' },
        ],
      },
      pipelines: { all: { branch: 'main', stages: ['dev'], notifications: {} } },
      accounts: withDev({
        notifications: { on: ['success'], slack: [{ workspace_id: 'T0123ABCDEF', channel_id: 'C9' }] },
      }).accounts,
    }),
  'one account for everything': () =>
    valid({
      accounts: {
        tooling: { account: '111111111111', region: 'eu-central-1' },
        prod: { account: '111111111111', region: 'eu-central-1' },
      },
      development_branch: undefined,
    }),
  'one stage, in a list of its own': () =>
    valid({ pipelines: { all: { branch: 'main', stages: [['dev']] } }, development_branch: undefined }),
  'pipelines of single branches': () =>
    valid({
      feature_branches: {
        stages: ['qa', 'dev'],
        branches: ['feature/**', '{bug,fix}-[0-9]*'],
        report_after_days: 365,
        approval: true,
      },
    }),
  'keys of its own': () => valid({ teams: null, 'my key': [1], accounts: withDev({ owner_mail: 'x' }).accounts }),
  'triggers of every kind, and variables': () =>
    valid({
      variables: { LEVEL: { default: 'low', description: 'How much to test.' }, 'a@b-c': {} },
      triggers: {
        push: [
          { branches: { includes: ['main', 'feature/**'], excludes: ['feature/{a,b}'] } },
          { branches: { excludes: ['x'] }, file_paths: { includes: ['src/**', '*.md'], excludes: ['docs/a b/**'] } },
          { tags: { includes: ['v*'], excludes: ['v0.?'] } },
        ],
        pull_request: [
          {},
          { events: ['OPEN', 'CLOSED'], branches: { includes: ['main'] } },
          { file_paths: { includes: ['a'] } },
        ],
      },
    }),
  'a pipeline of the former type beside one of the latter': () =>
    valid({
      pipeline_type: 'V1',
      execution_mode: 'SUPERSEDED',
      pipelines: {
        one: { branch: 'x', stages: ['dev'] },
        two: { branch: 'y', stages: ['qa'], pipeline_type: 'V2', execution_mode: 'PARALLEL', variables: { A: {} } },
      },
    }),
  'a pipeline of the former type that wants nothing of what the root says': () =>
    valid({
      variables: { A: {} },
      on_failure: { result: 'RETRY' },
      pipelines: {
        one: {
          branch: 'x',
          stages: ['dev'],
          pipeline_type: 'V1',
          variables: {},
          on_failure: { result: 'FAIL' },
          disabled_transition: 'Frozen',
        },
        two: { branch: 'y', stages: ['qa'], pipeline_type: 'V1', variables: {} },
      },
      accounts: withAccounts({ qa: { ...valid().accounts['qa'], on_failure: { result: 'FAIL' } } }).accounts,
    }),
  'conditions of every kind and provider': () =>
    valid({
      on_failure: { result: 'RETRY', retry_mode: 'FAILED_ACTIONS', conditions: [ROLLBACK] },
      pipelines: { all: { branch: 'main', stages: ['dev', 'qa'], disabled_transition: 'Frozen (ask ops)!' } },
      accounts: withDev({
        before_entry: { conditions: [{ result: 'SKIP', rules: [CHECKS.VariableCheck, CHECKS.LambdaInvoke] }] },
        on_success: {
          conditions: [{ result: 'FAIL', rules: [CHECKS.CloudWatchAlarm, CHECKS.CodeBuild, CHECKS.Commands] }],
        },
        on_failure: { result: 'FAIL' },
      }).accounts,
    }),
  'a proxy for HTTPS alone, by address': () =>
    valid({ build: { proxy: { https: 'https://[2001:db8::1]:3128/', no_proxy: ['*', '::1', 'localhost:8080'] } } }),
};
