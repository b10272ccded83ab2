// CodeBuild actions: the build's commands, for real; CDK Pipelines' own builds are recognized and go to the twin.
import { z } from 'zod';
import { projectFromResource } from '../../assembly/project-from-resource.js';
import { formatEnvironment } from '../../model/environment.js';
import { TrunklineError } from '../../model/errors.js';
import type { EnvironmentVariable, Project } from '../../model/project.js';
import { type ActionContext, actionEnvironment, type ActionRunner } from '../action-context.js';
import { loadBuildspec } from '../build/load-buildspec.js';
import type { ArtifactFolder } from '../build/request.js';
import { performRecognized } from './recognized.js';
import { runInSandbox } from './sandboxed-build.js';

/** Build and test actions alike. Source: CodePipeline User Guide, CodeBuild action reference. */
export const codeBuildAction: ActionRunner = async (context) => {
  const project = findProject(context);
  const sources = sourcesOf(context);
  if (context.configuration.BatchEnabled === 'true') {
    return { status: 'NotRehearsed', reason: 'batch builds are not rehearsed' };
  }
  const buildspec = await loadBuildspec(project, sources.primary.directory);
  const commands = Object.values(buildspec.phases).flatMap((phase) => phase.commands);
  const recognized = await performRecognized(context, sources.primary.directory, commands);
  if (recognized) return recognized;
  return runInSandbox(context, {
    project,
    buildspec,
    ...sources,
    environmentVariables: environmentVariablesOf(context),
  });
};

interface Sources {
  readonly primary: ArtifactFolder;
  readonly secondary: readonly ArtifactFolder[];
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
