// A step that runs a few short commands without a CodeBuild project of its own.
import { CommandsAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import type { IStage } from 'aws-cdk-lib/aws-codepipeline';
import { ArnPrincipal, Role, type IRole } from 'aws-cdk-lib/aws-iam';
import {
  Step,
  type CodePipeline,
  type CodePipelineActionFactoryResult,
  type ICodePipelineActionFactory,
  type IFileSetProducer,
  type ProduceActionOptions,
} from 'aws-cdk-lib/pipelines';
import { commandProblem, MOST_COMMANDS } from '../config/command-limits';

/** Properties of a `CommandsStep`. */
export interface CommandsStepProps {
  /** The commands: 1 to 50, of one line and 1000 characters each. */
  readonly commands: string[];

  /**
   * What the commands run in.
   *
   * @default - the pipeline's source
   */
  readonly input?: IFileSetProducer;

  /**
   * The role that the action runs with, and the commands too. The pipeline's role has to be able to assume it.
   *
   * @default - one for all steps of this kind in the pipeline, which may read the artifacts and write the logs
   */
  readonly role?: IRole;
}

/**
 * A step that becomes a `Commands` action of CodePipeline: no project, and so nothing to pay for or to clean up, but one
 * size and image, no cache, no VPC, no reports, and 55 minutes at most. It needs a pipeline of type V2, which
 * `GenericPipelineStack` makes unless the configuration's `pipeline_type` says otherwise. Source: CodePipeline User Guide, Commands action reference.
 *
 * By itself the action would run with the pipeline's role, and so would the commands: that role may assume every stage's
 * deploy role. So all these steps of a pipeline share a role of their own, which may do next to nothing.
 */
export class CommandsStep extends Step implements ICodePipelineActionFactory {
  readonly #commands: readonly string[];
  readonly #input: IFileSetProducer | undefined;
  readonly #role: IRole | undefined;

  /**
   * @param id the step's name
   * @param props what it runs
   * @throws where a command is one that the action cannot run
   */
  public constructor(id: string, props: CommandsStepProps) {
    super(id);
    const mistakes = mistakesOf(props.commands);
    if (mistakes.length > 0) {
      throw new Error(
        `Step ${id} cannot be a Commands action: ${mistakes.join('; ')}. Move the commands to a script of the ` +
          'repository and run that, or use a CodeBuildStep.',
      );
    }
    this.#commands = [...props.commands];
    this.#input = props.input;
    this.#role = props.role;
    if (props.input?.primaryOutput !== undefined) this.addDependencyFileSet(props.input.primaryOutput);
  }

  /** Called by CDK Pipelines: adds the action. */
  public produceAction(stage: IStage, options: ProduceActionOptions): CodePipelineActionFactoryResult {
    const own = this.#input?.primaryOutput;
    const input = own === undefined ? options.fallbackArtifact : options.artifacts.toCodePipeline(own);
    if (input === undefined) {
      throw new Error(
        `Step ${this.id} has no input, and the pipeline no source to take its place. Give it an "input".`,
      );
    }
    stage.addAction(
      new CommandsAction({
        actionName: options.actionName,
        runOrder: options.runOrder,
        input,
        commands: [...this.#commands],
        role: this.#role ?? sharedRole(options.pipeline),
        ...(options.variablesNamespace === undefined ? {} : { variablesNamespace: options.variablesNamespace }),
      }),
    );
    return { runOrdersConsumed: 1 };
  }
}

/** Whether commands are such as a `Commands` action can run. */
export function runsAsCommands(commands: readonly string[]): boolean {
  return mistakesOf(commands).length === 0;
}

function mistakesOf(commands: readonly string[]): string[] {
  const mistakes: string[] = [];
  if (commands.length === 0) mistakes.push('it has no commands');
  if (commands.length > MOST_COMMANDS) {
    mistakes.push(`it has ${String(commands.length)} commands, and may have ${String(MOST_COMMANDS)}`);
  }
  commands.forEach((command, index) => {
    const problem = commandProblem(command);
    if (problem !== undefined) mistakes.push(`command ${String(index + 1)} ${problem}`);
  });
  return mistakes;
}

/** The pipeline's role alone may assume it; the actions add what they need, which is the same for each. */
function sharedRole({ pipeline }: CodePipeline): IRole {
  const existing = pipeline.node.tryFindChild('CommandsRole') as Role | undefined;
  return existing ?? new Role(pipeline, 'CommandsRole', { assumedBy: new ArnPrincipal(pipeline.role.roleArn) });
}
