// Approval/AWS/Manual: asks the host; without an answer and without --yes the approval is rejected.
import type { ActionRunner } from '../action-context.js';

/** Rejected means failed, exactly as in CodePipeline (User Guide, Manage approval actions). */
export const approvalAction: ActionRunner = async ({ run, pipeline, stageName, action, configuration, log }) => {
  const { CustomData: comment, ExternalEntityLink: link } = configuration;
  for (const line of [comment, link]) if (line) log.line(line);
  const answer = await run.host.ask({
    what: 'approve',
    pipelineName: pipeline.name,
    stageName,
    actionName: action.name,
    comment,
    link,
    fallback: run.approve
      ? { approved: true, by: '--yes' }
      : { approved: false, by: 'nobody; pass --yes, or answer on a terminal' },
  });
  const verdict = answer.approved ? 'Approved' : 'Rejected';
  log.line(`${verdict} by ${answer.by}`);
  if (!answer.approved) {
    return {
      status: 'Failed',
      performedBy: 'answer',
      failure: { message: `${verdict} by ${answer.by}.` },
    };
  }
  return { status: 'Succeeded', performedBy: 'answer', variables: {}, summary: `approved by ${answer.by}` };
};
