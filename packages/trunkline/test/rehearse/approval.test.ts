// A manual approval as the rehearsal asks about it: with the commit and the link that CodePipeline would show.
import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Answer, Question } from '../../src/model/host.js';
import type { ActionContext } from '../../src/rehearse/action-context.js';
import { ActionLog } from '../../src/rehearse/action-log.js';
import { approvalAction } from '../../src/rehearse/runners/approval.js';
import { resolveAction } from '../../src/rehearse/variables.js';
import { action, pipeline } from './builders.js';

const NAMESPACES = new Map<string, Record<string, string>>([
  [
    'Source@acme_shop',
    { CommitId: '1a104adf', ConnectionArn: 'arn:aws:codeconnections:x', FullRepositoryName: 'acme/shop' },
  ],
  ['codepipeline', { PipelineExecutionId: '12345678-abcd' }],
]);

/** What is asked and logged about an approval, and how it ends. */
async function ask(configuration: Record<string, string>, answer: Answer) {
  const approval = action('Approval', { configuration });
  const resolution = resolveAction(approval, NAMESPACES);
  if (resolution.kind !== 'resolved') throw new Error(`not resolved: ${resolution.reference}`);
  const log = new ActionLog(join(await mkdtemp(join(tmpdir(), 'approval-')), 'approval.log'));
  await log.prepare();
  const questions: Question[] = [];
  const host = {
    notify: () => undefined,
    ask: (question: Question) => {
      questions.push(question);
      return Promise.resolve(answer);
    },
  };
  const outcome = await approvalAction({
    run: { host, approve: false },
    pipeline: pipeline({ Prod: [approval] }),
    stageName: 'Prod',
    action: approval,
    configuration: resolution.configuration,
    log,
  } as unknown as ActionContext);
  await log.close();
  return { outcome, questions, log: (await readFile(log.path, 'utf8')).split('\n').filter(Boolean) };
}

describe('an approval', () => {
  const APPROVED = { approved: true, by: 'somebody' };

  it('shows comment and link with their variables resolved, in the question and in the log', async () => {
    const { questions, log, outcome } = await ask(
      {
        CustomData: 'Deliver shop to prod in eu-central-1? Commit #{Source@acme_shop.CommitId}.',
        ExternalEntityLink:
          'https://eu-central-1.console.aws.amazon.com/codesuite/settings/connections/redirect' +
          '?connectionArn=#{Source@acme_shop.ConnectionArn}&referenceType=COMMIT' +
          '&FullRepositoryId=#{Source@acme_shop.FullRepositoryName}&Commit=#{Source@acme_shop.CommitId}',
      },
      APPROVED,
    );
    const comment = 'Deliver shop to prod in eu-central-1? Commit 1a104adf.';
    const link =
      'https://eu-central-1.console.aws.amazon.com/codesuite/settings/connections/redirect' +
      '?connectionArn=arn:aws:codeconnections:x&referenceType=COMMIT&FullRepositoryId=acme/shop&Commit=1a104adf';
    expect(questions).toMatchObject([{ what: 'approve', stageName: 'Prod', actionName: 'Approval', comment, link }]);
    expect(log).toEqual([comment, link, 'Approved by somebody']);
    expect(outcome).toMatchObject({ status: 'Succeeded', summary: 'approved by somebody' });
  });

  it('knows the execution, as in the link of a source without a page', async () => {
    const { questions } = await ask({ ExternalEntityLink: 'https://x/#{codepipeline.PipelineExecutionId}' }, APPROVED);
    expect(questions).toMatchObject([{ link: 'https://x/12345678-abcd' }]);
    expect(questions[0]?.comment).toBeUndefined();
  });

  it('without either is asked about by its name alone, and fails where it is rejected', async () => {
    const { log, outcome } = await ask({}, { approved: false, by: 'somebody' });
    expect(log).toEqual(['Rejected by somebody']);
    expect(outcome).toMatchObject({ status: 'Failed' });
  });
});
