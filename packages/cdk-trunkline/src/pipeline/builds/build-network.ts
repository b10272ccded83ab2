// The network of builds: VPCs imported from what the configuration says, and proxies.
import { createHash } from 'node:crypto';
import { Annotations } from 'aws-cdk-lib';
import { SecurityGroup, Vpc, type ISecurityGroup, type IVpc, type SubnetSelection } from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import type { ProxyConfig, VpcConfig } from '../../config/build-config';

/** Where a build runs. */
export interface BuildNetwork {
  readonly vpc: IVpc;
  readonly subnetSelection: SubnetSelection;
  readonly securityGroups: ISecurityGroup[];
}

/**
 * The hosts that no build may reach through a proxy: they hand out its credentials. Source: CodeBuild User Guide, Run
 * CodeBuild in an explicit proxy server.
 */
const NEVER_PROXIED = ['169.254.169.254', '169.254.170.2'];

/**
 * Imports a VPC from attributes, so that nothing is looked up: once for each set of values.
 *
 * @param scope where it is imported
 * @param config what the configuration says
 */
export function importNetwork(scope: Construct, config: VpcConfig): BuildNetwork {
  const id = `Network${createHash('sha256').update(JSON.stringify(config)).digest('hex').slice(0, 8)}`;
  const place = scope.node.tryFindChild(id) ?? new Construct(scope, id);
  const existing = place.node.tryFindChild('Vpc') as IVpc | undefined;
  const vpc =
    existing ??
    Vpc.fromVpcAttributes(place, 'Vpc', {
      vpcId: config.vpcId,
      availabilityZones: config.availabilityZones,
      privateSubnetIds: config.subnetIds,
    });
  // Builds have no use for the route tables, which the configuration does not name.
  if (existing === undefined) Annotations.of(place).acknowledgeWarning('@aws-cdk/aws-ec2:noSubnetRouteTableId');
  const securityGroups = (config.securityGroupIds ?? []).map((group) => {
    const found = place.node.tryFindChild(group) as ISecurityGroup | undefined;
    return found ?? SecurityGroup.fromSecurityGroupId(place, group, group, { mutable: false });
  });
  return {
    vpc,
    subnetSelection: { subnets: vpc.privateSubnets },
    securityGroups: securityGroups.length > 0 ? securityGroups : [openGroup(place, vpc)],
  };
}

/** A security group that lets everything out, one for all builds in a VPC: CDK would create one for each project. */
export function openGroup(scope: Construct, vpc: IVpc): ISecurityGroup {
  const id = `Builds${vpc.node.addr.slice(-8)}`;
  return (
    (scope.node.tryFindChild(id) as ISecurityGroup | undefined) ??
    new SecurityGroup(scope, id, { vpc, description: 'Builds of a delivery pipeline', allowAllOutbound: true })
  );
}

/** The variables that tools find a proxy by; some read the names in capitals, and some the others. */
export function proxyVariables(proxy: ProxyConfig | undefined): Record<string, string> {
  if (proxy === undefined) return {};
  const https = proxy.https ?? proxy.http;
  const values: Record<string, string | undefined> = {
    HTTP_PROXY: proxy.http,
    HTTPS_PROXY: https,
    NO_PROXY: [...new Set([...NEVER_PROXIED, ...(proxy.noProxy ?? [])])].join(','),
  };
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [
            [name, value],
            [name.toLowerCase(), value],
          ],
    ),
  );
}

/**
 * The part of a buildspec that makes CodeBuild itself use the proxy for artifacts and logs. Source: CodeBuild User
 * Guide, build specification reference, `proxy`.
 */
export function proxyBuildSpec(proxy: ProxyConfig | undefined): Record<string, unknown> {
  return proxy === undefined ? {} : { proxy: { 'upload-artifacts': 'yes', logs: 'yes' } };
}
