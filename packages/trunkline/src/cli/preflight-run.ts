// A preflight as commands run it: the project's settings and assemblies, read, and what was found.
import { resolve } from 'node:path';
import { readPreflightInput } from '../assembly/read-preflight-input.js';
import type { LiveAccess } from '../live/settings.js';
import { TrunklineError } from '../model/errors.js';
import type { PreflightResult } from '../model/finding.js';
import type { PreflightInput } from '../preflight/input.js';
import type { LiveLandscape } from '../preflight/landscape/read-landscape.js';
import { preflight } from '../preflight/preflight.js';
import { optionsOf } from '../preflight/settings.js';
import { isUnreadableAssembly, unreadableAssembly } from '../preflight/unreadable-assembly.js';
import { formatDuration } from '../report/duration.js';
import type { Settings } from './settings.js';
import { VERSION } from './version.js';

/** Milliseconds after which somebody who waits wants to know what for. */
const SILENCE = 1000;

/** What a preflight of a project needs to know. */
export interface PreflightRequest {
  /** The project's folder, absolute. */
  readonly project: string;
  readonly settings: Settings;
  /** The cloud assembly's folder, relative to the project or absolute. */
  readonly app: string;
  /** Further assemblies, besides those of the settings. */
  readonly beside: readonly string[];
  /** How the accounts are read. @default they are not */
  readonly live?: LiveAccess;
}

/**
 * Proves and checks. What is wrong with an assembly's files is a finding.
 *
 * @param note is told what is odd about the assemblies, and what takes long
 * @throws TrunklineError `AssemblyNotFound` where there is none, `PipelineNotFound` where it has no pipeline: a preflight
 * of nothing must not pass
 */
export async function runPreflight(
  request: PreflightRequest,
  note: (message: string) => void,
): Promise<PreflightResult> {
  const { project, settings, app } = request;
  const beside = [...new Set([...settings.beside, ...request.beside].map((folder) => resolve(project, folder)))];
  const since = performance.now();
  try {
    const input = await readPreflightInput(resolve(project, app), beside);
    const time = performance.now() - since;
    if (time > SILENCE) {
      note(`Read ${input.assembly.stacks.length} stacks of ${app} in ${formatDuration(time)}; proving.`);
    }
    [input.assembly, ...input.beside].flatMap(({ warnings }) => warnings).forEach((warning) => note(warning));
    const live = request.live === undefined ? {} : { live: await readAccounts(input, request, request.live, note) };
    const result = preflight(input, { ...optionsOf(settings), ...live, version: VERSION });
    if (result.summary.pipelines > 0) return result;
  } catch (error) {
    if (error instanceof TrunklineError && isUnreadableAssembly(error)) return unreadableAssembly(error, VERSION);
    throw error;
  }
  throw new TrunklineError(
    'PipelineNotFound',
    `The cloud assembly ${app} holds no pipeline, so there is nothing to prove. Name the right folder with --app, or ` +
      'add a pipeline stack to the app.',
  );
}

/** The AWS SDK is loaded here alone: it takes longer than a preflight. */
async function readAccounts(
  input: PreflightInput,
  { settings }: PreflightRequest,
  access: LiveAccess,
  note: (message: string) => void,
): Promise<LiveLandscape> {
  // Which Node versions the SDK of tomorrow needs is no news about a pipeline.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true';
  const { readLive } = await import('../live/live.js');
  note('Reading the accounts; nothing is changed in them.');
  return readLive(input, optionsOf(settings), access);
}
