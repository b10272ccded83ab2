// `trunkline combo` as a user calls it, with Dockerfiles in files and registries in this process; ../combo/real has
// real registries and a real builder.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ComboResult, renderCombo } from '../../src/cli/commands/combo-result.js';
import type { BuiltCombo } from '../../src/combo/builder/make.js';
import { type ProgramResult, runProgram } from '../../src/process/run-program.js';
import { RegistryServer } from '../combo/registry/registry-server.js';

const BIN = process.env.TRUNKLINE_TEST_BIN ?? fileURLToPath(new URL('../../bin/trunkline.js', import.meta.url));

let folder: string;
let server: RegistryServer;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'to combine '));
  server = await RegistryServer.start();
  await writeFile(join(folder, 'Python'), 'FROM debian:12\nENV LANG=C.UTF-8\nRUN echo python\nCMD ["python3"]\n');
  await writeFile(join(folder, 'Node'), 'FROM debian:12\nRUN echo node\nENTRYPOINT ["node"]\n');
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

function trunkline(...args: string[]): Promise<ProgramResult> {
  const { PATH = '' } = process.env;
  return runProgram([process.execPath, BIN, 'combo', ...args], { cwd: folder, env: { PATH, HOME: folder, CI: '1' } });
}

const IMAGES = ['python:3.12@Python', 'node:22@Node'];
const mirror = (): string[] => ['--registry', server.host];

/** A combo in the registry, with what it would record. */
async function putCombo(base: string): Promise<string> {
  const { stdout } = await trunkline(...IMAGES, ...mirror(), '--json');
  const { createHash } = await import('node:crypto');
  const { dockerfile } = JSON.parse(stdout) as { dockerfile: string };
  const architecture = process.arch === 'x64' ? 'amd64' : process.arch;
  return server.putImage('combos/python_node', '3.12_22', {
    'io.trunkline.combo.dockerfile': `sha256:${createHash('sha256').update(dockerfile).digest('hex')}`,
    'io.trunkline.combo.platform': `linux/${architecture}`,
    'io.trunkline.combo.base.0': `${server.host}/library/debian:12@${base}`,
  });
}

describe('trunkline combo', () => {
  it('prints one Dockerfile, as text, as JSON and into a file', async () => {
    const text = await trunkline(...IMAGES);
    expect(text, text.stderr).toMatchObject({ exitCode: 0 });
    expect(text.stdout.match(/^FROM .*$/gm)).toEqual(['FROM debian:12']);
    expect(text.stdout).not.toMatch(/^(CMD|ENTRYPOINT)/m);
    const json = JSON.parse((await trunkline(...IMAGES, '--json')).stdout) as Record<string, unknown>;
    expect(json).toMatchObject({
      format: 'trunkline-combo/1',
      status: 'Combined',
      reference: 'python_node:3.12_22',
      dockerfile: text.stdout,
    });
    expect(await trunkline(...IMAGES, '--output', 'Both')).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await readFile(join(folder, 'Both'), 'utf8')).toBe(text.stdout);
    expect(server.lines).toEqual([]);
  });

  it('with --check ends with 0, 1 or 2: up to date, not up to date, cannot be told', async () => {
    const check = (...more: string[]) =>
      trunkline(...IMAGES, ...mirror(), '--check', '--repository', `${server.host}/combos/`, ...more);
    const untold = await check();
    expect(untold).toMatchObject({ exitCode: 2, stdout: '' });
    expect(untold.stderr).toContain('/library/debian:12 is not in its registry');

    const base = server.putImage('library/debian', '12', { revision: '1' });
    const absent = await check();
    expect(absent).toMatchObject({ exitCode: 1 });
    expect(absent.stdout).toBe(
      `${server.host}/combos/python_node:3.12_22 is not there.\n  Run the same command with --build --push.\n`,
    );

    const digest = await putCombo(base);
    const current = await check();
    expect(current, current.stdout).toMatchObject({ exitCode: 0 });
    expect(current.stdout).toContain(`digest: ${digest}`);
    // Were it not up to date, this would look for a builder.
    const nothingBuilt = await check('--build', '--push', '--builder', 'podman');
    expect(nothingBuilt).toMatchObject({ exitCode: 0, stdout: current.stdout });

    server.putImage('library/debian', '12', { revision: '2' });
    const stale = await check('--json');
    expect(stale).toMatchObject({ exitCode: 1 });
    expect(JSON.parse(stale.stdout)).toMatchObject({
      status: 'OutOfDate',
      digest,
      check: { bases: [{ recorded: base, upToDate: false }] },
    });
  });

  it('says all that is wrong with a command line at once', async () => {
    const flags = ['--registry', 'https://x', '--platform', 'arm', '--repository', 'foo', '--insecure', 'http://x'];
    const result = await trunkline('Python:3', 'node', 'ruby@https://me:pw@x.test/D', ...flags, '--env', '1A=b');
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    for (const part of [
      '"Python:3" is no image',
      '"node" is not NAME:TAG',
      '"ruby@..." is not NAME:TAG',
      '--registry "https://x"',
      'no platform',
      '--repository "foo"',
      '--insecure "http://x"',
      '"1A" is not the name of a variable',
    ]) {
      expect(result.stderr).toContain(part);
    }
    expect(result.stderr).toContain('has 8 mistakes');
    expect(result.stderr).not.toContain('pw');
    expect(result.stderr).not.toMatch(/^\s+at /m);
    expect((await trunkline(...IMAGES, '--push')).stderr).toContain('--push needs --repository');
  });

  it('says what is wrong with --repository before it reads anything', async () => {
    const result = await trunkline('python:3.12@nowhere', 'node:22@nowhere', '--repository', 'foo');
    expect(result.stderr).toContain('names no registry');
    expect(result.stderr).not.toContain('nowhere');
  });

  it.each([
    [['--env', '1A=b'], '1A'],
    [['--env', 'A=b\nRUN x'], 'A'],
    [['--from', '--privileged/x y'], 'is no image'],
    [['--repository', 'python_node'], 'names no registry'],
    [['--repository', 'registry.test/Upper'], 'is no image'],
    [['--insecure', 'http://registry.test'], 'is no host'],
    [['--index', 'library'], 'is no URL'],
    [['--builder', 'kaniko'], 'docker, buildah, podman'],
    [['--output', 'no/such/folder'], 'cannot be written'],
  ])('refuses %j', async (more, message) => {
    const result = await trunkline(...IMAGES, ...more);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(message);
    expect(result.stderr).not.toMatch(/^\s+at /m);
  });

  it('reads no Dockerfile over plain HTTP, but from loopback and where that was said', async () => {
    const refused = await trunkline('python:3.12@http://files.test/Dockerfile', 'node:22@Node');
    expect(refused).toMatchObject({ exitCode: 2 });
    expect(refused.stderr).toContain('--insecure files.test');
    server.intercept = (_request, response) => {
      response.end('FROM debian:12\nRUN echo fetched\n');
      return true;
    };
    const fetched = await trunkline(`python:3.12@http://${server.host}/Dockerfile`, 'node:22@Node');
    expect(fetched.stdout).toContain('RUN echo fetched');
  });

  it('that finds no builder says what to install', async () => {
    server.putImage('library/debian', '12', {});
    const [node, PATH] = [process.execPath, folder];
    const result = await runProgram([node, BIN, 'combo', ...IMAGES, ...mirror(), '--build'], {
      cwd: folder,
      env: { PATH, HOME: folder, CI: '1' },
    });
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain('No builder of images works on this machine.');
  });
});

describe('what it prints of a failure', () => {
  const built: BuiltCombo = {
    id: '1',
    builder: { name: 'buildah', version: '1' },
    platform: 'linux/amd64',
    smokeTests: [],
  };
  const failed: ComboResult = {
    format: 'trunkline-combo/1',
    ...{ name: 'a_b', tag: '1_2', base: 'c', images: [], chosen: [], dockerfile: '', reference: 'r.test/a_b:1_2' },
    status: 'Failed',
  };

  it('says whether the image was made', () => {
    const failure = { message: 'It says no.', details: [] };
    expect(renderCombo({ ...failed, failure: { ...failure, step: 'Build' } }, true)).toBe(
      'r.test/a_b:1_2 was not made.\n  It says no.\n',
    );
    expect(renderCombo({ ...failed, build: built, failure: { ...failure, step: 'Push' } }, true)).toBe(
      'r.test/a_b:1_2 was built, and not pushed.\n  It says no.\n',
    );
  });
});
