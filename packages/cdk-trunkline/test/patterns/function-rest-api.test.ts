// The REST API: closed until it is opened, throttled, its requests logged and validated.
import { Match } from 'aws-cdk-lib/assertions';
import { AuthorizationType, CfnAccount, TokenAuthorizer } from 'aws-cdk-lib/aws-apigateway';
import { describe, expect, test } from 'vitest';
import { FunctionRestApi, type FunctionRestApiProps } from '../../src';
import { givenFunction, stackIn } from './stacks';

function templateWith(props: FunctionRestApiProps = {}) {
  const stack = stackIn();
  new FunctionRestApi(stack, 'Api', props).addRoute('GET', '/orders/{id}', givenFunction(stack).function);
  return stack.template();
}

describe('by default', () => {
  test('only signed requests reach the function, and only through the API', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::ApiGateway::Method', { HttpMethod: 'GET', AuthorizationType: 'AWS_IAM' });
    template.hasResourceProperties('AWS::ApiGateway::Resource', { PathPart: '{id}' });
    template.resourceCountIs('AWS::Lambda::Permission', 1);
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'apigateway.amazonaws.com' });
  });

  test('it is throttled, and each request is a line of JSON in a log group that expires', () => {
    const template = templateWith();
    template.hasResourceProperties('AWS::ApiGateway::Stage', {
      StageName: 'v1',
      AccessLogSetting: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('"requestId"') },
      MethodSettings: [Match.objectLike({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 })],
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
  });

  test('it leaves the settings of the account alone', () => {
    templateWith().resourceCountIs(CfnAccount.CFN_RESOURCE_TYPE_NAME, 0);
  });

  test('requests are validated', () => {
    const template = templateWith();
    const [validator] = Object.keys(template.findResources('AWS::ApiGateway::RequestValidator'));
    template.hasResourceProperties('AWS::ApiGateway::Method', { RequestValidatorId: { Ref: validator } });
  });

  test('its output is named after where it stands, and is the only one', () => {
    const names = Object.keys(templateWith().findOutputs('*'));
    expect(names.filter((name) => !name.startsWith('List'))).toEqual(['ApiUrl']);
  });
});

test('it is opened by name', () => {
  templateWith({ authorizationType: AuthorizationType.NONE }).hasResourceProperties('AWS::ApiGateway::Method', {
    AuthorizationType: 'NONE',
  });
});

test('an authorizer decides, and does not go together with opening it', () => {
  const make = (authorizationType?: AuthorizationType) => {
    const stack = stackIn();
    const authorizer = new TokenAuthorizer(stack, 'Authorizer', { handler: givenFunction(stack, 'Check').function });
    const more = authorizationType === undefined ? {} : { authorizationType };
    new FunctionRestApi(stack, 'Api', { authorizer, ...more }).addRoute('GET', '/', givenFunction(stack).function);
    return stack.template();
  };
  make().hasResourceProperties('AWS::ApiGateway::Method', {
    AuthorizationType: 'CUSTOM',
    AuthorizerId: Match.anyValue(),
  });
  expect(() => make(AuthorizationType.NONE)).toThrow('authorizationType is NONE, and there is an authorizer');
});

test('the role through which API Gateway logs comes where it is wanted', () => {
  templateWith({ cloudWatchRole: true }).hasResource(CfnAccount.CFN_RESOURCE_TYPE_NAME, { DeletionPolicy: 'Retain' });
});

test('without access logs there is no log group but that of the function', () => {
  const template = templateWith({ accessLogs: false });
  template.hasResourceProperties('AWS::ApiGateway::Stage', { AccessLogSetting: Match.absent() });
  template.resourceCountIs('AWS::Logs::LogGroup', 1);
});
