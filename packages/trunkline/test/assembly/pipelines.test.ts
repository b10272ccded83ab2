// Pipelines and projects that CDK Pipelines declares, from the assembly to the model.
import { beforeAll, describe, expect, it } from 'vitest';
import { pipelineFromResource } from '../../src/assembly/pipeline-from-resource.js';
import { projectFromResource } from '../../src/assembly/project-from-resource.js';
import { readAssembly } from '../../src/assembly/read.js';
import type { StackArtifact } from '../../src/model/assembly.js';
import type { Pipeline } from '../../src/model/pipeline.js';
import { synthesizeServices, TOOLING } from './cdk-fixture.js';
import { deployedResources, deployedStack } from './deployed-fixture.js';

const PIPELINE = 'AWS::CodePipeline::Pipeline';

async function pipelineStack(options?: Parameters<typeof synthesizeServices>[0]): Promise<StackArtifact> {
  const { stacks } = await readAssembly(await synthesizeServices(options));
  const found = stacks.find(({ displayName }) => displayName === 'ServicesPipeline');
  if (!found) throw new Error('the fixture has no pipeline');
  return found;
}

describe('a pipeline of CDK Pipelines', () => {
  let found: StackArtifact;
  let pipeline: Pipeline;

  beforeAll(async () => {
    found = await pipelineStack();
    const [resource] = deployedResources(found, PIPELINE);
    if (!resource) throw new Error('the fixture has no pipeline resource');
    pipeline = pipelineFromResource(resource, deployedStack(found));
  });

  it('keeps its name, type, stores and place', () => {
    expect(pipeline).toMatchObject({
      name: 'services',
      pipelineType: 'V1',
      executionMode: 'SUPERSEDED',
      restartExecutionOnUpdate: true,
      declaredAt: {
        stackName: 'ServicesPipeline',
        environment: TOOLING,
        logicalId: Object.keys(found.template.Resources).find((id) => found.template.Resources[id]?.Type === PIPELINE),
      },
    });
    expect(Object.keys(pipeline.artifactStores).sort()).toEqual(['eu-central-1', 'us-east-1']);
    expect(pipeline.artifactStores['us-east-1']).toEqual({
      location: expect.stringMatching(/^servicespipeline-support-/) as string,
      encryptionKey: expect.stringMatching(/^arn:aws:kms:us-east-1:111111111111:alias\//) as string,
    });
  });

  it('keeps its stages and actions', () => {
    expect(
      pipeline.stages.map((stage) => [stage.name, stage.actions.map(({ name, runOrder }) => `${runOrder} ${name}`)]),
    ).toEqual([
      ['Source', ['1 example_services']],
      ['Build', ['1 Synth']],
      ['UpdatePipeline', ['1 SelfMutate']],
      ['Assets', expect.arrayContaining(['1 Code', '1 Settings', '1 Image'])],
      ['Dev', ['1 Data.Prepare', '2 Data.Deploy', '3 Main.Prepare', '4 Main.Deploy', '5 Integration']],
      ['Us', ['1 Release', '2 Data.Prepare', '3 Data.Deploy', '4 Main.Prepare', '5 Main.Deploy']],
    ]);
    const deploy = pipeline.stages.at(-1)?.actions.at(-2);
    expect(deploy).toMatchObject({
      actionTypeId: { category: 'Deploy', owner: 'AWS', provider: 'CloudFormation', version: '1' },
      inputArtifacts: ['Synth_Output'],
      outputArtifacts: [],
      region: 'us-east-1',
      roleArn: 'arn:aws:iam::333333333333:role/cdk-hnb659fds-deploy-role-333333333333-us-east-1',
    });
    expect(deploy?.configuration).toMatchObject({ StackName: 'Us-Main', ActionMode: 'CHANGE_SET_REPLACE' });
    expect(pipeline.stages[1]?.actions[0]).toMatchObject({ outputArtifacts: [{ name: 'Synth_Output' }] });
  });

  it('runs projects with a buildspec as text, variables and defaults', () => {
    const stack = deployedStack(found);
    const projects = deployedResources(found, 'AWS::CodeBuild::Project').map((r) => projectFromResource(r, stack));
    const synth = projects.find(({ declaredAt }) => declaredAt.logicalId.includes('Synth'));
    expect(synth).toMatchObject({
      image: expect.stringMatching(/^aws\/codebuild\/standard/) as string,
      computeType: 'BUILD_GENERAL1_SMALL',
      privilegedMode: false,
      environmentVariables: [{ name: 'NODE_ENV', value: 'test', type: 'PLAINTEXT' }],
      cache: { type: 'NO_CACHE' },
      timeoutInMinutes: 60,
    });
    expect(JSON.parse(synth?.buildSpec ?? '')).toMatchObject({ version: '0.2' });
    expect(projects.filter(({ privilegedMode }) => privilegedMode)).toHaveLength(1);
  });
});

describe('a pipeline whose buildspecs are files of the assembly', () => {
  it('names their paths', async () => {
    const found = await pipelineStack({ publishAssetsInParallel: false });
    const projects = deployedResources(found, 'AWS::CodeBuild::Project').map((resource) =>
      projectFromResource(resource, deployedStack(found)),
    );
    expect(projects.flatMap(({ buildSpec }) => (buildSpec?.startsWith('{') ? [] : [buildSpec]))).toEqual([
      expect.stringMatching(/^buildspec-.*-DockerAsset\.yaml$/),
      expect.stringMatching(/^buildspec-.*-FileAsset\.yaml$/),
    ]);
  });
});
