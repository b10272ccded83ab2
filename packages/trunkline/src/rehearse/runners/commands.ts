// Commands actions: the action's own lines, for real, in the sandbox of builds.
import type { Buildspec } from '../../model/buildspec.js';
import { TrunklineError } from '../../model/errors.js';
import type { Project } from '../../model/project.js';
import type { ActionContext, ActionRunner } from '../action-context.js';
import { performRecognized } from './recognized.js';
import { runInSandbox } from './sandboxed-build.js';

/** Minutes that the commands may take; it cannot be set. Source: CodePipeline User Guide, Commands action reference. */
const TIMEOUT = 55;

/**
 * One shell for all lines, ended by the first that fails; the variables that the action names are read at the end.
 * Source: CodePipeline User Guide, Commands action reference.
 */
export const commandsAction: ActionRunner = async (context) => {
  const { configuration, commands, environmentVariables } = context;
  const environmentType = configuration.EnvironmentType ?? 'LINUX_CONTAINER';
  if (environmentType !== 'LINUX_CONTAINER') {
    return { status: 'NotRehearsed', reason: `commands in a ${environmentType} are not rehearsed` };
  }
  // unsure: which of several inputs the commands start in; the first that is listed.
  const [primary, ...secondary] = [...context.inputs].map(([name, directory]) => ({ name, directory }));
  if (!primary) {
    throw new TrunklineError('PipelineInvalid', `Action ${context.action.name} has no input artifact to start in.`);
  }
  const recognized = await performRecognized(context, primary.directory, commands);
  if (recognized) return recognized;
  return runInSandbox(context, {
    project: projectOf(context),
    buildspec: buildspecOf(context),
    primary,
    secondary,
    environmentVariables,
  });
};

/** What stands for the project, of which the user has none. unsure: its name and its image. */
function projectOf({ pipeline, stageName, action, configuration }: ActionContext): Project {
  return {
    name: `${pipeline.name}-${stageName}-${action.name}`,
    declaredAt: pipeline.declaredAt,
    image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0',
    computeType: configuration.ComputeType ?? 'BUILD_GENERAL1_SMALL',
    privilegedMode: false,
    environmentVariables: [],
    cache: { type: 'NO_CACHE' },
    timeoutInMinutes: TIMEOUT,
    serviceRole: action.roleArn ?? pipeline.roleArn,
  };
}

function buildspecOf({ action, commands }: ActionContext): Buildspec {
  // unsure: what an output without files holds; here it is everything.
  const files = action.outputArtifacts[0]?.files ?? ['**/*'];
  return {
    version: '0.2',
    shell: 'sh',
    variables: {},
    parameterStore: {},
    secretsManager: {},
    exportedVariables: action.outputVariables ?? [],
    phases: { build: { commands, finally: [] } },
    artifacts: { files, excludePaths: [], discardPaths: false, enableSymlinks: false },
    secondaryArtifacts: {},
    ignored: [],
  };
}
