// Runs an action's commands in the sandbox, once there is a free place among the builds.
import type { Buildspec } from '../../model/buildspec.js';
import type { ActionOutcome } from '../../model/execution.js';
import type { EnvironmentVariable, Project } from '../../model/project.js';
import type { ActionContext } from '../action-context.js';
import type { ArtifactFolder } from '../build/request.js';
import { runBuild } from '../build/run-build.js';

/** What an action wants to have built. */
export interface SandboxedBuild {
  readonly project: Project;
  readonly buildspec: Buildspec;
  readonly primary: ArtifactFolder;
  readonly secondary: readonly ArtifactFolder[];
  /** The action's own variables. */
  readonly environmentVariables: readonly EnvironmentVariable[];
}

/** Performs the build for real and says what became of it. */
export async function runInSandbox(context: ActionContext, wanted: SandboxedBuild): Promise<ActionOutcome> {
  const release = await context.run.buildSlot();
  try {
    return await build(context, wanted);
  } finally {
    release();
  }
}

async function build(context: ActionContext, wanted: SandboxedBuild): Promise<ActionOutcome> {
  const { run, pipeline, action, log } = context;
  const { project, buildspec } = wanted;
  if (run.signal.aborted) return { status: 'Abandoned', reason: 'the rehearsal was interrupted' };
  const numbers = run.numberBuild(project.name);
  const result = await runBuild({
    project,
    buildspec,
    pipelineName: pipeline.name,
    executionId: context.executionId,
    actionName: action.name,
    buildNumber: numbers.ofProject,
    environmentVariables: wanted.environmentVariables,
    primarySource: wanted.primary,
    secondarySources: wanted.secondary,
    outputArtifacts: action.outputArtifacts.map(({ name }) => ({ name, directory: context.outputFolder(name) })),
    ...(context.sourceVersion ? { sourceVersion: context.sourceVersion } : {}),
    workspace: run.workspace(numbers.ofRun),
    cacheFolder: run.folder.cache,
    logPath: log.path,
    secrets: run.secrets,
    machine: run.machine,
    processes: run.processes,
    signal: run.signal,
  });
  if (result.status === 'STOPPED') return { status: 'Abandoned', reason: 'the rehearsal was interrupted' };
  if (result.status === 'SUCCEEDED') {
    return { status: 'Succeeded', performedBy: 'real', variables: result.exportedVariables };
  }
  const failure = result.failure ?? { message: `The build of project ${project.name} ended as ${result.status}.` };
  const workspace = result.keptWorkspace ? { workspace: result.keptWorkspace } : {};
  return { status: 'Failed', performedBy: 'real', failure: { ...failure, ...workspace } };
}
