// The front door: rehearses the pipelines of a cloud assembly and reports what became of every action.
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { PIPELINE_TYPE, pipelineStacks } from '../assembly/pipeline-stacks.js';
import { readAssembly } from '../assembly/read.js';
import type { Twin } from '../cloudformation/twin.js';
import type { StackArtifact } from '../model/assembly.js';
import { TrunklineError } from '../model/errors.js';
import type { PipelineExecution } from '../model/execution.js';
import type { Host } from '../model/host.js';
import type { Pipeline } from '../model/pipeline.js';
import type { Report } from '../model/report.js';
import { deployedPipeline, deployPipelineStack, deployToolchainStacks, pipelineOf } from './deploy-pipeline.js';
import { executePipeline, refusedExecution } from './execute-pipeline.js';
import { matchesPattern, type NotRehearsedDeclaration, unmatchedDeclarations } from './plan.js';
import { openRun, type RehearsalSettings, type Run } from './run.js';
import { checkStart, outlineOf, type StartChoices, type StartingPipeline } from './start.js';

/** What to rehearse, and how. */
export interface RehearsalRequest extends RehearsalSettings, StartChoices {
  /** The cloud assembly's folder, relative to the project or absolute. */
  readonly app: string;
  /** Names or patterns of pipelines or of their stacks; all where it is empty. */
  readonly pipelines: readonly string[];
  readonly notRehearsed: readonly NotRehearsedDeclaration[];
  /** Deploys the pipelines of the assembly in the twin first, also those that it knows. */
  readonly deploy: boolean;
}

/**
 * Rehearses pipelines one after the other; when one fails, the others still run.
 * @throws TrunklineError for wrong input, before anything is written
 */
export async function rehearse(request: RehearsalRequest, host: Host): Promise<Report> {
  const assembly = await readAssembly(resolve(request.project, request.app));
  const stacks = choosePipelines(pipelineStacks(assembly, request.app), request);
  const startNotes: string[] = [];
  const run = await openRun(request, host, (twin) => {
    startNotes.push(...checkStart(startingPipelines(stacks, twin, request.deploy), request));
  });
  try {
    const note = (message: string): void => host.notify({ kind: 'note', message });
    [...assembly.warnings, ...startNotes].forEach(note);
    for (const text of await deployToolchainStacks(assembly, run.context.twin)) note(text);
    const executions: PipelineExecution[] = [];
    const pipelines: Pipeline[] = [];
    for (const stack of stacks) {
      if (request.signal.aborted) break;
      try {
        const pipeline = await runningPipeline(stack, run, request.deploy);
        pipelines.push(pipeline);
        const { notRehearsed } = request;
        executions.push(...(await executePipeline({ run, stack, pipeline, notRehearsed, choices: request })));
      } catch (error) {
        // The other pipelines still run.
        if (!(error instanceof TrunklineError)) throw error;
        executions.push(refusedExecution(stack.displayName, error));
      }
      if (executions.at(-1)?.status === 'Failed' && differs(stack, run)) {
        note(
          `${stack.displayName}: the pipeline that ran is the one deployed in the twin; ${request.app} holds another. ` +
            "'trunkline rehearse --deploy' deploys it first, as 'cdk deploy' would.",
        );
      }
    }
    if (pipelines.length === stacks.length) {
      for (const declaration of unmatchedDeclarations(pipelines, request.notRehearsed)) {
        note(`.trunklinerc.json: no action of these pipelines matches ${JSON.stringify(declaration)}`);
      }
    }
    return await run.report(executions);
  } finally {
    await run.close();
  }
}

/** The pipeline as it is deployed; one that the twin does not know yet, or that shall be, is deployed first. */
async function runningPipeline(stack: StackArtifact, run: Run, deploy: boolean): Promise<Pipeline> {
  const { twin, host } = run.context;
  const deployed = deploy ? undefined : deployedPipeline(stack, twin);
  if (deployed) return deployed;
  const operation = await deployPipelineStack(stack, twin);
  host.notify({ kind: 'note', message: `${stack.displayName}: deployed in the twin, as 'cdk deploy' would` });
  if (!operation.stack) throw new TrunklineError('PipelineNotFound', `Stack ${stack.displayName} was not deployed.`);
  return pipelineOf(operation.stack);
}

/** Whether the assembly's pipeline stack is another than the deployed one. */
function differs(stack: StackArtifact, run: Run): boolean {
  const deployed = run.context.twin.describeStack(stack.environment, stack.stackName);
  return deployed !== undefined && !isDeepStrictEqual(deployed.template, stack.template);
}

/** The pipelines as {@link runningPipeline} will find them, and as the assembly has them. */
function startingPipelines(stacks: readonly StackArtifact[], twin: Twin, deploy: boolean): StartingPipeline[] {
  return stacks.map((stack) => {
    const declared = Object.values(stack.template.Resources).find(({ Type }) => Type === PIPELINE_TYPE);
    const present = deploy ? undefined : twin.describeStack(stack.environment, stack.stackName);
    const deployed = Object.values(present?.resources ?? {}).find(({ type }) => type === PIPELINE_TYPE);
    const [name = stack.displayName] = namesOf(stack);
    const updated = outlineOf(name, declared?.Properties);
    return { starting: deployed ? outlineOf(name, deployed.properties) : updated, updated };
  });
}

function choosePipelines(declaring: readonly StackArtifact[], request: RehearsalRequest): readonly StackArtifact[] {
  if (request.pipelines.length === 0) return declaring;
  const known = declaring.map((stack) => namesOf(stack).join(' or '));
  const unknown = request.pipelines.filter((pattern) => !declaring.some((stack) => isNamed(stack, pattern)));
  if (unknown.length > 0) {
    throw new TrunklineError('PipelineNotFound', `No pipeline is called ${unknown.join(', ')}. There are:`, known);
  }
  return declaring.filter((stack) => request.pipelines.some((pattern) => isNamed(stack, pattern)));
}

function isNamed(stack: StackArtifact, pattern: string): boolean {
  return namesOf(stack).some((name) => matchesPattern(pattern, name));
}

/** What a user may call a pipeline: its own name where the template gives it one, and its stack's. */
function namesOf(stack: StackArtifact): string[] {
  const pipelineNames = Object.values(stack.template.Resources)
    .filter((resource) => resource.Type === 'AWS::CodePipeline::Pipeline')
    .map((resource) => resource.Properties?.Name)
    .filter((name) => typeof name === 'string');
  return [...new Set([...pipelineNames, stack.stackName, stack.displayName])];
}
