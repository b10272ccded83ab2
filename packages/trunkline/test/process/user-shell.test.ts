// The story of a user's commands: one shell, each command's end known, whatever the commands do.
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isAlive, openShell, pidIn } from './fixtures.js';

describe.each(['sh', 'bash'] as const)('UserShell with %s', (shellName) => {
  const open = (): ReturnType<typeof openShell> => openShell({ shell: shellName });

  it('keeps folder, variables and functions from command to command', async () => {
    const { shell, output, folder } = await open();
    await shell.run('cd /; export GREETING=hello; LOCAL=there');
    await shell.run('greet() { echo "$GREETING $LOCAL from $(pwd)"; }');
    expect(await shell.run('greet')).toEqual({ exitCode: 0 });
    expect(output()).toBe('hello there from /\n');
    expect(folder).not.toBe('/');
  });

  it('knows how each command ended', async () => {
    const { shell } = await open();
    expect(await shell.run('true')).toEqual({ exitCode: 0 });
    expect(await shell.run('(exit 42)')).toEqual({ exitCode: 42 });
    expect(await shell.run('no-such-command-here')).toEqual({ exitCode: 127 });
    expect(await shell.run('false\ntrue')).toEqual({ exitCode: 0 });
    expect(await shell.run('sh -c "kill -9 \\$\\$"')).toEqual({ exitCode: 137 });
  });

  it('takes quotes, here-documents and several lines as they are', async () => {
    const { shell, output } = await open();
    await shell.run(`echo 'single' "dou\\"ble" \\\`; echo "it's"`);
    await shell.run('cat <<EOF\n  $((1 + 2)) "as is"\nEOF\nif true; then\n  echo nested\nfi');
    expect(output()).toBe('single dou"ble `\nit\'s\n  3 "as is"\nnested\n');
  });

  it('goes on after an exit, with folder and exported variables', async () => {
    const { shell, output } = await open();
    await shell.run('cd /; export KEPT="two\nlines"');
    expect(await shell.run('export LATE=late; exit 3')).toEqual({ exitCode: 3 });
    expect(await shell.run('echo "$KEPT $LATE $(pwd)"')).toEqual({ exitCode: 0 });
    expect(output()).toBe('two\nlines late /\n');
  });

  it('lets set -e end a command at its first failure', async () => {
    const { shell, output } = await open();
    expect(await shell.run('set -e\nfalse\necho not reached')).toEqual({ exitCode: 1 });
    expect(await shell.run('echo after')).toEqual({ exitCode: 0 });
    expect(output()).toBe('after\n');
  });

  it('survives options that would break its own bookkeeping', async () => {
    const { shell, output } = await open();
    await shell.run('set -u; set -f; set -C; IFS=:; printf() { :; }; read() { :; }; pwd() { :; }');
    await shell.run('echo one');
    expect(await shell.run('exit 4')).toEqual({ exitCode: 4 });
    expect(await shell.run('echo two')).toEqual({ exitCode: 0 });
    expect(output()).toBe('one\ntwo\n');
  });

  it('survives a command that cannot be parsed, that breaks, and that replaces the shell', async () => {
    const { shell, output } = await open();
    expect((await shell.run('if then ((')).exitCode).not.toBe(0);
    await shell.run('break');
    expect(await shell.run('exec sh -c "exit 5"')).toEqual({ exitCode: 5 });
    expect(await shell.run('exec true')).toEqual({ exitCode: 0 });
    await shell.run('echo still here');
    expect(output()).toContain('still here\n');
  });

  it('gives commands an empty stdin and none of its own descriptors', async () => {
    const { shell, output } = await open();
    await shell.run('cat; echo end; echo 0 >&9 || echo closed');
    expect(output()).toMatch(/^end\n.*closed\n$/s);
  });

  it('lets a command open its output by name', async () => {
    const { shell, output } = await open();
    expect(await shell.run('echo err >/dev/stderr; echo out >/dev/stdout; echo teed | tee /dev/stderr')).toEqual({
      exitCode: 0,
    });
    expect(output()).toBe('err\nout\nteed\nteed\n');
  });

  it('hands on all of a command’s output before the command counts as ended', async () => {
    const { shell, output } = await open();
    await shell.run('i=0; while [ $i -lt 3000 ]; do echo "line $i of many that do not fit a pipe"; i=$((i + 1)); done');
    expect(output().trimEnd().split('\n')).toHaveLength(3000);
    await shell.run('head -c 1000000 /dev/zero | tr "\\0" x');
    expect(output().match(/x+$/)?.[0]).toHaveLength(1_000_000);
  });

  it('gives each command a shell of its own where that is wanted', async () => {
    const { shell, output } = await openShell({ shell: shellName, isolated: true });
    await shell.run('cd /; export LOST=lost');
    expect(await shell.run('exit 6')).toEqual({ exitCode: 6 });
    await shell.evaluate('SET_BY_US=seen; export SET_BY_US');
    await shell.run('echo "[${LOST-}] $SET_BY_US"; [ "$(pwd)" != / ]');
    expect(output()).toBe('[] seen\n');
  });
});

describe('the environment of a UserShell', () => {
  it('is the given one and the marker, nothing else', async () => {
    const { shell, output } = await openShell({ env: { PATH: '/usr/bin:/bin', GIVEN: 'yes' } });
    await shell.run('/usr/bin/env | cut -d= -f1 | sort');
    const names = output()
      .trim()
      .split('\n')
      .filter((name) => !['PWD', 'OLDPWD', '_', 'SHLVL'].includes(name));
    expect(names).toEqual(['GIVEN', 'PATH', 'TRUNKLINE_RUN_ID']);
  });
});

describe('the end of a UserShell', () => {
  it('is the end of what its commands left in the background, detached or not', async () => {
    const { shell, folder } = await openShell();
    await shell.run('sleep 1000 & echo $! >background');
    await shell.run('nohup sleep 1000 >/dev/null 2>&1 & echo $! >nohup');
    await shell.run("(setsid sh -c 'echo $$ >setsid; exec sleep 1000' >/dev/null 2>&1 &)");
    const pids = await Promise.all(['background', 'nohup', 'setsid'].map((name) => pidIn(join(folder, name))));
    expect(pids.map(isAlive)).toEqual([true, true, true]);
    expect(await shell.close()).toBe(3);
    expect(pids.map(isAlive)).toEqual([false, false, false]);
  });

  it('comes to processes that ignore SIGTERM, and first asks those that do not', async () => {
    const { shell, folder } = await openShell();
    writeFileSync(
      join(folder, 'stubborn.sh'),
      'trap "" TERM HUP INT\necho $$ >stubborn\nwhile :; do sleep 0.05 & wait $!; done\n',
    );
    writeFileSync(
      join(folder, 'polite.sh'),
      'trap "touch tidied; exit 0" TERM\necho $$ >polite\nwhile :; do sleep 0.05 & wait $!; done\n',
    );
    const running = shell.run('sh polite.sh & setsid sh stubborn.sh & wait');
    const pids = await Promise.all(['stubborn', 'polite'].map((name) => pidIn(join(folder, name))));
    await shell.close(300);
    expect(await running).toEqual({ signal: 'SIGTERM' });
    expect(pids.map(isAlive)).toEqual([false, false]);
    expect(existsSync(join(folder, 'tidied'))).toBe(true);
    expect(await shell.run('echo no')).toHaveProperty('problem');
  });

  it('does not touch what another scope has started', async () => {
    const one = await openShell();
    const other = await openShell();
    await other.shell.run('setsid sleep 1000 >/dev/null 2>&1 & echo $! >other');
    const pid = await pidIn(join(other.folder, 'other'));
    await one.shell.run('true');
    await one.shell.close();
    expect(isAlive(pid)).toBe(true);
  });

  it('comes for all shells of a run at once', async () => {
    const { shell, folder, registry } = await openShell();
    const running = shell.run("trap '' TERM; setsid sleep 1000 & echo $! >pid; wait");
    const pid = await pidIn(join(folder, 'pid'));
    await registry.killAll(100);
    expect((await running).signal).toBe('SIGKILL');
    expect(isAlive(pid)).toBe(false);
  });
});
