// Broken and hostile assemblies: one clear error each, and nothing is touched.
import { mkdir, symlink, truncate, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAssetManifest } from '../../src/assembly/asset-manifest.js';
import { readAssembly } from '../../src/assembly/read.js';
import { TrunklineError } from '../../src/model/errors.js';
import { assemblyOf, snapshotOf, stackArtifact, TEMPLATE, writeAssembly } from './assembly-builder.js';

/** Reads an assembly that must be refused, and proves that nothing around it changed. */
async function refusal(root: string): Promise<TrunklineError> {
  const before = await snapshotOf(dirname(root));
  const error: unknown = await readAssembly(root).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TrunklineError);
  expect(await snapshotOf(dirname(root))).toEqual(before);
  return error as TrunklineError;
}

const everything = (error: TrunklineError): string => [error.message, ...error.details].join('\n');

describe('no assembly at all', () => {
  it('names the folder that is not there and how to make one', async () => {
    const root = join(await assemblyOf({}), 'gone');
    const error = await refusal(root);
    expect(error.code).toBe('AssemblyNotFound');
    expect(error.message).toContain(`There is no folder ${root}`);
    expect(error.message).toContain('npx cdk synth');
  });

  it('says of a folder without manifest.json that it is none', async () => {
    const error = await refusal(await writeAssembly({ 'README.md': 'hello' }));
    expect(error.code).toBe('AssemblyNotFound');
    expect(error.message).toMatch(/is no cloud assembly: it has no manifest\.json.*npx cdk synth/);
  });

  it('takes a file for no folder', async () => {
    expect((await refusal(join(await assemblyOf({}), 'manifest.json'))).code).toBe('AssemblyNotFound');
  });
});

describe('files that are not what they should be', () => {
  it('names a cut off manifest and where it ends', async () => {
    const error = await refusal(await writeAssembly({ 'manifest.json': '{"version": "55.0.0",\n "artifacts": {"Ma' }));
    expect(error.code).toBe('AssemblyUnreadable');
    expect(error.message).toMatch(/^manifest\.json .* is cut off at line 2, column 16\./);
  });

  it('names a cut off template and its stack', async () => {
    const root = await assemblyOf({ Main: stackArtifact('Main') });
    await truncate(join(root, 'Main.template.json'), 30);
    const error = await refusal(root);
    expect(error.code).toBe('AssemblyUnreadable');
    expect(error.message).toMatch(/^Main\.template\.json \(template of stack Main\) .* is cut off at line 3, column/);
  });

  it.each([
    ['no JSON', 'Resources: {}', 'is not valid JSON at line 1, column 1'],
    ['another JSON', [], 'is no CloudFormation template'],
    ['a resource without a type', { Resources: { A: {} } }, 'Resources.A.Type'],
    ['absurd depth', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'nested more than 500 levels deep'],
  ])('refuses a template that is %s', async (_, template, expected) => {
    const error = await refusal(await assemblyOf({ Main: stackArtifact('Main') }, { 'Main.template.json': template }));
    expect(error.code).toBe('AssemblyUnreadable');
    expect(everything(error)).toContain(expected);
  });

  it.each([
    ['a list', [], 'manifest.json: Invalid input'],
    ['a manifest without version', { artifacts: {} }, 'manifest.json.version'],
    [
      'a stack without template',
      { version: '55.0.0', artifacts: { Main: { type: 'aws:cloudformation:stack', properties: {} } } },
      'manifest.json: artifacts.Main.properties.templateFile',
    ],
  ])('refuses a manifest that is %s', async (_, manifest, expected) => {
    const error = await refusal(await writeAssembly({ 'manifest.json': manifest }));
    expect(error.code).toBe('AssemblyUnreadable');
    expect(everything(error)).toContain(expected);
  });

  it('names a template that is missing, and one that is a folder', async () => {
    const root = await assemblyOf({
      Gone: stackArtifact('Gone', { templateFile: 'gone.json' }),
      Folder: stackArtifact('Folder', { templateFile: 'folder' }),
    });
    await mkdir(join(root, 'folder'));
    const { message, details } = await refusal(root);
    expect(message).toContain('has 2 mistakes');
    expect(details[0]).toContain('folder (template of stack Folder) is no file');
    expect(details[1]).toContain('gone.json (template of stack Gone) does not exist');
  });

  it.each([['aws://11111111111/eu-central-1'], ['aws://../eu-central-1'], ['aws://111111111111/..'], ['local']])(
    'refuses the environment %s, which would become a folder',
    async (environment) => {
      const error = await refusal(await assemblyOf({ Main: { ...stackArtifact('Main'), environment } }));
      expect(error.code).toBe('AssemblyUnreadable');
      expect(error.message).toContain(JSON.stringify(environment));
    },
  );

  it('refuses a stack name that is none', async () => {
    const error = await refusal(await assemblyOf({ Main: stackArtifact('Main', { stackName: '../Main' }) }));
    expect(error.code).toBe('AssemblyUnreadable');
    expect(error.message).toContain('"../Main"');
  });

  it('reports the mistakes of several files together, in the same order every time', async () => {
    const build = () =>
      assemblyOf(
        {
          One: stackArtifact('One'),
          Two: stackArtifact('Two'),
          Assets: { type: 'cdk:asset-manifest', properties: { file: 'a.json' } },
        },
        { 'One.template.json': '{', 'Two.template.json': 'x', 'a.json': { files: { x: 1 } } },
      );
    const first = await refusal(await build());
    expect(first.message).toContain('has 3 mistakes');
    expect(first.details.map((line) => line.split(' ')[0])).toEqual([
      'One.template.json',
      'Two.template.json',
      'a.json',
      '',
    ]);
    expect(first.details[3]).toContain('a.json.files.x');
  });
});

describe('paths that leave the folder', () => {
  const secret = { 'secret.json': TEMPLATE };

  it.each([
    ['a template by ..', { Main: stackArtifact('Main', { templateFile: '../secret.json' }) }],
    ['a template by .. on the way', { Main: stackArtifact('Main', { templateFile: 'a/../../secret.json' }) }],
    ['a template by an absolute path', { Main: stackArtifact('Main', { templateFile: '/etc/hostname' }) }],
    ['a template with NUL', { Main: stackArtifact('Main', { templateFile: 'a\0b' }) }],
    ['an asset manifest', { A: { type: 'cdk:asset-manifest', properties: { file: '../secret.json' } } }],
    ['a nested assembly', { A: { type: 'cdk:cloud-assembly', properties: { directoryName: '..' } } }],
  ])('are refused: %s', async (_, artifacts) => {
    const root = await assemblyOf(artifacts);
    await writeFile(join(dirname(root), 'secret.json'), JSON.stringify(secret));
    const error = await refusal(root);
    expect(error.code).toBe('PathOutsideAssembly');
    expect(error.message).toContain('in manifest.json');
  });

  it('are refused: a template that is a symbolic link to the outside', async () => {
    const root = await assemblyOf({ Main: stackArtifact('Main', { templateFile: 'link.json' }) });
    await writeFile(join(dirname(root), 'secret.json'), JSON.stringify(TEMPLATE));
    await symlink('../secret.json', join(root, 'link.json'));
    const error = await refusal(root);
    expect(error.code).toBe('PathOutsideAssembly');
    expect(error.message).toContain('symbolic link');
  });

  it('are refused: a nested assembly behind a symbolic link, and a file asset in one', async () => {
    const root = await assemblyOf(
      {
        Nested: { type: 'cdk:cloud-assembly', properties: { directoryName: 'nested' } },
        Assets: { type: 'cdk:asset-manifest', properties: { file: 'a.json' } },
      },
      {
        'a.json': {
          files: {
            x: { source: { path: 'nested/x' }, destinations: {} },
            y: { source: { path: '../y' }, destinations: {} },
            z: { source: { path: 'fine' }, destinations: {} },
          },
        },
      },
    );
    await mkdir(join(dirname(root), 'elsewhere'));
    await symlink('../elsewhere', join(root, 'nested'));
    const error = await refusal(root);
    expect(error.code).toBe('PathOutsideAssembly');
    expect(everything(error)).toContain('directoryName of Nested in manifest.json');
    expect(everything(error)).toContain('asset x in a.json');
    expect(everything(error)).toContain('asset y in a.json');
    expect(everything(error)).not.toContain('asset z');
  });

  it('are fine where they lead from a nested assembly to the root', async () => {
    const root = await assemblyOf(
      { Nested: { type: 'cdk:cloud-assembly', properties: { directoryName: 'nested' } } },
      {
        'nested/manifest.json': {
          version: '55.0.0',
          artifacts: { Assets: { type: 'cdk:asset-manifest', properties: { file: 'a.json' } } },
        },
        'nested/a.json': { files: { x: { source: { path: '../asset.x' }, destinations: {} } } },
      },
    );
    await readAssembly(root);
    const [asset] = await readAssetManifest(root, 'nested/a.json', { account: '111111111111', region: 'eu-central-1' });
    expect(asset?.path).toBe('asset.x');
  });

  it('do not make an assembly that nests itself go round for ever', async () => {
    const nested = { type: 'cdk:cloud-assembly', properties: { directoryName: '.' } };
    const again = { type: 'cdk:cloud-assembly', properties: { directoryName: '../nested' } };
    const error = await refusal(await assemblyOf({ Self: nested }));
    expect(error.code).toBe('AssemblyUnreadable');
    expect(error.message).toContain('in use already');
    const circle = await assemblyOf(
      { Nested: { type: 'cdk:cloud-assembly', properties: { directoryName: 'nested' } } },
      { 'nested/manifest.json': { version: '55.0.0', artifacts: { Again: again } } },
    );
    expect((await refusal(circle)).message).toContain('in use already');
  });
});
