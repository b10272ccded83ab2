// The steps for assemblies written by hand: sources, stores and environments that CDK's fixtures do not have.
import { describe, expect, it } from 'vitest';
import { readAssembly } from '../../src/assembly/read.js';
import { TrunklineError } from '../../src/model/errors.js';
import type { Setup } from '../../src/model/setup.js';
import type { TemplateValue } from '../../src/model/template.js';
import { planSetup } from '../../src/setup/plan-setup.js';
import { assemblyOf, stackArtifact } from '../assembly/assembly-builder.js';
import { commandsOf, notesOf } from './steps.js';

const HOME = 'aws://111111111111/eu-central-1';
const PROFILE = '--profile <credentials for 111111111111>';

type Given = Readonly<Record<string, TemplateValue>>;

/** A source action of a type, with its configuration. */
function source(provider: string, Configuration: Given, more: Given = {}): Given {
  return {
    Name: provider,
    ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: provider, Version: '1' },
    Configuration,
    ...more,
  };
}

const CODECOMMIT = source('CodeCommit', { RepositoryName: 'services', BranchName: 'main' });

/** A template with a pipeline. */
function pipelineTemplate(actions: Given[], properties: Given = {}, more: Given = {}): unknown {
  return {
    ...more,
    Resources: {
      ...(more.Resources as Given | undefined),
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Name: 'delivery',
          ArtifactStore: { Type: 'S3', Location: 'artifacts-of-everybody' },
          Stages: [{ Name: 'Source', Actions: actions }],
          ...properties,
        },
      },
    },
  };
}

function bootstrapped(id: string, environment = HOME, qualifier = 'hnb659fds'): Record<string, unknown> {
  return {
    ...stackArtifact(id, {
      requiresBootstrapStackVersion: 6,
      bootstrapStackVersionSsmParameter: `/cdk-bootstrap/${qualifier}/version`,
    }),
    environment,
  };
}

async function setupOf(
  artifacts: Record<string, Record<string, unknown>>,
  templates: Record<string, unknown>,
): Promise<Setup> {
  const files = Object.fromEntries(Object.entries(templates).map(([id, text]) => [`${id}.template.json`, text]));
  return planSetup(await readAssembly(await assemblyOf(artifacts, files)), 'cdk.out');
}

async function refused(work: Promise<unknown>): Promise<TrunklineError> {
  const error: unknown = await work.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(TrunklineError);
  return error as TrunklineError;
}

describe('a source', () => {
  it('in CodeCommit is looked at, created where it is missing, and pushed to', async () => {
    const setup = await setupOf({ Delivery: bootstrapped('Delivery') }, { Delivery: pipelineTemplate([CODECOMMIT]) });
    const options = `--repository-name services --region eu-central-1 ${PROFILE}`;
    expect(commandsOf(setup, 'source')).toEqual([
      `aws codecommit get-repository ${options}`,
      `aws codecommit create-repository ${options}`,
    ]);
    expect(commandsOf(setup, 'push')).toContain(
      'git push https://git-codecommit.eu-central-1.amazonaws.com/v1/repos/services HEAD:main',
    );
  });

  it('in CodeCommit of another account is that account’s', async () => {
    const roleArn = { 'Fn::Sub': 'arn:${AWS::Partition}:iam::444444444444:role/reader' };
    const setup = await setupOf(
      { Delivery: bootstrapped('Delivery') },
      { Delivery: pipelineTemplate([{ ...CODECOMMIT, RoleArn: roleArn }]) },
    );
    expect(commandsOf(setup, 'source')[0]).toContain('--profile <credentials for 444444444444>');
  });

  it('in S3 is uploaded as a zip to a bucket that keeps versions', async () => {
    const setup = await setupOf(
      { Delivery: bootstrapped('Delivery') },
      { Delivery: pipelineTemplate([source('S3', { S3Bucket: 'uploads', S3ObjectKey: 'a/source.zip' })]) },
    );
    expect(commandsOf(setup, 'source')).toEqual([
      `aws s3api get-bucket-versioning --bucket uploads --query Status --output text --region eu-central-1 ${PROFILE}`,
    ]);
    expect(commandsOf(setup, 'push').slice(1)).toEqual([
      'git archive --format zip --output source.zip HEAD',
      `aws s3 cp source.zip s3://uploads/a/source.zip --region eu-central-1 ${PROFILE}`,
    ]);
  });

  it('that a stack makes itself is told by that stack, and not guessed', async () => {
    const setup = await setupOf(
      { Delivery: bootstrapped('Delivery') },
      {
        Delivery: pipelineTemplate(
          [
            source('S3', { S3Bucket: { Ref: 'Uploads' }, S3ObjectKey: 'source.zip' }),
            source('CodeStarSourceConnection', {
              ConnectionArn: { Ref: 'Connection' },
              FullRepositoryId: 'example/services',
              BranchName: 'main',
            }),
          ],
          {},
          {
            Resources: {
              Uploads: { Type: 'AWS::S3::Bucket' },
              Connection: { Type: 'AWS::CodeConnections::Connection' },
            },
          },
        ),
      },
    );
    expect(notesOf(setup, 'source')).toContain('(resource Uploads of stack Delivery)');
    expect(notesOf(setup, 'source')).toContain('(resource Connection of stack Delivery)');
    expect(notesOf(setup, 'source')).toContain('PENDING until it is authorized in the console');
    expect(commandsOf(setup, 'push')).toContain(
      `aws s3 cp source.zip s3://<bucket, (resource Uploads of stack Delivery)>/source.zip --region eu-central-1 ${PROFILE}`,
    );
  });

  it('of a type without steps of its own is named, its configuration is not shown', async () => {
    const setup = await setupOf(
      { Delivery: bootstrapped('Delivery') },
      { Delivery: pipelineTemplate([source('ECR', { RepositoryName: 'images' })]) },
    );
    expect(notesOf(setup, 'source')).toContain('Source action Source/ECR of delivery is of type Source/AWS/ECR/1');
    expect(setup.steps.map(({ id }) => id)).not.toContain('push');
  });

  it('that several pipelines read is looked at once, and pushed to once for each branch', async () => {
    const connection = {
      ConnectionArn: 'arn:aws:codeconnections:eu-west-1:555555555555:connection/c0ffee',
      FullRepositoryId: 'example/services',
    };
    const reading = (Name: string, BranchName: string): unknown =>
      pipelineTemplate([source('CodeStarSourceConnection', { ...connection, BranchName })], { Name });
    const setup = await setupOf(
      { A: bootstrapped('A'), B: bootstrapped('B'), C: bootstrapped('C') },
      { A: reading('a', 'main'), B: reading('b', 'release'), C: reading('c', 'main') },
    );
    expect(commandsOf(setup, 'source')).toHaveLength(1);
    expect(notesOf(setup, 'source')).toContain('Pipelines a, b and c read example/services');
    expect(notesOf(setup, 'source')).toContain(
      'It is of account 555555555555, and the pipeline of account 111111111111',
    );
    expect(commandsOf(setup, 'push').slice(1)).toEqual(['git push origin HEAD:main', 'git push origin HEAD:release']);
    expect(commandsOf(setup, 'deploy')).toEqual([`npx cdk deploy A B C ${PROFILE}`]);
  });
});

describe('artifact stores', () => {
  it('of the assembly are deployed before the pipelines', async () => {
    const setup = await setupOf(
      {
        Delivery: bootstrapped('Delivery'),
        'trunkline-artifacts-eu-west-1': bootstrapped('trunkline-artifacts-eu-west-1', 'aws://111111111111/eu-west-1'),
        Buckets: bootstrapped('Buckets'),
      },
      {
        Delivery: pipelineTemplate([CODECOMMIT], { ArtifactStore: { Type: 'S3', Location: 'store-111111111111' } }),
        Buckets: {
          Resources: {
            Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: { 'Fn::Sub': 'store-${AWS::AccountId}' } } },
          },
        },
      },
    );
    expect(commandsOf(setup, 'stores')).toEqual([`npx cdk deploy trunkline-artifacts-eu-west-1 Buckets ${PROFILE}`]);
  });

  it('that no stack makes are named by region, with their keys, each once', async () => {
    const store = (region: string, Location: TemplateValue): Given => ({
      Region: region,
      ArtifactStore: {
        Type: 'S3',
        Location,
        EncryptionKey: { Type: 'KMS', Id: `arn:aws:kms:${region}:111111111111:alias/x` },
      },
    });
    const stores = {
      ArtifactStores: [
        store('eu-central-1', 'central'),
        store('us-east-1', { Ref: 'StoreName' }),
        store('eu-west-1', {
          'Fn::GetStackOutput': { StackName: 'stores', OutputName: 'BucketName', Region: 'eu-west-1' },
        }),
      ],
    };
    const more = {
      Parameters: { StoreName: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/stores/us-east-1' } },
    };
    // JSON leaves an undefined store out.
    const template = (Name: string): unknown =>
      pipelineTemplate([CODECOMMIT], { ...stores, Name, ArtifactStore: undefined as unknown as string }, more);
    const setup = await setupOf({ A: bootstrapped('A'), B: bootstrapped('B') }, { A: template('a'), B: template('b') });
    expect(notesOf(setup, 'stores').split('\n').slice(-4)).toEqual([
      'No stack of this assembly makes these. Deploy the app that does first:',
      'in eu-central-1 the bucket central, with the key arn:aws:kms:eu-central-1:111111111111:alias/x',
      'in us-east-1 the bucket that SSM parameter /stores/us-east-1 names, with the key arn:aws:kms:us-east-1:111111111111:alias/x',
      'in eu-west-1 the bucket that output BucketName of stack stores names, with the key arn:aws:kms:eu-west-1:111111111111:alias/x',
    ]);
    expect(commandsOf(setup, 'stores')).toEqual([
      `aws s3api head-bucket --bucket central --region eu-central-1 ${PROFILE}`,
    ]);
  });
});

describe('bootstrapping', () => {
  it('groups the regions of an account, and tells qualifiers and trusted accounts apart', async () => {
    const deploys = (account: string): Given => ({
      Name: `To${account}`,
      ActionTypeId: { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation', Version: '1' },
      RoleArn: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:role/cdk-deploy`]] },
    });
    const setup = await setupOf(
      {
        First: bootstrapped('First'),
        Second: bootstrapped('Second', 'aws://222222222222/eu-central-1', 'other'),
        StageA: bootstrapped('StageA', 'aws://333333333333/eu-central-1'),
        StageB: bootstrapped('StageB', 'aws://333333333333/eu-west-1'),
        StageC: bootstrapped('StageC', 'aws://333333333333/eu-west-1', 'other'),
        Alone: bootstrapped('Alone', 'aws://444444444444/eu-west-1'),
        Plain: stackArtifact('Plain'),
      },
      {
        First: pipelineTemplate([CODECOMMIT, deploys('333333333333')]),
        Second: pipelineTemplate([CODECOMMIT, deploys('333333333333')]),
      },
    );
    const policies = '--cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess';
    const other = '--qualifier other --toolkit-stack-name CDKToolkit-other';
    const both = '--trust 111111111111 --trust 222222222222';
    expect(commandsOf(setup, 'bootstrap')).toEqual([
      `npx cdk bootstrap aws://111111111111/eu-central-1 ${policies} --profile <credentials for 111111111111>`,
      `npx cdk bootstrap aws://222222222222/eu-central-1 ${policies} ${other} --profile <credentials for 222222222222>`,
      `npx cdk bootstrap aws://333333333333/eu-central-1 aws://333333333333/eu-west-1 ${both} ${policies} --profile <credentials for 333333333333>`,
      `npx cdk bootstrap aws://333333333333/eu-west-1 ${both} ${policies} ${other} --profile <credentials for 333333333333>`,
      `npx cdk bootstrap aws://444444444444/eu-west-1 ${policies} --profile <credentials for 444444444444>`,
    ]);
  });

  it('asks which permissions boundary to take where roles carry several', async () => {
    const role = (name: string): Given => ({
      Type: 'AWS::IAM::Role',
      Properties: { PermissionsBoundary: { 'Fn::Sub': `arn:aws:iam::\${AWS::AccountId}:policy/${name}` } },
    });
    const setup = await setupOf(
      { Delivery: bootstrapped('Delivery') },
      {
        Delivery: pipelineTemplate(
          [CODECOMMIT],
          {},
          {
            Resources: {
              B: role('b'),
              A: role('a'),
              // A boundary of AWS's own is no policy of the account: bootstrapping cannot name it.
              C: {
                Type: 'AWS::IAM::Role',
                Properties: { PermissionsBoundary: 'arn:aws:iam::aws:policy/PowerUserAccess' },
              },
            },
          },
        ),
      },
    );
    expect(commandsOf(setup, 'bootstrap')[0]).toContain('--custom-permissions-boundary <a or b>');
    expect(notesOf(setup, 'bootstrap')).toContain('Roles in 111111111111/eu-central-1 carry several');
  });

  it('leaves out stacks that do not say where they go', async () => {
    const setup = await setupOf(
      {
        Delivery: bootstrapped('Delivery'),
        Anywhere: bootstrapped('Anywhere', 'aws://unknown-account/unknown-region'),
      },
      { Delivery: pipelineTemplate([CODECOMMIT]) },
    );
    expect(commandsOf(setup, 'bootstrap')).toHaveLength(1);
    expect(commandsOf(setup, 'stacks')).toEqual(['npx cdk deploy Anywhere --profile <credentials>']);
  });
});

describe('what cannot be set up', () => {
  it('is an assembly without a pipeline', async () => {
    const error = await refused(setupOf({ Main: bootstrapped('Main') }, {}));
    expect(error.code).toBe('PipelineNotFound');
    expect(error.message).toContain('The cloud assembly cdk.out holds no pipeline');
  });

  it('is a pipeline that does not say where it goes', async () => {
    const error = await refused(
      setupOf(
        { Delivery: bootstrapped('Delivery', 'aws://unknown-account/unknown-region') },
        { Delivery: pipelineTemplate([CODECOMMIT]) },
      ),
    );
    expect(error.code).toBe('PipelineInvalid');
    expect(error.message).toContain("Give it 'env: { account, region }'");
  });

  it('is not a pipeline whose template is odd: what can be told is told', async () => {
    const setup = await setupOf(
      { Delivery: bootstrapped('Delivery') },
      {
        Delivery: {
          Resources: {
            Pipeline: { Type: 'AWS::CodePipeline::Pipeline', Properties: { Stages: [7, { Actions: 'x' }] } },
          },
        },
      },
    );
    expect(setup.steps.map(({ id }) => id)).toEqual(['source', 'bootstrap', 'deploy', 'watch']);
    expect(commandsOf(setup, 'watch')).toEqual([`aws codepipeline list-pipelines --region eu-central-1 ${PROFILE}`]);
  });
});
