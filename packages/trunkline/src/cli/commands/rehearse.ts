// `trunkline rehearse`: runs the pipelines of a cloud assembly on this machine.
import { rehearse } from '../../rehearse/rehearse.js';
import type { RehearseOptions } from '../options.js';
import { preflightFirst } from '../preflight-first.js';
import { synthesize } from '../synthesize.js';
import { withSession } from './session.js';

/** Resolves with the exit code. */
export async function rehearseCommand(pipelines: readonly string[], options: RehearseOptions): Promise<number> {
  return withSession(options, async ({ project, settings, host, rehearsal }) => {
    if (options.synth) {
      const { environment, signal } = rehearsal;
      await synthesize({ command: settings.synth, project, environment, signal }, host);
    }
    const app = options.app ?? settings.app;
    const preflight =
      options.preflight === false ? undefined : await preflightFirst({ project, settings, app, beside: [] }, host);
    return rehearse(
      {
        ...rehearsal,
        ...(preflight === undefined ? {} : { preflight }),
        concurrency: options.concurrency ?? rehearsal.concurrency,
        app,
        pipelines,
        notRehearsed: settings.notRehearsed,
        workingTree: options.workingTree ?? false,
        approve: options.yes ?? false,
        deploy: options.deploy ?? false,
        variables: options.variable ?? {},
        enabledTransitions: options.enableTransition ?? [],
      },
      host,
    );
  });
}
