// The network that jobs and website run in.
import { CfnOutput, Stack, Validations, type StackProps } from 'aws-cdk-lib';
import { GatewayVpcEndpointAwsService, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';

/** A VPC over two availability zones, with private subnets that reach the internet through one NAT gateway. */
export class NetworkStack extends Stack {
  /** The network. */
  public readonly vpc: Vpc;

  public constructor(scope: Construct, id: string, props: StackProps) {
    super(scope, id, props);
    this.vpc = new Vpc(this, 'Vpc', {
      availabilityZones: this.availabilityZones,
      natGateways: 1,
      subnetConfiguration: [
        { name: 'Public', subnetType: SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'Private', subnetType: SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 22 },
      ],
    });
    this.vpc.addGatewayEndpoint('S3', { service: GatewayVpcEndpointAwsService.S3 });
    Validations.of(this).acknowledge({
      id: 'CloudFormation-Validate::W3010',
      reason: 'The zones are written into the template on purpose; see availabilityZones.',
    });
    new CfnOutput(this, 'VpcId', { value: this.vpc.vpcId });
  }

  /**
   * The zones, named rather than looked up: CDK asks the account for those of the stack, even where the VPC is given
   * its own, and synthesis must not depend on an account.
   */
  public override get availabilityZones(): string[] {
    return ['a', 'b'].map((zone) => `${this.region}${zone}`);
  }
}
