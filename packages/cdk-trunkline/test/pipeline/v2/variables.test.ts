// Variables of a pipeline: declared, referred to, and refused where CodePipeline would not resolve them.
import { Stack, type App, type Stage } from 'aws-cdk-lib';
import { BuildEnvironmentVariableType, BuildSpec, Project, type BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import { ManualApprovalAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Variable } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildStep, ManualApprovalStep, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { CommandsStep, type PipelineContext, type StageContext, type StepOptions } from '../../../src';
import { projectsOf, variablesOf as projectVariables } from '../../builds/synthesized-builds';
import { everyStack, MainOnlyPipeline, pipelineOf } from '../services-pipeline';
import { actionOf, development, refusal, synthesized, variablesOf, warnings } from './v2-pipeline';

const LEVEL = { LEVEL: { default: 'low', description: 'How much to test.' } };
const REFERENCE = '#{variables.LEVEL}';

describe('variables', () => {
  test('are declared by the configuration, in its order', () => {
    const { Variables } = synthesized({ variables: { ...LEVEL, 'a@b-c_1': { default: '1' } } });
    expect(Variables).toEqual([
      { Name: 'LEVEL', DefaultValue: 'low', Description: 'How much to test.' },
      { Name: 'a@b-c_1', DefaultValue: '1' },
    ]);
  });

  test('are declared by the hook, which may ask the base', () => {
    class More extends MainOnlyPipeline {
      public override variables(context: PipelineContext): Variable[] {
        return [...(super.variables(context) ?? []), new Variable({ variableName: 'MORE', defaultValue: 'x' })];
      }
    }
    expect(synthesized({ variables: LEVEL }, More).Variables).toHaveLength(2);
    class None extends MainOnlyPipeline {
      public override variables(): undefined {
        return undefined;
      }
    }
    expect(synthesized({ variables: LEVEL }, None)).not.toHaveProperty('Variables');
  });

  test.each([
    ['a text', 'LEVEL', 'returned the text "LEVEL" where a list of variables of a pipeline has to be'],
    ['a list of texts', ['LEVEL'], 'returned a list of variables with the text "LEVEL" in it'],
    ['a list with a hole', [undefined], 'returned a list of variables with nothing in it'],
    [
      'one of them twice',
      [new Variable({ variableName: 'A' }), new Variable({ variableName: 'A' })],
      'returned variable "A" twice',
    ],
  ])('are refused where the hook returns %s', (_, answer, problem) => {
    class Wrong extends MainOnlyPipeline {
      public override variables(): Variable[] {
        return answer as unknown as Variable[];
      }
    }
    expect(refusal({}, Wrong)).toContain(`Hook variables of pipeline development: ${problem}`);
  });

  test('without a default are worth a warning', () => {
    expect(warnings(development({ variables: { A: {}, ...LEVEL, B: { description: 'b' } } }))).toEqual([
      expect.stringMatching(/^A, B of the pipeline's variables have no default: .*variableWithoutDefault\]$/),
    ]);
    expect(warnings(development({ variables: LEVEL }))).toEqual([]);
  });

  test('with a default that breaks the JSON of environment variables are worth a warning', () => {
    const variables = {
      A: { default: 'say "x"' },
      B: { default: 'C:\\x' },
      C: { default: 'a\tb' },
      D: { default: "it's {a: 'ü'}" },
    };
    expect(warnings(development({ variables }))).toEqual([
      expect.stringMatching(
        /^The defaults of A, B, C have quotation marks, .* \[ack: cdk-trunkline:variableBreaksJson\]$/,
      ),
    ]);
  });

  test('more than CodePipeline may take are worth a warning', () => {
    const many = (count: number): Record<string, unknown> =>
      Object.fromEntries(Array.from({ length: count }, (_, index) => [`V${String(index)}`, { default: 'x' }]));
    expect(warnings(development({ variables: many(50) }))).toEqual([]);
    expect(warnings(development({ variables: many(51) }))).toEqual([expect.stringContaining('has 51 variables')]);
  });
});

describe('a reference', () => {
  test("reaches a step's environment through its action", () => {
    class Referring extends MainOnlyPipeline {
      public override pipelineStepOptions(_: string, context: PipelineContext): StepOptions {
        return { env: { LEVEL: context.variable('LEVEL') } };
      }

      public override approval(context: StageContext): Step {
        const comment = `Level ${context.pipeline.variable('LEVEL')}?`;
        return new ManualApprovalStep(context.stepName('Approval'), { comment });
      }

      public override beforeStages(context: PipelineContext): Step[] {
        return [new CommandsStep('Lint', { commands: [`make lint LEVEL=${context.variable('LEVEL')}`] })];
      }
    }
    const stack = development({ variables: LEVEL }, Referring);
    const pipeline = pipelineOf(stack);
    expect(variablesOf(pipeline, 'Tests/InfrastructureTests')).toEqual({ LEVEL: REFERENCE });
    expect(actionOf(pipeline, 'Dev/Approval').Configuration).toEqual({ CustomData: `Level ${REFERENCE}?` });
    expect(actionOf(pipeline, 'Tests/Lint')).toMatchObject({ Commands: [`make lint LEVEL=${REFERENCE}`] });
  });

  test('in build.environment reaches the action of every build, and leaves its project', () => {
    const stack = development({
      variables: LEVEL,
      build: { environment: { LEVEL: REFERENCE, BOTH: `${REFERENCE}-${REFERENCE}`, PLAIN: 'x', HASH: '#{' } },
    });
    const pipeline = pipelineOf(stack);
    const builds = pipeline.Stages.flatMap(({ Name, Actions }) =>
      Actions.filter((each) => each.ActionTypeId.Provider === 'CodeBuild').map((each) => `${Name}/${each.Name}`),
    );
    expect(builds).toEqual(expect.arrayContaining(['Build/Synth', 'UpdatePipeline/SelfMutate', 'Tests/LambdaTests']));
    for (const build of builds) {
      const list = JSON.stringify(actionOf(pipeline, build).Configuration?.['EnvironmentVariables']);
      expect([
        build,
        list.includes(String.raw`{\"name\":\"LEVEL\",\"type\":\"PLAINTEXT\",\"value\":\"${REFERENCE}\"}`),
      ]).toEqual([build, true]);
      expect(list).toContain(`${REFERENCE}-${REFERENCE}`);
      expect(list).not.toContain('PLAIN\\"');
    }
    for (const name of Object.keys(projectsOf(stack))) {
      const variables = projectVariables(stack, name);
      expect(variables).toMatchObject({ PLAIN: 'x', HASH: '#{' });
      expect(variables).not.toHaveProperty('LEVEL');
    }
  });

  test('of a stage reaches the builds of that stage alone', () => {
    const dev = { account: '222222222222', region: 'eu-central-1', build: { environment: { LEVEL: REFERENCE } } };
    const qa = { account: '333333333333', region: 'eu-central-1' };
    const tooling = { account: '111111111111', region: 'eu-central-1' };
    const pipeline = synthesized({ variables: LEVEL, accounts: { tooling, dev, qa }, production_branch: undefined });
    expect(variablesOf(pipeline, 'Dev/IntegrationTests')).toMatchObject({ LEVEL: REFERENCE });
    expect(actionOf(pipeline, 'Qa/IntegrationTests').Configuration).not.toHaveProperty('EnvironmentVariables');
  });

  test("in a hook's build environment reaches the action, with the type of its value; what the step says counts", () => {
    class Hooked extends MainOnlyPipeline {
      public override buildEnvironment(context: PipelineContext): BuildEnvironment {
        return {
          ...super.buildEnvironment(context),
          environmentVariables: {
            LEVEL: { value: context.variable('LEVEL') },
            TOKEN: {
              type: BuildEnvironmentVariableType.PARAMETER_STORE,
              value: `/services/${context.variable('LEVEL')}/token`,
            },
          },
        };
      }

      public override pipelineStepOptions(id: string, context: PipelineContext): StepOptions {
        return id === 'LambdaTests' ? { env: { LEVEL: `own-${context.variable('LEVEL')}` } } : {};
      }

      public override beforeStages(): Step[] {
        return [new ShellStep('Own', { commands: ['make'] })];
      }
    }
    const pipeline = synthesized({ variables: LEVEL }, Hooked);
    const list = String(actionOf(pipeline, 'Tests/Own').Configuration?.['EnvironmentVariables']);
    expect(JSON.parse(list)).toEqual([
      { name: 'LEVEL', type: 'PLAINTEXT', value: REFERENCE },
      { name: 'TOKEN', type: 'PARAMETER_STORE', value: `/services/${REFERENCE}/token` },
    ]);
    expect(variablesOf(pipeline, 'Tests/LambdaTests')).toEqual({
      LEVEL: `own-${REFERENCE}`,
      TOKEN: `/services/${REFERENCE}/token`,
    });
  });

  test('beside stack outputs, which are no text in the template, is added too', () => {
    class WithOutput extends MainOnlyPipeline {
      public override beforeStages(context: PipelineContext): Step[] {
        const step = new CodeBuildStep('Own', { commands: ['make'], env: { ARN: this.partition } });
        const env = { ARN: `${this.partition} ${context.variable('LEVEL')}` };
        return [step, new CodeBuildStep('Token', { commands: ['make'], env })];
      }
    }
    const pipeline = synthesized({ variables: LEVEL, build: { environment: { MORE: REFERENCE } } }, WithOutput);
    expect(listOf(actionOf(pipeline, 'Tests/Token').Configuration?.['EnvironmentVariables'])).toEqual([
      { name: 'ARN', type: 'PLAINTEXT', value: `aws ${REFERENCE}` },
      { name: 'MORE', type: 'PLAINTEXT', value: REFERENCE },
    ]);
  });

  test('to the commit reaches every build through its action, also where the value has more tokens', () => {
    class OfCommit extends MainOnlyPipeline {
      public override buildEnvironment(context: PipelineContext): BuildEnvironment {
        const { commitId = 'none' } = context;
        return {
          environmentVariables: { COMMIT: { value: commitId }, PLACE: { value: `${this.partition}/${commitId}` } },
        };
      }
    }
    const stack = development({}, OfCommit);
    const commit = '#{Source@acme_services.CommitId}';
    const found = pipelineOf(stack)
      .Stages.flatMap(({ Actions }) => Actions)
      .filter(({ ActionTypeId }) => ActionTypeId.Provider === 'CodeBuild')
      .map(({ Name, Configuration }) => [Name, listOf(Configuration?.['EnvironmentVariables'])] as const);
    expect(found.map(([name]) => name)).toEqual(expect.arrayContaining(['Synth', 'SelfMutate', 'LambdaTests']));
    for (const [name, list] of found) {
      expect([name, list]).toEqual([
        name,
        expect.arrayContaining([
          { name: 'COMMIT', type: 'PLAINTEXT', value: commit },
          { name: 'PLACE', type: 'PLAINTEXT', value: `aws/${commit}` },
        ]),
      ]);
    }
    for (const name of Object.keys(projectsOf(stack))) {
      expect(JSON.stringify(projectVariables(stack, name))).not.toContain('#{');
    }
  });

  test('to what nobody declares is refused, with the name that was meant', () => {
    class Mistaken extends MainOnlyPipeline {
      public override pipelineStepOptions(id: string, context: PipelineContext): StepOptions {
        return id === 'Synth' ? { env: { A: context.variable('LEVLE'), B: context.variable('LEVEL') } } : {};
      }

      public override beforeStages(): Step[] {
        return [
          new CommandsStep('Lint', { commands: ['make #{variables.OTHER} #{codepipeline.PipelineExecutionId}'] }),
        ];
      }
    }
    expect(refusal({ variables: LEVEL }, Mistaken)).toBe(
      [
        'Error: Pipeline: these references to variables cannot be resolved:',
        '  Action Build/Synth refers to variable "LEVLE", which the pipeline does not declare. Did you mean "LEVEL"?',
        '  Action Tests/Lint refers to variable "OTHER", which the pipeline does not declare. Declare it in `variables`, of ' +
          'the configuration or as a hook.',
      ].join('\n'),
    );
  });

  test('in build.environment to what nobody declares is refused, too', () => {
    expect(refusal({ build: { environment: { LEVEL: REFERENCE } } })).toContain(
      'Action Build/Synth refers to variable "LEVEL", which the pipeline does not declare.',
    );
  });

  test('to a namespace that no earlier action has is refused, with the name that was meant', () => {
    const environment = { A: '#{variable.A}', B: '#{Source@acme_servics.CommitId}' };
    class OfCommit extends MainOnlyPipeline {
      public override pipelineStepOptions(_: string, { commitId = '' }: PipelineContext): StepOptions {
        return { env: { COMMIT: commitId } };
      }
    }
    const text = refusal({ build: { environment } }, OfCommit);
    expect(text).toContain(
      'Action Build/Synth refers to namespace "Source@acme_servics", which no earlier action has. Did you mean ' +
        '"Source@acme_services"?',
    );
    expect(text).toContain(
      'Action UpdatePipeline/SelfMutate refers to namespace "variable", which no earlier action has. There are ' +
        '"Source@acme_services".',
    );
    expect(refusal({ build: { environment: { A: '#{codepipeline.PipelineExecutionId}' } } })).toBe('nothing');
  });

  test('to an output of an action that has not ended by then is refused', () => {
    class Early extends MainOnlyPipeline {
      public order = 1;

      public override beforeStages(): Step[] {
        const measure = new CodeBuildStep('Measure', { commands: ['export COVERAGE=90'] });
        const early = new CommandsStep('Early', { commands: ['true #{Tests@Measure.COVERAGE}'] });
        const later = new CodeBuildStep('Later', {
          commands: ['true'],
          env: { A: measure.exportedVariable('COVERAGE') },
        });
        if (this.order > 1) early.addStepDependency(measure);
        return [measure, early, later];
      }
    }
    expect(refusal({}, Early)).toBe(
      'Error: Pipeline: Action Tests/Early refers to namespace "Tests@Measure", which no earlier action has. Action ' +
        'Tests/Measure has it, which has not ended when it is needed.',
    );
    const stack = development({}, Early) as Early;
    stack.order = 2;
    expect(actionOf(pipelineOf(stack), 'Tests/Early')).toMatchObject({ RunOrder: 2 });
  });

  test('in what pipelineBuilt adds is checked, and so is what it declares', () => {
    class Late extends MainOnlyPipeline {
      public declares = true;

      public override pipelineBuilt(context: PipelineContext): void {
        if (this.declares) this.codePipeline.addVariable(new Variable({ variableName: 'LATE', defaultValue: 'x' }));
        const action = new ManualApprovalAction({
          actionName: 'Last',
          additionalInformation: context.variable('LATE'),
        });
        this.codePipeline.addStage({ stageName: 'Last', actions: [action] });
      }
    }
    expect(refusal({}, Late)).toBe('nothing');
    const stack = development({}, Late) as Late;
    stack.declares = false;
    expect(() => pipelineOf(stack)).toThrow('Action Last/Last refers to variable "LATE"');
  });

  test("in a build's commands is refused, as nobody resolves it there", () => {
    class InCommands extends MainOnlyPipeline {
      public override infrastructureTestCommands(context: PipelineContext): string[] {
        return [`make test LEVEL=${context.variable('LEVEL')}`];
      }
    }
    expect(refusal({ variables: LEVEL }, InCommands)).toMatch(
      /^Error: Pipeline: The commands of build services-development-Tests-InfrastructureTests refer to variable "LEVEL", which CodePipeline does not resolve there\. Give it to the step as an environment variable/,
    );
  });

  test("to a commit in a build's commands is refused, too, and what is none stays", () => {
    class InCommands extends MainOnlyPipeline {
      public override infrastructureTestCommands({ commitId = '' }: PipelineContext): string[] {
        return [`make test COMMIT=${commitId}`, 'ruby -e \'puts "#{user.name}"\''];
      }
    }
    expect(refusal({}, InCommands)).toMatch(
      /^Error: Pipeline: The commands of build \S+-InfrastructureTests refer to variable "Source@acme_services\.CommitId", which/,
    );
  });

  test("in what is delivered is nobody else's business", () => {
    class Delivering extends MainOnlyPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        const stage = super.appStage(scope, context);
        new Project(new Stack(stage, 'Builds'), 'Project', {
          buildSpec: BuildSpec.fromObject({ version: '0.2', phases: { build: { commands: [`make ${REFERENCE}`] } } }),
          environmentVariables: { OWN: { value: REFERENCE } },
        });
        return stage;
      }
    }
    const stack = development({}, Delivering);
    const delivered = JSON.stringify(everyStack((stack.node.root as App).synth()));
    expect(delivered).toContain(`"Name":"OWN","Type":"PLAINTEXT","Value":"${REFERENCE}"`);
  });
});

/** A list of variables whose JSON may be a `Fn::Join` of texts and references to the partition. */
function listOf(json: unknown): unknown {
  if (typeof json === 'string') return JSON.parse(json);
  const [separator, parts] = (json as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  expect(separator).toBe('');
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'aws')).join(''));
}
