// `trunkline setup`: prints the steps from nothing to a running pipeline.
import { resolve } from 'node:path';
import { readAssembly } from '../../assembly/read.js';
import { renderSetup } from '../../report/setup-text.js';
import { planSetup } from '../../setup/plan-setup.js';
import { EXIT } from '../exit-codes.js';
import type { SetupOptions } from '../options.js';
import { synthesize } from '../synthesize.js';
import { withTerminal } from './terminal.js';

/** Resolves with the exit code. */
export async function setupCommand(options: SetupOptions): Promise<number> {
  return withTerminal(options, async ({ project, settings, host, interruption }) => {
    if (options.synth) {
      const { signal } = interruption;
      await synthesize({ command: settings.synth, project, environment: process.env, signal }, host);
    }
    const app = options.app ?? settings.app;
    const assembly = await readAssembly(resolve(project, app));
    for (const message of assembly.warnings) host.notify({ kind: 'note', message });
    const setup = planSetup(assembly, app);
    host.close();
    process.stdout.write(
      options.json ? `${JSON.stringify(setup, undefined, 2)}\n` : renderSetup(setup, options.directory),
    );
    return EXIT.clean;
  });
}
