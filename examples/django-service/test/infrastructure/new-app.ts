// An app with the context of the project's own cdk.json, for tests that synthesize.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll } from 'vitest';

const cdkJson = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as {
  context: Record<string, unknown> & { config: Record<string, unknown> };
};

const folder = mkdtempSync(join(tmpdir(), 'django-service-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The context `config` of cdk.json; a copy each time. */
export function projectConfig(): Record<string, unknown> {
  return structuredClone(cdkJson.context.config);
}

/** A new app, with some of the context replaced. */
export function newApp(context: Record<string, unknown> = {}): App {
  // Without the validation of templates, which no assertion is about, and which takes long; `cdk synth` does it.
  const fast = { '@aws-cdk/core:validateAgainstDefaultRules': false };
  return new App({
    outdir: mkdtempSync(join(folder, 'cdk.out-')),
    context: { ...cdkJson.context, ...fast, ...context },
  });
}
