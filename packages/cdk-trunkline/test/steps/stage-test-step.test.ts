// A step with a stage's credentials in a pipeline of plain CDK Pipelines: its commands, its role, its mistakes.
import { App, CfnOutput, Stack, Stage } from 'aws-cdk-lib';
import { LinuxBuildImage, WindowsBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { StageTestRole } from '../../src/steps/stage-test-role';
import { StageTestStep, type StageTestStepProps } from '../../src/steps/stage-test-step';
import { resourcesOf, statementsOf, type ProjectProperties, type Statement } from '../builds/synthesized-builds';

const ACCESS_ROLE = 'arn:aws:iam::222222222222:role/trunkline-services-dev';
const BASICS = { accessRoleArn: ACCESS_ROLE, region: 'us-east-1', commands: ['npm run test:integration'] };

/** A stage with an output that tests get. */
class DevStage extends Stage {
  public readonly bucketName: CfnOutput;

  public constructor(scope: Stack, id = 'Dev') {
    super(scope, id, { env: { account: '222222222222', region: 'us-east-1' } });
    const stack = new Stack(this, 'Main');
    this.bucketName = new CfnOutput(stack, 'BucketName', { value: new Bucket(stack, 'Bucket').bucketName });
  }
}

/** A pipeline that runs steps after a stage. */
function pipelineWith(steps: (stack: Stack, stage: DevStage) => StageTestStep[]): Stack {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  const stack = new Stack(app, 'Pipeline', { env: { account: '111111111111', region: 'eu-central-1' } });
  const source = CodePipelineSource.s3(Bucket.fromBucketName(stack, 'Source', 'example-org-sources'), 'services.zip');
  const pipeline = new CodePipeline(stack, 'Delivery', {
    synth: new ShellStep('Synth', { input: source, commands: ['npx cdk synth'] }),
    crossAccountKeys: true,
  });
  const stage = new DevStage(stack);
  pipeline.addStage(stage, { post: steps(stack, stage) });
  pipeline.buildPipeline();
  return stack;
}

/** The projects whose commands have a stage's profile. */
function testProjects(stack: Stack): ProjectProperties[] {
  return Object.values(resourcesOf(stack))
    .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
    .map(({ Properties }) => Properties as unknown as ProjectProperties)
    .filter(({ Source }) => JSON.stringify(Source.BuildSpec).includes('AWS_PROFILE'));
}

function roleIdOf(project: ProjectProperties | undefined): string {
  return project?.ServiceRole['Fn::GetAtt'][0] ?? '';
}

function assumptions(stack: Stack, roleId: string): Statement[] {
  return statementsOf(stack, roleId).filter(({ Action }) =>
    [Action].flat().some((action) => action.startsWith('sts:')),
  );
}

describe('the commands', () => {
  const stack = pipelineWith((_, stage) => [
    new StageTestStep('IntegrationTests', {
      ...BASICS,
      installCommands: ['npm ci'],
      env: { STAGE_NAME: 'dev' },
      envFromCfnOutputs: { BUCKET_NAME: stage.bucketName },
    }),
  ]);
  const [project] = testProjects(stack);
  const { phases } = JSON.parse(project?.Source.BuildSpec ?? '{}') as {
    phases: Record<string, { commands: string[] }>;
  };

  test('begin with the profile, after the install commands, which get along without the credentials of a stage', () => {
    expect(phases['install']?.commands).toEqual(['npm ci']);
    const commands = phases['build']?.commands ?? [];
    expect(commands.at(-1)).toBe('npm run test:integration');
    const text = commands.slice(0, -1).join('\n');
    expect(text).toContain(`'role_arn = ${ACCESS_ROLE}' 'credential_source = EcsContainer' 'region = us-east-1'`);
    expect(text).toContain('role_session_name = IntegrationTests-');
    expect(text).toContain("AWS_PROFILE=trunkline AWS_REGION='us-east-1' AWS_DEFAULT_REGION='us-east-1'");
    // Otherwise some older SDKs would not read the profile, and go on with the build's own credentials.
    expect(text).toMatch(/export .* AWS_SDK_LOAD_CONFIG=1$/m);
  });

  test('get the variables and stack outputs that the step names', () => {
    expect(project?.Environment.EnvironmentVariables).toContainEqual({
      Name: 'STAGE_NAME',
      Type: 'PLAINTEXT',
      Value: 'dev',
    });
    const text = JSON.stringify(Object.values(resourcesOf(stack)).find(({ Type }) => Type.endsWith('::Pipeline')));
    expect(text).toMatch(/BUCKET_NAME[^}]*#\{[^}]*BucketName/);
  });

  test('hold no keys', () => {
    expect(JSON.stringify(project?.Environment)).not.toMatch(/ACCESS_KEY|SECRET|TOKEN/);
  });
});

describe('the role of the tests of a stage', () => {
  const stack = pipelineWith((scope) => {
    const role = new StageTestRole(scope, 'DevTests', {
      roleName: 'trunkline-services-development-dev-tests',
      accessRoleArn: ACCESS_ROLE,
      projectPrefix: 'services-development-',
    });
    return [
      new StageTestStep('IntegrationTests', { ...BASICS, role }),
      new StageTestStep('AcceptanceTests', { ...BASICS, role }),
    ];
  });
  const [one, other] = testProjects(stack);
  const roleId = roleIdOf(one);

  test('is shared by all of them, and has the name that the access role trusts', () => {
    expect(roleIdOf(other)).toBe(roleId);
    expect(resourcesOf(stack)[roleId]?.Properties).toMatchObject({
      RoleName: 'trunkline-services-development-dev-tests',
      AssumeRolePolicyDocument: {
        Statement: [{ Action: 'sts:AssumeRole', Principal: { Service: 'codebuild.amazonaws.com' } }],
      },
    });
  });

  test('may assume one role, once', () => {
    expect(assumptions(stack, roleId)).toEqual([{ Effect: 'Allow', Action: 'sts:AssumeRole', Resource: ACCESS_ROLE }]);
  });

  test('may do what a build does and nothing else', () => {
    const services = statementsOf(stack, roleId).flatMap(({ Action }) =>
      [Action].flat().map((action) => action.split(':')[0]),
    );
    expect([...new Set(services)].sort()).toEqual(['codebuild', 'kms', 'logs', 's3', 'sts']);
    const text = JSON.stringify(statementsOf(stack, roleId));
    expect(text).toContain(':log-group:/aws/codebuild/services-development-*');
    expect(text).not.toContain('"Resource":"*"');
  });

  test('is the only one of the pipeline that may assume it', () => {
    const roles = Object.entries(resourcesOf(stack)).filter(([, { Type }]) => Type === 'AWS::IAM::Role');
    const able = roles.filter(([id]) => JSON.stringify(statementsOf(stack, id)).includes(ACCESS_ROLE));
    expect(able.map(([id]) => id)).toEqual([roleId]);
  });
});

describe('without a role', () => {
  test('the step gets one that may assume the role, for an access role of the reader that trusts it', () => {
    const stack = pipelineWith(() => [new StageTestStep('IntegrationTests', BASICS)]);
    const [project] = testProjects(stack);
    expect(assumptions(stack, roleIdOf(project)).map(({ Resource }) => Resource)).toEqual([ACCESS_ROLE]);
  });

  test('a role of the reader is left as it is', () => {
    const stack = pipelineWith((scope) => {
      const role = new Role(scope, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') });
      return [new StageTestStep('IntegrationTests', { ...BASICS, role })];
    });
    expect(assumptions(stack, roleIdOf(testProjects(stack)[0]))).toEqual([]);
  });
});

describe('a mistake', () => {
  test.each<[string, Partial<StageTestStepProps>, RegExp]>([
    ['no commands', { commands: [] }, /it has no commands; return undefined from the hook to leave the step out/],
    ['a blank command', { commands: ['npm test', ' '] }, /command 2 is blank/],
    ['a role by its name', { accessRoleArn: 'trunkline-services-dev' }, /"trunkline-services-dev" is no ARN of a role/],
    ['a user', { accessRoleArn: 'arn:aws:iam::222222222222:user/x' }, /is no ARN of a role/],
    ['a quote', { accessRoleArn: "arn:aws:iam::222222222222:role/x'; rm -r '/" }, /is no ARN of a role/],
    ['another line', { accessRoleArn: `${ACCESS_ROLE}\nrole_arn = x` }, /is no ARN of a role/],
    ['a zone', { region: 'us-east-1a' }, /"us-east-1a" is no region/],
    ['Windows', { buildEnvironment: { buildImage: WindowsBuildImage.WIN_SERVER_CORE_2022_BASE_3_0 } }, /Windows/],
  ])('is refused, with its remedy: %s', (_, props, message) => {
    const create = (): StageTestStep => new StageTestStep('IntegrationTests', { ...BASICS, ...props });
    expect(create).toThrow(message);
    expect(create).toThrow(/^Step IntegrationTests cannot test a stage: /);
  });

  test('is told together with all others', () => {
    expect(() => new StageTestStep('Tests', { accessRoleArn: 'x', region: 'y', commands: [] })).toThrow(
      /no commands.*; "x" is no ARN.*; "y" is no region/,
    );
  });

  test('is not an image of Linux', () => {
    const buildEnvironment = { buildImage: LinuxBuildImage.STANDARD_7_0 };
    expect(() => new StageTestStep('Tests', { ...BASICS, buildEnvironment })).not.toThrow();
  });
});
