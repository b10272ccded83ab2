// Whether the jobs of a stage can run, asked of AWS Batch. The pipeline's step holds the credentials of the stage.
import { BatchClient } from '@aws-sdk/client-batch';
import { beforeAll, describe, expect, it } from 'vitest';
import { definition, queue } from './jobs';
import { readStage, type Variable } from './stage';

// A rehearsal has no account to ask. It says so of every build; on AWS the variable is never there.
describe.skipIf(process.env['TRUNKLINE_RUN_ID'] !== undefined)('the jobs of the stage', () => {
  let stage: Record<Variable, string>;
  let batch: BatchClient;

  beforeAll(() => {
    stage = readStage(process.env);
    batch = new BatchClient({ region: stage.STAGE_REGION });
  });

  it('find a queue that takes them', async () => {
    expect(await queue(batch, stage.JOB_QUEUE_ARN)).toEqual({ state: 'ENABLED', status: 'VALID' });
  });

  it.each<[Variable, string]>([
    ['MONTHLY_JOB_DEFINITION_ARN', 'monthly'],
    ['YEARLY_JOB_DEFINITION_ARN', 'yearly'],
  ])('by %s write %s reports', async (variable, kind) => {
    expect(await definition(batch, stage[variable])).toEqual({
      status: 'ACTIVE',
      command: ['node', 'job.js', kind, 'Ref::period'],
    });
  });
});
