// API Gateway: ids of ten, six or seven lower-case letters and digits.
import type { ResourceQuirk } from '../quirk.js';

const lowerId = (source: string, length: number, ref = false): ResourceQuirk => ({
  source,
  id: ({ tokens }) => tokens.lower(length, 'id'),
  ...(ref && { ref: ({ id }) => id }),
});

/** `AWS::ApiGateway::RestApi`. */
export const restApi: ResourceQuirk = {
  source: 'Template Reference, AWS::ApiGateway::RestApi, Return values',
  id: ({ tokens }) => tokens.lower(10, 'id'),
  attributes: { RootResourceId: ({ tokens }) => tokens.lower(10, 'root') },
};
/** `AWS::ApiGateway::Resource`. */
export const apiResource = lowerId('Template Reference, AWS::ApiGateway::Resource, Return values', 6, true);
/** `AWS::ApiGateway::Deployment`. */
export const deployment = lowerId('Template Reference, AWS::ApiGateway::Deployment, Return values', 6, true);
/** `AWS::ApiGateway::Authorizer`. */
export const authorizer = lowerId('Template Reference, AWS::ApiGateway::Authorizer, Return values', 6, true);
/** `AWS::ApiGateway::RequestValidator`. */
export const requestValidator = lowerId(
  'Template Reference, AWS::ApiGateway::RequestValidator, Return values',
  6,
  true,
);
/** `AWS::ApiGateway::UsagePlan`. */
export const usagePlan = lowerId('Template Reference, AWS::ApiGateway::UsagePlan, Return values', 6, true);
/** `AWS::ApiGateway::ApiKey`. */
export const apiKey = lowerId('Template Reference, AWS::ApiGateway::ApiKey, Return values', 10, true);
/** `AWS::ApiGateway::VpcLink`. */
export const vpcLink = lowerId('Template Reference, AWS::ApiGateway::VpcLink, Return values', 6, true);
/** `AWS::ApiGateway::Method`. */
export const method: ResourceQuirk = {
  source: 'Template Reference, AWS::ApiGateway::Method, Return values: a generated id',
  ref: ({ name }) => name,
};

/** `AWS::ApiGatewayV2::Api`. */
export const httpApi: ResourceQuirk = {
  source: 'Template Reference, AWS::ApiGatewayV2::Api, Return values',
  id: ({ tokens }) => tokens.lower(10, 'id'),
  ref: ({ id }) => id,
  attributes: {
    ApiId: ({ id }) => id,
    ApiEndpoint: ({ id, environment, urlSuffix, text }) =>
      `${text('ProtocolType') === 'WEBSOCKET' ? 'wss' : 'https'}://${id}.execute-api.${environment.region}.${urlSuffix}`,
  },
};
/** `AWS::ApiGatewayV2::Integration`. */
export const integration = lowerId('Template Reference, AWS::ApiGatewayV2::Integration, Return values', 7, true);
/** `AWS::ApiGatewayV2::Route`. */
export const route = lowerId('Template Reference, AWS::ApiGatewayV2::Route, Return values', 7, true);
/** `AWS::ApiGatewayV2::Authorizer`. */
export const authorizerV2 = lowerId('Template Reference, AWS::ApiGatewayV2::Authorizer, Return values', 6, true);
/** `AWS::ApiGatewayV2::Deployment`. */
export const deploymentV2 = lowerId('Template Reference, AWS::ApiGatewayV2::Deployment, Return values', 6, true);
/** `AWS::ApiGatewayV2::VpcLink`. */
export const vpcLinkV2 = lowerId('Template Reference, AWS::ApiGatewayV2::VpcLink, Return values', 6, true);
/** `AWS::ApiGatewayV2::ApiMapping`. */
export const apiMapping = lowerId('Template Reference, AWS::ApiGatewayV2::ApiMapping, Return values', 6, true);
