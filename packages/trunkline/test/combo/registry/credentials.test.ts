// Logins from the files and helpers of docker, podman and buildah. No secret ever stands in a message.
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authFiles, type Environment, machineCredentials, withLogin } from '../../../src/combo/registry/credentials.js';

let home: string;
let environment: Environment;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'logins '));
  await mkdir(join(home, '.docker'));
  environment = { HOME: home, PATH: `${home}:${process.env.PATH ?? ''}` };
});
afterEach(() => rm(home, { recursive: true, force: true }));

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function configure(value: unknown): Promise<void> {
  return writeFile(join(home, '.docker', 'config.json'), typeof value === 'string' ? value : JSON.stringify(value));
}

/** A credential helper, simulated by a script: it writes down what it is asked, and answers with this. */
async function helper(name: string, script: string): Promise<void> {
  const file = join(home, `docker-credential-${name}`);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

const login = (registry: string) => machineCredentials(environment)(registry);

describe('logins in files', () => {
  it('are found by host, also for Docker Hub under its old address', async () => {
    await configure({
      auths: {
        'https://index.docker.io/v1/': { auth: base64('ada:a:b') },
        'ghcr.io': { auth: base64('bob:c') },
        'quay.io': { identitytoken: 'refresh', auth: '' },
      },
    });
    expect(await login('docker.io')).toEqual({ kind: 'password', username: 'ada', password: 'a:b' });
    expect(await login('ghcr.io')).toMatchObject({ username: 'bob' });
    expect(await login('quay.io')).toEqual({ kind: 'identity-token', token: 'refresh' });
    expect(await login('registry.test')).toBeUndefined();
  });

  it('of a host are not those of another one that begins or ends like it', async () => {
    await configure({ auths: { 'ghcr.io.evil.test': { auth: base64('x:y') }, 'my-ghcr.io': { auth: base64('x:y') } } });
    expect(await login('ghcr.io')).toBeUndefined();
  });

  it('are those of the longest path that a repository begins with', async () => {
    const auth = (name: string) => ({ auth: base64(`${name}:p`) });
    await configure({
      auths: {
        'registry.test/team': auth('team'),
        'registry.test': auth('all'),
        'registry.test/team/tool': auth('tool'),
        'docker.io/acme': auth('acme'),
        'only.test/team': auth('only'),
        'https://old.test/v1/': auth('old'),
      },
    });
    const source = machineCredentials(environment);
    const username = async (host: string, repository?: string) =>
      ((await source(host, repository)) as { username?: string } | undefined)?.username;
    expect(await username('registry.test', 'team/tool')).toBe('tool');
    expect(await username('registry.test', 'team/tool/part')).toBe('tool');
    expect(await username('registry.test', 'team/toolbox')).toBe('team');
    expect(await username('registry.test', 'teams/tool')).toBe('all');
    expect(await username('registry.test')).toBe('all');
    expect(await username('docker.io', 'acme/tool')).toBe('acme');
    expect(await username('docker.io', 'library/python')).toBeUndefined();
    expect(await username('only.test', 'other/tool')).toBeUndefined();
    expect(await username('old.test', 'any/tool')).toBe('old');
  });

  it('are looked for where docker, podman and buildah keep them', () => {
    expect(authFiles({ HOME: '/h' })).toEqual(['/h/.docker/config.json']);
    expect(authFiles({ HOME: '/h', DOCKER_CONFIG: '/d', XDG_RUNTIME_DIR: '/r' })).toEqual([
      '/r/containers/auth.json',
      '/d/config.json',
    ]);
    expect(authFiles({ HOME: '/h', REGISTRY_AUTH_FILE: '/a' })).toEqual(['/a']);
    expect(authFiles({})).toEqual([]);
  });

  it('that cannot be read are told without their content', async () => {
    await configure('{"auths": {"ghcr.io": {"auth": "s3cret"');
    const failure = await login('ghcr.io').catch(String);
    expect(failure).toContain(join(home, '.docker', 'config.json'));
    expect(failure).not.toContain('s3cret');
  });
});

describe('credential helpers', () => {
  it('are asked for their registry, on their stdin', async () => {
    await configure({ credHelpers: { 'ghcr.io': 'told' } });
    await helper('told', `read host; echo "{\\"Username\\":\\"$1-$host\\",\\"Secret\\":\\"s\\"}"`);
    expect(await login('ghcr.io')).toEqual({ kind: 'password', username: 'get-ghcr.io', password: 's' });
  });

  it('of all registries know Docker Hub by its old address, and give identity tokens', async () => {
    await configure({ credsStore: 'store' });
    await helper(
      'store',
      'read host; test "$host" = https://index.docker.io/v1/ && echo \'{"Username":"<token>","Secret":"t"}\' && exit\n' +
        'echo credentials not found in native keychain; exit 1',
    );
    expect(await login('docker.io')).toEqual({ kind: 'identity-token', token: 't' });
    expect(await login('ghcr.io')).toBeUndefined();
  });

  it('that are not there, fail or answer nonsense are named, without what they said', async () => {
    await configure({
      credHelpers: { 'a.test': 'absent', 'b.test': 'broken', 'c.test': 'nonsense', 'd.test': '../sh' },
    });
    await helper('broken', 'echo s3cret; echo s3cret >&2; exit 2');
    await helper('nonsense', 'echo s3cret');
    const failures = await Promise.all(['a', 'b', 'c', 'd'].map((name) => login(`${name}.test`).catch(String)));
    expect(failures[0]).toContain('there is no program docker-credential-absent');
    expect(failures[1]).toContain('docker-credential-broken failed to give the login for b.test');
    expect(failures[2]).toContain('something else than a login');
    expect(failures[3]).toContain('is no name');
    expect(failures.join()).not.toContain('s3cret');
  });
});

describe('a login of the environment', () => {
  it('is for one registry alone', async () => {
    const source = withLogin(() => Promise.resolve(undefined), 'ghcr.io', 'ada', 'p');
    expect(await source('ghcr.io')).toMatchObject({ username: 'ada' });
    expect(await source('docker.io')).toBeUndefined();
  });
});
