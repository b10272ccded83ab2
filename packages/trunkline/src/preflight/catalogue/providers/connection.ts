// A repository behind a connection: GitHub, GitLab, Bitbucket and their self-managed kinds.
import type { CatalogueEntry } from '../catalogue.js';
import { arn, oneOf, optional, required } from '../keys.js';

/** `Source/AWS/CodeStarSourceConnection/1`. */
export const connection: CatalogueEntry = {
  type: 'Source/AWS/CodeStarSourceConnection/1',
  writes: 'action role',
  keys: [
    arn(required('ConnectionArn')),
    required('FullRepositoryId'),
    required('BranchName'),
    oneOf(optional('OutputArtifactFormat'), 'CODE_ZIP', 'CODEBUILD_CLONE_REF'),
  ],
  needs: [
    {
      who: 'action role',
      step: 'uses the connection',
      // unsure: which of the two prefixes the service asks for where the ARN has the newer one; CDK grants the older one.
      calls: ['codestar-connections:UseConnection', 'codeconnections:UseConnection'],
      anyOf: true,
      on: '{ConnectionArn}',
      // unsure: whether CodePipeline names the branch as well as the repository; the page of the keys says that requests may.
      context: {
        'codestar-connections:FullRepositoryId': '{FullRepositoryId}',
        'codestar-connections:BranchName': '{BranchName}',
        'codeconnections:FullRepositoryId': '{FullRepositoryId}',
        'codeconnections:BranchName': '{BranchName}',
      },
      source:
        'Developer Tools console User Guide, Permissions for using connections; CDK, CodeStarConnectionsSourceAction.bound',
    },
  ],
};
