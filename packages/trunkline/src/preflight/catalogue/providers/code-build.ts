// CodeBuild: actions for builds and tests, and the rule of conditions.
import type { CatalogueEntry, Need } from '../catalogue.js';
import { list, oneOf, optional, required } from '../keys.js';

const PROJECT = 'arn:{partition}:codebuild:{region}:{account}:project/{ProjectName}';
const SOURCE =
  'CodePipeline User Guide, AWS CodeBuild build and test action reference, service role permissions; StopBuild: CDK, CodeBuildAction.bound';

const needs: readonly Need[] = [
  {
    who: 'action role',
    step: 'starts and follows the build',
    calls: ['codebuild:StartBuild', 'codebuild:BatchGetBuilds', 'codebuild:StopBuild'],
    on: PROJECT,
    when: { key: 'BatchEnabled', is: ['false', ''] },
    source: SOURCE,
  },
  {
    who: 'action role',
    step: 'starts and follows the batch of builds',
    calls: ['codebuild:StartBuildBatch', 'codebuild:BatchGetBuildBatches', 'codebuild:StopBuildBatch'],
    on: PROJECT,
    when: { key: 'BatchEnabled', is: ['true'] },
    source: SOURCE,
  },
];

/** `Build/AWS/CodeBuild/1`. */
export const codeBuild: CatalogueEntry = {
  type: 'Build/AWS/CodeBuild/1',
  // The action's role starts the build; what the build reads and writes, it does with its project's service role.
  reads: 'project role',
  writes: 'project role',
  keys: [
    required('ProjectName'),
    oneOf(optional('BatchEnabled'), 'true', 'false'),
    list(optional('EnvironmentVariables')),
  ],
  needs,
  chains: ['project'],
};

/** `Test/AWS/CodeBuild/1`. */
export const codeBuildTest: CatalogueEntry = { ...codeBuild, type: 'Test/AWS/CodeBuild/1' };

/** `Rule/AWS/CodeBuild/1`. */
export const codeBuildRule: CatalogueEntry = { ...codeBuild, type: 'Rule/AWS/CodeBuild/1' };
