// Recognizes CDK Pipelines' own builds by their commands: publishing of assets, and the pipeline's self-update.
import { isAbsolute } from 'node:path';
import { commandsPublishedInParallel } from './parallel-publishing.js';

/** One asset that a command publishes to one destination. */
export interface AssetSelection {
  /** Path of the asset manifest, relative to the assembly's root. */
  readonly manifestPath: string;
  readonly assetId: string;
  readonly destinationId: string;
}

/** What a self-update deploys. */
export interface SelfUpdate {
  /** The folder of the assembly, relative to the input artifact; `.` but for a pipeline inside a CDK stage. */
  readonly assemblyPath: string;
  /** The stack's construct path, such as `ServicesPipeline`. */
  readonly stackSelector: string;
}

// Sources: aws-cdk-lib 2.276.0, pipelines: CodePipeline.publishAssetsAction, CodePipeline.selfMutateAction and
// dockerCredentialsInstallCommands. Matched as a whole, so that a command with anything more to it runs for real.
const PUBLISH = /^(?:npx )?cdk-assets --path "([^"]+)" (?:--verbose )?publish "([^":]+):([^":]+)"$/;
const SELF_UPDATE =
  /^(?:npx )?cdk -a ([^\s"'`$;&|<>()]+) deploy ([^\s"'`$;&|<>()]+) --require-approval=never(?: --verbose)?$/;

const INSTALL_CDK_ASSETS = /^npm install -g cdk-assets(?:@[^\s;&|<>$`]+)?$/;
const INSTALL_CDK = /^npm install -g aws-cdk(?:@[^\s;&|<>$`]+)?$/;
const DOCKER_CREDENTIALS = [/^mkdir \$HOME\/\.cdk$/, /^echo '[^']*' > \$HOME\/\.cdk\/cdk-docker-creds\.json$/];

/**
 * What a build publishes, where all its commands are CDK Pipelines' own publishing commands, one asset or many, or those
 * by which cdk-trunkline runs them in parallel; the commands that CDK Pipelines writes to prepare for them may be there or
 * not. Undefined for any other build.
 *
 * @param commands the commands of all phases, or of those that the caller looks at, in order
 */
export function recognizeAssetPublishing(commands: readonly string[]): AssetSelection[] | undefined {
  const selections: AssetSelection[] = [];
  const publishing = withoutPreparation(commands, INSTALL_CDK_ASSETS);
  for (const command of publishing.flatMap((each) => commandsPublishedInParallel(each) ?? [each])) {
    const [, manifestPath, assetId, destinationId] = PUBLISH.exec(command) ?? [];
    if (manifestPath === undefined || assetId === undefined || destinationId === undefined) return undefined;
    selections.push({ manifestPath, assetId, destinationId });
  }
  return selections.length > 0 ? selections : undefined;
}

/**
 * What a build deploys, where its one command is CDK Pipelines' own self-update. Undefined for any other build.
 *
 * @param commands the commands of all phases, or of those that the caller looks at, in order
 */
export function recognizeSelfUpdate(commands: readonly string[]): SelfUpdate | undefined {
  const [command, ...more] = withoutPreparation(commands, INSTALL_CDK);
  if (command === undefined || more.length > 0) return undefined;
  const [, assemblyPath, stackSelector] = SELF_UPDATE.exec(command) ?? [];
  if (assemblyPath === undefined || stackSelector === undefined) return undefined;
  // CDK names a folder inside the assembly; whoever names another runs something else.
  if (isAbsolute(assemblyPath) || assemblyPath.split('/').includes('..')) return undefined;
  return { assemblyPath, stackSelector };
}

function withoutPreparation(commands: readonly string[], install: RegExp): string[] {
  return commands
    .map((command) => command.trim())
    .filter((command) => ![install, ...DOCKER_CREDENTIALS].some((preparation) => preparation.test(command)));
}
