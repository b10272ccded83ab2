// Takes from the roles that publish assets what CDK Pipelines gives them and no publisher needs.
import { Effect, PolicyStatement, Role } from 'aws-cdk-lib/aws-iam';
import type { CodePipeline } from 'aws-cdk-lib/pipelines';

/**
 * Denies starting builds, which CDK Pipelines allows for all of the account: with another buildspec, a build of another
 * pipeline would then do whatever the project's commands, such as a Dockerfile's, had it do.
 *
 * A denial, since nothing can be taken out of a policy again. CDK's role ignores a statement of exactly the actions that it
 * has itself, of which these are others.
 *
 * @param pipeline a pipeline that is built
 */
export function limitPublishers(pipeline: CodePipeline): void {
  const roles = pipeline.node.tryFindChild('Assets')?.node.findAll() ?? [];
  for (const role of roles) {
    if (!(role instanceof Role)) continue;
    role.addToPrincipalPolicy(
      new PolicyStatement({
        effect: Effect.DENY,
        actions: ['codebuild:Start*', 'codebuild:Retry*', 'codebuild:Stop*'],
        resources: ['*'],
      }),
    );
  }
}
