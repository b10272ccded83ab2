// What an approval says to whoever has to answer it: which commit is delivered where, and where to look at it.
import type { ManualApprovalStepProps } from 'aws-cdk-lib/pipelines';
import type { StageContext } from '../hooks/stage-context';

/**
 * More regions than this are counted, for a comment has 1000 characters at most. Source: CodePipeline API Reference,
 * ActionDeclaration, `configuration`.
 */
const MOST_REGIONS = 20;

/**
 * The comment of an approval with the commit and the stage, and the link.
 *
 * @param context the stage that is approved, in its first region
 */
export function approvalMessage(context: StageContext): Pick<ManualApprovalStepProps, 'comment' | 'reviewUrl'> {
  const { config, pipeline, regions, stageName } = context;
  const revision = pipeline._revision;
  const where = regions.length > MOST_REGIONS ? `${String(regions.length)} regions` : regions.join(', ');
  const what = revision === undefined ? '' : ` ${revision.what} ${revision.id}.`;
  return { comment: `Deliver ${config.repo} to ${stageName} in ${where}?${what}`, reviewUrl: pipeline.reviewUrl };
}
