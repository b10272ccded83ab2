// An app with the context of the project's own cdk.json, for tests that synthesize.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { afterAll } from 'vitest';

const cdkJson = JSON.parse(readFileSync(join(__dirname, '../../cdk.json'), 'utf8')) as {
  context: Record<string, unknown> & { config: Record<string, unknown> };
};

const folder = mkdtempSync(join(tmpdir(), 'services-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** The context `config` of cdk.json; a copy each time. */
export function projectConfig(): Record<string, unknown> {
  return structuredClone(cdkJson.context.config);
}

/** A new app, of a feature branch where one is given. The functions are not bundled, which no assertion is about and which takes time. */
export function newApp(config: Record<string, unknown> = projectConfig(), branch?: string): App {
  return new App({
    outdir: mkdtempSync(join(folder, 'cdk.out-')),
    context: { ...cdkJson.context, config, 'aws:cdk:bundling-stacks': [], ...(branch === undefined ? {} : { branch }) },
  });
}
