// Every combo was made by what has just been deployed. The deployment has started the builds, and each succeeds or fails by
// itself; this names those that have failed. It needs the deployed stage.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { App } from 'aws-cdk-lib';
import { expect, it } from 'vitest';
import { projectOf, STACK_NAME } from '../../lib/combo';
import { readCombos } from '../../lib/read-combos';
import { readBuilds, readDeployment } from './aws';
import { waitForBuilds } from './builds';

const MINUTE = 60_000;
/** As long as a build may take. */
const MINUTES = 125;

it(
  'every combo was found fresh, or made, since the deployment',
  async () => {
    const { context } = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as {
      context: Record<string, unknown>;
    };
    const projects = readCombos(new App({ context })).map(projectOf);
    const end = Date.now() + MINUTES * MINUTE;
    // Reading takes its time too, a call for each project.
    const pause = () => setTimeout(Math.max(0, Math.min(MINUTE, end - Date.now())));
    const deployed = await readDeployment(STACK_NAME);
    expect(await waitForBuilds(projects, deployed, readBuilds, { attempts: MINUTES, pause })).toEqual([]);
  },
  (MINUTES + 40) * MINUTE,
);
