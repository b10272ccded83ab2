// CDK Pipelines' own builds are recognized by what CDK really writes; anything more is a build of its own.
import { beforeAll, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readAssembly } from '../../../src/assembly/read.js';
import type { Assembly } from '../../../src/model/assembly.js';
import { recognizeAssetPublishing, recognizeSelfUpdate } from '../../../src/rehearse/assets/recognition.js';
import { assetManifestsOf } from '../../assembly/assembly-builder.js';
import { synthesizeServices } from '../../assembly/cdk-fixture.js';

/** The commands of every project of an assembly, by the buildspec; files of the assembly are read. */
async function commandsOf(assembly: Assembly): Promise<string[][]> {
  const resources = assembly.stacks.flatMap(({ template }) => Object.values(template.Resources));
  const specs = resources
    .filter(({ Type }) => Type === 'AWS::CodeBuild::Project')
    .map(({ Properties }) => (Properties?.Source as { BuildSpec: string }).BuildSpec)
    .map((spec) => Promise.resolve(spec.startsWith('{') ? spec : readFile(join(assembly.directory, spec), 'utf8')));
  return (await Promise.all(specs)).map((text) => {
    const { phases } = JSON.parse(text) as { phases: Record<string, { commands: string[] }> };
    return Object.values(phases).flatMap(({ commands }) => commands);
  });
}

describe.each([
  ['one action for each asset', true, 3],
  ['one action for each type, its buildspec a file of the assembly', false, 2],
])('an assembly with %s', (_, publishAssetsInParallel, publishers) => {
  let assembly: Assembly;
  let builds: string[][];

  beforeAll(async () => {
    assembly = await readAssembly(await synthesizeServices({ publishAssetsInParallel }));
    builds = await commandsOf(assembly);
  });

  it('has all its publishing recognized: exactly the assets of the manifests, but for the templates', async () => {
    const recognized = builds.flatMap((commands) => recognizeAssetPublishing(commands) ?? []);
    const listed = Object.entries(await assetManifestsOf(assembly)).flatMap(([manifestPath, assets]) =>
      manifestPath.startsWith('assembly-')
        ? assets
            .filter(({ displayName }) => !displayName.endsWith(' Template'))
            .flatMap(({ id, destinations }) =>
              destinations.map((destination) => ({ manifestPath, assetId: id, destinationId: destination.id })),
            )
        : [],
    );
    const order = (a: object, b: object) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);
    expect(listed).toHaveLength(6);
    expect(recognized.sort(order)).toEqual(listed.sort(order));
    expect(builds.filter((commands) => recognizeAssetPublishing(commands))).toHaveLength(publishers);
  });

  it('has its self-update recognized, and nothing else taken for it', () => {
    expect(builds.flatMap((commands) => recognizeSelfUpdate(commands) ?? [])).toEqual([
      { assemblyPath: '.', stackSelector: 'ServicesPipeline' },
    ]);
  });
});

describe('recognition', () => {
  const publish = 'cdk-assets --path "assembly-Dev/A.assets.json" --verbose publish "abc:111-eu-1"';

  it('looks past the commands that CDK Pipelines writes before its own', () => {
    const credentials = [
      'mkdir $HOME/.cdk',
      `echo '{"version":"1.0","domainCredentials":{}}' > $HOME/.cdk/cdk-docker-creds.json`,
    ];
    expect(recognizeAssetPublishing(['npm install -g cdk-assets@latest', ...credentials, publish])).toEqual([
      { manifestPath: 'assembly-Dev/A.assets.json', assetId: 'abc', destinationId: '111-eu-1' },
    ]);
    expect(
      recognizeSelfUpdate([
        'npm install -g aws-cdk@2.1000.0',
        ...credentials,
        'cdk -a assembly-Tools deploy Tools/Pipeline --require-approval=never --verbose',
      ]),
    ).toEqual({ assemblyPath: 'assembly-Tools', stackSelector: 'Tools/Pipeline' });
  });

  it.each([
    [[]],
    [['npm install -g cdk-assets@latest']],
    [[publish, 'echo done']],
    [[`${publish} && echo done`]],
    [[`${publish}; rm -rf /`]],
    [['cdk-assets --path "a" --verbose publish "b"']],
    [['cdk-assets ls']],
    [['npm install -g cdk-assets@latest; echo', publish]],
  ])('leaves %j to run for real', (commands) => {
    expect(recognizeAssetPublishing(commands)).toBeUndefined();
  });

  it.each([
    [[]],
    [['npm install -g aws-cdk@2']],
    [['cdk -a . deploy Pipeline --require-approval=never --verbose', 'echo done']],
    [['cdk -a . deploy Pipeline --require-approval=never --verbose --hotswap']],
    [['cdk -a . deploy Pipe line --require-approval=never --verbose']],
    [['cdk -a . deploy $(cat name) --require-approval=never --verbose']],
    [['cdk deploy Pipeline']],
    [['cdk -a ../elsewhere deploy Pipeline --require-approval=never --verbose']],
    [['cdk -a /tmp deploy Pipeline --require-approval=never --verbose']],
    [['cdk -a . synth Pipeline --require-approval=never']],
  ])('takes no %j for a self-update', (commands) => {
    expect(recognizeSelfUpdate(commands)).toBeUndefined();
  });
});
