// The story of output artifacts: which files of the workspace make them, and that nothing else ever does.
import { mkdirSync, readdirSync, symlinkSync, lstatSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openBench, temporaryFolder, writeFiles, type Bench, type BenchResult } from './fixtures.js';

const FILES = {
  'cdk.out/manifest.json': '{}',
  'cdk.out/assembly-Dev/stack.json': 'dev',
  'cdk.out/.cache/x': 'dot',
  'readme.md': 'readme',
};

async function store(
  bench: Bench,
  artifacts: unknown,
  options: { commands?: string[]; outputs?: string[] } = {},
): Promise<BenchResult & { files: (name?: string) => string[] }> {
  const names = options.outputs ?? ['Out'];
  const outputs = names.map((name) => ({
    name,
    directory: join(bench.folder, 'outputs', String(Math.random()), name),
  }));
  const spec = { version: '0.2', phases: { build: { commands: options.commands ?? ['true'] } }, artifacts };
  const result = await bench.run(spec, { outputArtifacts: outputs });
  return {
    ...result,
    files: (name = names[0]) => filesBelow(outputs.find((output) => output.name === name)?.directory ?? ''),
  };
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

describe('artifacts', () => {
  it('take everything, dot files included', async () => {
    const { files, output } = await store(await openBench(FILES), { files: '**/*' });
    expect(files()).toEqual(Object.keys(FILES).sort());
    expect(output('readme.md')).toBe('readme');
  });

  it('take a base directory as their root, whatever folder the last command was in', async () => {
    const artifacts = { files: ['**/*'], 'base-directory': 'cdk.out' };
    const { files } = await store(await openBench(FILES), artifacts, { commands: ['cd /'] });
    expect(files()).toEqual(['.cache/x', 'assembly-Dev/stack.json', 'manifest.json']);
  });

  it.each([
    { files: ['cdk.out/*'], found: ['cdk.out/manifest.json'] },
    { files: ['cdk.out/assembly-Dev/**/*', 'readme.md'], found: ['cdk.out/assembly-Dev/stack.json', 'readme.md'] },
    {
      files: ['cdk.out/**/*', 'cdk.out/.cache/**/*'],
      found: Object.keys(FILES).filter((path) => path !== 'readme.md'),
    },
    { files: ['**/*.json'], found: ['cdk.out/assembly-Dev/stack.json', 'cdk.out/manifest.json'] },
    { files: ['./readme.md', 'no-such-file'], found: ['readme.md'] },
    {
      files: '**/*',
      exclude: ['**/.*/**', '*.md'],
      found: ['cdk.out/assembly-Dev/stack.json', 'cdk.out/manifest.json'],
    },
    { files: '**/*', exclude: 'cdk.out/**/*', found: ['readme.md'] },
  ])('take $files without $exclude', async ({ files: patterns, exclude, found }) => {
    const artifacts = { files: patterns, ...(exclude === undefined ? {} : { 'exclude-paths': exclude }) };
    expect((await store(await openBench(FILES), artifacts)).files()).toEqual([...found].sort());
  });

  it('drop paths where that is wanted', async () => {
    const { files } = await store(await openBench(FILES), { files: '**/*', 'discard-paths': 'yes' });
    expect(files()).toEqual(['manifest.json', 'readme.md', 'stack.json', 'x']);
  });

  it('take several base directories by a pattern, and one by a variable', async () => {
    const files = { 'my-build1/a': '1', 'my-build2/b': '2', 'other/c': '3' };
    expect((await store(await openBench(files), { files: '**/*', 'base-directory': 'my-build*' })).files()).toEqual([
      'a',
      'b',
    ]);
    const artifacts = { files: '**/*', 'base-directory': '$WHERE' };
    expect((await store(await openBench(files), artifacts, { commands: ['export WHERE=other'] })).files()).toEqual([
      'c',
    ]);
  });

  it('are named secondary artifacts where there are several', async () => {
    const secondary = { One: { files: '**/*', 'base-directory': 'cdk.out' }, Two: { files: 'readme.md' } };
    const { files } = await store(
      await openBench(FILES),
      { 'secondary-artifacts': secondary },
      { outputs: ['One', 'Two'] },
    );
    expect(files('One')).toContain('manifest.json');
    expect(files('Two')).toEqual(['readme.md']);
  });

  it('fail the build where nothing matches', async () => {
    const bench = await openBench(FILES);
    const nothing = await store(bench, { files: 'no-such-file' });
    expect(nothing.status).toBe('FAILED');
    expect(nothing.failure?.message).toContain('no matching artifact paths found for no-such-file');
    expect(nothing.log).toContain('# Phase complete: UPLOAD_ARTIFACTS State: FAILED');
    const noBase = await store(bench, { files: '**/*', 'base-directory': 'dist' });
    expect(noBase.failure?.message).toContain('no matching base directory path found for dist');
    const empty = await store(bench, { files: '**/*', 'base-directory': 'empty' }, { commands: ['mkdir empty'] });
    expect(empty.failure?.message).toContain('no matching artifact paths');
    const missing = await store(
      bench,
      { 'secondary-artifacts': { One: { files: '**/*' } } },
      { outputs: ['One', 'Two'] },
    );
    expect(missing.failure?.message).toContain('artifacts.secondary-artifacts.Two');
  });

  it('are stored even when BUILD failed, but not when it never ran', async () => {
    const { files, status } = await store(await openBench(FILES), { files: 'readme.md' }, { commands: ['false'] });
    expect(status).toBe('FAILED');
    expect(files()).toEqual(['readme.md']);
    const spec = { version: '0.2', phases: { install: { commands: ['false'] } }, artifacts: { files: 'readme.md' } };
    const bench = await openBench(FILES);
    const outputArtifacts = [{ name: 'Out', directory: join(bench.folder, 'out') }];
    expect((await bench.run(spec, { outputArtifacts })).output('readme.md')).toBeUndefined();
  });

  it('replace what an interrupted attempt has left', async () => {
    const bench = await openBench(FILES);
    const directory = join(bench.folder, 'out');
    writeFiles(directory, { stale: 'stale' });
    const spec = { version: '0.2', phases: { build: { commands: ['true'] } }, artifacts: { files: '**/*' } };
    await bench.run(spec, { outputArtifacts: [{ name: 'Out', directory }] });
    expect(filesBelow(directory)).toEqual(Object.keys(FILES).sort());
  });

  it('are not looked at where the action has none', async () => {
    expect((await store(await openBench(), { files: 'no-such-file' }, { outputs: [] })).status).toBe('SUCCEEDED');
  });
});

describe.each([
  { way: 'moved as a whole', artifacts: { files: '**/*', 'base-directory': 'out' } },
  { way: 'copied as a whole', artifacts: { files: ['**/*'], 'base-directory': 'out', 'exclude-paths': ['nothing'] } },
])('symbolic links of an artifact that is $way', ({ artifacts }) => {
  const commands = [
    'mkdir -p out/deep other/more',
    'echo file >out/file; echo other >other/text; ln -s ../other/more other/up',
    'ln -s file out/to-file; ln -s ../other out/to-folder; ln -s nowhere out/dangling; ln -s .. out/deep/around',
  ];

  it('become what they lead to', async () => {
    const { files, output, log } = await store(await openBench(), artifacts, { commands });
    expect(files()).toEqual(expect.arrayContaining(['file', 'to-file', 'to-folder/text']));
    expect(output('to-file')).toBe('file\n');
    expect(files()).not.toContain('dangling');
    expect(files().some((path) => path.includes('around'))).toBe(false);
    expect(log).toContain('out/dangling is left out: it is a symbolic link that leads nowhere');
    expect(log).toContain('out/deep/around is left out: it is a symbolic link to a folder that holds it');
  });

  it('never bring in anything from outside the workspace', async () => {
    const outside = temporaryFolder();
    writeFiles(outside, { secret: 'not yours', 'folder/secret': 'not yours' });
    const { files, log } = await store(await openBench(), artifacts, {
      commands: [...commands, `ln -s ${outside}/secret out/evil; ln -s ${outside}/folder out/evil-folder`],
    });
    expect(files().filter((path) => path.includes('evil'))).toEqual([]);
    expect(log).toContain('out/evil is left out: it is a symbolic link that leaves the workspace');
  });

  it('are kept as links where that is wanted', async () => {
    const bench = await openBench();
    const directory = join(bench.folder, 'kept');
    await bench.run(
      { version: '0.2', phases: { build: { commands } }, artifacts: { ...artifacts, 'enable-symlinks': 'yes' } },
      { outputArtifacts: [{ name: 'Out', directory }] },
    );
    expect(lstatSync(join(directory, 'to-file')).isSymbolicLink()).toBe(true);
  });
});

describe('paths that lead out of the workspace', () => {
  const outside = (): string => {
    const folder = temporaryFolder();
    writeFiles(folder, { secret: 'not yours' });
    return folder;
  };

  it.each(['../../../**/*', '/etc/**/*', 'a/../../../../etc/passwd'])('match nothing: %s', async (pattern) => {
    const { failure } = await store(await openBench(), { files: pattern });
    expect(failure?.message).toContain('no matching artifact paths found');
  });

  it('are no base directories', async () => {
    const folder = outside();
    const bench = await openBench();
    for (const base of [folder, '../../..', 'linked']) {
      const commands = [`ln -s ${folder} linked`];
      const { failure } = await store(bench, { files: '**/*', 'base-directory': base }, { commands });
      expect(failure?.message).toContain('no matching base directory');
    }
  });

  it('are no buildspecs', async () => {
    const folder = outside();
    writeFileSync(join(folder, 'buildspec.yml'), 'version: 0.2\nphases: { build: { commands: [true] } }\n');
    const bench = await openBench();
    symlinkSync(join(folder, 'buildspec.yml'), join(bench.source, 'linked.yml'));
    for (const path of ['linked.yml', '../../../../etc/hosts.yml', join(folder, 'buildspec.yml')]) {
      await expect(bench.run(path)).rejects.toThrow(/leaves the primary source|is not in the primary source/);
    }
  });
});

describe('the buildspec', () => {
  const text = 'version: 0.2\nphases:\n  build:\n    commands:\n      - echo from a file\n';

  it('is a file of the primary source: the named one, else buildspec.yml', async () => {
    const bench = await openBench({ 'buildspec.yml': text, 'ci/spec.yml': text.replace('a file', 'ci') });
    expect((await bench.run('ci/spec.yml')).log).toContain('\nfrom ci\n');
    mkdirSync(join(bench.folder, 'x'));
    expect((await bench.run('buildspec.yml')).log).toContain('\nfrom a file\n');
  });

  it('is refused where it is missing or wrong, with every mistake', async () => {
    const bench = await openBench({ 'bad.yml': 'version: 9\nphases: 1\n' });
    const missing = 'none.yml of project Synth is not in the primary source';
    await expect(bench.run('none.yml')).rejects.toThrow(missing);
    await expect(bench.run('bad.yml')).rejects.toMatchObject({
      details: [expect.stringContaining('version (line 1)'), expect.stringContaining('phases (line 2)')],
    });
  });
});
