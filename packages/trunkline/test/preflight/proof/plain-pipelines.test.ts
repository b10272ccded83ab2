// Plain CDK Pipelines, as they are synthesized: everything that they need is granted, and all of it is proved.
import { type App, CfnOutput, Stack, Stage, Tags, type StageProps } from 'aws-cdk-lib';
import * as codebuild from 'aws-cdk-lib/aws-codebuild';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { S3Trigger } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { DockerImageAsset } from 'aws-cdk-lib/aws-ecr-assets';
import { Asset } from 'aws-cdk-lib/aws-s3-assets';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import {
  CodeBuildStep,
  CodePipeline,
  CodePipelineSource,
  ConfirmPermissionsBroadening,
  ManualApprovalStep,
  ShellStep,
  type CodePipelineProps,
} from 'aws-cdk-lib/pipelines';
import { fileURLToPath } from 'node:url';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { AWAY, HOME, MEMBER, outcomes, provenApp, TOOLCHAIN, type Proven } from './proven.js';

const HERE = fileURLToPath(import.meta.url);
const IMAGE = fileURLToPath(new URL('./image', import.meta.url));
const LOOKUP_ROLE = `arn:aws:iam::${MEMBER}:role/cdk-hnb659fds-lookup-role-${MEMBER}-${HOME}`;

/** A stack with a file asset, and one with an image, which reads what the first has. */
class Delivered extends Stage {
  public readonly url: CfnOutput;

  public constructor(scope: Construct, id: string, props: StageProps) {
    super(scope, id, props);
    const first = new Stack(this, 'First');
    new Asset(first, 'File', { path: HERE });
    const parameter = new StringParameter(first, 'Parameter', { stringValue: 'x' });
    this.url = new CfnOutput(first, 'Url', { value: parameter.parameterName });
    const second = new Stack(this, 'Second');
    new DockerImageAsset(second, 'Image', { directory: IMAGE });
    new StringParameter(second, 'Copy', { stringValue: parameter.stringValue });
    Tags.of(this).add('stage', id);
  }
}

interface Variation extends Partial<CodePipelineProps> {
  readonly added?: (pipeline: CodePipeline, stack: Stack) => void;
}

/** Stages in the pipeline's account and region, in another account, and in another region too. */
async function provenPipeline({ added, ...props }: Variation = {}): Promise<Proven> {
  return provenApp((app: App) => {
    const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME } });
    const pipeline = new CodePipeline(stack, 'Pipeline', {
      crossAccountKeys: true,
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('acme/services', 'main', {
          connectionArn: `arn:aws:codeconnections:${HOME}:${TOOLCHAIN}:connection/0f1e2d3c`,
        }),
        commands: ['npx cdk synth'],
      }),
      ...props,
    });
    for (const [id, account, region] of [
      ['Own', TOOLCHAIN, HOME],
      ['Dev', MEMBER, HOME],
      ['Far', MEMBER, AWAY],
    ] as const) {
      pipeline.addStage(new Delivered(app, id, { env: { account, region } }));
    }
    added?.(pipeline, stack);
  });
}

function expectProved(proven: Proven, atLeast: number): void {
  expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
  expect(proven.findings).toEqual([]);
  expect(proven.landscape.unreadable).toEqual([]);
  expect(proven.obligations.length).toBeGreaterThan(atLeast);
}

describe('a plain pipeline into two accounts and two regions is proved completely', () => {
  test.each<[string, Variation]>([
    ['as it is', {}],
    ['with one project that publishes all assets', { publishAssetsInParallel: false }],
    ['without change sets', { useChangeSets: false }],
    ["with the pipeline's role for actions", { usePipelineRoleForActions: true }],
    ['with keys that rotate', { enableKeyRotation: true }],
    ['that does not update itself', { selfMutation: false }],
    ['with images in all builds', { dockerEnabledForSynth: true, dockerEnabledForSelfMutation: true }],
    ['with pinned tools', { cliVersion: '2.1148.1', cdkAssetsCliVersion: '4.2.0' }],
  ])('%s', async (_, variation) => {
    expectProved(await provenPipeline(variation), 80);
  });

  test('with steps of all kinds around its stages', async () => {
    const proven = await provenPipeline({
      codeBuildDefaults: {
        rolePolicy: [
          new iam.PolicyStatement({
            actions: ['sts:AssumeRole'],
            resources: ['*'],
            conditions: { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'lookup' } },
          }),
        ],
      },
      added(pipeline, stack) {
        const own = new Delivered(stack.node.root as App, 'Production', { env: { account: MEMBER, region: HOME } });
        const vpc = new ec2.Vpc(stack, 'Vpc', { availabilityZones: [`${HOME}a`], natGateways: 1 });
        pipeline.addStage(own, {
          pre: [new ManualApprovalStep('Approve'), new ConfirmPermissionsBroadening('Broadening', { stage: own })],
          post: [
            new ShellStep('Outputs', { commands: ['curl $URL'], envFromCfnOutputs: { URL: own.url } }),
            new CodeBuildStep('InNetwork', {
              commands: ['npm test'],
              vpc,
              cache: codebuild.Cache.local(codebuild.LocalCacheMode.SOURCE),
              rolePolicyStatements: [
                new iam.PolicyStatement({ actions: ['sts:AssumeRole'], resources: [LOOKUP_ROLE] }),
              ],
            }),
            new CodeBuildStep('WithRole', {
              commands: ['npm test'],
              role: new iam.Role(stack, 'TestRole', {
                assumedBy: new iam.ServicePrincipal('codebuild.amazonaws.com'),
              }),
            }),
          ],
        });
      },
    });
    expectProved(proven, 150);
    const steps = new Set(proven.obligations.map(({ action, step }) => `${action}: ${step}`));
    expect(
      [
        'InNetwork: the project role joins the network',
        `InNetwork: the project role assumes cdk-hnb659fds-lookup-role-${MEMBER}-${HOME}`,
        // By the tag of lookup roles, which all builds of this pipeline may assume.
        `Synth: the project role assumes cdk-hnb659fds-lookup-role-${MEMBER}-${AWAY}`,
        'WithRole: CodeBuild assumes the project role',
        'SelfMutate: the project role assumes the deploy role',
        'Broadening.Check: the project role invokes the function that approves',
        'Broadening.Check: the function role approves',
      ].filter((step) => !steps.has(step)),
    ).toEqual([]);
  });

  test('from a repository in CodeCommit, with full clones', async () => {
    const proven = await provenApp((app) => {
      const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME } });
      const repository = new codecommit.Repository(stack, 'Repository', { repositoryName: 'services' });
      const pipeline = new CodePipeline(stack, 'Pipeline', {
        crossAccountKeys: true,
        synth: new ShellStep('Synth', {
          input: CodePipelineSource.codeCommit(repository, 'main', { codeBuildCloneOutput: true }),
          commands: ['npx cdk synth'],
        }),
      });
      pipeline.addStage(new Delivered(app, 'Dev', { env: { account: MEMBER, region: HOME } }));
    });
    expectProved(proven, 40);
    const steps = proven.obligations.map(({ step }) => step);
    expect(steps).toContain('the project role clones services');
    expect(steps).toContain('the event role starts the pipeline');
  });
});

test('a plain pipeline without keys is proved where it stays in its own account', async () => {
  const proven = await provenApp((app) => {
    const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME } });
    const pipeline = new CodePipeline(stack, 'Pipeline', {
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('acme/services', 'main', {
          connectionArn: `arn:aws:codeconnections:${HOME}:${TOOLCHAIN}:connection/0f1e2d3c`,
        }),
        commands: ['npx cdk synth'],
      }),
    });
    pipeline.addStage(new Delivered(app, 'Own', { env: { account: TOOLCHAIN, region: HOME } }));
  });
  expectProved(proven, 30);
});

describe('sources of a plain pipeline', () => {
  const SYNTH = { commands: ['npx cdk synth'] };
  const fromBucket = (trigger: S3Trigger) => (stack: Stack) =>
    CodePipelineSource.s3(new Bucket(stack, 'Sources', { versioned: true }), 'app.zip', {
      trigger,
      actionName: 'Sources',
    });

  test.each<[string, (stack: Stack) => CodePipelineSource]>([
    ['an object that is polled', fromBucket(S3Trigger.POLL)],
    ['an object whose changes CloudTrail tells', fromBucket(S3Trigger.EVENTS)],
    ['an image', (stack) => CodePipelineSource.ecr(new Repository(stack, 'Images'), { actionName: 'Images' })],
  ])('%s is proved completely', async (_, source) => {
    const proven = await provenApp((app) => {
      const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME } });
      const pipeline = new CodePipeline(stack, 'Pipeline', {
        crossAccountKeys: true,
        synth: new ShellStep('Synth', { input: source(stack), ...SYNTH }),
      });
      pipeline.addStage(new Delivered(app, 'Dev', { env: { account: MEMBER, region: HOME } }));
    });
    expectProved(proven, 40);
  });

  test("a repository that the app itself makes in another account is beyond the pipeline's self-update alone", async () => {
    const proven = await provenApp((app) => {
      const owner = new Stack(app, 'Owner', { env: { account: MEMBER, region: HOME } });
      const repository = new codecommit.Repository(owner, 'Repository', { repositoryName: 'services' });
      const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME } });
      const pipeline = new CodePipeline(stack, 'Pipeline', {
        crossAccountKeys: true,
        synth: new ShellStep('Synth', {
          input: CodePipelineSource.codeCommit(repository, 'main', { actionName: 'Repository' }),
          ...SYNTH,
        }),
      });
      pipeline.addStage(new Delivered(app, 'Dev', { env: { account: MEMBER, region: HOME } }));
    });
    expect(outcomes(proven, 'unproven')).toEqual([]);
    // `cdk deploy` deploys what the pipeline's stack depends on, and CDK lets it assume roles of its own account alone.
    const refuted = proven.obligations.filter(({ verdict }) => verdict.kind === 'refuted');
    expect(refuted.map(({ action, step }) => `${action}: ${step}`)).toEqual([
      'SelfMutate: the project role assumes the publishing role',
      'SelfMutate: the project role assumes the deploy role',
    ]);
    expect(new Set(refuted.map(({ resource }) => resource.split(':')[4]))).toEqual(new Set([MEMBER]));
  });
});

test('a pipeline whose environment is not known is not proved, and nothing of it is refuted', async () => {
  const proven = await provenApp((app) => {
    const stack = new Stack(app, 'Delivery');
    const pipeline = new CodePipeline(stack, 'Pipeline', {
      synth: new ShellStep('Synth', {
        input: CodePipelineSource.connection('acme/services', 'main', {
          connectionArn: `arn:aws:codeconnections:${HOME}:${TOOLCHAIN}:connection/0f1e2d3c`,
        }),
        commands: ['npx cdk synth'],
      }),
    });
    pipeline.addStage(new Delivered(app, 'Dev', {}));
  });
  expect(outcomes(proven, 'refuted')).toEqual([]);
});
