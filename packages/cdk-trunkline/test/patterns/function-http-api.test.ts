// The HTTP API: closed until it is opened, throttled, its requests logged.
import { Match } from 'aws-cdk-lib/assertions';
import { HttpMethod, HttpNoneAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2';
import { expect, test } from 'vitest';
import { FunctionHttpApi, type FunctionHttpApiProps } from '../../src';
import { givenFunction, stackIn } from './stacks';

function templateWith(props: FunctionHttpApiProps = {}) {
  const stack = stackIn();
  const api = new FunctionHttpApi(stack, 'Api', props);
  const { function: list } = givenFunction(stack);
  api.addRoute(HttpMethod.GET, '/orders', list);
  api.addRoute(HttpMethod.GET, '/orders/{id}', list);
  return stack.template();
}

test('only signed requests reach the function', () => {
  const template = templateWith();
  template.resourcePropertiesCountIs('AWS::ApiGatewayV2::Route', { AuthorizationType: 'AWS_IAM' }, 2);
  template.hasResourceProperties('AWS::ApiGatewayV2::Route', { RouteKey: 'GET /orders/{id}' });
  template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'apigateway.amazonaws.com' });
});

test('it has one stage, throttled, whose requests go into a log group that expires', () => {
  const template = templateWith({ throttlingRateLimit: 5 });
  template.resourceCountIs('AWS::ApiGatewayV2::Stage', 1);
  template.hasResourceProperties('AWS::ApiGatewayV2::Stage', {
    StageName: '$default',
    AutoDeploy: true,
    AccessLogSettings: { DestinationArn: Match.anyValue(), Format: Match.stringLikeRegexp('"requestId"') },
    DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 200, DetailedMetricsEnabled: true },
  });
  template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
});

test('it is opened by name', () => {
  templateWith({ authorizer: new HttpNoneAuthorizer() }).resourcePropertiesCountIs(
    'AWS::ApiGatewayV2::Route',
    { AuthorizationType: 'NONE' },
    2,
  );
});

test('other sites call it where they are named', () => {
  templateWith({ corsPreflight: { allowOrigins: ['https://shop.example.com'] } }).hasResourceProperties(
    'AWS::ApiGatewayV2::Api',
    { CorsConfiguration: { AllowOrigins: ['https://shop.example.com'] } },
  );
});

test('its output is named after where it stands', () => {
  expect(Object.keys(templateWith().findOutputs('*')).filter((name) => !name.startsWith('List'))).toEqual(['ApiUrl']);
});
