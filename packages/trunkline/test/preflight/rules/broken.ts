// A synthesized assembly that a story breaks on disk, and what preflight finds in it then.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAssemblyFiles } from '../../../src/assembly/assembly-files.js';
import { readAssembly } from '../../../src/assembly/read.js';
import type { Finding } from '../../../src/model/finding.js';
import { preflight, type PreflightOptions } from '../../../src/preflight/preflight.js';

/** Any JSON of a template, to be taken apart and changed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

const folders: string[] = [];

/** A new folder, which `removeFolders` removes. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-rules-'));
  folders.push(folder);
  return folder;
}

/** Removes every folder of this file's stories. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** What preflight finds in an assembly. */
export async function findingsOf(folder: string, options: Partial<PreflightOptions> = {}): Promise<readonly Finding[]> {
  const assembly = await readAssembly(folder);
  const input = { assembly, beside: [], ...(await readAssemblyFiles(assembly)) };
  return preflight(input, { version: '0.0.0', ...options }).findings;
}

/** How files of a copy are changed, by their names: JSON by a function, anything else by a new text. */
export type Changes = Readonly<Record<string, string | ((content: Json) => void)>>;

/** What preflight finds in a copy of an assembly in which some files were changed. */
export async function findingsAfter(
  base: string,
  changes: Changes,
  options: Partial<PreflightOptions> = {},
): Promise<readonly Finding[]> {
  return findingsOf(changed(base, changes), options);
}

/** A copy of an assembly in which some files were changed. */
export function changed(base: string, changes: Changes): string {
  const copy = join(newFolder(), 'cdk.out');
  cpSync(base, copy, { recursive: true });
  for (const [file, change] of Object.entries(changes)) {
    const path = join(copy, file);
    if (typeof change === 'string') {
      writeFileSync(path, change);
      continue;
    }
    const content = JSON.parse(readFileSync(path, 'utf8')) as Json;
    const before = JSON.stringify(content);
    change(content);
    if (JSON.stringify(content) === before) throw new Error(`Nothing was changed in ${file}.`);
    writeFileSync(path, JSON.stringify(content, undefined, 1));
  }
  return copy;
}

/** The findings of one kind. */
export function ofId(findings: readonly Finding[], id: string): readonly Finding[] {
  return findings.filter((finding) => finding.id === id);
}

/** The only resource of a type in a template; the one with a part in its id, where there are several. */
export function only(template: Json, type: string, part = ''): Json {
  const found = Object.entries(template.Resources as Record<string, Json>).filter(
    ([id, resource]) => resource.Type === type && id.includes(part),
  );
  const [[, resource] = [], ...others] = found;
  if (resource === undefined || others.length > 0)
    throw new Error(`There are ${String(found.length)} of ${type} ${part}.`);
  return resource.Properties;
}

/** A stage of a template's only pipeline. */
export function stageOf(template: Json, name: string): Json {
  const stages = only(template, 'AWS::CodePipeline::Pipeline').Stages as Json[];
  return stages.find(({ Name }) => Name === name);
}

/** An action of a template's only pipeline. */
export function actionOf(template: Json, stage: string, action: string): Json {
  return (stageOf(template, stage).Actions as Json[]).find(({ Name }) => Name === action);
}
