// Step: how to see the pipelines run.
import type { SetupGroup, SetupStep } from '../../model/setup.js';
import { consoleAddress, credentials } from '../commands.js';
import type { Delivery } from '../delivery.js';
import type { Landscape } from '../landscape.js';

/** In the console, or on the command line. */
export function watchStep({ deliveries }: Landscape): SetupStep {
  return { id: 'watch', title: 'The first run', notes: [], groups: deliveries.map(watch) };
}

function watch({ name, stack, environment, approvals }: Delivery): SetupGroup {
  const { account, region } = environment;
  const where = ['--region', region, ...credentials(account)];
  const waits =
    approvals.length === 0 ? [] : [`It waits for approval at ${approvals.map((path) => `'${path}'`).join(', ')}.`];
  if (name === undefined) {
    return {
      account,
      notes: [
        `The pipeline of stack ${stack.displayName} gets its name from CloudFormation: ` +
          consoleAddress(region, '/codesuite/codepipeline/pipelines'),
        ...waits,
      ],
      commands: [['aws', 'codepipeline', 'list-pipelines', ...where]],
    };
  }
  return {
    account,
    notes: [
      `${name}: ${consoleAddress(region, `/codesuite/codepipeline/pipelines/${encodeURIComponent(name)}/view`)}`,
      ...waits,
    ],
    commands: [['aws', 'codepipeline', 'get-pipeline-state', '--name', name, ...where]],
  };
}
