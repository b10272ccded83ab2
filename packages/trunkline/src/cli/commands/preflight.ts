// `trunkline preflight`: proves that every role of every pipeline can do its part.
import { relative, resolve } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { TrunklineError } from '../../model/errors.js';
import type { PreflightResult } from '../../model/finding.js';
import type { LiveAccess } from '../../live/settings.js';
import { EXPLANATIONS } from '../../preflight/explain.js';
import { passes } from '../../preflight/passes.js';
import { renderPreflight } from '../../report/preflight-text.js';
import { sarifLog } from '../../report/sarif.js';
import { EXIT } from '../exit-codes.js';
import type { PreflightCommandOptions } from '../options.js';
import { runPreflight } from '../preflight-run.js';
import type { Settings } from '../settings.js';
import { synthesize } from '../synthesize.js';
import { wantsColours, withTerminal } from './terminal.js';

/** Resolves with the exit code. */
export async function preflightCommand(options: PreflightCommandOptions): Promise<number> {
  return withTerminal(options, async ({ project, settings, host, interruption }) => {
    if (options.synth) {
      const { signal } = interruption;
      await synthesize({ command: settings.synth, project, environment: process.env, signal }, host);
    }
    const app = options.app ?? settings.app;
    const live = liveAccess(options, settings, interruption.signal);
    const result = await runPreflight(
      { project, settings, app, beside: options.beside ?? [], ...(live === undefined ? {} : { live }) },
      (message) => host.notify({ kind: 'note', message }),
    );
    host.close();
    if (options.sarif !== undefined)
      await writeSarif(resolve(project, options.sarif), relative(project, resolve(project, app)), result);
    process.stdout.write(
      options.json
        ? `${JSON.stringify(result, undefined, 2)}\n`
        : text(result, relative(process.cwd(), resolve(project, app))),
    );
    return passes(result, { strict: options.strict ?? false, failOn: options.failOn ?? 'error' })
      ? EXIT.clean
      : EXIT.failed;
  });
}

/** @throws TrunklineError `UsageInvalid` where flags of `--live` stand without it, or the URL is none */
function liveAccess(options: PreflightCommandOptions, settings: Settings, signal: AbortSignal): LiveAccess | undefined {
  const { live = false, liveProfile: profiles, endpointUrl: endpoint } = options;
  if (!live && (profiles !== undefined || endpoint !== undefined)) {
    throw new TrunklineError(
      'UsageInvalid',
      '--live-profile and --endpoint-url say how accounts are read. Add --live.',
    );
  }
  if (endpoint !== undefined && !/^https?:\/\//.test(endpoint)) {
    throw new TrunklineError(
      'UsageInvalid',
      `--endpoint-url ${endpoint} is no URL. Give one such as http://127.0.0.1:5000.`,
    );
  }
  if (!live) return undefined;
  return {
    ...settings.live,
    signal,
    ...(profiles === undefined ? {} : { profiles }),
    ...(endpoint === undefined ? {} : { endpoint }),
  };
}

function text(result: PreflightResult, app: string): string {
  const { columns } = process.stdout;
  return renderPreflight(result, {
    app,
    colours: wantsColours(process.stdout),
    ...(process.stdout.isTTY && columns > 0 ? { width: columns } : {}),
  });
}

async function writeSarif(path: string, app: string, result: PreflightResult): Promise<void> {
  const log = sarifLog(result, { app, rules: EXPLANATIONS });
  try {
    await writeFileAtomic(path, `${JSON.stringify(log, undefined, 2)}\n`);
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException;
    throw new TrunklineError(
      'UsageInvalid',
      `${path} cannot be written (${code}). Name a file in a folder that is there with --sarif.`,
    );
  }
}
