// Deployment and builds as the AWS CLI tells them, version 2 of which CodeBuild's images have.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ReadBuilds } from './builds';

// Source: CodeBuild API Reference, BatchGetBuilds: builds in one request.
const AT_ONCE = 100;

/**
 * When the stack was deployed last: the beginning of its last update, or its creation. Builds start at the end of either; one
 * that the schedule starts in between is the newest for these minutes, and counts until the deployment's own has begun.
 */
export async function readDeployment(stackName: string): Promise<Date> {
  const query = 'Stacks[0].[LastUpdatedTime,CreationTime]';
  const times = await aws(['cloudformation', 'describe-stacks', '--stack-name', stackName, '--query', query]);
  const [updated, created] = times as [string | null, string];
  return new Date(updated ?? created);
}

/** The newest builds. */
export const readBuilds: ReadBuilds = async (projects) => {
  const ids: string[] = [];
  for (const project of projects) {
    const order = ['--sort-order', 'DESCENDING', '--max-items', '1', '--query', 'ids[0]'];
    const id = await aws(['codebuild', 'list-builds-for-project', '--project-name', project, ...order]);
    if (typeof id === 'string') ids.push(id);
  }
  const builds: [string, string, string, string | null][] = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) {
    const query = 'builds[].[projectName,buildStatus,startTime,logs.deepLink]';
    const some = ids.slice(start, start + AT_ONCE);
    builds.push(
      ...((await aws(['codebuild', 'batch-get-builds', '--query', query, '--ids', ...some])) as typeof builds),
    );
  }
  return new Map(
    builds.map(([project, status, started, log]) => [
      project,
      { status, started: new Date(started), log: log ?? 'which has no log' },
    ]),
  );
};

async function aws(words: readonly string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)('aws', [...words, '--output', 'json']);
  return JSON.parse(stdout) as unknown;
}
