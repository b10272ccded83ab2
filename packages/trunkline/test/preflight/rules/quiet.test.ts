// What is in order is left alone: the examples, and what plain CDK Pipelines writes, but for what it does by design.
import { beforeAll, afterAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.js';
import { RULES } from '../../../src/preflight/rules/table.js';
import { synthesizeArtifactStores, synthesizePlain, synthesizeServices } from './apps.js';
import { findingsOf, newFolder, removeFolders } from './broken.js';

afterAll(removeFolders);

const rules = new Set(RULES.map(({ id }) => id));

function ofRules(findings: readonly Finding[]): string[] {
  return findings.filter(({ id }) => rules.has(id)).map(({ id, problem }) => `${id}: ${problem}`);
}

describe('the rules', () => {
  test('find nothing in the example with pipelines', async () => {
    const folder = newFolder();
    await synthesizeServices(folder);
    expect(ofRules(await findingsOf(folder))).toEqual([]);
  });

  test('find nothing in the example of artifact stores', async () => {
    const folder = newFolder();
    await synthesizeArtifactStores(folder);
    expect(ofRules(await findingsOf(folder))).toEqual([]);
  });

  describe('in a pipeline of plain CDK', () => {
    let found: readonly Finding[];
    beforeAll(async () => {
      const folder = newFolder();
      synthesizePlain(folder);
      found = await findingsOf(folder);
    });

    test('find only what it does by design, and that is for information', () => {
      expect(found.filter(({ severity }) => severity !== 'info')).toEqual([]);
      expect(found.map(({ id }) => id)).toEqual([
        'floating-version',
        'floating-version',
        'artifact-bucket-expiry',
        'artifact-bucket-expiry',
      ]);
      expect(ofRules(found).slice(0, 2)).toEqual([
        'floating-version: aws-cdk@2 is installed in whatever version is the newest in one build.',
        'floating-version: cdk-assets@latest is installed in whatever version is the newest in one build.',
      ]);
    });
  });
});
