// The libraries' types, as projects of each kind see them: with all ways that TypeScript has to look for modules.
import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newProject, SCRIPTS } from './installed.js';

const USE = `
import { PreflightPlugin } from 'trunkline/plugin';
import { passes, preflight, readPreflightInput, type PreflightResult } from 'trunkline/preflight';

export const plugin = new PreflightPlugin({ show: 'info', bootstrap: { default: { trust: ['111111111111'] } } });
export async function run(): Promise<PreflightResult> {
  const result = preflight(await readPreflightInput('cdk.out'), { version: '1.0.0' });
  // @ts-expect-error: a mistake is told.
  new PreflightPlugin({ show: 'everything' });
  // @ts-expect-error: a mistake is told.
  preflight({}, { version: '1.0.0' });
  return passes(result) ? result : Promise.reject(new Error(result.findings[0]?.problem));
}
`;
const { Node16, NodeNext, CommonJS } = ts.ModuleKind;
const KINDS = [
  ['ES modules', 'mts', NodeNext, ts.ModuleResolutionKind.NodeNext],
  ['CommonJS', 'cts', NodeNext, ts.ModuleResolutionKind.NodeNext],
  ['CommonJS of Node 16', 'cts', Node16, ts.ModuleResolutionKind.Node16],
  ['CommonJS without exports', 'ts', CommonJS, ts.ModuleResolutionKind.Node10],
] as const;

let project: string;

beforeAll(async () => {
  const { folder, dist } = await newProject();
  project = folder;
  execFileSync(process.execPath, [join(SCRIPTS, 'declarations.mjs'), dist], { stdio: 'pipe' });
}, 180_000);

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

function compile(file: string, module: ts.ModuleKind, resolution: ts.ModuleResolutionKind): string[] {
  writeFileSync(file, USE);
  const program = ts.createProgram([file], {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    types: ['node'],
    typeRoots: [join(project, 'node_modules/@types')],
    ignoreDeprecations: '6.0',
    module,
    moduleResolution: resolution,
  });
  return ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

test.each(KINDS)('%s find them, and are told of mistakes', (_kind, extension, module, resolution) => {
  expect(compile(join(project, `use.${extension}`), module, resolution)).toEqual([]);
});
