"""The network that jobs and website run in."""

from typing import Any

from aws_cdk import Acknowledgment, CfnOutput, Stack, Validations
from aws_cdk.aws_ec2 import GatewayVpcEndpointAwsService, SubnetConfiguration, SubnetType, Vpc
from constructs import Construct


class NetworkStack(Stack):
    """A VPC over two availability zones, with private subnets that reach the internet through one NAT gateway."""

    def __init__(self, scope: Construct, id: str, **props: Any) -> None:
        super().__init__(scope, id, **props)
        self.vpc = Vpc(
            self,
            "Vpc",
            availability_zones=self.availability_zones,
            nat_gateways=1,
            subnet_configuration=[
                SubnetConfiguration(
                    name="Public", subnet_type=SubnetType.PUBLIC, cidr_mask=24, map_public_ip_on_launch=False
                ),
                SubnetConfiguration(name="Private", subnet_type=SubnetType.PRIVATE_WITH_EGRESS, cidr_mask=22),
            ],
        )
        self.vpc.add_gateway_endpoint("S3", service=GatewayVpcEndpointAwsService.S3)
        Validations.of(self).acknowledge(
            Acknowledgment(
                id="CloudFormation-Validate::W3010",
                reason="The zones are written into the template on purpose; see availability_zones.",
            )
        )
        CfnOutput(self, "VpcId", value=self.vpc.vpc_id)

    @property
    def availability_zones(self) -> list[str]:
        """The zones, named rather than looked up.

        CDK asks the account for those of the stack, even where the VPC is given its own, and synthesis must not depend
        on an account.
        """
        return [f"{self.region}{zone}" for zone in "ab"]
