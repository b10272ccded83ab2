// An HTTP API in front of functions: signed requests unless it is opened, throttled, each request logged.
import type { CfnOutput } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  HttpNoneAuthorizer,
  HttpStage,
  LogGroupLogDestination,
  type CorsPreflightOptions,
  type HttpMethod,
  type HttpRoute,
  type IHttpRouteAuthorizer,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { patternLogGroup, type PatternLogProps } from './pattern-logs';
import { patternOutput, type PatternOutputProps } from './pattern-output';

/** Properties of an HTTP API. */
export interface FunctionHttpApiProps extends PatternOutputProps, PatternLogProps {
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * What decides who may call it. `new HttpNoneAuthorizer()` opens it to everybody, within its throttling.
   *
   * @default - HttpIamAuthorizer: requests signed by who may invoke it
   */
  readonly authorizer?: IHttpRouteAuthorizer;

  /**
   * Which other sites may call it from a browser.
   *
   * @default - none
   */
  readonly corsPreflight?: CorsPreflightOptions;

  /**
   * How many requests a second it takes, for each route.
   *
   * @default 100
   */
  readonly throttlingRateLimit?: number;

  /**
   * How many requests it takes at once, for each route.
   *
   * @default 200
   */
  readonly throttlingBurstLimit?: number;
}

/**
 * An HTTP API of API Gateway, with one stage, whose routes call functions. It costs less than a REST API and knows less:
 * no request validation, API keys or web ACL. Its access logs need no role in the account.
 *
 * Its output is `<prefix>Url`.
 */
export class FunctionHttpApi extends Construct {
  /** The API, for whatever else it should have. */
  public readonly httpApi: HttpApi;

  /** Its stage. */
  public readonly stage: HttpStage;

  /** The log group of its requests. */
  public readonly logGroup: LogGroup;

  /** The output with the URL, which ends in a slash. */
  public readonly urlOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props who may call it and how often
   */
  public constructor(scope: Construct, id: string, props: FunctionHttpApiProps = {}) {
    super(scope, id);
    const authorizer = props.authorizer ?? new HttpIamAuthorizer();
    this.logGroup = patternLogGroup(this, 'AccessLogs', props);
    this.httpApi = new HttpApi(this, 'HttpApi', {
      ...(props.description === undefined ? {} : { description: props.description }),
      ...(props.corsPreflight === undefined ? {} : { corsPreflight: props.corsPreflight }),
      // CDK's own default stage has no access logs.
      createDefaultStage: false,
      defaultAuthorizer: authorizer,
    });
    this.stage = new HttpStage(this, 'Stage', {
      httpApi: this.httpApi,
      autoDeploy: true,
      detailedMetricsEnabled: true,
      throttle: { rateLimit: props.throttlingRateLimit ?? 100, burstLimit: props.throttlingBurstLimit ?? 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(this.logGroup),
        format: AccessLogFormat.jsonWithStandardFields(),
      },
    });
    if (authorizer instanceof HttpNoneAuthorizer) {
      acknowledge(this.httpApi, 'The project opened it to everybody, within its throttling.', 'AwsSolutions-APIG4');
    }
    this.urlOutput = patternOutput(this, props, 'Url', this.stage.url);
  }

  /**
   * Calls a function for a method and path.
   *
   * @param method the method
   * @param path the path, such as `/reports/{id}`
   * @param handler the function
   * @returns the route
   */
  public addRoute(method: HttpMethod, path: string, handler: IFunction): HttpRoute {
    const integration = new HttpLambdaIntegration('Integration', handler);
    const [route] = this.httpApi.addRoutes({ path, methods: [method], integration });
    if (route === undefined) throw new Error(`CDK added no route for ${method} ${path}.`);
    return route;
  }
}
