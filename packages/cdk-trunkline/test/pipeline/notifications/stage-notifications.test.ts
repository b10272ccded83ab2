// Who is told about one stage: its own stages in CodePipeline, on top of what is told about the pipeline.
import { Template } from 'aws-cdk-lib/assertions';
import { ManualApprovalStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { NotificationSettings, StageContext } from '../../../src';
import { CONFIG, MainOnlyPipeline, pipelineOf, ServicesPipeline } from '../services-pipeline';
import {
  appWith,
  eventOf,
  pipelineIn,
  qaWith,
  received,
  resources,
  rules,
  takes,
  type SynthesizedRule,
} from './notified';

const ALL = { on: ['failure', 'approval', 'success'] };

/** Names of stages whose end a rule takes. */
function ends(rule: SynthesizedRule | undefined, state: string, stages: readonly string[]): string[] {
  if (rule === undefined) throw new Error('no rule');
  return stages.filter((stage) => takes(rule.EventPattern, eventOf('Stage', { stage, state })));
}

const STAGES = ['Build', 'Dev', 'Dev-Bootstrap', 'Qa-Bootstrap', 'Qa', 'Qa-OtherRegions', 'Qa-Perf'];

test('a failure in any of its stages is told, and success once the last one has succeeded', () => {
  const accounts = qaWith(ALL, { region_order: 'first_region_first' });
  const told = rules(Template.fromStack(pipelineIn(appWith({}, accounts), 'development', ServicesPipeline)));
  expect(Object.keys(told).sort()).toEqual(['StageQaFailure', 'StageQaSuccess']);
  expect(ends(told['StageQaFailure'], 'FAILED', STAGES)).toEqual(['Qa-Bootstrap', 'Qa', 'Qa-OtherRegions']);
  expect(ends(told['StageQaSuccess'], 'SUCCEEDED', STAGES)).toEqual(['Qa-OtherRegions']);
  const [target] = told['StageQaFailure']?.Targets ?? [];
  const event = eventOf('Stage', { stage: 'Qa-Bootstrap', state: 'FAILED' });
  expect(JSON.parse(received(target as never, event).split('\n')[0] ?? '')).toBe(
    'Stage Qa-Bootstrap of pipeline services-development has failed.',
  );
});

test('it is told in addition: the pipeline tells its own topic of its own end', () => {
  const template = Template.fromStack(pipelineIn(appWith({ notifications: {} }, qaWith({}))));
  expect(Object.keys(rules(template)).sort()).toEqual(['PipelineApproval', 'PipelineFailure', 'StageQaFailure']);
  expect(Object.values(resources(template, 'AWS::SNS::Topic'))).toEqual([
    { DisplayName: 'services-development' },
    { DisplayName: 'services-development qa' },
  ]);
});

test('where only the stage says so, the pipeline as a whole tells nobody', () => {
  const template = Template.fromStack(pipelineIn(appWith({}, qaWith({ on: ['failure'] }))));
  expect(Object.keys(rules(template))).toEqual(['StageQaFailure']);
});

describe('an approval', () => {
  const waiting = (stage: string, action: string): ReturnType<typeof eventOf> =>
    eventOf('Action', { stage, action, state: 'STARTED', type: { category: 'Approval' } });

  test("tells the stage's topic by itself, and a rule tells the pipeline's", () => {
    const pipeline = pipelineIn(appWith({ notifications: {} }, qaWith({})));
    const approval = pipelineOf(pipeline)
      .Stages.flatMap(({ Actions }) => Actions)
      .find(({ Name }) => Name === 'Approval');
    const { PipelineApproval } = rules(Template.fromStack(pipeline));
    expect(JSON.stringify(approval?.Configuration?.['NotificationArn'])).toContain('NotificationsStageQaTopic');
    expect(PipelineApproval?.Targets.map(({ Arn }) => JSON.stringify(Arn))).toEqual([
      expect.stringContaining('NotificationsPipelineTopic'),
    ]);
    expect(takes(PipelineApproval?.EventPattern ?? {}, waiting('Qa', 'Approval'))).toBe(true);
  });

  test("of a stage whose people hear of failures alone tells the pipeline's topic", () => {
    const pipeline = pipelineIn(appWith({ notifications: {} }, qaWith({ on: ['failure'] })));
    const approval = pipelineOf(pipeline)
      .Stages.flatMap(({ Actions }) => Actions)
      .find(({ Name }) => Name === 'Approval');
    expect(JSON.stringify(approval?.Configuration?.['NotificationArn'])).toContain('NotificationsPipelineTopic');
  });

  test('of another stage that is delivered together is not told', () => {
    class Silent extends MainOnlyPipeline {
      public override approval(context: StageContext): Step {
        return new ManualApprovalStep(context.stepName('Approval'));
      }
    }
    const pipelines = { main: { branch: 'trunk', stages: ['dev', ['qa', 'perf']] } };
    const perf = { account: '555555555555', region: 'eu-central-1' };
    const app = appWith({ pipelines }, { perf, ...qaWith(ALL) });
    const told = rules(Template.fromStack(pipelineIn(app, 'main', Silent)));
    const event = (action: string): ReturnType<typeof eventOf> => {
      const { detail, ...rest } = waiting('Qa-Perf', action) as { detail: object };
      return { ...rest, detail: { ...detail, pipeline: 'services-main' } };
    };
    const pattern = told['StageQaApproval']?.EventPattern ?? {};
    expect(takes(pattern, event('Approval-Qa'))).toBe(true);
    expect(takes(pattern, event('Approval-Perf'))).toBe(false);
    expect(JSON.stringify(told['StageQaFailure']?.EventPattern)).toContain('"stage":["Qa-Perf"]');
  });
});

test('of a stage that CDK Pipelines splits, every part is told', () => {
  const many = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `s${String(index)}`,
      { account: `6666666666${String(index + 10)}`, region: 'eu-central-1' },
    ]),
  );
  const [first = ''] = Object.keys(many);
  const accounts = { ...many, [first]: { ...(many[first] as object), notifications: ALL } };
  const pipelines = { main: { branch: 'trunk', stages: [Object.keys(many)] } };
  const told = rules(Template.fromStack(pipelineIn(appWith({ pipelines }, accounts), 'main')));
  const stagesOf = (name: string): unknown => (told[name]?.EventPattern['detail'] as { stage?: unknown }).stage;
  const failing = stagesOf('StageS0Failure') as string[];
  expect(failing.length).toBeGreaterThan(1);
  expect(failing[0]).toMatch(/\.1$/);
  expect(stagesOf('StageS0Success')).toEqual(failing.slice(-1));
});

test('the hook is asked once a stage, with its first region, and not of the toolchain part', () => {
  const asked: string[] = [];
  class Asked extends ServicesPipeline {
    public override stageNotifications(context: StageContext): NotificationSettings | undefined {
      asked.push(`${context.stageName} ${context.region}`);
      return super.stageNotifications(context);
    }
  }
  pipelineOf(pipelineIn(appWith(), 'development', Asked));
  expect(asked).toEqual(['dev eu-central-1', 'qa eu-central-1']);
});

test('the configuration of the pipeline is not one of its stages', () => {
  const app = appWith({ notifications: { emails: ['team@example.com'] } });
  const { config } = pipelineIn(app);
  expect(config.account('qa').notifications).toBeUndefined();
  expect(config.pipeline('production').notifications).toEqual({ emails: ['team@example.com'] });
  expect(Object.keys(CONFIG)).not.toContain('notifications');
});
