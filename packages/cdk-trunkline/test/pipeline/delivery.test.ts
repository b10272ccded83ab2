// What a synthesized pipeline delivers, and in which order; one class, two pipelines, shared artifact stores.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { App, CfnResource, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, test } from 'vitest';
import { ArtifactStoreStack, PipelineConfig } from '../../src';
import {
  buildspecs,
  CONFIG,
  everyStack,
  MainOnlyPipeline,
  outline,
  pipelineOf,
  quickApp,
  ServicesPipeline,
  type Buildspec,
} from './services-pipeline';

function services(app: App): { app: App; development: ServicesPipeline; production: ServicesPipeline } {
  ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app));
  const development = new ServicesPipeline(app, 'Development', { pipeline: 'development' });
  const production = new ServicesPipeline(app, 'Production', { pipeline: 'production' });
  return { app, development, production };
}

describe('two pipelines from one class', () => {
  let app: App;
  let development: ServicesPipeline;
  let production: ServicesPipeline;

  beforeAll(() => {
    ({ app, development, production } = services(quickApp()));
    app.synth();
  });

  test('development: source, build, self-update, assets, tests, toolchain, then each stage behind its approval', () => {
    expect(outline(pipelineOf(development))).toEqual([
      'Source: 1 acme_services',
      'Build: 1 Synth',
      'UpdatePipeline: 1 SelfMutate',
      'Assets: 1 FileAssets',
      'Tests: 1 InfrastructureTests, 1 LambdaTests',
      'Toolchain: 1 Prepare, 2 Deploy',
      'Dev-Bootstrap: 1 services-Repositories.Prepare, 2 services-Repositories.Deploy, 3 Images',
      'Dev: 1 services-Main.Prepare, 2 services-Main.Deploy, 3 IntegrationTests, 4 AcceptanceTests',
      'Qa-Bootstrap: 1 Approval, ' +
        '2 eu-central-1.Qa-Bootstrap-services-Repositories.Prepare, ' +
        '2 us-east-1.Qa-Bootstrap-services-Repositories.Prepare, ' +
        '3 eu-central-1.Qa-Bootstrap-services-Repositories.Deploy, ' +
        '3 us-east-1.Qa-Bootstrap-services-Repositories.Deploy, ' +
        '4 eu-central-1.Images, 4 us-east-1.Images',
      'Qa: 1 eu-central-1.Qa-services-Main.Prepare, 1 us-east-1.Qa-services-Main.Prepare, ' +
        '2 eu-central-1.Qa-services-Main.Deploy, 2 us-east-1.Qa-services-Main.Deploy, ' +
        '3 eu-central-1.IntegrationTests, 3 us-east-1.IntegrationTests, 4 AcceptanceTests',
    ]);
  });

  test('production: no toolchain part, which belongs to the first pipeline, and an approval before its first stage', () => {
    expect(pipelineOf(production).Stages.map((stage) => stage.Name)).toEqual([
      'Source',
      'Build',
      'UpdatePipeline',
      'Assets',
      'Tests',
      'Prod-Bootstrap',
      'Prod',
    ]);
    expect(outline(pipelineOf(production))[5]).toMatch(/^Prod-Bootstrap: 1 Approval, 2 /);
  });

  test('each follows its branch, has a name of its own and restarts when it has updated itself', () => {
    const facts = [development, production].map((stack) => {
      const { Name, PipelineType, RestartExecutionOnUpdate, Stages } = pipelineOf(stack);
      const branch: unknown = Stages[0]?.Actions[0]?.Configuration?.BranchName;
      return { Name, PipelineType, RestartExecutionOnUpdate, branch };
    });
    const same = { PipelineType: 'V2', RestartExecutionOnUpdate: true };
    expect(facts).toEqual([
      { Name: 'services-development', ...same, branch: 'develop' },
      { Name: 'services-production', ...same, branch: 'main' },
    ]);
  });

  test('a region that is added later changes no name of a stack: none contains a region', () => {
    const stages = app.synth().stacksRecursively.filter((stack) => stack.displayName.includes('/'));
    expect(
      stages.map((stack) => `${stack.stackName} in ${stack.environment.account} ${stack.environment.region}`),
    ).toEqual(
      expect.arrayContaining([
        'Toolchain-services-Shared in 111111111111 eu-central-1',
        'Dev-services-Main in 222222222222 eu-central-1',
        'Qa-services-Main in 333333333333 eu-central-1',
        'Qa-services-Main in 333333333333 us-east-1',
      ]),
    );
    expect(stages.filter((stack) => /-\d/.test(stack.stackName))).toEqual([]);
  });

  test('artifacts: one bucket and key per region in the whole assembly, none of them of the pipelines', () => {
    const owners = (type: string): string[] =>
      everyStack(app.synth()).flatMap(({ name, template }) => {
        const { Resources } = template as { Resources: Record<string, { Type: string }> };
        return Object.values(Resources).flatMap((resource) => (resource.Type === type ? [name] : []));
      });
    const stores = ['trunkline-artifacts-eu-central-1', 'trunkline-artifacts-us-east-1'];
    expect(owners('AWS::S3::Bucket')).toEqual(stores);
    expect(owners('AWS::KMS::Key')).toEqual(stores);
    expect(app.synth().stacksRecursively.filter((stack) => stack.stackName.includes('-support-'))).toEqual([]);
    expect(
      app
        .synth()
        .getStackArtifact(development.artifactId)
        .dependencies.map(({ id }) => id),
    ).toEqual(['Development.assets']);
    for (const stack of [development, production]) {
      expect(pipelineOf(stack).ArtifactStores).toEqual(
        ['eu-central-1', 'us-east-1'].map((region) => ({
          Region: region,
          ArtifactStore: {
            Type: 'S3',
            Location: `trunkline-artifacts-111111111111-${region}`,
            EncryptionKey: { Type: 'KMS', Id: `arn:aws:kms:${region}:111111111111:alias/trunkline-artifacts` },
          },
        })),
      );
    }
  });

  test('integration tests know their region, acceptance tests every region, from the stack outputs', () => {
    const actions = pipelineOf(development).Stages.find((stage) => stage.Name === 'Qa')?.Actions ?? [];
    const variables = (name: string): unknown =>
      JSON.parse(String(actions.find((action) => action.Name === name)?.Configuration?.EnvironmentVariables));
    const namespace = (region: string): string =>
      String(actions.find((action) => action.Name === `${region}.Qa-services-Main.Deploy`)?.Namespace);
    const here = namespace('eu-central-1');
    const there = namespace('us-east-1');
    expect(variables('us-east-1.IntegrationTests')).toEqual([
      { name: 'PARAMETER', type: 'PLAINTEXT', value: `#{${there}.ParameterName}` },
    ]);
    expect(variables('AcceptanceTests')).toEqual([
      { name: 'PARAMETER', type: 'PLAINTEXT', value: `#{${here}.ParameterName}` },
      { name: 'PARAMETER_US_EAST_1', type: 'PLAINTEXT', value: `#{${there}.ParameterName}` },
    ]);
    Template.fromStack(development).hasResourceProperties('AWS::CodeBuild::Project', {
      Description: 'Pipeline step Development/Pipeline/Qa/us-east-1.IntegrationTests',
      Environment: {
        PrivilegedMode: false,
        EnvironmentVariables: [
          { Name: 'STAGE_NAME', Type: 'PLAINTEXT', Value: 'qa' },
          { Name: 'STAGE_ACCOUNT', Type: 'PLAINTEXT', Value: '333333333333' },
          { Name: 'STAGE_REGION', Type: 'PLAINTEXT', Value: 'us-east-1' },
          { Name: 'STAGE_REGIONS', Type: 'PLAINTEXT', Value: 'eu-central-1,us-east-1' },
        ],
      },
    });
  });

  test('builds share a cache inside a pipeline; the self-update, assets and images have none', () => {
    const template = Template.fromStack(development);
    const cacheOf = (description: string): unknown =>
      Object.values(
        template.findResources('AWS::CodeBuild::Project', {
          Properties: { Description: `Pipeline step Development/Pipeline/${description}` },
        }),
      ).map((project) => (project as { Properties: { Cache: unknown } }).Properties.Cache);
    const cache = {
      Type: 'S3',
      Location: 'trunkline-artifacts-111111111111-eu-central-1/cache/services-development',
      CacheNamespace: expect.stringMatching(/^services-development-[0-9a-f]{8}$/) as string,
    };
    expect(cacheOf('Build/Synth')).toEqual([cache]);
    expect(cacheOf('Qa/us-east-1.IntegrationTests')).toEqual([cache]);
    for (const without of ['UpdatePipeline/SelfMutate', 'Assets/FileAssets', 'Dev-Bootstrap/Images']) {
      expect(cacheOf(without)).toEqual([{ Type: 'NO_CACHE' }]);
    }
    expect(buildspecs(development)['Development/Pipeline/Build/Synth']?.cache).toEqual({
      key: 'npm-$(codebuild-hash-files package-lock.json)',
      paths: ['node_modules/**/*'],
    });
  });

  test('the tools that the pipeline installs are pinned, and only images are built with privileges', () => {
    const template = Template.fromStack(development);
    const installed = Object.values(buildspecs(development)).flatMap(({ phases }) => phases.install?.commands ?? []);
    expect(installed).toContain('npm install -g aws-cdk@2.1148.1');
    // The buildspec of the assets is a file of the assembly.
    const { directory } = app.synth();
    const files = readdirSync(directory).filter((file) => file.startsWith('buildspec-'));
    expect(files).toHaveLength(2);
    for (const file of files) {
      const { phases } = JSON.parse(readFileSync(join(directory, file), 'utf8')) as Buildspec;
      expect(phases.install?.commands).toEqual(['npm install -g cdk-assets@4.7.3']);
    }
    const privileged = template.findResources('AWS::CodeBuild::Project', {
      Properties: { Environment: Match.objectLike({ PrivilegedMode: true }) },
    });
    const descriptions = Object.values(privileged).map(
      (each) => (each as { Properties: { Description: string } }).Properties,
    );
    expect(descriptions.map(({ Description }) => Description.split('/').at(-1))).toEqual([
      'Images',
      'eu-central-1.Images',
      'us-east-1.Images',
    ]);
  });
});

test('the pipeline performs every action itself; only CloudFormation acts as the deploy role of the stage', () => {
  const { development } = services(quickApp());
  const roles = pipelineOf(development)
    .Stages.flatMap((stage) => stage.Actions)
    .map(({ ActionTypeId, RoleArn }) => `${ActionTypeId.Provider} ${RoleArn === undefined ? 'pipeline' : 'other'}`);
  expect([...new Set(roles)].sort()).toEqual([
    'CloudFormation other',
    'CodeBuild pipeline',
    'CodeStarSourceConnection pipeline',
    'Manual pipeline',
  ]);
});

test('synthesizing twice gives identical templates', () => {
  const [first, second] = [services(quickApp()), services(quickApp())].map(({ app }) =>
    everyStack(app.synth()).map(({ name, template }) => `${name} ${JSON.stringify(template)}`),
  );
  expect(first).toEqual(second);
  expect(first?.length).toBe(15);
});

test('CloudFormation would accept the templates, as far as aws-cdk-lib can tell', () => {
  const app = new App({
    context: { config: CONFIG },
    builtinCloudFormationValidation: true,
    analyticsReporting: false,
  });
  ArtifactStoreStack.forConfig(app, PipelineConfig.fromContext(app));
  new MainOnlyPipeline(app, 'Production', { pipeline: 'production' });
  // Shows that mistakes would be found. They are warnings, and stand in the report alone.
  new CfnResource(new Stack(app, 'Control'), 'Topic', { type: 'AWS::SNS::Topic', properties: { Nonsense: true } });
  const file = join(app.synth().directory, 'validation-report.json');
  const { pluginReports } = JSON.parse(readFileSync(file, 'utf8')) as {
    pluginReports: { violations: { violatingConstructs: { constructPath: string }[] }[] }[];
  };
  const faulty = pluginReports.flatMap((report) => report.violations.flatMap((each) => each.violatingConstructs));
  expect(faulty.map((construct) => construct.constructPath)).toEqual(['Control/Topic']);
});

test('a stage in the toolchain account, in one region only, needs no more than the home region', () => {
  const accounts = { tooling: CONFIG.accounts.tooling, dev: { account: '111111111111', region: 'eu-central-1' } };
  const stack = new MainOnlyPipeline(quickApp({ config: { ...CONFIG, accounts } }), 'Pipeline', {
    pipeline: 'development',
  });
  const { ArtifactStores, Stages } = pipelineOf(stack);
  expect(ArtifactStores?.map((store) => store.Region)).toEqual(['eu-central-1']);
  expect(Stages.map((stage) => stage.Name)).toEqual(['Source', 'Build', 'UpdatePipeline', 'Tests', 'Dev']);
});

test('config decides on pipelines, approvals and the owner of the toolchain part', () => {
  const accounts = {
    ...CONFIG.accounts,
    dev: { ...CONFIG.accounts.dev, approval: true },
    qa: { ...CONFIG.accounts.qa, approval: false },
  };
  const pipelines = {
    quick: { branch: 'trunk', stages: ['dev'] },
    slow: { branch: 'release', stages: ['qa', 'prod'], toolchain: true },
  };
  const app = quickApp({ config: { ...CONFIG, accounts, pipelines } });
  const quick = new ServicesPipeline(app, 'Quick', { pipeline: 'quick' });
  const slow = new ServicesPipeline(app, 'Slow', { pipeline: 'slow', pipelineName: 'careful' });
  const approved = (stack: ServicesPipeline): string[] =>
    pipelineOf(stack)
      .Stages.filter((stage) => stage.Actions.some((action) => action.Name === 'Approval'))
      .map((stage) => stage.Name);
  expect(approved(quick)).toEqual(['Dev-Bootstrap']);
  expect(approved(slow)).toEqual(['Prod-Bootstrap']);
  expect(pipelineOf(quick).Stages.map((stage) => stage.Name)).not.toContain('Toolchain');
  expect(pipelineOf(slow).Stages.map((stage) => stage.Name)).toContain('Toolchain');
  expect(pipelineOf(slow).Name).toBe('careful');
});
