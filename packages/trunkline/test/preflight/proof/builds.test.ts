// What builds run, and what their projects are set to: nothing of it is lost, however it is written.
import type { Stack } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { CodeBuildStep } from 'aws-cdk-lib/pipelines';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { oneStage } from './one-stage.js';
import { outcomes, type Proven } from './proven.js';

type Properties = Record<string, unknown>;

interface Parts {
  readonly step?: (stack: Stack) => CodeBuildStep;
  /** Changes the properties of the project whose logical id contains `of`. */
  readonly of?: string;
  readonly change?: (properties: Properties) => void;
}

/** One stage in another account, with a file to publish. */
async function provenPipeline({ step, of = '', change }: Parts): Promise<Proven> {
  return oneStage({
    holds: (main) => new Asset(main, 'File', { path: fileURLToPath(import.meta.url) }),
    ...(step === undefined ? {} : { step }),
    ...(change === undefined
      ? {}
      : {
          edit(resources) {
            for (const [id, { Type, Properties: properties = {} }] of Object.entries(resources)) {
              if (Type === 'AWS::CodeBuild::Project' && id.includes(of)) change(properties);
            }
          },
        }),
  });
}

const source = (properties: Properties): Properties => properties.Source as Properties;

const buildspecWith =
  (from: string | RegExp, to: string) =>
  (properties: Properties): void => {
    source(properties).BuildSpec = String(source(properties).BuildSpec).replaceAll(from, to);
  };

/** Why an action's duties are not proved. */
function doubts({ obligations }: Proven, action: string): string[] {
  return obligations.flatMap((each) =>
    each.action.startsWith(action) && each.verdict.kind === 'unproven' ? [each.verdict.why] : [],
  );
}

describe('a build that publishes', () => {
  test.each<[string, (properties: Properties) => void]>([
    ['a short option', buildspecWith('--path', '-p')],
    ['another order of options', buildspecWith('--verbose publish', 'publish --verbose')],
  ])('is proved all the same with %s', async (_, change) => {
    const proven = await provenPipeline({ of: 'FileAsset', change });
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    const steps = proven.obligations.filter(({ action }) => action.startsWith('File')).map(({ step }) => step);
    expect(steps).toContain('the publishing role uploads files');
  });

  test.each<[string, string, (properties: Properties) => void]>([
    [
      'whose buildspec is no file of the assembly',
      'buildspec-gone.yaml',
      (properties) => (source(properties).BuildSpec = 'buildspec-gone.yaml'),
    ],
    ['that has no buildspec', 'buildspec.yml', (properties) => delete source(properties).BuildSpec],
    [
      'whose buildspec is in a bucket',
      'arn:aws:s3:::specs/publish.yaml',
      (properties) => (source(properties).BuildSpec = 'arn:aws:s3:::specs/publish.yaml'),
    ],
    [
      'whose buildspec nothing tells',
      'Delivery',
      (properties) => (source(properties).BuildSpec = { 'Fn::ImportValue': 'spec' }),
    ],
    ['with a manifest that a variable names', '$MANIFEST', buildspecWith(/--path \\"[^"]+\\"/g, '--path $MANIFEST')],
    ['with all assets of a manifest', 'cdk-assets', buildspecWith(/publish \\"[^"]+\\"/g, 'publish')],
  ])('%s is not proved', async (_, words, change) => {
    const [why, ...others] = doubts(await provenPipeline({ of: 'FileAsset', change }), 'File');
    expect(why).toContain(words);
    expect(others).toEqual([]);
  });
});

describe('a build that deploys', () => {
  test.each<[string, string, (properties: Properties) => void]>([
    ['a stack that is not there', 'Nowhere', buildspecWith('deploy Delivery', 'deploy Nowhere')],
    ['one stack more', 'Nowhere', buildspecWith('deploy Delivery', 'deploy Delivery Nowhere')],
    ['whatever there is', '--all', buildspecWith('deploy Delivery', 'deploy --all')],
  ])('%s is not proved', async (_, words, change) => {
    const [why, ...others] = doubts(await provenPipeline({ of: 'SelfMut', change }), 'SelfMutate');
    expect(why).toContain(words);
    expect(others).toEqual([]);
  });

  test('with options before and after is proved', async () => {
    const change = buildspecWith(
      'cdk -a . deploy Delivery',
      'npx cdk --app . deploy --require-approval never Delivery',
    );
    const proven = await provenPipeline({ of: 'SelfMut', change });
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    expect(proven.obligations.map(({ step }) => step)).toContain('the deploy role updates stack Delivery');
  });

  test('a stack that it names itself is proved for one of the environment of the pipeline', async () => {
    const change = buildspecWith('deploy Delivery', 'deploy \\"$stack\\"');
    const proven = await provenPipeline({ of: 'SelfMut', change });
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    expect(proven.obligations.map(({ step }) => step)).toContain('the deploy role updates stack <$stack>');
  });
});

describe("a build with a buildspec of the source's", () => {
  const BUILDSPEC = (properties: Properties): void => {
    source(properties).BuildSpec = 'ci/buildspec.yml';
  };

  test('is proved as far as its project tells where it may assume nothing that publishes', async () => {
    const proven = await provenPipeline({ of: 'Synth', change: BUILDSPEC });
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
  });
});

describe('the network of a build', () => {
  const network = (VpcConfig: unknown): Parts => ({
    of: 'Synth',
    change: (properties) => (properties.VpcConfig = VpcConfig),
  });

  test.each<[string, unknown, number]>([
    ['imported', { 'Fn::ImportValue': 'subnets' }, 1],
    ['split from what is imported', { 'Fn::Split': [',', { 'Fn::ImportValue': 'subnets' }] }, 1],
    ['two', ['subnet-1', 'subnet-2'], 2],
  ])('asks for an interface in every subnet: %s', async (_, Subnets, count) => {
    const { obligations } = await provenPipeline(network({ VpcId: 'vpc-1', Subnets, SecurityGroupIds: ['sg-1'] }));
    const interfaces = obligations.filter(({ call }) => call === 'ec2:CreateNetworkInterfacePermission');
    expect(interfaces).toHaveLength(count);
  });

  test.each([[null], [5], [[]], ['x']])('that is none crashes nothing: %j', async (VpcConfig) => {
    const { obligations } = await provenPipeline(network(VpcConfig));
    expect(obligations.length).toBeGreaterThan(40);
  });
});

test('what only a deployment tells is named in the result, not marked', async () => {
  const { obligations } = await provenPipeline({});
  const { principal } = obligations.find(({ step }) => step === "the pipeline role assumes the action's") ?? {};
  expect(principal).toMatch(/:role\/[^<]*<Delivery\.PipelineRole\w+ in 111111111111\/eu-central-1>$/);
  expect(JSON.stringify(obligations)).not.toContain('{{');
});

test('a log group that nothing tells is shown by no object', async () => {
  const { obligations } = await provenPipeline({
    of: 'Synth',
    change: (properties) => (properties.LogsConfig = { CloudWatchLogs: { GroupName: { a: 1 } } }),
  });
  expect(obligations.filter(({ resource }) => resource.includes('[object'))).toEqual([]);
});

describe('a secret among the variables', () => {
  const step = (grant: boolean) => (stack: Stack) => {
    const encryptionKey = new kms.Key(stack, 'SecretKey');
    const secret = new secretsmanager.Secret(stack, 'Token', { secretName: 'token', encryptionKey });
    return new CodeBuildStep('Test', {
      commands: ['npm test'],
      buildEnvironment: {
        environmentVariables: {
          TOKEN: { type: codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER, value: secret.secretArn },
        },
      },
      rolePolicyStatements: [
        allow('secretsmanager:GetSecretValue', secret.secretArn),
        ...(grant ? [allow('kms:Decrypt', encryptionKey.keyArn)] : []),
      ],
    });
  };
  const allow = (action: string, resource: string): iam.PolicyStatement =>
    new iam.PolicyStatement({ actions: [action], resources: [resource] });
  const STEP = "the project role reads the value of TOKEN, with the secret's key";

  test("is proved where the role may use the secret's key", async () => {
    const proven = await provenPipeline({ step: step(true) });
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    expect(proven.obligations.map((each) => each.step)).toContain(STEP);
  });

  test('is not proved where it may not: of two keys that a deployment makes, nothing tells that they are two', async () => {
    const proven = await provenPipeline({ step: step(false) });
    expect(proven.obligations.filter(({ verdict }) => verdict.kind !== 'proved').map((each) => each.step)).toEqual([
      STEP,
    ]);
  });
});

test('whoever writes artifacts decrypts too, for those that go in parts, and builds read versions', async () => {
  const { obligations } = await provenPipeline({});
  const writes = obligations.filter(({ call }) => call.includes('kms:GenerateDataKey'));
  expect(writes.length).toBeGreaterThan(1);
  expect(writes.filter(({ call }) => !call.includes('kms:Decrypt'))).toEqual([]);
  const reads = obligations.filter(({ step }) => step.startsWith('the project role reads artifact'));
  expect(new Set(reads.map(({ call }) => call))).toEqual(new Set(['s3:GetObject, s3:GetObjectVersion']));
});
