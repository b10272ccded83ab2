// EC2: ids of a prefix and seventeen hexadecimal digits.
import type { ResourceFacts, ResourceQuirk } from '../quirk.js';

const ec2Id = (prefix: string) => {
  return ({ tokens }: ResourceFacts): string => `${prefix}-0${tokens.hex(16, prefix)}`;
};

/** A type whose `Ref` is its id. */
export function withId(type: string, prefix: string, attributes: ResourceQuirk['attributes'] = {}): ResourceQuirk {
  return {
    source: `Template Reference, AWS::EC2::${type}, Return values`,
    id: ec2Id(prefix),
    ref: ({ id }) => id,
    attributes,
  };
}

/** `AWS::EC2::VPC`. */
export const vpc = withId('VPC', 'vpc', {
  DefaultSecurityGroup: ec2Id('sg'),
  DefaultNetworkAcl: ec2Id('acl'),
  CidrBlockAssociations: (facts) => [ec2Id('vpc-cidr-assoc')(facts)],
});
/** `AWS::EC2::Subnet`. */
export const subnet = withId('Subnet', 'subnet', {
  AvailabilityZone: ({ text, environment }) => text('AvailabilityZone') ?? `${environment.region}a`,
  NetworkAclAssociationId: ec2Id('aclassoc'),
});
/** `AWS::EC2::SecurityGroup`. */
export const securityGroup = withId('SecurityGroup', 'sg', {
  GroupId: ({ id }) => id,
  Id: ({ id }) => id,
  VpcId: (facts) => facts.text('VpcId') ?? ec2Id('vpc')(facts),
});
/** `AWS::EC2::EIP`. */
export const elasticIp: ResourceQuirk = {
  source: 'Template Reference, AWS::EC2::EIP, Return values; addresses of RFC 5737, which lead nowhere',
  ref: ({ tokens }) => `198.51.100.${1 + tokens.below(254, 'ip')}`,
  attributes: {
    PublicIp: ({ tokens }) => `198.51.100.${1 + tokens.below(254, 'ip')}`,
    AllocationId: ec2Id('eipalloc'),
  },
};
/** `AWS::EC2::LaunchTemplate`. */
export const launchTemplate = withId('LaunchTemplate', 'lt', {
  LaunchTemplateId: ({ id }) => id,
  LatestVersionNumber: ({ previous }) => String(1 + Number(previous?.attributes.LatestVersionNumber ?? 0)),
  DefaultVersionNumber: () => '1',
});
/** `AWS::EC2::Instance`. */
export const instance = withId('Instance', 'i', {
  InstanceId: ({ id }) => id,
  PrivateIp: ({ tokens }) => `10.0.0.${1 + tokens.below(254, 'ip')}`,
  PublicIp: ({ tokens }) => `198.51.100.${1 + tokens.below(254, 'ip')}`,
});
/** `AWS::EC2::VPCGatewayAttachment`. */
export const gatewayAttachment: ResourceQuirk = {
  source: 'unsure: the id that the resource handler shows; a kind of gateway and the VPC',
  ref: ({ text }) => `${text('InternetGatewayId') === undefined ? 'VGW' : 'IGW'}|${text('VpcId') ?? ''}`,
};
/** `AWS::EC2::Route`. */
export const route: ResourceQuirk = {
  source: 'unsure: the id that the resource handler shows; the route table and the destination',
  ref: ({ text }) =>
    [
      text('RouteTableId'),
      text('DestinationCidrBlock') ?? text('DestinationIpv6CidrBlock') ?? text('DestinationPrefixListId'),
    ].join('|'),
};
