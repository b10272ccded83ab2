// What a source says about the revision that an execution delivers: its name, and a page that shows it.
import { CodePipelineSource, type Step } from 'aws-cdk-lib/pipelines';
import { readOutputs } from '../executions/read-outputs';
import { codeCommitUrl, connectionCommitUrl } from './console-links';

/** The revision of an execution, in references that CodePipeline resolves. */
export interface Revision {
  /** What it is, as the beginning of a sentence. */
  readonly what: 'Commit' | 'Version' | 'Image';
  /** Its name. */
  readonly id: string;
  /** A page that shows it, where there is one. */
  readonly url?: string;
}

type Attribute = (name: string) => string;

/**
 * By the class of the source, which aws-cdk-lib does not export and knows no other mark of. Variables: CodePipeline User
 * Guide, "Variables available for pipeline actions".
 */
const REVISIONS: Readonly<Record<string, (attribute: Attribute, region: string) => Revision>> = {
  CodeStarConnectionSource: (attribute, region) => {
    const id = attribute('CommitId');
    return {
      what: 'Commit',
      id,
      url: connectionCommitUrl(region, attribute('ConnectionArn'), attribute('FullRepositoryName'), id),
    };
  },
  CodeCommitSource: (attribute, region) => {
    const id = attribute('CommitId');
    return { what: 'Commit', id, url: codeCommitUrl(region, attribute('RepositoryName'), id) };
  },
  GitHubSource: (attribute) => ({ what: 'Commit', id: attribute('CommitId'), url: attribute('CommitUrl') }),
  S3Source: (attribute) => ({ what: 'Version', id: attribute('VersionId') }),
  ECRSource: (attribute) => ({ what: 'Image', id: attribute('ImageDigest') }),
};

/**
 * The revision that a source step hands on, or `undefined` for a step of another kind, which may have no variables.
 *
 * @param source what the hook `source` returned
 * @param region where the pipeline lives
 */
export function revisionOf(source: Step, region: string): Revision | undefined {
  if (!(source instanceof CodePipelineSource)) return undefined;
  const revision = REVISIONS[source.constructor.name]?.((name) => source.sourceAttribute(name), region);
  // Only now, when somebody asks: it gives the source action a namespace.
  if (revision !== undefined) readOutputs([revision.id, revision.url]);
  return revision;
}
