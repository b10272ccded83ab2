// Type and execution mode of a pipeline, from the configuration or a hook.
import { Annotations } from 'aws-cdk-lib';
import { ExecutionMode, PipelineType, Variable } from 'aws-cdk-lib/aws-codepipeline';
import type { Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { CommandsStep, type PipelineContext, type PipelineTriggers, type StepOptions } from '../../../src';
import { MainOnlyPipeline, type SynthesizedPipeline } from '../services-pipeline';
import { actionOf, development, refusal, synthesized, warnings } from './v2-pipeline';

function providers(pipeline: SynthesizedPipeline): string[] {
  return [
    ...new Set(pipeline.Stages.flatMap(({ Actions }) => Actions.map((each) => each.ActionTypeId.Provider))),
  ].sort();
}

/** Its tests need nothing of a project, and so become `Commands` actions where the pipeline can have them. */
class Plain extends MainOnlyPipeline {
  public override pipelineStepOptions(): StepOptions {
    return { cached: false, runtimeVersions: {} };
  }
}

describe('the type', () => {
  test('is V2', () => {
    expect(synthesized().PipelineType).toBe('V2');
    expect(providers(synthesized({}, Plain))).toContain('Commands');
  });

  test('is V1 where the configuration says so; default steps need no Commands actions then', () => {
    const pipeline = synthesized({ pipeline_type: 'V1' }, Plain);
    expect(pipeline.PipelineType).toBe('V1');
    expect(providers(pipeline)).not.toContain('Commands');
    expect(actionOf(pipeline, 'Tests/InfrastructureTests').ActionTypeId.Provider).toBe('CodeBuild');
    expect(pipeline).not.toHaveProperty('ExecutionMode');
    expect(pipeline).not.toHaveProperty('Triggers');
    expect(pipeline).not.toHaveProperty('Variables');
  });

  test('is what the pipeline says, and not the root', () => {
    const pipelines = {
      development: { branch: 'develop', stages: ['dev', 'qa'], pipeline_type: 'V2', execution_mode: 'QUEUED' },
      production: { branch: 'main', stages: ['prod'] },
    };
    const stack = development({ pipeline_type: 'V1', pipelines });
    expect(stack.config.pipelines.map(({ pipelineType }) => pipelineType)).toEqual([PipelineType.V2, PipelineType.V1]);
    expect(stack.config.pipelines.map(({ executionMode }) => executionMode)).toEqual(['QUEUED', 'SUPERSEDED']);
  });
});

describe('type V1 refuses', () => {
  class Returning extends MainOnlyPipeline {
    public override executionMode(): ExecutionMode {
      return ExecutionMode.QUEUED;
    }

    public override triggers(): PipelineTriggers {
      return { push: [{ tagsIncludes: ['v*'] }] };
    }

    public override variables(): Variable[] {
      return [new Variable({ variableName: 'LEVEL', defaultValue: 'low' })];
    }
  }

  test('execution mode, triggers and variables of a hook, all in one error', () => {
    const text = refusal({ pipeline_type: 'V1' }, Returning);
    expect(text).toContain('pipeline development has 3 mistakes');
    expect(text).toContain(
      'Hook executionMode of pipeline development: returned QUEUED, which needs a pipeline of type V2, but the ' +
        'configuration says "pipeline_type": "V1". Take that out of it, or return SUPERSEDED.',
    );
    expect(text).toContain(
      'Hook triggers of pipeline development: returned triggers, which need a pipeline of type V2',
    );
    expect(text).toContain(
      'Hook variables of pipeline development: returned variables, which need a pipeline of type V2',
    );
    expect(refusal({}, Returning)).toBe('nothing');
  });

  test("a project's own Commands action", () => {
    class Own extends MainOnlyPipeline {
      public override beforeStages(): Step[] {
        return ['Lint', 'Scan'].map((id) => new CommandsStep(id, { commands: ['make'] }));
      }
    }
    expect(refusal({}, Own)).toBe('nothing');
    expect(refusal({ pipeline_type: 'V1' }, Own)).toBe(
      'Error: Pipeline: pipeline development is of type V1, by "pipeline_type" in the configuration, and a pipeline of that ' +
        'type has no such actions: Tests/Lint (Commands), Tests/Scan (Commands). Return a CodeBuildStep from the hook in ' +
        'place of each, such as what `pipelineStep` makes, or take "pipeline_type" out of the configuration.',
    );
  });
});

describe('the execution mode', () => {
  test('is what CodePipeline has by itself', () => {
    expect(synthesized()).not.toHaveProperty('ExecutionMode');
    expect(synthesized({ execution_mode: 'SUPERSEDED' })).toEqual(synthesized());
  });

  test.each(['QUEUED', 'PARALLEL'])('is %s where the configuration says so', (mode) => {
    expect(synthesized({ execution_mode: mode }).ExecutionMode).toBe(mode);
  });

  test('is what the hook says, which may ask the base', () => {
    class Hooked extends MainOnlyPipeline {
      public override executionMode(context: PipelineContext): ExecutionMode {
        return super.executionMode(context) === ExecutionMode.PARALLEL
          ? ExecutionMode.QUEUED
          : ExecutionMode.SUPERSEDED;
      }
    }
    expect(synthesized({ execution_mode: 'PARALLEL' }, Hooked).ExecutionMode).toBe('QUEUED');
    expect(synthesized({ execution_mode: 'QUEUED' }, Hooked)).not.toHaveProperty('ExecutionMode');
  });

  test.each([
    [undefined, 'returned nothing where an execution mode has to be'],
    ['QUEUE', 'returned the text "QUEUE" where an execution mode has to be'],
  ])('cannot be %s', (answer, problem) => {
    class Wrong extends MainOnlyPipeline {
      public override executionMode(): ExecutionMode {
        return answer as unknown as ExecutionMode;
      }
    }
    expect(refusal({}, Wrong)).toContain(`Hook executionMode of pipeline development: ${problem}`);
  });

  test('PARALLEL is worth a warning, which can be acknowledged', () => {
    expect(warnings(development({ execution_mode: 'PARALLEL' }))).toEqual([
      expect.stringMatching(/^The execution mode is PARALLEL: .* \[ack: cdk-trunkline:parallelExecutions\]$/),
    ]);
    const known = development({ execution_mode: 'PARALLEL' });
    Annotations.of(known).acknowledgeWarning('cdk-trunkline:parallelExecutions', 'Its stages share nothing.');
    expect(warnings(known)).toEqual([]);
    expect(warnings(development({ execution_mode: 'QUEUED' }))).toEqual([]);
  });
});
