// Runs the TypeScript of a page, with this package in place of the published one. That it compiles is tested elsewhere.
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import ts from 'typescript';
import { vi } from 'vitest';
import * as library from '../../src';

const load = createRequire(__filename);

/** Runs a module and returns what it exports. */
export function runCode(code: string): Record<string, unknown> {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 };
  const { outputText } = ts.transpileModule(code, { compilerOptions });
  const exports = {};
  const run = compileFunction(outputText, ['exports', 'require']) as (exports: object, require: unknown) => void;
  run(exports, (name: string): unknown => (name === 'cdk-trunkline' ? library : load(name)));
  return exports;
}

/** Runs an app that synthesizes itself, as the CDK CLI would, and gives `look` what came of it. */
export function synthesizeCode(code: string, context: unknown, look: (assembly: CloudAssembly) => void): void {
  const directory = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    vi.stubEnv('CDK_CONTEXT_JSON', JSON.stringify(context));
    vi.stubEnv('CDK_OUTDIR', directory);
    vi.stubEnv('CDK_VALIDATION', 'false');
    runCode(code);
    look(new CloudAssembly(directory));
  } finally {
    vi.unstubAllEnvs();
    rmSync(directory, { recursive: true });
  }
}
