// The configuration as props, without cdk.json.
import { describe, expect, test } from 'vitest';
import { PipelineConfig, RegionOrder, SourceType } from '../../src';
import type { PipelineConfigProps } from '../../src/config/pipeline-config-props';
import { VALID } from './configurations';
import { mistakesOfProps } from './errors';
import { asProps } from './props';

const PROPS: PipelineConfigProps = {
  repo: 'services',
  source: { sourceType: SourceType.CODECOMMIT },
  developmentBranch: 'develop',
  regionOrder: RegionOrder.FIRST_REGION_FIRST,
  accounts: {
    tooling: { account: '111111111111', region: 'eu-central-1' },
    dev: { account: '222222222222', regions: ['eu-central-1', 'eu-west-1'], buildConfig: { timeoutMinutes: 30 } },
  },
  toolVersions: { cdkAssets: '4.0.1' },
  values: { internet_vpc: { vpc_id: 'vpc-1' } },
};

test('are read like the context', () => {
  const config = PipelineConfig.fromProps(PROPS);
  expect(config.source).toMatchObject({ sourceType: SourceType.CODECOMMIT, repository: 'services' });
  expect(config.account('dev').regionOrder).toBe(RegionOrder.FIRST_REGION_FIRST);
  expect(config.account('dev').buildConfig).toEqual({ timeoutMinutes: 30, environment: {} });
  expect(config.cdkAssetsVersion).toBe('4.0.1');
  expect(config.pipelines.map(({ name, stages }) => [name, stages])).toEqual([['development', ['dev']]]);
});

test('give values as cdk.json would spell them, and those of the user', () => {
  const config = PipelineConfig.fromProps(PROPS);
  expect(config.value('internet_vpc')).toEqual({ vpc_id: 'vpc-1' });
  expect(config.value('tool_versions')).toEqual({ cdk_assets: '4.0.1' });
  expect(config.value('development_branch')).toBe('develop');
  expect(config.value('values')).toBeUndefined();
  expect(config.unknownKeys).toEqual([]);
});

test.each(Object.entries(VALID).filter(([name]) => name !== 'keys of its own'))('%s is read', (_, config) => {
  expect(mistakesOfProps(asProps(config()))).toEqual([]);
});

describe('mistakes in them', () => {
  test('are all reported, with the paths of the props, and without a word of cdk.json', () => {
    const wrong = {
      ...PROPS,
      repo: undefined,
      connectionArn: '<connection>',
      accounts: {
        tooling: { account: '111111111111', region: 'cn-north-1', approval: true },
        dev: { account: '2', regions: ['eu-central-1'], permissionsBoundary: 'a b', buildConfig: { vpc: {} } },
      },
      toolVersions: { cdkAssets: 'latest', cdk_assets: '1.0.0' },
      values: { owner: 'acme', connection_arn: 'x' },
    };
    expect(mistakesOfProps(wrong).map((line) => line.replace(/: .*/, ''))).toEqual([
      'props.values.owner',
      'props.values.connection_arn',
      'props.repo',
      'props.connectionArn',
      'props.accounts.tooling.approval',
      'props.accounts.dev.account',
      'props.accounts.dev.permissionsBoundary',
      'props.accounts.dev.buildConfig.vpc.vpcId',
      'props.accounts.dev.buildConfig.vpc.subnetIds',
      'props.accounts.dev.buildConfig.vpc.availabilityZones',
      'props.toolVersions.cdkAssets',
      'props.toolVersions.cdk_assets',
      'props.accounts.dev.regions[0]',
    ]);
    expect(() => PipelineConfig.fromProps(wrong as unknown as PipelineConfigProps)).toThrow(
      /^The pipeline configuration \(the props of PipelineConfig\) has 13 mistakes:(?![^]*cdk\.json)/,
    );
  });

  test('name the prop that was meant', () => {
    expect(mistakesOfProps({ ...PROPS, connection_arn: 'x', conectionArn: 'x', other: 1 })).toEqual([
      'props.connection_arn: is no key of the configuration; did you mean "connectionArn"?',
      'props.conectionArn: is no key of the configuration; did you mean "connectionArn"?',
      'props.other: is no prop; values of your own go into `values`.',
    ]);
  });

  test.each([undefined, null, [], 'props'])('are one where they are %j', (props) => {
    expect(mistakesOfProps(props)).toEqual([expect.stringMatching(/^props: (is missing|has to be an object)/)]);
  });

  test('are told of values that are no object', () => {
    expect(mistakesOfProps({ ...PROPS, values: 'x' })).toEqual([
      expect.stringContaining('props.values: has to be an object'),
    ]);
  });
});
