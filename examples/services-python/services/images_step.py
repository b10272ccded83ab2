"""The step that brings the service's image into a stage's repository: built once, then copied from stage to stage."""

import re

from aws_cdk.aws_codebuild import BuildEnvironment
from aws_cdk.aws_iam import PolicyStatement
from aws_cdk.pipelines import CodeBuildStep
from aws_cdk.region_info import RegionInfo
from cdk_trunkline import StageContext

from services.names import BASE_IMAGE, SHARED_REPOSITORY_NAME, image_tag, repository_name


class ImagesStep(CodeBuildStep):
    """Builds the image into the shared repository, unless it is there already, and copies it into the stage's own."""

    def __init__(self, context: StageContext, install_commands: list[str]) -> None:
        tooling = context.pipeline
        super().__init__(
            "Images",
            install_commands=install_commands,
            env={
                "BASE_IMAGE": BASE_IMAGE,
                "SHARED_URI": _repository_uri(tooling.account, tooling.region, SHARED_REPOSITORY_NAME),
                "STAGE_REGION": context.region,
                "TAG": image_tag(),
            },
            env_from_cfn_outputs=context.outputs,
            commands=[
                _login("$AWS_REGION", "$SHARED_URI"),
                _login("$STAGE_REGION", "$REPOSITORY_URI"),
                # Two regions may build at once. Tags cannot be overwritten, so the one that pushes second takes the
                # first's.
                'docker pull "$SHARED_URI:$TAG" || { '
                'docker build --build-arg "BASE_IMAGE=$BASE_IMAGE" --tag "$SHARED_URI:$TAG" '
                'examples/services-python/container && '
                '{ docker push "$SHARED_URI:$TAG" || docker pull "$SHARED_URI:$TAG"; }; }',
                # An image that is there already is not pushed again.
                'docker manifest inspect "$REPOSITORY_URI:$TAG" || { '
                'docker tag "$SHARED_URI:$TAG" "$REPOSITORY_URI:$TAG" && docker push "$REPOSITORY_URI:$TAG"; }',
            ],
            # Docker in CodeBuild needs it; all else is as in the pipeline's other builds.
            build_environment=BuildEnvironment(privileged=True),
            role_policy_statements=[
                # Signing in to a registry has no resource to name.
                PolicyStatement(actions=["ecr:GetAuthorizationToken"], resources=["*"]),
                PolicyStatement(
                    actions=[
                        "ecr:BatchCheckLayerAvailability",
                        "ecr:BatchGetImage",
                        "ecr:CompleteLayerUpload",
                        "ecr:GetDownloadUrlForLayer",
                        "ecr:InitiateLayerUpload",
                        "ecr:PutImage",
                        "ecr:UploadLayerPart",
                    ],
                    resources=[
                        _repository_arn(tooling.account, tooling.region, SHARED_REPOSITORY_NAME),
                        _repository_arn(context.account, context.region, repository_name(context.stage_name)),
                    ],
                ),
            ],
        )


def _login(region: str, repository_uri: str) -> str:
    registry = re.sub(r"^\$(.*)$", r"${\1%%/*}", repository_uri)
    return (
        f'aws ecr get-login-password --region "{region}" | docker login --username AWS --password-stdin "{registry}"'
    )


def _repository_uri(account: str, region: str, name: str) -> str:
    return f"{account}.dkr.ecr.{region}.{RegionInfo.get(region).domain_suffix or 'amazonaws.com'}/{name}"


def _repository_arn(account: str, region: str, name: str) -> str:
    return f"arn:{RegionInfo.get(region).partition or 'aws'}:ecr:{region}:{account}:repository/{name}"
