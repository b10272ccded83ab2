// What the acceptance tests may do in the account of the combos.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { PipelineConfig } from 'cdk-trunkline';
import { PROJECT_PREFIX, STACK_NAME } from './combo';

/** They read when the stack was deployed, and what became of the builds of combos, and nothing else. */
export function testStatements(config: PipelineConfig): PolicyStatement[] {
  const places = config.pipelines
    .flatMap(({ stages }) => stages)
    .flatMap((stage) => {
      const { account, regions } = config.account(stage);
      return regions.map((region) => `${region}:${account}`);
    });
  return [
    new PolicyStatement({
      actions: ['cloudformation:DescribeStacks'],
      resources: places.map((place) => `arn:aws:cloudformation:${place}:stack/${STACK_NAME}/*`),
    }),
    // Source: Service Authorization Reference, CodeBuild: builds are read by the project that they are of.
    new PolicyStatement({
      actions: ['codebuild:BatchGetBuilds', 'codebuild:ListBuildsForProject'],
      resources: places.map((place) => `arn:aws:codebuild:${place}:project/${PROJECT_PREFIX}*`),
    }),
  ];
}
