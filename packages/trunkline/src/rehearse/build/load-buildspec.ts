// Finds a project's buildspec: inline in the project, or a file of the primary source.
import { readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { isInside } from '../../assembly/containment.js';
import type { Buildspec } from '../../model/buildspec.js';
import { TrunklineError } from '../../model/errors.js';
import type { Project } from '../../model/project.js';
import { parseBuildspec } from '../../assembly/buildspec/parse-buildspec.js';

const DEFAULT_PATH = 'buildspec.yml';
const MAX_BYTES = 1024 * 1024;

/**
 * The buildspec of a project. Text that is a mapping is the buildspec itself; other text is a path inside the primary
 * source, `buildspec.yml` where there is none. (unsure: how CodeBuild tells the two apart.)
 * @throws TrunklineError `BuildspecInvalid` where it is missing, lies outside the source or has mistakes
 */
export async function loadBuildspec(project: Project, primarySource: string): Promise<Buildspec> {
  const given = project.buildSpec ?? DEFAULT_PATH;
  if (isInline(given)) return parseBuildspec(given, `the buildspec of project ${project.name}`);
  const path = given.trim();
  const named = `The buildspec ${path} of project ${project.name}`;
  if (path.startsWith('arn:')) {
    throw new TrunklineError(
      'BuildspecInvalid',
      `${named} lies in S3, which a rehearsal does not read. Give it inline, or as a path in the source.`,
    );
  }
  const root = await realpath(primarySource);
  let file: string;
  try {
    file = await realpath(join(root, path));
  } catch {
    throw new TrunklineError(
      'BuildspecInvalid',
      `${named} is not in the primary source. Commit it, or give it inline.`,
    );
  }
  if (!isInside(root, file)) {
    throw new TrunklineError('BuildspecInvalid', `${named} leaves the primary source. Keep it inside the repository.`);
  }
  const found = await stat(file);
  if (!found.isFile() || found.size > MAX_BYTES) {
    throw new TrunklineError('BuildspecInvalid', `${named} is no file of at most 1 MiB. Give the path of a buildspec.`);
  }
  return parseBuildspec(await readFile(file, 'utf8'), `${path} of project ${project.name}`);
}

function isInline(text: string): boolean {
  if (!text.includes(':') || (text.startsWith('arn:') && !text.includes('\n'))) return false;
  // Text of several lines is meant to be a buildspec even when it is a broken one.
  return text.trim().includes('\n') || isMap(parseDocument(text, { schema: 'failsafe' }).contents);
}
