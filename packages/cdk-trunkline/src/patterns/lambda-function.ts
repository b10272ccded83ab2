// A Lambda function with a role of its own, which may write the function's logs and nothing else.
import { Duration, type CfnOutput } from 'aws-cdk-lib';
import type { ISecurityGroup, IVpc, SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Tracing, type Architecture, type CfnFunction, type Function } from 'aws-cdk-lib/aws-lambda';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { acknowledge, ANY_RESOURCE } from './acknowledge';
import type { FunctionCode } from './function-code';
import { patternLogGroup, type PatternLogProps } from './pattern-logs';
import { patternOutput, type PatternOutputProps } from './pattern-output';

/** Properties of a function. */
export interface LambdaFunctionProps extends PatternOutputProps, PatternLogProps {
  /** What it runs. */
  readonly code: FunctionCode;

  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;

  /**
   * Its environment variables; they are no place for secrets.
   *
   * @default - none
   */
  readonly environment?: Record<string, string>;

  /**
   * How much memory it has, in MiB; processors come with it.
   *
   * @default 256
   */
  readonly memorySize?: number;

  /**
   * How long it may run. API Gateway waits for 29 or 30 seconds.
   *
   * @default Duration.seconds(10)
   */
  readonly timeout?: Duration;

  /**
   * The processors it runs on; packages with compiled parts have to be for the same.
   *
   * @default Architecture.X86_64
   */
  readonly architecture?: Architecture;

  /**
   * Whether X-Ray traces it.
   *
   * @default Tracing.ACTIVE
   */
  readonly tracing?: Tracing;

  /**
   * The network it reaches into.
   *
   * @default - none, as it needs none for AWS's own services
   */
  readonly vpc?: IVpc;

  /**
   * Where in the network.
   *
   * @default - the private subnets
   */
  readonly vpcSubnets?: SubnetSelection;

  /**
   * Its security groups in the network.
   *
   * @default - one of its own
   */
  readonly securityGroups?: ISecurityGroup[];
}

// Without them Lambda refuses a network. Source: AWS Lambda Developer Guide, execution role permissions for a VPC.
const NETWORK_ACTIONS = [
  'ec2:AssignPrivateIpAddresses',
  'ec2:CreateNetworkInterface',
  'ec2:DeleteNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:UnassignPrivateIpAddresses',
];
const TRACING_ACTIONS = ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'];

/**
 * A Lambda function whose role has no managed policy: it writes to the function's own log group, and to X-Ray where it is
 * traced. All else is granted, as in `bucket.grantRead(it.function)`.
 *
 * Its outputs are `<prefix>FunctionName` and `<prefix>FunctionArn`.
 */
export class LambdaFunction extends Construct {
  /** The function, for whatever else it should have. */
  public readonly function: Function;

  /** Its log group. */
  public readonly logGroup: LogGroup;

  /** The role it runs with. */
  public readonly role: Role;

  /** The output with the function's name. */
  public readonly functionNameOutput: CfnOutput;

  /** The output with the function's ARN. */
  public readonly functionArnOutput: CfnOutput;

  /**
   * @param scope where it belongs
   * @param id its id
   * @param props what it runs and how
   */
  public constructor(scope: Construct, id: string, props: LambdaFunctionProps) {
    super(scope, id);
    const { code, outputPrefix, logRetention, tracing = Tracing.ACTIVE, ...options } = props;
    this.logGroup = patternLogGroup(this, 'Logs', { logRetention });
    this.role = this.#role(tracing !== Tracing.DISABLED, options.vpc !== undefined);
    this.logGroup.grantWrite(this.role);
    this.function = code._function(this, 'Function', {
      ...options,
      memorySize: options.memorySize ?? 256,
      timeout: options.timeout ?? Duration.seconds(10),
      role: this.role,
      logGroup: this.logGroup,
    });
    // Not as a property of the function, which would add the permission to the policy that grants go to as well.
    if (tracing !== Tracing.DISABLED) {
      (this.function.node.defaultChild as CfnFunction).tracingConfig = { mode: tracing };
    }
    acknowledge(this.function, 'The runtime is the one that the code is tested with.', 'AwsSolutions-L1');
    this.functionNameOutput = patternOutput(this, { outputPrefix }, 'FunctionName', this.function.functionName);
    this.functionArnOutput = patternOutput(this, { outputPrefix }, 'FunctionArn', this.function.functionArn);
  }

  #role(traced: boolean, inNetwork: boolean): Role {
    const anywhere = (actions: string[]) =>
      new PolicyDocument({ statements: [new PolicyStatement({ actions, resources: ['*'] })] });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        ...(traced ? { Tracing: anywhere(TRACING_ACTIONS) } : {}),
        ...(inNetwork ? { Network: anywhere(NETWORK_ACTIONS) } : {}),
      },
    });
    if ((traced || inNetwork) && role.node.defaultChild !== undefined) {
      // On the role's own policies alone: what is granted later comes into another policy, and is checked.
      acknowledge(
        role.node.defaultChild,
        'Sending traces and attaching to a network are about no resource that has a name beforehand.',
        ANY_RESOURCE,
      );
    }
    return role;
  }
}
