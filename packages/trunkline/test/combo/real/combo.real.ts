// A combo from its first build to its next one, on a real registry and with a real builder.
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ComboResult } from '../../../src/cli/commands/combo-result.js';
import type { ProgramResult } from '../../../src/process/run-program.js';
import { LOGIN, Machine, missing } from './machine.js';
import { OfficialImages } from './official.js';

const absent = await missing();
if (absent !== undefined) {
  const what = `combos on a real registry with a real builder; this machine has no ${absent}`;
  if (process.env.TRUNKLINE_TESTS_COMPLETE === '1')
    throw new Error(`nothing may be skipped, and this would be: ${what}`);
  console.log(`skipped: ${what}`);
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;

describe.skipIf(absent !== undefined)('a combo of a real registry and a real builder', () => {
  let machine: Machine;
  let registry: string;
  let official: OfficialImages;
  beforeAll(async () => {
    machine = await Machine.create();
    registry = await machine.registry({ login: false });
    official = new OfficialImages(machine, registry);
    await official.publish();
  });
  afterAll(async () => {
    await official.close();
    await machine.remove();
  });

  function combo(...args: string[]): Promise<ProgramResult> {
    return comboWith({}, ...args);
  }

  function comboWith(more: Record<string, string>, ...args: string[]): Promise<ProgramResult> {
    const places = ['--index', official.index, '--registry', registry, '--builder', 'buildah'];
    return machine.trunkline(['combo', 'python:3.12', 'node:22', ...places, ...args], more);
  }

  const toRegistry = (): string[] => ['--repository', `${registry}/combos/`];

  async function result(promise: Promise<ProgramResult>, exitCode: number): Promise<ComboResult> {
    const ended = await promise;
    expect(ended, ended.stderr).toMatchObject({ exitCode });
    return JSON.parse(ended.stdout) as ComboResult;
  }

  it('prints the same Dockerfile each time, and the variants on stderr', async () => {
    const [first, second] = [await combo(), await combo()];
    expect(first, first.stderr).toMatchObject({ exitCode: 0 });
    expect(second.stdout).toBe(first.stdout);
    expect(first.stdout).toContain(`FROM ${registry}/library/buildpack-deps:bookworm`);
    expect(first.stdout).toContain(`COPY --from=${registry}/library/python:3.12-bookworm`);
    expect(first.stdout).not.toMatch(/^(CMD|ENTRYPOINT)/m);
    expect(first.stderr).toContain('3.12-bookworm');
  });

  it('is built, tried, pushed, found up to date, and built anew once an image has changed', async () => {
    const absentCheck = await result(combo('--check', '--json', ...toRegistry()), 1);
    expect(absentCheck.status).toBe('NotFound');

    const first = await result(combo('--check', '--build', '--push', '--json', ...toRegistry()), 0);
    expect(first).toMatchObject({
      status: 'Pushed',
      reference: `${registry}/combos/python_node:3.12_22`,
      digest: expect.stringMatching(DIGEST) as string,
      build: {
        builder: { name: 'buildah' },
        smokeTests: [
          { image: 'python:3.12', status: 'Succeeded', output: 'Python 3.12.7' },
          { image: 'node:22', status: 'Succeeded', output: 'v22.11.0' },
        ],
      },
    });
    expect(first.check?.bases.map(({ image }) => image)).toEqual([
      `${registry}/library/buildpack-deps:bookworm`,
      `${registry}/library/python:3.12-bookworm`,
      `${registry}/library/node:22-bookworm`,
    ]);

    const current = await combo('--check', ...toRegistry());
    expect(current).toMatchObject({ exitCode: 0 });
    expect(current.stdout).toContain('python_node:3.12_22 is up to date.');
    expect(current.stdout).toContain(`digest: ${first.digest ?? ''}`);
    const again = await result(combo('--check', '--build', '--push', '--json', ...toRegistry()), 0);
    expect(again).toMatchObject({ status: 'UpToDate', digest: first.digest });
    expect(again.build).toBeUndefined();

    await official.publishTool('node');
    const stale = await combo('--check', ...toRegistry());
    expect(stale).toMatchObject({ exitCode: 1 });
    expect(stale.stdout).toMatch(/node:22-bookworm is another one: sha256:\w+ when it was built, sha256:\w+ now/);
    expect(stale.stdout).not.toContain('python:3.12-bookworm is another one');
    const second = await result(combo('--check', '--build', '--push', '--json', ...toRegistry()), 0);
    expect(second.status).toBe('Pushed');
    expect(second.digest).not.toBe(first.digest);
    expect(await combo('--check', ...toRegistry())).toMatchObject({ exitCode: 0 });
  });

  it('is out of date when its Dockerfile has changed', async () => {
    const changed = await combo('--check', '--env', 'LANG=C.UTF-8', ...toRegistry());
    expect(changed).toMatchObject({ exitCode: 1 });
    expect(changed.stdout).toContain('Its Dockerfile has changed.');
  });

  it('on this machine alone is found by its name', async () => {
    const notThere = await combo('--check');
    expect(notThere, notThere.stderr).toMatchObject({ exitCode: 1 });
    const built = await combo('--build');
    expect(built, built.stderr).toMatchObject({ exitCode: 0 });
    expect(built.stdout).toContain('✓ python:3.12  Python 3.12.7');
    expect(await combo('--check')).toMatchObject({ exitCode: 0 });
    expect(await machine.buildah('images')).toContain('python_node');
    expect(await machine.buildah('containers', '--quiet')).toBe('');
  });

  it('whose tool says another version is not named and not pushed', async () => {
    official.says.python = 'Python 3.11.2';
    await official.publishTool('python');
    try {
      const before = await result(combo('--check', '--json', ...toRegistry()), 1);
      const failed = await combo('--build', '--push', ...toRegistry());
      expect(failed).toMatchObject({ exitCode: 1 });
      expect(failed.stdout).toContain('✗ python:3.12  python3 --version does not say 3.12.');
      expect(failed.stdout).toContain('Python 3.11.2');
      const after = await result(combo('--check', '--json', ...toRegistry()), 1);
      expect(after.digest).toBe(before.digest);
      expect(
        await machine.buildah(
          'images',
          '--quiet',
          '--filter',
          'label=io.trunkline.combo.dockerfile',
          '--filter',
          'dangling=true',
        ),
      ).toBe('');
    } finally {
      delete official.says.python;
      await official.publishTool('python');
    }
  });

  it('of Java is tried with java -version, which speaks on stderr', async () => {
    const places = ['--index', official.index, '--registry', registry, '--builder', 'buildah'];
    const argv = ['combo', 'eclipse-temurin:21', 'node:22', '--build', '--json', ...places];
    const built = await result(machine.trunkline(argv), 0);
    expect(built.build?.smokeTests[0]).toMatchObject({
      command: ['java', '-version'],
      status: 'Succeeded',
      output: 'openjdk version "21.0.5" 2024-10-15 LTS',
    });
  });

  it('of indexes follows its own platform alone, and is built where only others have it', async () => {
    const there = ['--repository', `${registry}/indexed/`];
    const node = 'library/node:22-bookworm';
    await official.publishIndex(node, { architecture: 'arm64', content: 'one' });
    const first = await result(
      combo('--check', '--build', '--push', '--json', '--platform', 'linux/amd64', ...there),
      0,
    );
    expect(first.status).toBe('Pushed');
    const { digest } = first.check?.bases.at(-1) ?? {};
    await official.publishIndex(node, { architecture: 'arm64', content: 'two' });
    const second = await result(combo('--check', '--json', '--platform', 'linux/amd64', ...there), 0);
    expect(second.status).toBe('UpToDate');
    expect(second.check?.bases.at(-1)?.digest).not.toBe(digest);

    await official.publishIndex('indexed/python_node:3.12_22', { architecture: 'arm64', content: 'other' });
    const other = await result(combo('--check', '--json', '--platform', 'linux/amd64', ...there), 1);
    expect(other.status).toBe('NotFound');
    expect(other.check?.reasons).toEqual(['There is no such combo for linux/amd64 yet.']);
    const built = await result(
      combo('--check', '--build', '--push', '--json', '--platform', 'linux/amd64', ...there),
      0,
    );
    expect(built.status).toBe('Pushed');
  });

  it('of a Dockerfile with stages, ARG, USER and WORKDIR has what they say', async () => {
    const file = join(machine.folder, 'Staged');
    const lines = [
      'ARG BASE=buildpack-deps:bookworm',
      'FROM ${BASE} AS making',
      'ARG SAYS="made elsewhere"',
      'RUN echo "$SAYS" > /made',
      'FROM ${BASE}',
      'ARG PLACE=/srv/app',
      'WORKDIR ${PLACE}',
      'COPY --from=making /made ./made',
      'COPY node /usr/local/bin/',
      'RUN read said < made; echo "$said, and here" > here',
      'USER 1000:1000',
    ];
    await writeFile(file, `${lines.join('\n')}\n`);
    const places = ['--index', official.index, '--registry', registry, '--builder', 'buildah'];
    const argv = ['combo', 'python:3.12', `node:22-bookworm@${file}`, '--build', '--json', ...places];
    const built = await result(machine.trunkline(argv), 0);
    const id = built.build?.id ?? '';
    const { OCIv1 } = JSON.parse(await machine.buildah('inspect', '--type', 'image', id)) as {
      OCIv1: { config: { User?: string; WorkingDir?: string } };
    };
    expect(OCIv1.config).toMatchObject({ User: '1000:1000', WorkingDir: '/srv/app' });
    const container = await machine.buildah('from', '--pull=never', id);
    const said = await machine.buildah('run', container, '--', 'sh', '-c', 'read said < here; echo "$said"');
    await machine.buildah('rm', container);
    expect(said).toBe('made elsewhere, and here');
  });

  it('goes to a registry that wants a token, which its token service gives for a login', async () => {
    const guarded = await machine.registry({ login: 'token' });
    const there = ['--repository', `${guarded}/team/both`];
    const refused = await combo('--check', ...there);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    const login = { TRUNKLINE_REGISTRY_USERNAME: LOGIN.username, TRUNKLINE_REGISTRY_PASSWORD: LOGIN.password };
    const pushed = await comboWith(login, '--check', '--build', '--push', ...there);
    expect(pushed, pushed.stderr).toMatchObject({ exitCode: 0 });
    expect(await comboWith(login, '--check', ...there)).toMatchObject({ exitCode: 0 });
  });

  it('whose build fails shows what the builder printed', async () => {
    const file = join(machine.folder, 'Broken');
    await writeFile(file, 'FROM buildpack-deps:bookworm\nRUN echo it was here; exit 3\n');
    const image = `node:22@${file}`;
    const places = ['--index', official.index, '--registry', registry, '--builder', 'buildah'];
    const failed = await machine.trunkline(['combo', 'python:3.12', image, '--build', ...places]);
    expect(failed, failed.stderr).toMatchObject({ exitCode: 1 });
    expect(failed.stdout).toContain('The combo was not built: buildah ended with');
    expect(failed.stdout).toContain('it was here');
  });

  it('goes to a registry that wants a login, by the environment or by a file, and says neither', async () => {
    const guarded = await machine.registry({ login: true });
    const there = ['--repository', `${guarded}/team/both`];
    const refused = await combo('--check', ...there);
    expect(refused).toMatchObject({ exitCode: 2, stdout: '' });
    expect(refused.stderr).toContain(`docker login ${guarded}`);

    const { username, password } = LOGIN;
    const login = { TRUNKLINE_REGISTRY_USERNAME: username, TRUNKLINE_REGISTRY_PASSWORD: password };
    const pushed = await comboWith(login, '--check', '--build', '--push', ...there);
    expect(pushed, pushed.stderr).toMatchObject({ exitCode: 0 });
    expect(pushed.stdout).toContain(`${guarded}/team/both:3.12_22 was built and pushed.`);
    expect(await comboWith(login, '--check', ...there)).toMatchObject({ exitCode: 0 });

    const docker = join(machine.folder, '.docker');
    const auth = Buffer.from(`${username}:${password}`).toString('base64');
    await mkdir(docker);
    await writeFile(join(docker, 'config.json'), JSON.stringify({ auths: { [guarded]: { auth } } }));
    const again = await combo('--build', '--push', ...there);
    expect(again, again.stderr).toMatchObject({ exitCode: 0 });

    for (const { stdout, stderr } of [refused, pushed, again]) {
      expect(stdout + stderr).not.toContain(password);
      expect(stdout + stderr).not.toContain(auth);
    }
  });

  it('leaves the Dockerfile in a file where that is wanted, and no folder of its own behind', async () => {
    const before = (await readdir(join(machine.folder, '..'))).filter((name) => name.startsWith('trunkline-combo-'));
    const written = await combo('--output', 'Dockerfile');
    expect(written).toMatchObject({ exitCode: 0, stdout: '' });
    expect(await readFile(join(machine.folder, 'Dockerfile'), 'utf8')).toBe((await combo()).stdout);
    const after = (await readdir(join(machine.folder, '..'))).filter((name) => name.startsWith('trunkline-combo-'));
    expect(after.filter((name) => !before.includes(name))).toEqual([]);
  });
});
