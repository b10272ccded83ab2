// The engine as a project finds it in its node_modules, without a registry: bundled from the sources, by the package's
// own exports.
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));
const DEPENDENCIES = ['commander', 'write-file-atomic', 'yaml', 'yauzl', 'yazl', 'zod'];
const NEEDED = [...DEPENDENCIES, '@types', 'aws-cdk', 'aws-cdk-lib', 'constructs', 'typescript', 'undici-types'];

/** The scripts that bundle and declare it. */
export const SCRIPTS = join(ROOT, 'scripts');

/** A project's folder that has the engine and the CDK installed. */
export interface InstalledProject {
  readonly folder: string;
  /** The engine's bundles. */
  readonly dist: string;
  /** The engine's command. */
  readonly bin: string;
}

/** Makes one; whoever asks for it removes the folder. */
export async function newProject(): Promise<InstalledProject> {
  const folder = mkdtempSync(join(tmpdir(), 'trunkline-installed-'));
  const engine = join(folder, 'node_modules/trunkline');
  mkdirSync(engine, { recursive: true });
  for (const name of NEEDED) symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  copyFileSync(join(ROOT, 'packages/trunkline/package.json'), join(engine, 'package.json'));
  cpSync(join(ROOT, 'packages/trunkline/bin'), join(engine, 'bin'), { recursive: true });
  const dist = join(engine, 'dist');
  const { buildEngine } = (await import(join(SCRIPTS, 'build-engine.mjs'))) as {
    buildEngine(outdir: string): Promise<void>;
  };
  await buildEngine(dist);
  return { folder, dist, bin: join(engine, 'bin/trunkline.js') };
}
