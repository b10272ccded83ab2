// An app with the context of the project's own cdk.json, for tests that synthesize.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll } from 'vitest';

interface Context extends Record<string, unknown> {
  config: Record<string, unknown> & { accounts: Record<string, Record<string, unknown>> };
  domains: unknown;
}

const cdkJson = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as { context: Context };

const folder = mkdtempSync(join(tmpdir(), 'why-python3-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The context of cdk.json; a copy each time. */
export function projectContext(): Context {
  return structuredClone(cdkJson.context);
}

/** A new app. */
export function newApp(context: Record<string, unknown> = projectContext()): App {
  return new App({ outdir: mkdtempSync(join(folder, 'cdk.out-')), context });
}
