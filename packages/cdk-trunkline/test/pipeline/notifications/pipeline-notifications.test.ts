// Who is told about a pipeline as a whole: topics, e-mails, and what EventBridge makes of the events of CodePipeline.
import { Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { ManualApprovalStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { NotificationEvent, type NotificationSettings, type StageContext } from '../../../src';
import { CONFIG, MainOnlyPipeline, pipelineOf, quickApp } from '../services-pipeline';
import { appWith, eventOf, pipelineIn, received, resources, rules, takes, templateWith } from './notified';

const TOPIC_ARN = 'arn:aws:sns:eu-central-1:111111111111:deliveries';
const ALL = ['failure', 'approval', 'success'];
const EXECUTION = '12345678-1234-5678-abcd-12345678abcd';
const PAGE =
  'https://eu-central-1.console.aws.amazon.com/codesuite/codepipeline/pipelines/services-development/executions/' +
  `${EXECUTION}/timeline?region=eu-central-1`;

/** An approval of the project's own before the deployment of a stage. */
class AskingTwice extends MainOnlyPipeline {
  public override beforeStage(context: StageContext): Step[] {
    return [new ManualApprovalStep(`Second-${context.stageName}`)];
  }
}

test('without notifications, nothing is made', () => {
  const template = Template.fromStack(pipelineIn(appWith()));
  for (const type of ['AWS::SNS::Topic', 'AWS::SNS::TopicPolicy', 'AWS::Events::Rule']) {
    template.resourceCountIs(type, 0);
  }
  expect(JSON.stringify(template.toJSON())).not.toContain('otification');
});

describe('a topic', () => {
  test('is made where nothing else is said: it takes encrypted requests alone, and messages of EventBridge', () => {
    const template = templateWith({});
    expect(Object.values(resources(template, 'AWS::SNS::Topic'))).toEqual([{ DisplayName: 'services-development' }]);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Effect: 'Deny',
            Principal: '*',
            Action: 'sns:Publish',
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          }),
          // A condition would let EventBridge deliver nothing.
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sns:Publish',
            Resource: { Ref: Match.stringLikeRegexp('^NotificationsPipelineTopic') },
            Sid: '1',
          },
        ],
      },
    });
  });

  test('that is given is told in place of a made one, and e-mails are subscribed to it', () => {
    const template = templateWith({ topic_arn: TOPIC_ARN, emails: ['team@example.com'] });
    template.resourceCountIs('AWS::SNS::Topic', 0);
    expect(Object.values(rules(template)).map(({ Targets }) => Targets.map(({ Arn }) => Arn))).toEqual([[TOPIC_ARN]]);
    expect(Object.values(resources(template, 'AWS::SNS::Subscription'))).toEqual([
      { Protocol: 'email', Endpoint: 'team@example.com', TopicArn: TOPIC_ARN },
    ]);
  });

  test("of the pipeline counts in place of the root's", () => {
    const pipelines = {
      development: { branch: 'develop', stages: ['dev', 'qa'], notifications: { emails: ['dev@example.com'] } },
      production: { branch: 'main', stages: ['prod'] },
    };
    const app = appWith({ pipelines, notifications: { emails: ['all@example.com'] } });
    const told = ['development', 'production']
      .map((name) => pipelineIn(app, name))
      .map((stack) => Object.values(resources(Template.fromStack(stack), 'AWS::SNS::Subscription')))
      .map((subscriptions) => subscriptions.map(({ Endpoint }) => Endpoint));
    expect(told).toEqual([['dev@example.com'], ['all@example.com']]);
  });

  test('can be a construct that the hook returns, which gets the permissions that it needs', () => {
    class OwnTopic extends MainOnlyPipeline {
      public override notifications(): NotificationSettings {
        return { topic: new Topic(this, 'Own'), on: [NotificationEvent.SUCCESS] };
      }
    }
    const template = Template.fromStack(pipelineIn(appWith(), 'development', OwnTopic));
    expect(Object.keys(rules(template))).toEqual(['PipelineSuccess']);
    expect(Object.keys(resources(template, 'AWS::SNS::Topic'))).toEqual([expect.stringMatching(/^Own/)]);
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'events.amazonaws.com' } })] },
    });
  });

  test('is known to whatever else has to tell something about the pipeline', () => {
    const pipeline = pipelineIn(appWith({ notifications: { emails: ['team@example.com'] } }));
    const topics = pipeline._notifications(pipeline.context).topics;
    const [id] = Object.keys(resources(Template.fromStack(pipeline), 'AWS::SNS::Topic'));
    expect(topics.map(({ topicArn }) => Stack.of(pipeline).resolve(topicArn) as unknown)).toEqual([{ Ref: id }]);
    const silent = pipelineIn(appWith());
    expect(silent._notifications(silent.context).topics).toHaveLength(0);
  });
});

describe('on', () => {
  const namesOf = (on?: readonly string[]): string[] =>
    Object.keys(rules(templateWith(on === undefined ? {} : { on }))).sort();

  test('has failures and approvals where it is left out, and the approval tells by itself', () => {
    expect(namesOf()).toEqual(['PipelineFailure']);
    expect(namesOf(['failure', 'approval'])).toEqual(['PipelineFailure']);
  });

  test('has what it names, and nothing else', () => {
    expect(namesOf(['success'])).toEqual(['PipelineSuccess']);
    expect(namesOf(['approval'])).toEqual([]);
    expect(namesOf(ALL)).toEqual(['PipelineFailure', 'PipelineSuccess']);
  });
});

describe('what is told', () => {
  const told = rules(templateWith({ on: ALL }));

  test.each([
    ['PipelineFailure', 'FAILED', 'Pipeline services-development has failed.'],
    ['PipelineSuccess', 'SUCCEEDED', 'Pipeline services-development has succeeded.'],
  ])('%s: the pipeline, the execution and a link to it', (name, state, sentence) => {
    const rule = told[name];
    if (rule === undefined) throw new Error(`no rule ${name}`);
    const event = eventOf('Pipeline', { state });
    expect(takes(rule.EventPattern, event)).toBe(true);
    const lines = received(rule.Targets[0] as never, event).split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([sentence, `Execution ${EXECUTION}`, PAGE]);
  });

  test('is no other state, pipeline or kind of event', () => {
    const others = [
      eventOf('Pipeline', { state: 'STARTED' }),
      eventOf('Pipeline', { state: 'FAILED', pipeline: 'services-production' }),
      eventOf('Stage', { state: 'FAILED', stage: 'Dev' }),
      eventOf('Action', { state: 'FAILED', stage: 'Dev', action: 'Deploy', type: { category: 'Deploy' } }),
      { ...eventOf('Pipeline', { state: 'FAILED' }), source: 'mine' },
    ];
    for (const event of others) {
      expect(Object.values(told).filter(({ EventPattern }) => takes(EventPattern, event))).toEqual([]);
    }
  });
});

describe('approvals', () => {
  const waiting = (stage: string, action: string): ReturnType<typeof eventOf> =>
    eventOf('Action', {
      stage,
      action,
      state: 'STARTED',
      type: { owner: 'AWS', category: 'Approval', provider: 'Manual', version: '1' },
    });

  test('of the base tell the topic by themselves, and the pipeline may publish to it', () => {
    const pipeline = pipelineIn(appWith({ notifications: {} }));
    const approvals = pipelineOf(pipeline).Stages.flatMap(({ Actions }) =>
      Actions.filter(({ ActionTypeId }) => ActionTypeId.Provider === 'Manual'),
    );
    const template = Template.fromStack(pipeline);
    const [topic] = Object.keys(resources(template, 'AWS::SNS::Topic'));
    expect(approvals.map(({ Configuration }) => Configuration?.['NotificationArn'])).toEqual([{ Ref: topic }]);
    template.hasResourceProperties('AWS::IAM::Policy', {
      PolicyName: Match.stringLikeRegexp('^PipelineRole'),
      PolicyDocument: {
        Statement: Match.arrayWith([{ Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: topic } }]),
      },
    });
  });

  test("of the project's own are told by a rule, those alone, and each once", () => {
    const { PipelineApproval } = rules(
      Template.fromStack(pipelineIn(appWith({ notifications: {} }), 'development', AskingTwice)),
    );
    if (PipelineApproval === undefined) throw new Error('no rule');
    const { EventPattern, Targets } = PipelineApproval;
    expect(takes(EventPattern, waiting('Dev', 'Second-dev'))).toBe(true);
    expect(takes(EventPattern, waiting('Qa', 'Second-qa'))).toBe(true);
    expect(takes(EventPattern, waiting('Qa', 'Approval'))).toBe(false);
    expect(takes(EventPattern, waiting('Dev', 'Second-qa'))).toBe(false);
    const lines = received(Targets[0] as never, waiting('Qa', 'Second-qa')).split('\n');
    expect(JSON.parse(lines[0] ?? '')).toBe(
      'Second-qa in stage Qa of pipeline services-development waits for an answer.',
    );
    expect(JSON.parse(lines[2] ?? '')).toBe(PAGE);
  });

  test('of a pipeline whose approvals tell nobody are told by one short rule', () => {
    class Silent extends MainOnlyPipeline {
      public override approval(context: StageContext): Step {
        return new ManualApprovalStep(context.stepName('Approval'));
      }
    }
    const { PipelineApproval } = rules(
      Template.fromStack(pipelineIn(appWith({ notifications: {} }), 'development', Silent)),
    );
    expect(PipelineApproval?.EventPattern['detail']).toEqual({
      pipeline: ['services-development'],
      type: { category: ['Approval'] },
      state: ['STARTED'],
    });
  });
});

test('twice synthesized, it is the same template', () => {
  const [first, second] = [1, 2].map(() => templateWith({ on: ALL, emails: ['team@example.com'] }).toJSON() as unknown);
  expect(second).toEqual(first);
});

test('of another partition, the link leads to its console', () => {
  const accounts = {
    tooling: { account: '111111111111', region: 'cn-north-1' },
    prod: { account: '222222222222', region: 'cn-north-1' },
  };
  const app = quickApp({ config: { ...CONFIG, source: { type: 'codecommit' }, notifications: {}, accounts } });
  const { PipelineFailure } = rules(Template.fromStack(pipelineIn(app, 'production')));
  expect(PipelineFailure?.Targets[0]?.InputTransformer.InputTemplate).toContain(
    'https://cn-north-1.console.amazonaws.cn/codesuite/codepipeline/pipelines/services-production/',
  );
});
