// What a judgement follows from: every part of an obligation, and no call that AWS has no policy for.
import type { Stack } from 'aws-cdk-lib';
import * as notifications from 'aws-cdk-lib/aws-codestarnotifications';
import * as sns from 'aws-cdk-lib/aws-sns';
import { beforeAll, describe, expect, test } from 'vitest';
import { Judge } from '../../../src/preflight/proof/judge.js';
import type { Obligation } from '../../../src/preflight/proof/obligation.js';
import { oneStage } from './one-stage.js';
import { HOME, MEMBER, TOOLCHAIN, type Edit, type Proven } from './proven.js';

let plain: Proven;

beforeAll(async () => {
  plain = await oneStage();
});

describe('two obligations that differ in one thing', () => {
  const deployer = `arn:aws:iam::${MEMBER}:role/cdk-hnb659fds-deploy-role-${MEMBER}-${HOME}`;
  const invoked = `arn:aws:lambda:${HOME}:${MEMBER}:function:other`;
  const refused: Obligation = {
    place: {
      pipeline: 'Pipeline',
      pipelineArn: 'arn:aws:codepipeline:eu-central-1:111111111111:Pipeline',
      stage: 'Dev',
      action: 'Deploy',
    },
    step: 'the deploy role invokes a function',
    caller: { kind: 'role', arn: deployer },
    calls: ['lambda:InvokeFunction'],
    anyOf: false,
    resource: invoked,
    target: { kind: 'other', arn: invoked, account: MEMBER },
  };

  test.each<[string, Partial<Obligation>]>([
    ['in what a denial means', { otherwise: 'its configuration is not known' }],
    ['in the account of the target', { target: { kind: 'other', arn: invoked, account: TOOLCHAIN } }],
  ])('%s are judged each for itself, in either order', (_, different) => {
    const other = { ...refused, ...different };
    const first = new Judge(plain.landscape);
    expect([refused, other].map((each) => first.judge(each).kind)).toEqual(['refuted', 'unproven']);
    const second = new Judge(plain.landscape);
    expect([other, refused].map((each) => second.judge(each).kind)).toEqual(['unproven', 'refuted']);
  });
});

test('a role of another account cannot be handed on, whatever policies say', async () => {
  const foreign = `arn:aws:iam::${TOOLCHAIN}:role/cdk-hnb659fds-cfn-exec-role-${TOOLCHAIN}-${HOME}`;
  const edit: Edit = (resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type !== 'AWS::CodePipeline::Pipeline') continue;
      const stages = Properties?.Stages as { Name: string; Actions: { Configuration: Record<string, unknown> }[] }[];
      for (const { Configuration } of stages.find(({ Name }) => Name === 'Dev')?.Actions ?? []) {
        if ('RoleArn' in Configuration) Configuration.RoleArn = foreign;
      }
    }
  };
  const proven = await oneStage({ edit });
  const [passing, ...more] = proven.obligations.filter(({ call, stage }) => call === 'iam:PassRole' && stage === 'Dev');
  expect(more).toEqual([]);
  expect(passing?.verdict).toMatchObject({ kind: 'refuted', why: expect.stringContaining('another account') });
  const [finding, ...others] = proven.findings.filter(({ severity }) => severity === 'error');
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    id: 'role-of-another-account',
    problem: expect.stringContaining(`Role cdk-hnb659fds-deploy-role-${MEMBER}-${HOME} of account ${MEMBER}`),
    remedy: { text: expect.stringContaining(`account ${MEMBER}`) },
    explains: [passing?.id],
  });
});

describe('a notification rule that tells a topic', () => {
  const tells = (topicOf: (stack: Stack) => sns.ITopic): Parameters<typeof oneStage>[0] => ({
    more(stack, { pipeline }) {
      new notifications.NotificationRule(stack, 'Rule', {
        source: pipeline,
        events: ['codepipeline-pipeline-pipeline-execution-failed'],
        targets: [topicOf(stack)],
      });
    },
  });
  const verdicts = ({ obligations }: Proven) =>
    obligations.filter(({ step }) => step === 'the notification rule tells the topic').map(({ verdict }) => verdict);

  test('of its own stack is proved by the policy that CDK writes', async () => {
    const proven = await oneStage(tells((stack) => new sns.Topic(stack, 'Topic')));
    expect(verdicts(proven)).toEqual([{ kind: 'proved' }]);
  });

  test('that no template has is unproven, as its policy is nobody’s to see', async () => {
    const arn = `arn:aws:sns:${HOME}:${TOOLCHAIN}:shared-topic`;
    const proven = await oneStage(tells((stack) => sns.Topic.fromTopicArn(stack, 'Topic', arn)));
    expect(verdicts(proven)).toEqual([
      { kind: 'unproven', why: expect.stringContaining('shared-topic is in no template that was read') },
    ]);
    expect(proven.findings).toEqual([]);
  });
});
