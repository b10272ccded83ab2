// A REST API in front of functions: signed requests unless it is opened, throttled, each request logged.
import type { CfnOutput } from 'aws-cdk-lib';
import {
  AccessLogFormat,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  LogGroupLogDestination,
  RestApi,
  type IAuthorizer,
  type Method,
  type RequestValidator,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge } from './acknowledge';
import { patternLogGroup, type PatternLogProps } from './pattern-logs';
import { patternOutput, type PatternOutputProps } from './pattern-output';
import { refuse } from './pattern-problems';

/** Properties of a REST API. */
export interface FunctionRestApiProps extends PatternOutputProps, PatternLogProps {
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * The name of its one stage, which is the first part of every path.
   *
   * @default v1
   */
  readonly stageName?: string;

  /**
   * Who may call it. `AuthorizationType.NONE` opens it to everybody, within its throttling.
   *
   * @default - that of the `authorizer`; without one, `AuthorizationType.IAM`: requests signed by who may invoke it
   */
  readonly authorizationType?: AuthorizationType;

  /**
   * What decides who may call it.
   *
   * @default - none
   */
  readonly authorizer?: IAuthorizer;

  /**
   * How many requests a second it takes, for each method.
   *
   * @default 100
   */
  readonly throttlingRateLimit?: number;

  /**
   * How many requests it takes at once, for each method.
   *
   * @default 200
   */
  readonly throttlingBurstLimit?: number;

  /**
   * Whether each request is logged. API Gateway refuses that in an account and region where no role is set through which it
   * writes logs: see `cloudWatchRole`.
   *
   * @default true
   */
  readonly accessLogs?: boolean;

  /**
   * Whether this API sets the role through which API Gateway writes the logs of all APIs in this account and region. One
   * stack sets it, once; where several do, the last one wins. It stays when the stack is deleted.
   *
   * @default false
   */
  readonly cloudWatchRole?: boolean;
}

/**
 * A regional REST API of API Gateway, with one stage, whose routes call functions.
 *
 * Its output is `<prefix>Url`.
 */
export class FunctionRestApi extends Construct {
  /** The API, for whatever else it should have. */
  public readonly restApi: RestApi;

  /**
   * The log group of its requests.
   *
   * @default - none, with `accessLogs: false`
   */
  public readonly logGroup?: LogGroup;

  /** The output with the URL, which ends in a slash. */
  public readonly urlOutput: CfnOutput;

  readonly #requestValidator: RequestValidator;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props who may call it and how often
   * @throws an error named `PatternError` where there is an authorizer, and anybody may call it
   */
  public constructor(scope: Construct, id: string, props: FunctionRestApiProps = {}) {
    super(scope, id);
    const { authorizer, authorizationType = authorizer?.authorizationType ?? AuthorizationType.IAM } = props;
    if (authorizer !== undefined && authorizationType === AuthorizationType.NONE) {
      refuse(this, ['authorizationType is NONE, and there is an authorizer. Leave one of them out.']);
    }
    const logGroup = props.accessLogs === false ? undefined : patternLogGroup(this, 'AccessLogs', props);
    if (logGroup !== undefined) this.logGroup = logGroup;
    this.restApi = new RestApi(this, 'RestApi', {
      ...(props.description === undefined ? {} : { description: props.description }),
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: props.cloudWatchRole ?? false,
      defaultMethodOptions: { authorizationType, ...(authorizer === undefined ? {} : { authorizer }) },
      deployOptions: {
        stageName: props.stageName ?? 'v1',
        throttlingRateLimit: props.throttlingRateLimit ?? 100,
        throttlingBurstLimit: props.throttlingBurstLimit ?? 200,
        ...(logGroup === undefined
          ? {}
          : {
              accessLogDestination: new LogGroupLogDestination(logGroup),
              accessLogFormat: AccessLogFormat.jsonWithStandardFields(),
            }),
      },
    });
    // CDK's own output, whose name has a hash.
    this.restApi.node.tryRemoveChild('Endpoint');
    this.#requestValidator = this.restApi.addRequestValidator('RequestValidator', {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    this.#acknowledge(props, authorizationType);
    this.urlOutput = patternOutput(this, props, 'Url', this.restApi.url);
  }

  /**
   * Calls a function for a method and path.
   *
   * @param httpMethod the method, such as `GET`
   * @param path the path, such as `/reports/{id}`
   * @param handler the function
   * @returns the method
   */
  public addRoute(httpMethod: string, path: string, handler: IFunction): Method {
    return this.restApi.root
      .resourceForPath(path)
      .addMethod(httpMethod, new LambdaIntegration(handler, { allowTestInvoke: false }), {
        requestValidator: this.#requestValidator,
      });
  }

  #acknowledge(props: FunctionRestApiProps, authorizationType: AuthorizationType): void {
    const { restApi } = this;
    acknowledge(
      restApi.deploymentStage,
      'Throttling bounds what callers can do; a web ACL is associated with the stage where one is wanted.',
      'AwsSolutions-APIG3',
    );
    acknowledge(
      restApi.deploymentStage,
      'The access logs have every request; execution logs would go into a log group that keeps them for ever.',
      'AwsSolutions-APIG6',
    );
    if (props.accessLogs === false) {
      acknowledge(restApi.deploymentStage, 'The project asked for no access logs.', 'AwsSolutions-APIG1');
    }
    if (authorizationType !== AuthorizationType.COGNITO) {
      acknowledge(restApi, `The project chose authorization by ${authorizationType}.`, 'AwsSolutions-COG4');
    }
    if (authorizationType === AuthorizationType.NONE) {
      acknowledge(restApi, 'The project opened it to everybody, within its throttling.', 'AwsSolutions-APIG4');
    }
    const role = restApi.node.tryFindChild('CloudWatchRole');
    if (role !== undefined) {
      acknowledge(
        role,
        'The managed policy is the one that API Gateway asks for in order to write logs.',
        'AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonAPIGatewayPushToCloudWatchLogs]',
      );
    }
  }
}
