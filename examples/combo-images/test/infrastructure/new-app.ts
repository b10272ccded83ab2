// An app with the context of the project's own cdk.json, for tests that synthesize.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll } from 'vitest';

const cdkJson = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};

const folder = mkdtempSync(join(tmpdir(), 'combo-images-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A new app, with other combos than the project's where they are given. */
export function newApp(combos: unknown = cdkJson.context['combos']): App {
  return new App({ outdir: mkdtempSync(join(folder, 'cdk.out-')), context: { ...cdkJson.context, combos } });
}
