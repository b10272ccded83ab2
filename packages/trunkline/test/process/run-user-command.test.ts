// The story of one command line of the user's: it ends, it is ended, and nothing of it is left.
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runUserCommand, type UserCommandEnd, type UserCommandOptions } from '../../src/process/run-user-command.js';
import { isAlive, openRegistry, pidIn, temporaryFolder } from './fixtures.js';

async function run(
  command: string,
  options: Partial<UserCommandOptions> = {},
  cwd = temporaryFolder(),
): Promise<UserCommandEnd & { output: string }> {
  let output = '';
  const end = await runUserCommand(await openRegistry(join(cwd, 'registry')), command, {
    cwd,
    env: { PATH: process.env['PATH'] ?? '' },
    controlFolder: join(cwd, 'control'),
    onOutput: (chunk) => (output += chunk.toString()),
    ...options,
  });
  return { ...end, output };
}

describe('runUserCommand', () => {
  it('gives output and exit code', async () => {
    expect(await run('echo "to stdout"; echo to stderr >&2; exit 9')).toEqual({
      exitCode: 9,
      output: 'to stdout\nto stderr\n',
    });
  });

  it('leaves no process behind', async () => {
    const folder = temporaryFolder();
    await run('setsid sleep 1000 >/dev/null 2>&1 & echo $! >pid', {}, folder);
    expect(isAlive(await pidIn(join(folder, 'pid')))).toBe(false);
  });

  it('ends a command at its timeout', async () => {
    expect(await run('sleep 1000', { timeoutMs: 50 })).toMatchObject({ timedOut: true });
  });

  it('ends a command that is aborted', async () => {
    const folder = temporaryFolder();
    const abort = new AbortController();
    const running = run('sleep 1000 & echo $! >pid; wait', { signal: abort.signal }, folder);
    const pid = await pidIn(join(folder, 'pid'));
    abort.abort();
    expect(await running).toMatchObject({ aborted: true });
    expect(isAlive(pid)).toBe(false);
  });

  it('does not start one that was aborted before', async () => {
    const end = await run('echo started', { signal: AbortSignal.abort() });
    expect(end).toEqual({ aborted: true, output: '' });
  });

  it('says so where the folder does not exist', async () => {
    expect((await run('true', { cwd: '/no/such/folder' })).problem).toContain('/no/such/folder');
  });
});
