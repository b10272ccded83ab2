// A repository in CodeCommit.
import type { CatalogueEntry } from '../catalogue.js';
import { oneOf, optional, required } from '../keys.js';

const REPOSITORY = 'arn:{partition}:codecommit:{region}:{account}:{RepositoryName}';

/** `Source/AWS/CodeCommit/1`. */
export const codeCommit: CatalogueEntry = {
  type: 'Source/AWS/CodeCommit/1',
  writes: 'action role',
  keys: [required('RepositoryName'), oneOf(optional('OutputArtifactFormat'), 'CODE_ZIP', 'CODEBUILD_CLONE_REF')],
  needs: [
    {
      who: 'action role',
      step: 'fetches the commit',
      calls: [
        'codecommit:GetBranch',
        'codecommit:GetCommit',
        'codecommit:UploadArchive',
        'codecommit:GetUploadArchiveStatus',
        'codecommit:CancelUploadArchive',
      ],
      on: REPOSITORY,
      source: 'CodePipeline User Guide, Manage the CodePipeline service role, AWS CodeCommit',
    },
    {
      who: 'action role',
      step: 'hands the clone on to the builds',
      calls: ['codecommit:GetRepository'],
      on: REPOSITORY,
      when: { key: 'OutputArtifactFormat', is: ['CODEBUILD_CLONE_REF'] },
      source: 'CodePipeline User Guide, Manage the CodePipeline service role, full clone with CodeCommit',
    },
  ],
};
