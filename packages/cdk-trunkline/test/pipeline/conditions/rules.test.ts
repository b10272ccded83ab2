// Every provider of rules, in code: its declaration in the template, and the rights that it takes.
import { Duration, type Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Result } from 'aws-cdk-lib/aws-codepipeline';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { describe, expect, test } from 'vitest';
import { AlarmState, StageRule, VariableOperator } from '../../../src';
import { guarded, production, rulesOf, stagesOf, statementsOf, type RenderedRule } from './guarded-pipeline';

/** The pipeline's role, by its logical id. */
const PIPELINE_ROLE = 'PipelineRole';

function ruled(make: (stack: Stack) => StageRule): { readonly stack: Stack; readonly rule: RenderedRule | undefined } {
  const stack = production({});
  stack.ask = () => ({ onSuccess: { result: Result.FAIL, rules: [make(stack)] } });
  const [rule] = rulesOf(stagesOf(stack)['Prod']?.OnSuccess);
  return { stack, rule };
}

function type(Provider: string): object {
  return { Category: 'Rule', Owner: 'AWS', Provider, Version: '1' };
}

function allowed(stack: Stack, action: string, role = PIPELINE_ROLE): unknown[] {
  return statementsOf(stack, role).filter(({ Action }) => [Action].flat().includes(action));
}

describe('a rule of CloudWatchAlarm', () => {
  test('names the alarm, and the pipeline may look at that one alone', () => {
    const { stack, rule } = ruled(() =>
      StageRule.cloudWatchAlarm('Errors', {
        alarmName: 'services-errors',
        alarmStates: [AlarmState.ALARM, AlarmState.INSUFFICIENT_DATA],
        waitTime: Duration.minutes(20),
      }),
    );
    expect(rule).toEqual({
      Name: 'Errors-Prod',
      RuleTypeId: type('CloudWatchAlarm'),
      Configuration: { AlarmName: 'services-errors', AlarmStates: 'ALARM,INSUFFICIENT_DATA', WaitTime: '20' },
    });
    expect(allowed(stack, 'cloudwatch:DescribeAlarms')).toEqual([
      {
        Action: 'cloudwatch:DescribeAlarms',
        Effect: 'Allow',
        Resource: {
          'Fn::Join': [
            '',
            ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-central-1:111111111111:alarm:services-errors'],
          ],
        },
      },
    ]);
  });

  test('looks for ALARM unless told otherwise, in another region where told so', () => {
    const { stack, rule } = ruled(() =>
      StageRule.cloudWatchAlarm('Errors', { alarmName: 'services-errors', region: 'us-east-1' }),
    );
    expect(rule).toMatchObject({ Region: 'us-east-1', Configuration: { AlarmStates: 'ALARM' } });
    expect(JSON.stringify(allowed(stack, 'cloudwatch:DescribeAlarms'))).toContain(
      ':cloudwatch:us-east-1:111111111111:',
    );
  });

  test('of another account has a role there, which the pipeline may assume, and looks at nothing itself', () => {
    const arn = 'arn:aws:iam::444444444444:role/alarm-reader';
    const { stack, rule } = ruled((scope) =>
      StageRule.cloudWatchAlarm('Errors', {
        alarmName: 'services-errors',
        role: Role.fromRoleArn(scope, 'Reader', arn, { mutable: false }),
      }),
    );
    expect(rule).toMatchObject({ RoleArn: arn });
    expect(JSON.stringify(allowed(stack, 'sts:AssumeRole'))).toContain(arn);
    expect(allowed(stack, 'cloudwatch:DescribeAlarms')).toEqual([]);
  });
});

test('a rule of DeploymentWindow has the window, and takes no rights', () => {
  const { stack, rule } = ruled(() =>
    StageRule.deploymentWindow('OfficeHours', { cron: '* * 9-16 ? * MON-FRI', timeZone: 'Europe/Berlin' }),
  );
  expect(rule).toEqual({
    Name: 'OfficeHours-Prod',
    RuleTypeId: type('DeploymentWindow'),
    Configuration: { Cron: '* * 9-16 ? * MON-FRI', TimeZone: 'Europe/Berlin' },
  });
  expect(statementsOf(stack, PIPELINE_ROLE)).toEqual(statementsOf(production({}), PIPELINE_ROLE));
});

describe('a rule of VariableCheck', () => {
  test('compares a variable of the pipeline, and takes no rights', () => {
    const stack = production({}, { variables: { RELEASE: { default: 'no' } } });
    stack.ask = ({ pipeline }) => ({
      beforeEntry: {
        result: Result.SKIP,
        rules: [
          StageRule.variableCheck('Released', {
            variable: pipeline.variable('RELEASE'),
            operator: VariableOperator.EQ,
            value: 'yes',
          }),
        ],
      },
    });
    expect(rulesOf(stagesOf(stack)['Prod']?.BeforeEntry)).toEqual([
      {
        Name: 'Released-Prod',
        RuleTypeId: type('VariableCheck'),
        Configuration: { Variable: '#{variables.RELEASE}', Operator: 'EQ', Value: 'yes' },
      },
    ]);
    expect(statementsOf(stack, PIPELINE_ROLE)).toEqual(statementsOf(production({}), PIPELINE_ROLE));
  });
});

describe('a rule of LambdaInvoke', () => {
  test('invokes the function, which may report, and nobody may do more than that', () => {
    const { stack, rule } = ruled((scope) =>
      StageRule.lambdaInvoke('Freeze', {
        handler: new LambdaFunction(scope, 'Check', {
          runtime: Runtime.NODEJS_22_X,
          handler: 'index.handler',
          code: Code.fromInline('exports.handler = () => undefined;'),
        }),
        userParameters: '{"calendar":"holidays"}',
        inputArtifacts: ['acme_services_Source'],
      }),
    );
    expect(rule).toMatchObject({
      Name: 'Freeze-Prod',
      RuleTypeId: type('LambdaInvoke'),
      Configuration: {
        FunctionName: { Ref: expect.stringMatching(/^Check/) as string },
        UserParameters: '{"calendar":"holidays"}',
      },
      InputArtifacts: [{ Name: 'acme_services_Source' }],
    });
    expect(rule).not.toHaveProperty('Region');
    expect(allowed(stack, 'lambda:InvokeFunction')).toEqual([
      expect.objectContaining({ Resource: { 'Fn::GetAtt': [expect.stringMatching(/^Check/), 'Arn'] } }),
    ]);
    expect(allowed(stack, 'codepipeline:PutJobSuccessResult', 'CheckServiceRole')).toEqual([
      {
        Action: ['codepipeline:PutJobSuccessResult', 'codepipeline:PutJobFailureResult'],
        Effect: 'Allow',
        Resource: '*',
      },
    ]);
  });

  test('of another region says so', () => {
    const { rule } = ruled((scope) =>
      StageRule.lambdaInvoke('Freeze', {
        handler: LambdaFunction.fromFunctionArn(
          scope,
          'Check',
          'arn:aws:lambda:us-east-1:111111111111:function:freeze-check',
        ),
      }),
    );
    expect(rule).toMatchObject({ Region: 'us-east-1', Configuration: { FunctionName: 'freeze-check' } });
  });
});

test('a rule of CodeBuild starts builds of its project alone, which gets the source and may read it', () => {
  const { stack, rule } = ruled((scope) =>
    StageRule.codeBuild('Smoke', { project: new PipelineProject(scope, 'SmokeTests') }),
  );
  expect(rule).toEqual({
    Name: 'Smoke-Prod',
    RuleTypeId: type('CodeBuild'),
    Configuration: { ProjectName: { Ref: expect.stringMatching(/^SmokeTests/) as string } },
    InputArtifacts: [{ Name: 'acme_services_Source' }],
  });
  expect(allowed(stack, 'codebuild:StartBuild')).toContainEqual({
    Action: ['codebuild:BatchGetBuilds', 'codebuild:StartBuild'],
    Effect: 'Allow',
    Resource: { 'Fn::GetAtt': [expect.stringMatching(/^SmokeTests/), 'Arn'] },
  });
  expect(allowed(stack, 's3:GetObject*', 'SmokeTestsRole')).toHaveLength(1);
});

test('a rule of Commands runs with a role of its own, which may read artifacts and write logs', () => {
  const { stack, rule } = ruled(() =>
    StageRule.commands('Health', { commands: ['npm ci', 'node check-health.js > "$OUT" <in'] }),
  );
  expect(rule).toEqual({
    Name: 'Health-Prod',
    RuleTypeId: type('Commands'),
    Commands: ['npm ci', 'node check-health.js > "$OUT" <in'],
    InputArtifacts: [{ Name: 'acme_services_Source' }],
    RoleArn: { 'Fn::GetAtt': [expect.stringMatching(/^PipelineRuleCommandsRole/), 'Arn'] },
  });
  const actions = statementsOf(stack, 'PipelineRuleCommandsRole').flatMap(({ Action }) => [Action].flat());
  expect(actions.filter((action) => !/^(?:logs:|s3:Get|s3:List|kms:De)/.test(String(action)))).toEqual([]);
  expect(actions).toContain('s3:GetObject*');
  const roles = Template.fromStack(stack).findResources('AWS::IAM::Role');
  const [, own] = Object.entries(roles).find(([id]) => id.startsWith('PipelineRuleCommandsRole')) ?? [];
  const trust = (own as { Properties: { AssumeRolePolicyDocument: { Statement: unknown } } }).Properties;
  expect(trust.AssumeRolePolicyDocument.Statement).toEqual([
    {
      Action: 'sts:AssumeRole',
      Effect: 'Allow',
      Principal: { AWS: { 'Fn::GetAtt': [expect.stringMatching(/^PipelineRole/), 'Arn'] } },
    },
  ]);
  expect(JSON.stringify(allowed(stack, 'sts:AssumeRole'))).toContain('PipelineRuleCommandsRole');
});

test('nothing changes where there are no rules', () => {
  expect(JSON.stringify(Template.fromStack(guarded(undefined)).toJSON())).not.toMatch(
    /BeforeEntry|OnSuccess|OnFailure/,
  );
});
