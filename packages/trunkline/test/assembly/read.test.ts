// Reading cloud assemblies that CDK itself wrote.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readAssetManifest } from '../../src/assembly/asset-manifest.js';
import { readAssembly } from '../../src/assembly/read.js';
import type { Assembly } from '../../src/model/assembly.js';
import { assemblyOf, snapshotOf, stackArtifact } from './assembly-builder.js';
import { DEV, PROD, synthesizeAgnostic, synthesizeServices, TOOLING } from './cdk-fixture.js';

describe('an assembly of CDK Pipelines', () => {
  let directory: string;
  let assembly: Assembly;

  beforeAll(async () => {
    directory = await synthesizeServices();
    assembly = await readAssembly(directory);
  });

  it('holds the stacks of all its folders, with names, environments and places', () => {
    expect(
      assembly.stacks.map(({ displayName, stackName, environment, nestedIn, templateFile }) => ({
        displayName,
        stackName,
        environment,
        nestedIn,
        templateFile: templateFile.replace(/[0-9A-F]{8}\.template/, '<hash>.template'),
      })),
    ).toEqual([
      {
        displayName: 'ServicesPipeline',
        stackName: 'ServicesPipeline',
        environment: TOOLING,
        nestedIn: '',
        templateFile: 'ServicesPipeline.template.json',
      },
      {
        displayName: 'cross-region-stack-111111111111:us-east-1',
        stackName: 'ServicesPipeline-support-us-east-1',
        environment: { ...TOOLING, region: 'us-east-1' },
        nestedIn: '',
        templateFile: 'cross-region-stack-111111111111_us-east-1.template.json',
      },
      ...(['Main', 'Data'] as const).map((name) => ({
        displayName: `Dev/${name}`,
        stackName: `Dev-${name}`,
        environment: DEV,
        nestedIn: 'assembly-Dev',
        templateFile: `assembly-Dev/Dev${name}<hash>.template.json`,
      })),
      ...(['Main', 'Data'] as const).map((name) => ({
        displayName: `ServicesPipeline/Us/${name}`,
        stackName: `Us-${name}`,
        environment: PROD,
        nestedIn: 'assembly-ServicesPipeline-Us',
        templateFile: `assembly-ServicesPipeline-Us/ServicesPipelineUs${name}<hash>.template.json`,
      })),
    ]);
    expect(assembly.warnings).toEqual([]);
    expect(assembly.directory).toBe(directory);
  });

  it('knows tags, and the stacks that come before a stack, but no other kinds of artifacts', () => {
    const main = stack(assembly, 'Dev/Main');
    expect(main.tags).toEqual({ team: 'delivery' });
    expect(main.dependencies).toEqual([stack(assembly, 'Dev/Data').artifactId]);
    expect(stack(assembly, 'Dev/Data').dependencies).toEqual([]);
    expect(stack(assembly, 'ServicesPipeline').dependencies).toEqual(['cross-region-stack-111111111111_us-east-1']);
  });

  it('parses the templates', () => {
    const [bucket] = Object.values(stack(assembly, 'Dev/Data').template.Resources);
    expect(bucket?.Type).toBe('AWS::S3::Bucket');
  });

  it('lists files and images in the manifest that publishing commands name', async () => {
    const main = stack(assembly, 'ServicesPipeline/Us/Main');
    const path = main.templateFile.replace('.template.json', '.assets.json');
    const assets = await readAssetManifest(directory, path, TOOLING);
    const named = (name: string) => assets.find(({ displayName }) => displayName === name);
    expect(named('Code')).toMatchObject({
      kind: 'file',
      packaging: 'zip',
      path: `asset.${named('Code')?.id}`,
      destinations: [
        {
          environment: PROD,
          bucketName: 'cdk-hnb659fds-assets-333333333333-us-east-1',
          objectKey: `${named('Code')?.id}.zip`,
        },
      ],
    });
    expect(named('Settings')).toMatchObject({ packaging: 'file', path: `asset.${named('Settings')?.id}.json` });
    expect(named('Image')).toMatchObject({
      kind: 'docker-image',
      packaging: 'image',
      destinations: [
        {
          environment: PROD,
          repositoryName: 'cdk-hnb659fds-container-assets-333333333333-us-east-1',
          imageTag: named('Image')?.id,
        },
      ],
    });
    expect(named('Us-Main Template')?.path).toBe(main.templateFile);
    expect(assets).toHaveLength(4);
  });

  it('is only read', async () => {
    const before = await snapshotOf(directory);
    await readAssembly(directory);
    expect(await snapshotOf(directory)).toEqual(before);
  });
});

describe('an assembly that does not say where it goes', () => {
  it('is read with a warning, and its placeholders are filled with what is known', async () => {
    const assembly = await readAssembly(await synthesizeAgnostic());
    const anywhere = stack(assembly, 'Anywhere');
    expect(anywhere.environment).toEqual({ account: 'unknown-account', region: 'unknown-region' });
    expect(assembly.warnings).toEqual([expect.stringContaining('Stack Anywhere does not say where it goes')]);
    const assets = await readAssetManifest(assembly.directory, 'Anywhere.assets.json', anywhere.environment);
    const code = assets.find(({ displayName }) => displayName === 'Code');
    expect(code?.destinations[0]).toMatchObject({
      environment: { account: 'unknown-account', region: 'unknown-region' },
      bucketName: 'cdk-hnb659fds-assets-unknown-account-unknown-region',
    });
  });

  it('may nest assemblies in nested assemblies', async () => {
    const assembly = await readAssembly(await synthesizeAgnostic());
    expect(stack(assembly, 'Outer/Inner/Deep')).toMatchObject({ environment: DEV });
    expect(stack(assembly, 'Outer/Inner/Deep').nestedIn).toMatch(/^assembly-Outer\/.+Inner$/);
  });
});

describe('what is odd but no mistake', () => {
  it('warns of a schema that is newer than any known, and reads on', async () => {
    const root = await assemblyOf({ Main: stackArtifact('Main') });
    await writeFile(
      join(root, 'manifest.json'),
      JSON.stringify({ version: '900.1.0', artifacts: { Main: stackArtifact('Main'), New: { type: 'cdk:novelty' } } }),
    );
    const assembly = await readAssembly(root);
    expect(assembly.stacks.map(({ artifactId }) => artifactId)).toEqual(['Main']);
    expect(assembly.warnings).toEqual([expect.stringContaining('schema version 900.1.0')]);
  });

  it('warns of a template without resources', async () => {
    const root = await assemblyOf({ Main: stackArtifact('Main') }, { 'Main.template.json': { Outputs: {} } });
    const assembly = await readAssembly(root);
    expect(stack(assembly, 'Main').template).toEqual({ Outputs: {}, Resources: {} });
    expect(assembly.warnings).toEqual([expect.stringContaining('has no resources')]);
  });

  it('takes loops among the resources as they are', async () => {
    const template = {
      Transform: 'AWS::LanguageExtensions',
      Resources: { 'Fn::ForEach::Topics': ['Name', ['A'], { 'Topic${Name}': { Type: 'AWS::SNS::Topic' } }] },
    };
    const assembly = await readAssembly(
      await assemblyOf({ Main: stackArtifact('Main') }, { 'Main.template.json': template }),
    );
    expect(stack(assembly, 'Main').template).toEqual(template);
    expect(assembly.warnings).toEqual([]);
  });
});

function stack(assembly: Assembly, displayName: string) {
  const found = assembly.stacks.find((candidate) => candidate.displayName === displayName);
  if (!found) throw new Error(`no stack ${displayName}`);
  return found;
}
