// The folders of one build.
import { chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TrunklineError } from '../../model/errors.js';
import { runProgram } from '../../process/run-program.js';
import { quote } from '../../process/user-shell.js';
import { copyTree, removeSmallTree, type CopyOptions } from './copy-tree.js';
import { HASH_FILES_SCRIPT } from './hash-files-script.js';
import type { BuildRequest } from './request.js';

/** Where a build lives. */
export interface Sandbox {
  /** Holds all the others but the tools. */
  readonly root: string;
  readonly primarySource: string;
  readonly source: (name: string) => string;
  readonly home: string;
  readonly tmp: string;
  /** Where `npm install --global` installs to. */
  readonly npmPrefix: string;
  /** npm's global configuration. */
  readonly npmrc: string;
  /** The shell's own files; beside the other folders, since each folder costs a small build a part of its time. */
  readonly control: string;
  /** Programs that CodeBuild's agent brings along; shared by all builds. */
  readonly tools: string;
}

/** The folders of a build, by name alone. */
export function sandboxOf(workspace: string, cacheFolder: string): Sandbox {
  return {
    root: workspace,
    primarySource: join(workspace, 'src'),
    source: (name) => join(workspace, 'sources', name),
    home: join(workspace, 'home'),
    tmp: join(workspace, 'tmp'),
    npmPrefix: join(workspace, 'npm'),
    npmrc: join(workspace, 'npmrc'),
    control: workspace,
    tools: join(cacheFolder, 'tools'),
  };
}

/**
 * Makes the folders and copies the sources into them, so that no build can change a stored artifact.
 * @throws TrunklineError `ArtifactInvalid` where an input artifact has no valid name or cannot be copied
 */
export async function prepareSandbox(request: BuildRequest, sandbox: Sandbox, copy: CopyOptions): Promise<void> {
  for (const { name } of request.secondarySources) {
    // The name becomes a folder's and a variable's.
    if (!/^[A-Za-z0-9_-]{1,100}$/.test(name)) {
      throw new TrunklineError(
        'ArtifactInvalid',
        `Input artifact ${JSON.stringify(name)} has no valid name: letters, digits, - and _ alone, 100 at most. Rename it.`,
      );
    }
  }
  // Its files may hold secrets of the build.
  await mkdir(sandbox.root, { recursive: true, mode: 0o700 });
  for (const folder of [sandbox.home, sandbox.tmp]) mkdirSync(folder);
  if (request.secondarySources.length > 0) mkdirSync(join(sandbox.root, 'sources'));
  // npm does without the file where there is nothing to say.
  if (request.machine.npmrc !== '') writeFileSync(sandbox.npmrc, request.machine.npmrc);
  installTools(sandbox.tools);
  await copyTree(request.primarySource.directory, sandbox.primarySource, copy);
  for (const { name, directory } of request.secondarySources) await copyTree(directory, sandbox.source(name), copy);
}

/** Removes a sandbox, read-only folders included. */
export async function removeSandbox(sandbox: Sandbox): Promise<void> {
  if (removeSmallTree(sandbox.root)) return;
  try {
    await rm(sandbox.root, { recursive: true, force: true, maxRetries: 3 });
  } catch {
    // Go's module cache, for one, makes its folders read-only.
    await runProgram(['chmod', '-R', 'u+rwx', sandbox.root]);
    await rm(sandbox.root, { recursive: true, force: true });
  }
}

function installTools(folder: string): void {
  const tool = join(folder, 'codebuild-hash-files');
  if (existsSync(tool)) return;
  mkdirSync(folder, { recursive: true });
  const script = join(folder, 'codebuild-hash-files.cjs');
  // Another build may install them at the same time: each file appears whole, under a name of its own first.
  const place = (path: string, text: string): void => {
    const draft = `${path}.${String(process.pid)}`;
    writeFileSync(draft, text);
    chmodSync(draft, 0o755);
    renameSync(draft, path);
  };
  place(script, HASH_FILES_SCRIPT);
  place(tool, `#!/bin/sh\nexec ${quote(process.execPath)} ${quote(script)} "$@"\n`);
}
