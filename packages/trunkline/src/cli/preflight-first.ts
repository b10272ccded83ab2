// The preflight before a rehearsal: its counts and errors are the rehearsal's first lines.
import { resolve } from 'node:path';
import { declaresPipeline } from '../assembly/pipeline-stacks.js';
import { readAssembly } from '../assembly/read.js';
import { TrunklineError } from '../model/errors.js';
import type { Host } from '../model/host.js';
import type { PreflightOfReport } from '../model/report.js';
import { countsText } from '../report/preflight-text.js';
import { type PreflightRequest, runPreflight } from './preflight-run.js';

/** How many errors are told; the report has them all. */
const TOLD = 5;

/**
 * Tells what a preflight comes to. Whatever that is, the rehearsal goes on: it shows what a finding does.
 *
 * @returns undefined where the assembly is refused: the rehearsal refuses it in the same words
 */
export async function preflightFirst(request: PreflightRequest, host: Host): Promise<PreflightOfReport | undefined> {
  const note = (message: string): void => host.notify({ kind: 'note', message });
  const app = resolve(request.project, request.app);
  try {
    // What is odd about the assembly is told by the rehearsal.
    const { assumptions, findings, summary } = await runPreflight(request, () => undefined);
    if (summary.pipelines === 0 && !(await isReadable(app))) return undefined;
    note(`Preflight: ${countsText(summary)}`);
    const errors = findings.filter(({ severity, acknowledged }) => severity === 'error' && acknowledged === undefined);
    for (const { id, problem } of errors.slice(0, TOLD)) note(`  error ${id}: ${problem}`);
    if (errors.length > TOLD) note(`  and ${errors.length - TOLD} more errors`);
    if (errors.length + summary.warnings + summary.refuted + summary.unproven > 0) {
      note("  'trunkline preflight' says more, and how to mend what is wrong.");
    }
    return { assumptions, findings, summary };
  } catch (error) {
    if (error instanceof TrunklineError) {
      if (await isReadable(app)) note(`Without a preflight: ${error.message}`);
      return undefined;
    }
    // A bug of preflight must not keep anybody from rehearsing; the command itself ends with it.
    note(
      `Preflight failed: ${(error as Error).message}. This is a bug of trunkline's; 'trunkline preflight' shows it.`,
    );
    return undefined;
  }
}

/** Whether the app's own assembly is not what was refused. */
async function isReadable(app: string): Promise<boolean> {
  try {
    const { stacks } = await readAssembly(app);
    return stacks.some(declaresPipeline);
  } catch (error) {
    if (error instanceof TrunklineError) return false;
    throw error;
  }
}
