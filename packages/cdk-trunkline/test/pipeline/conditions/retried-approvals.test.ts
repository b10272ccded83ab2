// Approvals in stages that try again what failed: a rejected one would be asked for once more, which is worth a warning.
import { Result } from 'aws-cdk-lib/aws-codepipeline';
import { ManualApprovalStep, type Step } from 'aws-cdk-lib/pipelines';
import { expect, test } from 'vitest';
import type { StageConditions, StageContext } from '../../../src';
import { pipelineOf } from '../services-pipeline';
import { warnings } from '../v2/v2-pipeline';
import { GuardedPipeline, pipelineWith, production } from './guarded-pipeline';

const retried = (actions: string): string =>
  'What fails in a stage with the result RETRY is tried once more, and an approval that is rejected fails: ' +
  `${actions} would be asked for again. Give these stages another result on failure, such as FAIL. ` +
  '[ack: cdk-trunkline:retriedApproval]';

test('a stage with the result RETRY and an approval is worth a warning', () => {
  expect(warnings(production({ on_failure: { result: 'RETRY' } }))).toEqual([retried('Prod/Approval')]);
});

test('another result, or no approval, is not', () => {
  expect(warnings(production({ on_failure: { result: 'ROLLBACK' } }))).toEqual([]);
  const stack = pipelineWith({});
  stack.ask = ({ stageName }) => (stageName === 'dev' ? { onFailure: { result: Result.RETRY } } : undefined);
  expect(warnings(stack)).toEqual([]);
});

test("a project's own approvals count as well, after the stages and in a stage that CDK Pipelines has split", () => {
  class Careful extends GuardedPipeline {
    public override approval(): undefined {
      return undefined;
    }

    public override beforeStage({ stageName }: StageContext): Step[] {
      const count = stageName === 'qa' ? 51 : 0;
      return Array.from({ length: count }, (_, index) => new ManualApprovalStep(`Sure${String(index)}`));
    }

    public override afterStages(): Step[] {
      return [new ManualApprovalStep('Announce')];
    }

    public override pipelineStageConditions(): StageConditions {
      return { onFailure: { result: Result.RETRY } };
    }
  }
  const stack = pipelineWith({ on_failure: { result: 'RETRY' } }, Careful);
  expect(pipelineOf(stack).Stages.map(({ Name }) => Name)).toEqual(expect.arrayContaining(['Qa.1', 'Qa.2']));
  const [warning = '', ...others] = warnings(stack);
  expect(others).toEqual([]);
  expect(warning.split('/')).toHaveLength(1 + 51 + 1);
  expect(warning).toContain('Qa.1/Sure0, ');
  expect(warning).toContain(', AfterStages/Announce would be asked for again.');
});
