"""The main part of a stage: network and reports, in one region."""

from typing import Any

from aws_cdk import Stage
from constructs import Construct

from services.network_stack import NetworkStack
from services.reports_stack import ReportsStack


class ServicesStage(Stage):
    """Delivered to every region of a stage."""

    def __init__(
        self, scope: Construct, id: str, *, deploys_to: str, ends_with_branch: bool = False, **props: Any
    ) -> None:
        """`ends_with_branch`: whether the stage is a feature branch's own, with which all that it holds ends."""
        super().__init__(scope, id, **props)
        self.network = NetworkStack(
            self,
            "Network",
            stack_name=f"services-python-{deploys_to}-network",
            description=f"Network of services in {deploys_to}",
        )
        self.reports = ReportsStack(
            self,
            "Reports",
            stack_name=f"services-python-{deploys_to}-reports",
            description=f"Reports of services in {deploys_to}",
            deploys_to=deploys_to,
            keep_reports=deploys_to == "prod",
            ends_with_branch=ends_with_branch,
            vpc=self.network.vpc,
        )
