// What an action runner is, and what it is given.
import type { Twin } from '../cloudformation/twin.js';
import type { Environment } from '../model/environment.js';
import type { ActionOutcome } from '../model/execution.js';
import type { Host } from '../model/host.js';
import type { Action, Pipeline } from '../model/pipeline.js';
import type { EnvironmentVariable } from '../model/project.js';
import type { ActionLog } from './action-log.js';
import type { BuildNumbers } from './build-numbers.js';
import type { MachineSettings } from './build/machine-settings.js';
import type { ProcessRegistry } from '../process/process-registry.js';
import type { RunFolder } from './run-folder.js';
import type { SourceTaker } from './source-taker.js';

/** What all actions of a run share. */
export interface RunContext {
  readonly folder: RunFolder;
  /** The workspace of a build, by its number in the run. */
  readonly workspace: (build: number) => string;
  readonly host: Host;
  readonly twin: Twin;
  readonly source: SourceTaker;
  readonly processes: ProcessRegistry;
  readonly machine: MachineSettings;
  /** Values for `parameter-store` and `secrets-manager` references, from `.trunkline.env`. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Whether `--yes` approves what nobody answers. */
  readonly approve: boolean;
  readonly numberBuild: (projectName: string) => BuildNumbers;
  /** Waits for a free place among the builds that may run at once; call the result when done. */
  readonly buildSlot: () => Promise<() => void>;
  readonly signal: AbortSignal;
}

/** What a runner knows of the action that it performs. */
export interface ActionContext {
  readonly run: RunContext;
  readonly pipeline: Pipeline;
  readonly stageName: string;
  readonly action: Action;
  /** The action's configuration, every variable resolved. */
  readonly configuration: Readonly<Record<string, string>>;
  /** The lines of a `Commands` action, every variable resolved; empty for every other. */
  readonly commands: readonly string[];
  /** The variables of a `Commands` action, every reference resolved; empty for every other. */
  readonly environmentVariables: readonly EnvironmentVariable[];
  readonly executionId: string;
  /** The execution's folder name below logs/ and artifacts/. */
  readonly executionFolder: string;
  /** The commit that the execution's first source action yielded, once it has. */
  readonly sourceVersion: string | undefined;
  /** Input artifacts by name: absolute folders, never to be written to. */
  readonly inputs: ReadonlyMap<string, string>;
  readonly log: ActionLog;
  /** True when this pipeline has updated itself in this rehearsal already. */
  readonly restarted: boolean;
  /** The absolute folder for an output artifact. */
  outputFolder(artifactName: string): string;
  /** Says where an output artifact is, when it is not {@link outputFolder}. */
  provideOutput(artifactName: string, folder: string): void;
}

/** Performs one type of action. Throws TrunklineError where the action's declaration or inputs are wrong. */
export type ActionRunner = (context: ActionContext) => Promise<ActionOutcome>;

/** The account and region in which an action acts: its role's account, else the pipeline's. */
export function actionEnvironment(context: ActionContext): Environment {
  const roleArn = context.configuration.RoleArn ?? context.action.roleArn;
  const { account, region } = context.pipeline.declaredAt.environment;
  return { account: accountOfArn(roleArn) ?? account, region: context.action.region ?? region };
}

function accountOfArn(arn: string | undefined): string | undefined {
  return arn?.split(':')[4] || undefined;
}
