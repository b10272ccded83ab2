// What a start of an execution is given: values of the pipeline's variables, and transitions that are enabled for it.
import { TrunklineError } from '../model/errors.js';
import type { Pipeline } from '../model/pipeline.js';

/** What the user gives. */
export interface StartChoices {
  /** Values of pipeline variables, by name. Source: API reference, StartPipelineExecution. */
  readonly variables: Readonly<Record<string, string>>;
  /** Names of stages whose disabled inbound transition lets executions in. */
  readonly enabledTransitions: readonly string[];
}

/** What of a pipeline's properties a start is checked against. */
export interface PipelineOutline {
  readonly name: string;
  readonly stages: readonly string[];
  /** Stages with a disabled inbound transition. */
  readonly disabled: readonly string[];
  /** Whether a variable has a default, by its name. */
  readonly variables: ReadonlyMap<string, boolean>;
}

/** One pipeline of a rehearsal. */
export interface StartingPipeline {
  /** The pipeline that starts. */
  readonly starting: PipelineOutline;
  /** What its own update may make of it. */
  readonly updated: PipelineOutline;
}

/**
 * Reads a pipeline's properties, of a template or of a deployed resource. What is no literal is left out: it is known
 * once the pipeline is deployed in the twin.
 */
export function outlineOf(name: string, properties: unknown): PipelineOutline {
  const disabled = listOf(properties, 'DisableInboundStageTransitions').flatMap((each) => textOf(each, 'StageName'));
  return {
    name,
    stages: listOf(properties, 'Stages').flatMap((stage) => textOf(stage, 'Name')),
    disabled,
    variables: new Map(
      listOf(properties, 'Variables').flatMap((variable) =>
        textOf(variable, 'Name').map((key) => [key, valueOf(variable, 'DefaultValue') !== undefined] as const),
      ),
    ),
  };
}

/**
 * Checks the choices against all pipelines of the rehearsal.
 * @returns notes about what is right, and yet has no effect
 * @throws TrunklineError UsageInvalid with every mistake, and the names that there are
 */
export function checkStart(pipelines: readonly StartingPipeline[], choices: StartChoices): string[] {
  const stages = new Set(pipelines.flatMap(({ starting, updated }) => [...starting.stages, ...updated.stages]));
  const disabled = new Set(pipelines.flatMap(({ starting, updated }) => [...starting.disabled, ...updated.disabled]));
  const variables = new Set(
    pipelines.flatMap(({ starting, updated }) => [...starting.variables.keys(), ...updated.variables.keys()]),
  );
  const mistakes = [
    ...choices.enabledTransitions
      .filter((name) => !stages.has(name))
      .flatMap((name) => [`--enable-transition ${name}: no pipeline has such a stage. There are:`, ...list(stagesOf)]),
    ...Object.keys(choices.variables)
      .filter((name) => !variables.has(name))
      .flatMap((name) => [`--variable ${name}: no pipeline has such a variable. There are:`, ...list(variablesOf)]),
    ...Object.entries(choices.variables)
      .filter(([name, value]) => variables.has(name) && !VALUE.test(value))
      .map(([name]) => `--variable ${name}: a value has 1 to 1000 characters`),
    ...pipelines.flatMap(({ starting }) =>
      missingVariables(starting.variables, choices).map((name) => describeMissing(starting.name, name)),
    ),
  ];
  if (mistakes.length > 0) throw new TrunklineError('UsageInvalid', 'The rehearsal cannot start like this:', mistakes);
  return choices.enabledTransitions
    .filter((name) => !disabled.has(name))
    .map((name) => `--enable-transition ${name}: the transition into stage ${name} is not disabled`);

  function list(describe: (outline: PipelineOutline) => readonly string[]): string[] {
    return pipelines.map(({ starting }) => {
      const names = describe(starting);
      return `  ${starting.name}: ${names.length > 0 ? names.join(', ') : '(none)'}`;
    });
  }
}

/**
 * The values of a pipeline's variables: those that were given, and the defaults.
 * @throws TrunklineError UsageInvalid where one has neither, as CodePipeline refuses such a start (unsure: its wording)
 */
export function variablesOfExecution(pipeline: Pipeline, choices: StartChoices): Record<string, string> {
  const names = Object.entries(pipeline.variables).map(([name, value]) => [name, value !== undefined] as const);
  const missing = missingVariables(new Map(names), choices);
  if (missing.length > 0) {
    const details = missing.map((name) => describeMissing(pipeline.name, name));
    throw new TrunklineError('UsageInvalid', `Pipeline ${pipeline.name} cannot start:`, details);
  }
  return Object.fromEntries(
    Object.entries(pipeline.variables).map(([name, value]) => [name, given(choices, name) ?? value ?? '']),
  );
}

/** Source: API reference, PipelineVariable. */
const VALUE = /^.{1,1000}$/su;

function missingVariables(variables: ReadonlyMap<string, boolean>, choices: StartChoices): string[] {
  return [...variables]
    .filter(([name, hasDefault]) => !hasDefault && given(choices, name) === undefined)
    .map(([name]) => name);
}

function describeMissing(pipelineName: string, name: string): string {
  return `variable ${name} of pipeline ${pipelineName} has no default; give its value with --variable ${name}=VALUE`;
}

function given({ variables }: StartChoices, name: string): string | undefined {
  return Object.hasOwn(variables, name) ? variables[name] : undefined;
}

function stagesOf({ stages, disabled }: PipelineOutline): string[] {
  return stages.map((stage) => (disabled.includes(stage) ? `${stage} (disabled)` : stage));
}

function variablesOf({ variables }: PipelineOutline): string[] {
  return [...variables.keys()];
}

function valueOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function listOf(value: unknown, key: string): unknown[] {
  const list = valueOf(value, key);
  return Array.isArray(list) ? list : [];
}

function textOf(value: unknown, key: string): string[] {
  const text = valueOf(value, key);
  return typeof text === 'string' ? [text] : [];
}
