// How docker, podman and buildah are called. The programs are simulated by scripts that write down their arguments;
// buildah itself is run by the tests in ../real.
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findBuilder } from '../../../src/combo/builder/find-builder.js';
import { Workshop } from '../../../src/combo/builder/workshop.js';
import type { Credential } from '../../../src/combo/registry/credentials.js';

const DIGEST = `sha256:${'b2'.repeat(32)}`;
const LOGIN: Credential = { kind: 'password', username: 'ada', password: 'open sesame' };

let folder: string;
let shown: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'builders '));
  shown = '';
  await mkdir(join(folder, 'work'));
  for (const name of ['sh', 'cat', 'mkfifo']) await link(name);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** The search path holds nothing but what the test puts there: a docker of this machine must not be found. */
async function link(name: string): Promise<void> {
  await program(name, `exec /usr/bin/${name} "$@"`);
}

async function program(name: string, script: string): Promise<void> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
}

/** A builder's program: notes its arguments, one line a call, and does what the script says. */
function simulate(name: string, script: string): Promise<void> {
  return program(name, `echo "$*" >> '${folder}/${name}.calls'\n${script}`);
}

async function calls(name: string): Promise<string[]> {
  const text = await readFile(join(folder, `${name}.calls`), 'utf8');
  return text.trimEnd().replaceAll(join(folder, 'work'), 'W').split('\n');
}

function workshop(
  more: { credential?: Credential; insecure?: string[]; signal?: AbortSignal; trialMs?: number } = {},
): Workshop {
  return new Workshop({
    folder: join(folder, 'work'),
    environment: { PATH: folder, HOME: folder },
    credentials: () => Promise.resolve(more.credential),
    insecure: more.insecure ?? [],
    onOutput: (text) => (shown += text),
    ...(more.signal ? { signal: more.signal } : {}),
    ...(more.trialMs === undefined ? {} : { trialMs: more.trialMs }),
  });
}

/** Writes the file that follows an option. */
const writes = (option: string, text: string): string =>
  `while [ $# -gt 0 ]; do if [ "$1" = ${option} ]; then echo '${text}' > "$2"; fi; shift; done`;

const REQUEST = {
  dockerfile: 'FROM debian:12\n',
  images: [`docker.io/library/debian@${DIGEST}`, `registry.test:5000/node@${DIGEST}`],
  labels: { z: 'last', a: 'first $(id) "quoted"' },
  platform: 'linux/amd64',
};

describe('the builder', () => {
  it('is docker where its engine answers, else buildah, else podman', async () => {
    await expect(findBuilder(workshop())).rejects.toMatchObject({ code: 'BuilderNotFound' });
    await simulate('podman', 'echo podman version 5.2.1');
    expect(await findBuilder(workshop())).toMatchObject({ name: 'podman', version: '5.2.1' });
    await simulate('buildah', "echo 'buildah version 1.28.2 (image-spec 1.1.0-rc2)'");
    expect(await findBuilder(workshop())).toMatchObject({ name: 'buildah', version: '1.28.2' });
    await simulate('docker', 'echo Cannot connect to the Docker daemon >&2; exit 1');
    expect(await findBuilder(workshop())).toMatchObject({ name: 'buildah' });
    await simulate('docker', 'echo 27.3.1');
    expect(await findBuilder(workshop())).toMatchObject({ name: 'docker', version: '27.3.1' });
    expect(await findBuilder(workshop(), 'podman')).toMatchObject({ name: 'podman' });
  });

  it('that is wanted and does not work is named', async () => {
    await expect(findBuilder(workshop(), 'podman')).rejects.toThrow('podman does not work on this machine');
  });
});

describe('docker', () => {
  it('builds without a context, by BuildKit, with labels in order and no shell between', async () => {
    await simulate(
      'docker',
      `case $1 in version) echo 27;; buildx) exit 1;; build) echo "kit=$DOCKER_BUILDKIT"; ${writes('--iidfile', 'sha256:1d')};; esac`,
    );
    const docker = await findBuilder(workshop(), 'docker');
    expect(await docker.build(REQUEST)).toBe('sha256:1d');
    expect((await calls('docker')).at(-1)).toBe(
      'build --file W/1-Dockerfile --iidfile W/2-image-id --platform linux/amd64 --progress plain ' +
        '--label a=first $(id) "quoted" --label z=last W/3-empty',
    );
    expect(shown).toBe('kit=1\n');
  });

  it('loads what a container of buildx built, and pulls with the logins, which nobody else may read', async () => {
    await mkdir(join(folder, '.docker', 'cli-plugins'), { recursive: true });
    await link('stat');
    await simulate(
      'docker',
      `case "$1 $2" in version*) echo 27;; 'buildx version') ;; 'buildx build')
        cat "$DOCKER_CONFIG/config.json"; echo; stat -c %a "$DOCKER_CONFIG"; stat -Lc %F "$DOCKER_CONFIG/cli-plugins"
        ${writes('--iidfile', 'sha256:1d')};; esac`,
    );
    const docker = await findBuilder(workshop({ credential: LOGIN }), 'docker');
    expect(await docker.build(REQUEST)).toBe('sha256:1d');
    expect((await calls('docker')).at(-1)).toMatch(/^buildx build --load --file /);
    expect(shown).toContain('"registry.test:5000":{"auth":"***"}');
    expect(shown).toContain('"https://index.docker.io/v1/":{"auth":"***"}');
    expect(shown).toContain('\n700\ndirectory\n');
    expect((await readdir(join(folder, 'work'))).filter((name) => name.endsWith('login'))).toEqual([]);
    expect(await readdir(join(folder, '.docker'))).toEqual(['cli-plugins']);
  });

  it('runs a tool without network, and whatever the entry point is', async () => {
    await simulate('docker', `case $1 in version) echo 27;; run) ${writes('--cidfile', 'c1')};; esac`);
    const docker = await findBuilder(workshop(), 'docker');
    await docker.run('id', ['java', '-version']);
    expect((await calls('docker')).slice(-2)).toEqual([
      'run --cidfile W/1-container-id --network none --entrypoint java id -version',
      'rm --force c1',
    ]);
  });

  it('ends a tool that does not end, and removes its container', async () => {
    await link('sleep');
    await simulate(
      'docker',
      `case $1 in version) echo 27;; run) echo c1 > "$3"; echo waiting; trap '' TERM; sleep 60; sleep 60;; esac`,
    );
    const docker = await findBuilder(workshop({ trialMs: 300 }), 'docker');
    expect(await docker.run('id', ['java', '-version'])).toMatchObject({ stdout: 'waiting\n', timedOutAfter: 0.3 });
    expect((await calls('docker')).at(-1)).toBe('rm --force c1');
  });

  it('removes the image whose name another one gets, and only where it has no other name', async () => {
    await simulate(
      'docker',
      `case "$*" in version*) echo 27;; *dangling*) echo sha256:0a; echo sha256:0b;; *a_b*) echo sha256:0a;; esac`,
    );
    const docker = await findBuilder(workshop(), 'docker');
    await docker.tag('sha256:1d', 'a_b:1_2');
    expect((await calls('docker')).slice(1)).toEqual([
      'images --quiet --no-trunc a_b:1_2',
      'tag sha256:1d a_b:1_2',
      'images --quiet --no-trunc --filter dangling=true',
      'rmi sha256:0a',
    ]);
    await docker.discard('sha256:0c');
    expect((await calls('docker')).at(-1)).toBe('images --quiet --no-trunc --filter dangling=true');
  });

  it('pushes with the login in a file of its own, and the digest is what docker says', async () => {
    await mkdir(join(folder, '.docker'));
    await writeFile(join(folder, '.docker', 'config.json'), '{"currentContext":"colima","auths":{}}');
    await simulate(
      'docker',
      `case $1 in version) echo 27;; push) cat "$DOCKER_CONFIG/config.json"; echo; echo open sesame; echo 'latest: digest: ${DIGEST} size: 5';; esac`,
    );
    const docker = await findBuilder(workshop({ credential: LOGIN }), 'docker');
    expect(await docker.push('registry.test/a_b:1_2')).toBe(DIGEST);
    expect(shown).toContain('"registry.test":{"auth":"***"}');
    expect(shown).toContain('"currentContext":"colima"');
    expect(shown).not.toContain('open sesame');
    expect(shown).not.toContain(Buffer.from('ada:open sesame').toString('base64'));
  });

  it('reads labels, and tells no image from no engine', async () => {
    await simulate('docker', `case $1 in version) echo 27;; image) echo '{"a":"b"}';; esac`);
    const docker = await findBuilder(workshop(), 'docker');
    expect(await docker.labels('a_b:1_2')).toEqual({ a: 'b' });
    await simulate('docker', 'echo "Error: No such image: a_b:1_2" >&2; exit 1');
    expect(await docker.labels('a_b:1_2')).toBeUndefined();
    await simulate('docker', 'echo permission denied >&2; exit 1');
    await expect(docker.labels('a_b:1_2')).rejects.toMatchObject({ details: ['permission denied'] });
  });

  it('that fails shows the end of what it printed', async () => {
    await simulate('docker', 'case $1 in version) echo 27;; buildx) exit 1;; *) echo one; echo two >&2; exit 3;; esac');
    const docker = await findBuilder(workshop(), 'docker');
    await expect(docker.build(REQUEST)).rejects.toMatchObject({
      code: 'ImageBuildFailed',
      message: 'The combo was not built: docker ended with 3. It printed:',
      details: ['one', 'two'],
    });
  });

  it('ends when it is interrupted', async () => {
    await link('sleep');
    const controller = new AbortController();
    await simulate('docker', `case $1 in version) echo 27;; buildx) exit 1;; *) echo started; sleep 60;; esac`);
    const busy = workshop({ signal: controller.signal });
    const docker = await findBuilder(busy, 'docker');
    const building = docker.build(REQUEST).catch((error: unknown) => error);
    while (!shown.includes('started')) await new Promise((resolve) => setTimeout(resolve, 5));
    controller.abort();
    expect(await building).toMatchObject({ code: 'Interrupted' });
  });
});

describe('podman and buildah', () => {
  it.each(['podman', 'buildah'] as const)(
    '%s pulls each image by itself, so that plain HTTP is for one alone',
    async (name) => {
      await simulate(
        name,
        `case $1 in --version) echo ${name} version 5.2.1;; build) ${writes('--iidfile', 'sha256:1d')};; esac`,
      );
      const builder = await findBuilder(workshop({ insecure: ['registry.test:5000'] }), name);
      expect(await builder.build(REQUEST)).toBe('1d');
      expect((await calls(name)).slice(1)).toEqual([
        `pull --platform linux/amd64 --authfile W/1-login/config.json docker.io/library/debian@${DIGEST}`,
        `pull --platform linux/amd64 --authfile W/2-login/config.json --tls-verify=false registry.test:5000/node@${DIGEST}`,
        'build --format docker --pull=never --file W/3-Dockerfile --iidfile W/4-image-id --platform linux/amd64 ' +
          '--label a=first $(id) "quoted" --label z=last W/5-empty',
      ]);
    },
  );

  it.each([
    ['buildah', '1.28.2', 'buildah 1.33'],
    ['podman', '4.7.2', 'podman 4.8'],
  ] as const)(
    '%s %s is told that it is too old for heredocs, before it pulls anything',
    async (name, version, first) => {
      await simulate(name, `case $1 in --version) echo ${version};; build) ${writes('--iidfile', 'sha256:1d')};; esac`);
      const builder = await findBuilder(workshop(), name);
      const heredoc = { ...REQUEST, dockerfile: 'FROM debian:12\nCOPY <<EOF /text\nhello\nEOF\n' };
      const failure = await builder.build(heredoc).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'ImageBuildFailed' });
      expect(String(failure)).toContain(`${first} is the first to read; this machine has ${version}.`);
      expect(await calls(name)).toEqual(['--version']);
      expect(await builder.build({ ...REQUEST, dockerfile: 'FROM debian:12\nRUN : "<<EOF"\n' })).toBe('1d');
      await rm(join(folder, 'work'), { recursive: true });
      await mkdir(join(folder, 'work'));
      await simulate(name, `case $1 in --version) echo 5.0.0;; build) ${writes('--iidfile', 'sha256:1d')};; esac`);
      expect(await (await findBuilder(workshop(), name)).build(heredoc)).toBe('1d');
    },
  );

  it('podman runs, names, pushes and inspects', async () => {
    await simulate(
      'podman',
      `case $1 in --version) echo 5.2.1;; push) ${writes('--digestfile', DIGEST)};; image) echo '{"a":"b"}';; esac`,
    );
    const podman = await findBuilder(workshop(), 'podman');
    await podman.run('id', ['python3', '--version']);
    await podman.tag('id', 'a_b:1_2');
    expect(await podman.push('registry.test/a_b:1_2')).toBe(DIGEST);
    expect(await podman.labels('a_b:1_2')).toEqual({ a: 'b' });
    expect((await calls('podman')).slice(1)).toEqual([
      'run --cidfile W/1-container-id --network none --entrypoint python3 id --version',
      'images --quiet --no-trunc localhost/a_b:1_2',
      'tag id localhost/a_b:1_2',
      'push --digestfile W/2-digest --authfile W/3-login/config.json registry.test/a_b:1_2 docker://registry.test/a_b:1_2',
      'image inspect --format {{json .Config.Labels}} localhost/a_b:1_2',
    ]);
  });

  it('buildah removes its container, also where the tool fails', async () => {
    await simulate('buildah', 'case $1 in --version) echo 1.28.2;; from) echo working-1;; run) exit 127;; esac');
    const buildah = await findBuilder(workshop(), 'buildah');
    expect(await buildah.run('id', ['python3', '--version'])).toMatchObject({ exitCode: 127 });
    expect((await calls('buildah')).slice(1)).toEqual([
      'from --pull=never id',
      'run --network none working-1 -- python3 --version',
      'rm working-1',
    ]);
  });
});
