// What CodePipeline demands of actions that run shell commands without a project.
import { type Action, actionTypeKey, type Pipeline } from '../model/pipeline.js';
import { actionsOf, type PipelineRule, place } from './pipeline-places.js';

const COMMANDS = 'Compute/AWS/Commands/1';

/** The rules about `Commands` actions. Source: CodePipeline User Guide, Commands action reference; API, ActionDeclaration. */
export const commandsRules: readonly PipelineRule[] = [ofCommandsActions];

function ofCommandsActions(pipeline: Pipeline): string[] {
  return actionsOf(pipeline.stages)
    .filter(([, action]) => actionTypeKey(action.actionTypeId) === COMMANDS)
    .flatMap(([stage, action]) =>
      [...lines(action), ...exported(action), ...outputFiles(action), ...inPlace(action, pipeline)].map(
        (trouble) => `${place(stage, action)} ${trouble}`,
      ),
    );
}

function lines({ commands = [] }: Action): string[] {
  return [
    ...(commands.length >= 1 && commands.length <= 50
      ? []
      : [`has ${commands.length} commands; a Commands action has 1 to 50`]),
    ...commands.flatMap((command, index) => {
      const named = `has command ${index + 1}`;
      if (command.trim() === '') return [`${named} empty`];
      if (/[\r\n]/.test(command)) return [`${named} on several lines; each command of a Commands action is one line`];
      return command.length > 1000 ? [`${named} of ${command.length} characters; it may have 1000`] : [];
    }),
  ];
}

function exported({ outputVariables }: Action): string[] {
  if (outputVariables === undefined || (outputVariables.length >= 1 && outputVariables.length <= 15)) return [];
  return [`has ${outputVariables.length} output variables; where it has any, it has 1 to 15`];
}

function outputFiles({ outputArtifacts }: Action): string[] {
  return outputArtifacts
    .filter(({ files }) => files !== undefined && (files.length < 1 || files.length > 10))
    .map(({ name, files = [] }) => `names ${files.length} files for its output ${name}; it names 1 to 10`);
}

/** It runs on the pipeline's own behalf: another account or region is refused. */
function inPlace(action: Action, { declaredAt, pipelineType }: Pipeline): string[] {
  const { account, region } = declaredAt.environment;
  const ofRole = action.roleArn?.split(':')[4];
  return [
    ...(pipelineType === 'V2' ? [] : ['is a Commands action, which only pipelines of type V2 may have']),
    ...(action.region === undefined || action.region === region
      ? []
      : [`runs in ${action.region}; a Commands action runs in the pipeline's own region`]),
    ...(ofRole === undefined || ofRole === '' || ofRole === account
      ? []
      : [`has a role of account ${ofRole}; a Commands action runs in the pipeline's own account`]),
  ];
}
