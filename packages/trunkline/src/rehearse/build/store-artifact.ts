// Makes an output artifact from a build's files.
import { readdirSync } from 'node:fs';
import { lstat, mkdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Buildspec, BuildspecArtifacts } from '../../model/buildspec.js';
import { type ArtifactPart, artifactParts, baseDirectories } from './artifact-files.js';
import { copyContained, type ContainedCopyOptions } from './contained-copy.js';
import type { ArtifactFolder } from './request.js';

/** What to store. */
export interface StoreArtifacts {
  readonly outputs: readonly ArtifactFolder[];
  readonly buildspec: Buildspec;
  /** The primary source's folder in the workspace. */
  readonly source: string;
  /** The workspace. */
  readonly workspace: string;
  /** Reads a variable of the build for `$NAME` in a base directory. */
  readonly variable: (name: string) => string;
  /** Whether a whole base directory may be taken out of the workspace instead of being copied. */
  readonly mayMove: (baseDirectory: string) => boolean;
  readonly note: (text: string) => void;
}

/**
 * Stores every output artifact. One output is made by the buildspec's `artifacts`, several by the `secondary-artifacts`
 * of the same names; without any, the section is not looked at.
 * Source: CodePipeline User Guide, CodeBuild action reference.
 * Returns what went wrong, one sentence for each artifact; empty where all were stored.
 */
export async function storeArtifacts(request: StoreArtifacts): Promise<string[]> {
  const { outputs, buildspec } = request;
  const problems: string[] = [];
  for (const output of outputs) {
    const single = outputs.length === 1;
    const section = single
      ? buildspec.artifacts
      : Object.entries(buildspec.secondaryArtifacts).find(([name]) => name === output.name)?.[1];
    if (section === undefined) {
      const where = single ? 'artifacts' : `artifacts.secondary-artifacts.${output.name}`;
      problems.push(`The buildspec has no ${where}, from which output artifact ${output.name} would be made.`);
      continue;
    }
    const problem = await storeArtifact(section, output, request);
    if (problem !== undefined) problems.push(problem);
  }
  return problems;
}

async function storeArtifact(
  section: BuildspecArtifacts,
  output: ArtifactFolder,
  request: StoreArtifacts,
): Promise<string | undefined> {
  const pattern = section.baseDirectory?.replace(/\$(?:\{(\w+)\}|(\w+))/g, (_, braced?: string, bare?: string) =>
    request.variable(braced ?? bare ?? ''),
  );
  const bases = await baseDirectories(request.source, pattern, request.workspace);
  if (bases.length === 0) {
    return `Artifact ${output.name}: no matching base directory path found for ${pattern ?? '.'} inside the workspace.`;
  }
  const options: ContainedCopyOptions = {
    within: await realpath(request.workspace),
    keepLinks: section.enableSymlinks,
    onLeftOut: (path, why) => request.note(`Artifact ${output.name}: ${path} is left out: ${why}.`),
  };
  // What an interrupted attempt has left must not get into this one.
  await rm(output.directory, { recursive: true, force: true });
  await mkdir(dirname(output.directory), { recursive: true });
  let files = 0;
  for (const base of bases) {
    const parts = artifactParts(base, section.files, section.excludePaths);
    const whole = bases.length === 1 && parts.length === 1 && parts[0]?.kind === 'folder' && parts[0].path === '';
    if (whole && !section.discardPaths && request.mayMove(base))
      files += await moveFolder(base, output.directory, options);
    else {
      await mkdir(output.directory, { recursive: true });
      for (const part of parts) files += await copyPart(base, part, output.directory, section.discardPaths, options);
    }
  }
  if (files > 0) return undefined;
  return `Artifact ${output.name}: no matching artifact paths found for ${section.files.join(', ')}.`;
}

async function copyPart(
  base: string,
  part: ArtifactPart,
  target: string,
  discardPaths: boolean,
  options: ContainedCopyOptions,
): Promise<number> {
  if (!discardPaths) {
    const from = join(base, part.path);
    return (await exists(from))
      ? copyContained(from, join(target, part.path), options, foldersAbove(base, part.path))
      : 0;
  }
  const paths = part.kind === 'file' ? [part.path] : filesBelow(base, part.path).map((entry) => entry.path);
  let copied = 0;
  // unsure: which of several files of one name wins; here it is the last in the order of paths.
  for (const path of paths.sort()) {
    await rm(join(target, basename(path)), { force: true, recursive: true });
    copied += await copyContained(join(base, path), join(target, basename(path)), options, foldersAbove(base, path));
  }
  return copied;
}

/** Takes a folder as it is, which costs nothing however large it is; only its symbolic links need work. */
async function moveFolder(base: string, target: string, options: ContainedCopyOptions): Promise<number> {
  const entries = filesBelow(base, '');
  let files = entries.length;
  for (const { path, link } of entries) {
    if (!link) continue;
    const from = join(base, path);
    const draft = `${from}.trunkline-${String(process.pid)}`;
    const copied = await copyContained(from, draft, options, foldersAbove(base, path));
    files += copied - 1;
    await rm(from);
    if (await exists(draft)) await rename(draft, from);
  }
  if (files > 0) await rename(base, target);
  return files;
}

/** The folders that hold a path, the base directory included: a link to one of them would never end. */
function foldersAbove(base: string, path: string): string[] {
  const folders: string[] = [];
  for (let inside = path; inside !== '.' && inside !== '';) {
    inside = dirname(inside);
    folders.push(join(base, inside));
  }
  return folders;
}

function filesBelow(base: string, folder: string): { path: string; link: boolean }[] {
  return readdirSync(join(base, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesBelow(base, path) : [{ path, link: entry.isSymbolicLink() }];
  });
}

/** A link exists even where it leads nowhere. */
async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
