// The preflight of the pipeline: left out unless asked for; before anything is deployed, on what is going to be.
import type { Stack } from 'aws-cdk-lib';
import { ManualApprovalStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { PipelineContext } from '../../src';
import { BuildsPipeline, buildspecOf, development, projectsOf } from './synthesized-builds';
import { outline, pipelineOf } from '../pipeline/services-pipeline';

interface WithInputs {
  readonly InputArtifacts: readonly { readonly Name: string }[];
}

const testsOf = (stack: Stack): string | undefined =>
  outline(pipelineOf(stack as BuildsPipeline)).find((stage) => stage.startsWith('Tests:'));

test('there is none unless the configuration says so', () => {
  const stack = development();
  expect(testsOf(stack)).not.toContain('Preflight');
  expect(Object.keys(projectsOf(stack)).filter((name) => name.includes('Preflight'))).toEqual([]);
});

describe('with "preflight": true', () => {
  const stack = development({ preflight: true });

  test('it runs with the tests: after the self-update, before anything is deployed', () => {
    const stages = outline(pipelineOf(stack));
    expect(testsOf(stack)).toBe('Tests: 1 InfrastructureTests, 1 LambdaTests, 1 Preflight');
    expect(stages.findIndex((stage) => stage.startsWith('UpdatePipeline'))).toBeLessThan(
      stages.findIndex((stage) => stage.startsWith('Tests')),
    );
  });

  test('it runs the version that the project has installed, on the assembly of this execution', () => {
    const { phases } = buildspecOf(stack, 'Tests-Preflight');
    expect(phases.build?.commands).toEqual(["npx --no trunkline preflight --app 'cdk.out'"]);
    expect(phases.install?.commands?.join('\n')).toMatch(/ln -s .*CODEBUILD_SRC_DIR_Synth_Output.* "cdk\.out"/);
    const actions = pipelineOf(stack).Stages.flatMap(({ Actions }) => Actions);
    const action = actions.find(({ Name }) => Name === 'Preflight') as unknown as WithInputs;
    const inputs = action.InputArtifacts.map(({ Name }) => Name);
    expect(inputs).toEqual(['acme_services_Source', 'Synth_Output']);
  });

  test('it runs with the role of all builds, which may do next to nothing', () => {
    const { 'Tests-Preflight': preflight, 'Tests-InfrastructureTests': tests } = projectsOf(stack);
    expect(preflight?.ServiceRole).toEqual(tests?.ServiceRole);
  });
});

describe('a subclass', () => {
  test('puts its own commands in their place, also where the configuration says nothing', () => {
    class Own extends BuildsPipeline {
      public override preflightCommands(context: PipelineContext): string[] {
        return [...(super.preflightCommands(context) ?? []), 'echo checked'];
      }
    }
    expect(buildspecOf(development({}, Own), 'Tests-Preflight').phases.build?.commands).toEqual(['echo checked']);
    expect(buildspecOf(development({ preflight: true }, Own), 'Tests-Preflight').phases.build?.commands).toEqual([
      "npx --no trunkline preflight --app 'cdk.out'",
      'echo checked',
    ]);
  });

  test('finds the assembly in the folder that it says it is in', () => {
    class Elsewhere extends BuildsPipeline {
      public override cloudAssemblyDirectory(): string {
        return 'infra/cdk out';
      }
    }
    const { phases } = buildspecOf(development({ preflight: true }, Elsewhere), 'Tests-Preflight');
    expect(phases.build?.commands).toEqual(["npx --no trunkline preflight --app 'infra/cdk out'"]);
    expect(phases.install?.commands?.join('\n')).toContain('"infra/cdk out"');
  });

  test('leaves the step out, or puts another in its place', () => {
    class Without extends BuildsPipeline {
      public override preflight(): Step | undefined {
        return undefined;
      }
    }
    class Asking extends BuildsPipeline {
      public override preflight(synth: Step): Step | undefined {
        return new ManualApprovalStep('Proved', { comment: synth.id });
      }
    }
    expect(testsOf(development({ preflight: true }, Without))).not.toContain('Preflight');
    expect(testsOf(development({}, Asking))).toContain('Proved');
  });
});
