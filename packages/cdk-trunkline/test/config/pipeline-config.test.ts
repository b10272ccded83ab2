// The configuration: what is read from it.
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { PipelineConfig, RegionOrder, SourceTrigger, SourceType } from '../../src';
import { CONNECTION, everything, valid, VALID, VPC, withAccounts, withDev } from './configurations';

describe('what is read', () => {
  test('the context of the app becomes accounts, and two pipelines where none are defined', () => {
    const config = PipelineConfig.fromContext(new App({ context: { config: valid() } }));
    expect(config.tooling).toMatchObject({ account: '111111111111', region: 'eu-central-1' });
    expect(config.accounts.map(({ name, regions }) => [name, regions])).toEqual([
      ['dev', ['eu-central-1']],
      ['qa', ['eu-west-1', 'eu-central-1']],
      ['prod', ['eu-central-1', 'us-east-1']],
    ]);
    expect(config.account('prod').approval).toBe(false);
    expect(config.account('qa').approval).toBeUndefined();
    expect(
      config.pipelines.map(({ name, branch, stages, toolchain }) => ({ name, branch, stages, toolchain })),
    ).toEqual([
      { name: 'development', branch: 'develop', stages: ['dev', 'qa'], toolchain: true },
      { name: 'production', branch: 'main', stages: ['prod'], toolchain: false },
    ]);
    expect(config.artifactRegions).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
  });

  test('defined pipelines stand as they are, and any of them may own the toolchain part', () => {
    const pipelines = {
      fast: { branch: 'trunk', stages: ['dev'] },
      slow: { branch: 'release', stages: ['qa', 'prod'], toolchain: true },
    };
    const rest = { ...valid(), development_branch: undefined, production_branch: undefined };
    const config = PipelineConfig.fromObject({ ...rest, pipelines });
    expect(config.pipelines.map(({ name, toolchain, isFirst }) => [name, toolchain, isFirst])).toEqual([
      ['fast', false, true],
      ['slow', true, false],
    ]);
  });

  test('the first pipeline owns the toolchain part unless it declines', () => {
    const owner = (toolchain?: boolean): string[] =>
      PipelineConfig.fromObject({
        ...valid(),
        pipelines: { a: { branch: 'x', stages: ['dev'], ...(toolchain === undefined ? {} : { toolchain }) } },
      })
        .pipelines.filter((pipeline) => pipeline.toolchain)
        .map(({ name }) => name);
    expect(owner()).toEqual(['a']);
    expect(owner(false)).toEqual([]);
  });

  test('keys that trunkline does not know can be read, and nothing can be changed', () => {
    const source = { ...valid(), internet_vpc: { id: 'vpc-1' } };
    const config = PipelineConfig.fromObject(source);
    source.internet_vpc.id = 'changed by the project';
    (config.value('internet_vpc') as { id: string }).id = 'changed by a reader';
    config.pipelines.pop();
    config.account('qa').regions.pop();
    expect(config.value('internet_vpc')).toEqual({ id: 'vpc-1' });
    expect(config.value('nothing')).toBeUndefined();
    expect(config.value('constructor')).toBeUndefined();
    expect(config.pipelines).toHaveLength(2);
    expect(config.account('qa').regions).toHaveLength(2);
  });

  test('both names of the connections service are ARNs of a connection', () => {
    const former = CONNECTION.replace('codeconnections', 'codestar-connections');
    expect(PipelineConfig.fromObject({ ...valid(), connection_arn: former }).source.connectionArn).toBe(former);
  });

  test('asking for what is not there names what is', () => {
    const config = PipelineConfig.fromObject(valid());
    expect(() => config.pipeline('staging')).toThrow(/no pipeline "staging"; it has development, production/);
    expect(() => config.account('staging')).toThrow(/no account "staging"; it has tooling, dev, qa, prod/);
  });

  test.each(Object.entries(VALID))('%s is read', (_, config) => {
    expect(() => PipelineConfig.fromObject(config())).not.toThrow();
  });
});

describe('the source', () => {
  const source = (config: unknown): unknown => PipelineConfig.fromObject(config).source;

  test('is a connection, unless the configuration says otherwise', () => {
    expect(source(valid({ owner: 'group/subgroup' }))).toMatchObject({
      sourceType: SourceType.CONNECTION,
      repository: 'group/subgroup/services',
      connectionArn: CONNECTION,
    });
    expect(source(valid({ source: { repository: 'acme/other', trigger: 'none' } }))).toMatchObject({
      sourceType: SourceType.CONNECTION,
      repository: 'acme/other',
      connectionArn: CONNECTION,
      trigger: SourceTrigger.NONE,
    });
  });

  test('of CodeCommit is the repository, and of S3 an object', () => {
    expect(source(valid({ source: { type: 'codecommit' } }))).toMatchObject({
      sourceType: SourceType.CODECOMMIT,
      repository: 'services',
    });
    expect(
      source(valid({ source: { type: 's3', bucket: 'acme', object_key: '{branch}.zip', trigger: 'poll' } })),
    ).toMatchObject({
      sourceType: SourceType.S3,
      bucket: 'acme',
      objectKey: '{branch}.zip',
      trigger: SourceTrigger.POLL,
    });
  });
});

describe('settings', () => {
  const config = PipelineConfig.fromObject(everything());

  test('of the stage go before those of its pipeline, and these before those of the root', () => {
    const settings = (name: string): unknown => {
      const { approval, regionOrder, permissionsBoundary } = config.account(name);
      return [approval, regionOrder, permissionsBoundary];
    };
    expect(settings('dev')).toEqual([false, RegionOrder.FIRST_REGION_FIRST, 'Boundary']);
    expect(settings('qa')).toEqual([true, RegionOrder.FIRST_REGION_FIRST, 'Boundary']);
    expect(settings('perf')).toEqual([false, RegionOrder.TOGETHER, 'team/B']);
    expect(settings('prod')).toEqual([true, RegionOrder.FIRST_REGION_FIRST, 'ReleaseBoundary']);
    expect(config.pipeline('trunk').permissionsBoundary).toBe('Boundary');
    expect(config.pipeline('release').permissionsBoundary).toBe('ReleaseBoundary');
  });

  test('of builds are merged key by key, and environments variable by variable', () => {
    expect(config.account('dev').buildConfig).toMatchObject({
      computeType: 'BUILD_GENERAL1_2XLARGE',
      timeoutMinutes: 5,
      environment: { LEVEL: 'stage', DEV: '', TRUNK: 'yes', ROOT: ' with <space> ' },
      vpc: {
        vpcId: VPC.vpc_id,
        subnetIds: VPC.subnet_ids,
        availabilityZones: VPC.availability_zones,
        securityGroupIds: ['sg-0a1b2c3d'],
      },
      proxy: { http: 'http://proxy.example.com:3128' },
    });
    expect(config.account('prod').buildConfig.timeoutMinutes).toBe(2160);
    expect(config.pipeline('trunk').buildConfig.environment).toEqual({
      LEVEL: 'pipeline',
      TRUNK: 'yes',
      ROOT: ' with <space> ',
    });
    expect(config.pipeline('release').buildConfig.environment).toEqual({ LEVEL: 'root', ROOT: ' with <space> ' });
  });

  test("of the toolchain account are the root's, and it is never approved", () => {
    const { approval, permissionsBoundary, buildConfig } = config.tooling;
    expect([approval, permissionsBoundary, buildConfig.environment]).toEqual([
      undefined,
      'Boundary',
      { LEVEL: 'root', ROOT: ' with <space> ' },
    ]);
  });

  test('of the root are for the default pipelines and for a stage that no pipeline delivers, too', () => {
    const build = { timeout_minutes: 30 };
    expect(PipelineConfig.fromObject(valid({ build })).pipeline('production').buildConfig.timeoutMinutes).toBe(30);
    const pipelines = { all: { branch: 'main', stages: ['dev'], build: { timeout_minutes: 20 } } };
    const one = PipelineConfig.fromObject(valid({ build, pipelines }));
    expect(['dev', 'qa'].map((name) => one.account(name).buildConfig.timeoutMinutes)).toEqual([20, 30]);
  });

  test('that nobody made are absent, and the environment is empty', () => {
    const { buildConfig, permissionsBoundary, regionOrder } = PipelineConfig.fromObject(valid()).account('dev');
    expect([buildConfig, permissionsBoundary, regionOrder]).toEqual([
      { environment: {} },
      undefined,
      RegionOrder.TOGETHER,
    ]);
  });

  test('cannot be changed through what was read', () => {
    config.account('dev').buildConfig.environment['LEVEL'] = 'changed';
    config.pipeline('trunk').buildConfig.environment['LEVEL'] = 'changed';
    config.pipeline('trunk').waves[1]?.pop();
    expect(config.account('dev').buildConfig.environment['LEVEL']).toBe('stage');
    expect(config.pipeline('trunk').buildConfig.environment['LEVEL']).toBe('pipeline');
    expect(config.pipeline('trunk').waves).toEqual([['dev'], ['qa', 'perf']]);
  });
});

test('what concerns everything is given back as it was written', () => {
  const config = PipelineConfig.fromObject(everything());
  expect({
    bootstrapQualifier: config.bootstrapQualifier,
    lookups: config.lookups,
    preflight: config.preflight,
    cdkVersion: config.cdkVersion,
    cdkAssetsVersion: config.cdkAssetsVersion,
    artifactQualifier: config.artifactQualifier,
    organizationId: config.organizationId,
    extra: config.extraArtifactRegions,
    all: config.artifactRegions,
  }).toEqual({
    bootstrapQualifier: 'Team-B_1',
    lookups: true,
    preflight: true,
    cdkVersion: '2.1148.1',
    cdkAssetsVersion: '4.0.0-rc.1+build.5',
    artifactQualifier: 'teamb',
    organizationId: 'o-a1b2c3d4e5',
    extra: ['ap-south-1'],
    all: ['eu-central-1', 'eu-west-1', 'us-east-1', 'ap-south-1'],
  });
  const { bootstrapQualifier, lookups, preflight, cdkVersion, cdkAssetsVersion } = PipelineConfig.fromObject(valid());
  expect([bootstrapQualifier, cdkVersion, cdkAssetsVersion]).toEqual([undefined, undefined, undefined]);
  expect([lookups, preflight]).toEqual([false, false]);
});

describe('keys that trunkline does not know', () => {
  const config = (): PipelineConfig =>
    PipelineConfig.fromObject({ ...withDev({ mail: 'x', 'my key': 1 }), internet_vpc: { vpc_id: 'vpc-1' }, teams: [] });

  test('are listed by their JSON paths', () => {
    expect(config().unknownKeys).toEqual([
      '$.config.accounts.dev.mail',
      '$.config.accounts.dev["my key"]',
      '$.config.internet_vpc',
      '$.config.teams',
    ]);
    expect(PipelineConfig.fromObject(everything()).unknownKeys).toEqual([]);
  });

  test('are known once somebody has read them', () => {
    const read = config();
    read.value('teams');
    expect(read.unknownKeys).not.toContain('$.config.teams');
    expect(read.value('internet_vpc')).toEqual({ vpc_id: 'vpc-1' });
    read.value('accounts');
    expect(read.unknownKeys).toEqual([]);
  });

  test('are not taken for known ones whose names they resemble by chance', () => {
    const own = { report: 1, vpc: 2, team: 3, env: 4, regions: 5, stages: 6, tools: 7, force: 8 };
    expect(PipelineConfig.fromObject(valid(own)).unknownKeys).toHaveLength(8);
    const { unknownKeys } = PipelineConfig.fromObject(
      withAccounts({ uat: { account: '222222222222', region: 'eu-west-1', id: 1, reason: 'x' } }),
    );
    expect(unknownKeys).toEqual(['$.config.accounts.uat.id', '$.config.accounts.uat.reason']);
  });

  test('names that the user chooses are no keys', () => {
    const build = { environment: { owner: 'x', ownr: 'y', approvals: 'z' } };
    const account = { account: '222222222222', region: 'eu-west-1' };
    const accounts = { ...valid().accounts, tool: account, prd: account };
    expect(PipelineConfig.fromObject(valid({ build, accounts })).unknownKeys).toEqual([]);
  });
});
