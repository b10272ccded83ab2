// A synthesized app on disk that a case breaks, and what preflight says of it.
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readAssemblyFiles } from '../../../src/assembly/assembly-files.js';
import { readAssembly } from '../../../src/assembly/read.js';
import { templateText } from '../../../src/assembly/template-texts.js';
import type { PreflightResult } from '../../../src/model/finding.js';
import { preflight } from '../../../src/preflight/preflight.js';
import { optionsOf, preflightSettings } from '../../../src/preflight/settings.js';

/** Any JSON of a template, to be taken apart and changed. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Json = any;

/** What is said in `.trunklinerc.json`. */
export interface Settings {
  readonly bootstrap?: Readonly<Record<string, unknown>>;
  readonly organization_id?: string;
  readonly service_control_policies?: Readonly<Record<string, unknown>>;
  readonly resource_control_policies?: Readonly<Record<string, unknown>>;
}

/** What a scenario starts from; it works on copies. */
export interface ScenarioFiles {
  readonly assembly: string;
  /** Assemblies that `--beside` names. */
  readonly beside: readonly string[];
  readonly settings: Settings;
}

const folders: string[] = [];

/** A new folder, which `removeFolders` removes. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-case-'));
  folders.push(folder);
  return folder;
}

/** Removes every folder of this file's cases. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

/** One app of which everything is on disk: its assembly, the assemblies beside it, and its settings. */
export class Scenario {
  readonly #app = newFolder();
  readonly #beside: readonly string[];

  public constructor({ assembly, beside, settings }: ScenarioFiles) {
    cpSync(assembly, this.assembly, { recursive: true });
    this.#beside = beside.map((folder) => {
      const copy = newFolder();
      cpSync(folder, copy, { recursive: true });
      return copy;
    });
    this.settings = settings;
  }

  /** Where the app's assembly is. */
  public get assembly(): string {
    return join(this.#app, 'cdk.out');
  }

  public get settings(): Settings {
    return JSON.parse(readFileSync(join(this.#app, '.trunklinerc.json'), 'utf8')) as Settings;
  }

  public set settings(settings: Settings) {
    writeFileSync(join(this.#app, '.trunklinerc.json'), JSON.stringify(settings));
  }

  /** Changes a template on disk, in the form in which CDK writes it. */
  public change(file: string, change: (template: Json) => void): void {
    const path = this.#pathOf(file);
    const template = JSON.parse(readFileSync(path, 'utf8')) as Json;
    const before = JSON.stringify(template);
    change(template);
    if (JSON.stringify(template) === before) throw new Error(`Nothing was changed in ${file}.`);
    writeFileSync(path, JSON.stringify(template, undefined, 1));
  }

  /** A line of a file, as findings name it: `services.template.json:12`. */
  public lineAt(place: string): string {
    const [, file = '', line = ''] = /^(.*):(\d+)$/.exec(place) ?? [];
    return readFileSync(this.#pathOf(file), 'utf8').split('\n')[Number(line) - 1] ?? '';
  }

  /** Reads everything from disk, proves and checks. */
  public async run(): Promise<PreflightResult> {
    const assembly = await readAssembly(this.assembly);
    const beside = await Promise.all(this.#beside.map((folder) => readAssembly(folder)));
    const settings = optionsOf(z.strictObject(preflightSettings).parse(this.settings));
    return preflight(
      { assembly, beside, ...(await readAssemblyFiles(assembly)), templateText },
      { version: '0.0.0', ...settings },
    );
  }

  /** Findings name files relative to the app's assembly; cases name those of an assembly beside it alone. */
  #pathOf(file: string): string {
    const path = [this.assembly, ...this.#beside].map((folder) => join(folder, file)).find((each) => existsSync(each));
    if (path === undefined) throw new Error(`There is no ${file}.`);
    return path;
  }
}
