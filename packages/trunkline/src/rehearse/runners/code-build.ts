// CodeBuild actions: the build's commands, for real; CDK Pipelines' own builds are recognized and go to the twin.
import { z } from 'zod';
import { projectFromResource } from '../../assembly/project-from-resource.js';
import type { Buildspec } from '../../model/buildspec.js';
import { formatEnvironment } from '../../model/environment.js';
import { TrunklineError } from '../../model/errors.js';
import type { ActionOutcome } from '../../model/execution.js';
import type { EnvironmentVariable, Project } from '../../model/project.js';
import { type ActionContext, actionEnvironment, type ActionRunner } from '../action-context.js';
import { recognizeAssetPublishing, recognizeSelfUpdate } from '../assets/recognition.js';
import { loadBuildspec } from '../build/load-buildspec.js';
import type { ArtifactFolder } from '../build/request.js';
import { runBuild } from '../build/run-build.js';
import { publishAssetsAction } from './publish-assets.js';
import { selfUpdateAction } from './self-update.js';

/** Build and test actions alike. Source: CodePipeline User Guide, CodeBuild action reference. */
export const codeBuildAction: ActionRunner = async (context) => {
  const project = findProject(context);
  const sources = sourcesOf(context);
  if (context.configuration.BatchEnabled === 'true') {
    return { status: 'NotRehearsed', reason: 'batch builds are not rehearsed' };
  }
  const buildspec = await loadBuildspec(project, sources.primary.directory);
  const commands = Object.values(buildspec.phases).flatMap((phase) => phase.commands);
  const selfUpdate = recognizeSelfUpdate(commands);
  if (selfUpdate) return selfUpdateAction(context, sources.primary.directory, selfUpdate);
  const assets = recognizeAssetPublishing(commands);
  if (assets) return publishAssetsAction(context, sources.primary.directory, assets);
  const release = await context.run.buildSlot();
  try {
    return await build(context, project, buildspec, sources);
  } finally {
    release();
  }
};

interface Sources {
  readonly primary: ArtifactFolder;
  readonly secondary: readonly ArtifactFolder[];
}

async function build(
  context: ActionContext,
  project: Project,
  buildspec: Buildspec,
  sources: Sources,
): Promise<ActionOutcome> {
  const { run, pipeline, action, log } = context;
  if (run.signal.aborted) return { status: 'Abandoned', reason: 'the rehearsal was interrupted' };
  const numbers = run.numberBuild(project.name);
  const result = await runBuild({
    project,
    buildspec,
    pipelineName: pipeline.name,
    executionId: context.executionId,
    actionName: action.name,
    buildNumber: numbers.ofProject,
    environmentVariables: environmentVariablesOf(context),
    primarySource: sources.primary,
    secondarySources: sources.secondary,
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

/** The project as it is deployed now, which a self-update of this very execution may have changed. */
function findProject(context: ActionContext): Project {
  const name = context.configuration.ProjectName;
  const { account } = context.pipeline.declaredAt.environment;
  const environment = { account, region: actionEnvironment(context).region };
  for (const stack of context.run.twin.listStacks()) {
    if (formatEnvironment(stack.environment) !== formatEnvironment(environment)) continue;
    const resource = Object.values(stack.resources).find(
      ({ type, physicalId }) => type === 'AWS::CodeBuild::Project' && physicalId === name,
    );
    if (resource) return projectFromResource(resource, stack);
  }
  throw new TrunklineError(
    'PipelineInvalid',
    `Action ${context.action.name} builds project ${name ?? '(none named)'}, which no stack in ` +
      `${formatEnvironment(environment)} of the twin declares.`,
  );
}

function sourcesOf(context: ActionContext): Sources {
  const folders = [...context.inputs].map(([name, directory]) => ({ name, directory }));
  const primaryName = context.configuration.PrimarySource ?? (folders.length === 1 ? folders[0]?.name : undefined);
  const primary = folders.find(({ name }) => name === primaryName);
  if (primary) return { primary, secondary: folders.filter((folder) => folder !== primary) };
  throw new TrunklineError(
    'PipelineInvalid',
    `Action ${context.action.name} has ${folders.length} input artifacts, and PrimarySource ` +
      (primaryName ? `names ${primaryName}, which is none of them.` : 'does not say which one is the primary source.'),
  );
}

const variablesSchema = z.array(
  z.object({
    name: z.string(),
    value: z.string(),
    type: z.enum(['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER']).default('PLAINTEXT'),
  }),
);

function environmentVariablesOf(context: ActionContext): EnvironmentVariable[] {
  const text = context.configuration.EnvironmentVariables ?? '[]';
  try {
    return variablesSchema.parse(JSON.parse(text));
  } catch {
    throw new TrunklineError(
      'PipelineInvalid',
      `EnvironmentVariables of action ${context.action.name} is no JSON list of name, value and type: ${text}`,
    );
  }
}
