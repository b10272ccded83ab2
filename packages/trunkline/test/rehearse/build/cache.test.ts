// The story of caches: restored before a build, saved after one that succeeded, and never changed by a build.
import { lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CacheStore } from '../../../src/rehearse/build/cache-store.js';
import { openBench, temporaryFolder, writeFiles, type Bench, type BenchResult } from './fixtures.js';

const S3 = { cache: { type: 'S3', location: 'bucket/cache' } } as const;

interface CacheBuild {
  readonly commands: readonly string[];
  readonly cache: unknown;
}

const build = (bench: Bench, { commands, cache }: CacheBuild, project = {}): Promise<BenchResult> =>
  bench.run({ version: '0.2', phases: { build: { commands } }, cache }, {}, { ...S3, ...project });

const PRINT = 'cat deps/value 2>/dev/null || echo nothing';
const install = (value: string): string => `mkdir -p deps && echo ${value} >deps/value`;

const printed = (result: BenchResult): string =>
  result.log
    .split('\n')
    .filter((line) => !line.startsWith('#') && line !== '')
    .join(' ');

describe('a cache without a key', () => {
  const cache = { paths: ['deps/**/*'] };

  it('holds what the last build left', async () => {
    const bench = await openBench();
    const first = await build(bench, { commands: [PRINT, install('one')], cache });
    expect(printed(first)).toBe('nothing');
    expect(first.log).toContain('S3 and the permissions on it are not rehearsed');
    expect(printed(await build(bench, { commands: [PRINT, install('two')], cache }))).toBe('one');
    expect(printed(await build(bench, { commands: [PRINT], cache }))).toBe('two');
    expect(printed(await build(bench, { commands: [PRINT], cache }))).toBe('two');
  });

  it('is not saved by a build that failed', async () => {
    const bench = await openBench();
    await build(bench, { commands: [install('broken'), 'false'], cache });
    expect(printed(await build(bench, { commands: [PRINT], cache }))).toBe('nothing');
  });

  it('belongs to its location', async () => {
    const bench = await openBench();
    await build(bench, { commands: [install('one')], cache });
    const elsewhere = { cache: { type: 'S3', location: 'bucket/other' } };
    expect(printed(await build(bench, { commands: [PRINT], cache }, elsewhere))).toBe('nothing');
    expect(printed(await build(bench, { commands: [PRINT], cache }))).toBe('one');
  });

  it('is not kept where the project has none, and is the project’s own where it is local', async () => {
    const bench = await openBench();
    const none = { cache: { type: 'NO_CACHE' } };
    expect((await build(bench, { commands: [install('one')], cache }, none)).log).toContain('has no cache');
    const local = { cache: { type: 'LOCAL', modes: ['LOCAL_CUSTOM_CACHE'] } };
    await build(bench, { commands: [install('local')], cache }, local);
    expect(printed(await build(bench, { commands: [PRINT], cache }, local))).toBe('local');
    expect(printed(await build(bench, { commands: [PRINT], cache }, { ...local, name: 'Other' }))).toBe('nothing');
  });

  it('is restored only, or saved only, where that is wanted', async () => {
    const bench = await openBench();
    await build(bench, { commands: [install('one')], cache: { ...cache, action: 'restore' } });
    expect(printed(await build(bench, { commands: [PRINT], cache }))).toBe('nothing');
    await build(bench, { commands: [install('two')], cache });
    expect(printed(await build(bench, { commands: [PRINT, install('x')], cache: { ...cache, action: 'save' } }))).toBe(
      'nothing',
    );
  });
});

describe('a cache with a key', () => {
  const cache = { key: 'deps-$(codebuild-hash-files lock.json)', 'fallback-keys': ['deps-'], paths: ['deps/**/*'] };

  it('is found by the hash of files, created once, and never updated', async () => {
    const bench = await openBench({ 'lock.json': '1' });
    await build(bench, { commands: [install('one')], cache });
    expect(printed(await build(bench, { commands: [PRINT, install('changed')], cache }))).toBe('one');
    expect(printed(await build(bench, { commands: [PRINT], cache }))).toBe('one');
  });

  it('falls back to a key that begins alike, and is then saved under its own', async () => {
    const bench = await openBench({ 'lock.json': '1' });
    await build(bench, { commands: [install('one')], cache });
    writeFileSync(join(bench.source, 'lock.json'), '2');
    const strict = { ...cache, 'fallback-keys': ['other-'] };
    expect(printed(await build(bench, { commands: [PRINT, 'false'], cache: strict }))).toBe('nothing');
    expect(printed(await build(bench, { commands: [PRINT, install('two')], cache }))).toBe('one');
    expect(printed(await build(bench, { commands: [PRINT], cache: strict }))).toBe('two');
    writeFileSync(join(bench.source, 'lock.json'), '1');
    expect(printed(await build(bench, { commands: [PRINT], cache: strict }))).toBe('one');
  });

  it('is evaluated by the build’s shell, quotes and all', async () => {
    const bench = await openBench();
    const key = '$NAME-"quoted" $(printf "%s" "in side") `echo tick`';
    const spec = {
      version: '0.2',
      env: { variables: { NAME: 'n' } },
      phases: { build: { commands: [install('one')] } },
    };
    const { log } = await bench.run({ ...spec, cache: { key, paths: ['deps/**/*'] } }, {}, S3);
    expect(log).toContain('under key n-"quoted" in side tick.');
  });

  it('hashes the files that patterns match', async () => {
    const bench = await openBench({ 'a/lock.json': '1', 'b/lock.json': '2' });
    const hash = 'codebuild-hash-files "**/lock.json"';
    const { log } = await build(bench, {
      commands: [hash, `echo x >a/lock.json; ${hash}`, 'codebuild-hash-files none'],
      cache: undefined,
    });
    const hashes = log.match(/^[0-9a-f]{64}$/gm) ?? [];
    expect(hashes).toHaveLength(2);
    expect(hashes[0]).not.toBe(hashes[1]);
    expect(log).toContain('no file matches none');
  });
});

describe('what a cache keeps', () => {
  it('is folders by patterns, single files, and folders of HOME', async () => {
    const bench = await openBench();
    const cache = { paths: ['packages/*/deps/**/*', '*.cache', '/root/.store/**/*'] };
    const make =
      'mkdir -p packages/a/deps packages/b/deps ~/.store; echo 1 >packages/a/deps/x; echo 2 >packages/b/deps/x; echo 3 >y.cache; echo 4 >~/.store/z';
    await build(bench, { commands: [make], cache });
    const result = await build(bench, { commands: ['cat packages/*/deps/x y.cache ~/.store/z'], cache });
    expect(printed(result)).toBe('1 2 3 4');
  });

  it('is laid over what the source holds already', async () => {
    const bench = await openBench({ 'deps/value': 'source', 'deps/own': 'kept' });
    const cache = { paths: ['deps/**/*'] };
    await build(bench, { commands: ['echo cached >deps/value; rm deps/own'], cache });
    expect(printed(await build(bench, { commands: ['cat deps/value deps/own'], cache }))).toBe('cached kept');
  });

  it('is never anything outside the workspace and HOME', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { 'inner/value': 'not yours' });
    const bench = await openBench();
    const cache = { paths: ['../../../**/*', '/etc/**/*', 'linked/inner/**/*', 'deps/**/*'] };
    const result = await build(bench, { commands: [`ln -s ${outside} linked; ${install('one')}`], cache });
    expect(result.status).toBe('SUCCEEDED');
    expect(result.log).toContain('Cache path /etc/**/* is outside');
    expect(result.log).toContain('linked/inner leaves the workspace by a symbolic link');
    expect(readdirSync(join(outside, 'inner'))).toEqual(['value']);
  });

  it('is never restored through a link that leads out', async () => {
    const bench = await openBench();
    const cache = { paths: ['a/deps/**/*'] };
    await build(bench, { commands: ['mkdir -p a/deps; echo cached >a/deps/value'], cache });
    const outside = temporaryFolder();
    symlinkSync(outside, join(bench.source, 'a'));
    const result = await build(bench, { commands: ['true'], cache });
    expect(result.status).toBe('SUCCEEDED');
    expect(result.log).toContain('could not be restored');
    expect(readdirSync(outside)).toEqual([]);
  });

  it('keeps symbolic links and modes', async () => {
    const bench = await openBench();
    const cache = { paths: ['deps/**/*'] };
    const make =
      'mkdir -p deps/bin; printf "#!/bin/sh\\necho ran\\n" >deps/tool; chmod 755 deps/tool; ln -s ../tool deps/bin/tool';
    await build(bench, { commands: [make], cache });
    const result = await build(bench, { commands: ['deps/bin/tool; readlink deps/bin/tool'], cache });
    expect(printed(result)).toBe('ran ../tool');
  });
});

describe('a large cache', () => {
  const cache = { key: 'large', paths: ['deps/**/*'] };
  const fill =
    'mkdir -p deps/d; i=0; while [ $i -lt 600 ]; do echo $i >deps/d/$i; i=$((i + 1)); done; ln -s d/1 deps/link';
  const sum = 'cat deps/d/* | sort -n | cksum; ls deps deps/d | wc -l; readlink deps/link';

  const waiting = (bench: Bench): number[] => {
    const location = join(bench.cacheFolder, 'builds', readdirSync(join(bench.cacheFolder, 'builds'))[0] ?? '');
    return readdirSync(location).flatMap((entry) => {
      const spare = lstatSync(join(location, entry, 'spare-1'), { throwIfNoEntry: false });
      return spare === undefined ? [] : [spare.ino];
    });
  };

  it('is the same for every build, whatever builds change in their copies', async () => {
    const bench = await openBench();
    const expected = printed(await build(bench, { commands: [fill, sum], cache }));
    const harm = [
      'echo changed >>deps/d/1',
      'rm deps/d/2; echo new >deps/new',
      'rm -r deps/d; mkdir deps/d; echo x >deps/d/1',
      'rm deps/link; mkdir deps/link; echo x >deps/link/x',
      'chmod 700 deps/d; mv deps/d/3 deps/d/three',
      'printf 1 | dd of=deps/d/5 conv=notrunc 2>/dev/null',
      'rm -rf deps',
    ];
    for (const command of harm) {
      expect(printed(await build(bench, { commands: [sum], cache }))).toBe(expected);
      const result = await build(bench, { commands: [command], cache });
      expect(result.status).toBe('SUCCEEDED');
    }
    expect(printed(await build(bench, { commands: [sum], cache }))).toBe(expected);
  });

  it('hands a copy that was hardly changed on to the next build', async () => {
    const bench = await openBench();
    await build(bench, { commands: [fill], cache });
    expect(waiting(bench)).toEqual([]);
    await build(bench, { commands: ['true'], cache });
    const [copy] = waiting(bench);
    expect(copy).toBeDefined();
    await build(bench, { commands: ['echo x >deps/added'], cache });
    expect(waiting(bench)).toHaveLength(1);
    await build(bench, { commands: ['rm -r deps'], cache });
    expect(waiting(bench)).toEqual([]);
  });

  it('serves builds at the same time, each with a copy of its own', async () => {
    const bench = await openBench();
    const expected = printed(await build(bench, { commands: [fill, sum], cache }));
    for (let round = 0; round < 2; round++) {
      const results = await Promise.all(
        [1, 2, 3].map((n) =>
          build(bench, { commands: [sum, `echo ${String(n)} >deps/d/1; sleep 0.1; cat deps/d/1`], cache }),
        ),
      );
      expect(results.map(printed)).toEqual([1, 2, 3].map((n) => `${expected} ${String(n)}`));
    }
  });
});

describe('caches of one location', () => {
  const keysOf = (store: CacheStore): string[] =>
    ['npm-1', 'npm-2', 'npm-3', 'pip-1'].filter((key) => store.find(key) !== undefined);

  it('are the newest two keys of each expression; what is older is removed whole', async () => {
    const folder = temporaryFolder();
    const store = new CacheStore(folder, 's3/bucket');
    const publish = async (key: string, createdAt: number): Promise<void> => {
      const expression = `${key.slice(0, 3)}-$(codebuild-hash-files lock)`;
      await store.publish(await store.draft(), { key, expression, createdAt, entries: 0, roots: [] });
    };
    await publish('pip-1', 0);
    await publish('npm-1', 1);
    await publish('npm-2', 2);
    expect(keysOf(store)).toEqual(['npm-1', 'npm-2', 'pip-1']);
    await publish('npm-3', 3);
    expect(keysOf(store)).toEqual(['npm-2', 'npm-3', 'pip-1']);
    expect(
      readdirSync(join(folder, 'builds')).flatMap((name) => readdirSync(join(folder, 'builds', name))),
    ).toHaveLength(3);
  });
});

describe('two builds that save at the same time', () => {
  it('leave one whole entry, the first one’s under a key', async () => {
    const folder = temporaryFolder();
    const store = new CacheStore(folder, 's3/bucket');
    const drafts = await Promise.all(
      ['one', 'two'].map(async (text) => {
        const draft = await store.draft();
        mkdirSync(join(draft, 'files', 'workspace'), { recursive: true });
        writeFileSync(join(draft, 'files', 'workspace', 'value'), text);
        return draft;
      }),
    );
    const entry = { entries: 1, createdAt: 1, roots: [{ area: 'workspace', path: 'value', kind: 'file' }] } as const;
    const published = await Promise.all(drafts.map((draft) => store.publish(draft, { ...entry, key: 'k' })));
    expect(published.filter((first) => first)).toHaveLength(1);
    expect(store.find('k')).toMatchObject({ key: 'k', entries: 1 });
    expect(
      readdirSync(join(folder, 'builds')).flatMap((name) => readdirSync(join(folder, 'builds', name))),
    ).toHaveLength(1);
  });

  it('leave one entry without a key, also in the same millisecond', async () => {
    const folder = temporaryFolder();
    const store = new CacheStore(folder, 's3/bucket');
    const drafts = await Promise.all([1, 2, 3, 4].map(() => store.draft()));
    const entry = { entries: 1, createdAt: 1, roots: [] };
    await Promise.all(drafts.map((draft) => store.publish(draft, entry)));
    const [location = ''] = readdirSync(join(folder, 'builds'));
    expect(readdirSync(join(folder, 'builds', location))).toHaveLength(1);
    expect(store.find(undefined)).toBeDefined();
  });

  it('leave the newer entry without a key', async () => {
    const bench = await openBench();
    const cache = { paths: ['deps/**/*'] };
    await Promise.all(['one', 'two', 'three'].map((value) => build(bench, { commands: [install(value)], cache })));
    expect(['one', 'two', 'three']).toContain(printed(await build(bench, { commands: [PRINT], cache })));
  });

  it('are not disturbed by an entry that was cut off', async () => {
    const bench = await openBench();
    const cache = { paths: ['deps/**/*'] };
    await build(bench, { commands: [install('one')], cache });
    const location = join(bench.cacheFolder, 'builds', readdirSync(join(bench.cacheFolder, 'builds'))[0] ?? '');
    mkdirSync(join(location, 'latest-broken'));
    writeFileSync(join(location, 'latest-broken', 'entry.json'), '{"createdAt": 99999999999999, "roo');
    expect(printed(await build(bench, { commands: [PRINT], cache }))).toBe('one');
  });
});
