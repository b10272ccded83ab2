// Publishing in parallel, as cdk-trunkline writes it, is taken apart again; whatever differs from it is not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { commandsPublishedInParallel } from '../../../src/rehearse/assets/parallel-publishing.js';
import { recognizeAssetPublishing } from '../../../src/rehearse/assets/recognition.js';

// The library is CommonJS for jsii; its sources are imported as the tests find them, not as a compiled package.
const { publishingScript } = (await import(
  new URL('../../../../cdk-trunkline/src/pipeline/assembled/publishing-script.ts', import.meta.url).href
)) as { publishingScript: (turns: readonly (readonly string[])[], kind: 'files' | 'images') => string };

const name = fc.stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,12}$/);
const selection = fc.record({
  manifestPath: fc.tuple(name, name).map(([folder, file]) => `assembly-${folder}/${file}.assets.json`),
  assetId: name,
  destinationId: name,
});
const turns = fc.array(fc.array(selection, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 6 });
const kind = fc.constantFrom('files', 'images');

type Selection = typeof selection extends fc.Arbitrary<infer T> ? T : never;

function commandOf({ manifestPath, assetId, destinationId }: Selection): string {
  return `cdk-assets --path "${manifestPath}" --verbose publish "${assetId}:${destinationId}"`;
}

describe('a command of cdk-trunkline that publishes in parallel', () => {
  it('is recognized with everything that it publishes', () => {
    fc.assert(
      fc.property(turns, kind, (given, kindOfAll) => {
        const script = publishingScript(
          given.map((turn) => turn.map(commandOf)),
          kindOfAll,
        );
        expect(recognizeAssetPublishing(['npm install -g cdk-assets@4.7.3', script])).toEqual(given.flat());
      }),
    );
  });

  it('is recognized beside others, and beside the commands that CDK Pipelines writes', () => {
    const given = ['a', 'b', 'c'].map((assetId) => ({ manifestPath: 'M.assets.json', assetId, destinationId: '1-eu' }));
    const [first = '', ...others] = given.map(commandOf);
    const script = publishingScript(
      others.map((each) => [each]),
      'files',
    );
    expect(recognizeAssetPublishing([first, script])).toEqual(given);
  });

  it('runs for real once a single character in it is another, but for names and the bound', () => {
    const commands = ['a', 'b'].map((assetId) => [commandOf({ manifestPath: 'M', assetId, destinationId: '1' })]);
    const script = publishingScript(commands, 'images');
    const ofNames = [...script.matchAll(/"M"|"[ab]:1"/g)].flatMap(({ index, 0: { length } }) =>
      Array.from({ length: length - 2 }, (_, offset) => index + 1 + offset),
    );
    fc.assert(
      fc.property(fc.nat(script.length - 1), fc.constantFrom('x', ';', '\n', ' ', '$'), (position, character) => {
        fc.pre(script[position] !== character && !ofNames.includes(position));
        const changed = script.slice(0, position) + character + script.slice(position + 1);
        expect(recognizeAssetPublishing([changed])).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['one more line', (script: string) => `${script}\necho done`],
    ['a turn of something else', (script: string) => script.replace('    1) ', '    1) echo && ')],
    ['a turn that is never reached', (script: string) => script.replaceAll('-lt 2', '-lt 1')],
    ['no end to its lanes', (script: string) => script.replace('1 2 3 4', '999999999')],
  ])('runs for real with %s', (_, change) => {
    const script = publishingScript([[commandOf(one('a'))], [commandOf(one('b'))]], 'images');
    expect(change(script)).not.toBe(script);
    expect(recognizeAssetPublishing([change(script)])).toBeUndefined();
  });

  it('is no plain command', () => {
    expect(commandsPublishedInParallel(commandOf(one('a')))).toBeUndefined();
    expect(commandsPublishedInParallel('')).toBeUndefined();
  });
});

function one(assetId: string): Selection {
  return { manifestPath: 'M.assets.json', assetId, destinationId: '1' };
}
