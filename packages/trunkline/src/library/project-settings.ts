// What `.trunklinerc.json` says about preflight, for a plugin that is not told otherwise.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { TrunklineError } from '../model/errors.js';
import { optionsOf, preflightSettings, settingMistakes } from '../preflight/settings.js';
import type { PreflightOptions } from '../preflight/preflight.js';

const FILE = '.trunklinerc.json';

/** Loose: the other keys are the command line's, which checks them. */
const schema = z.looseObject(preflightSettings);

/** What a project says about preflight. */
export interface ProjectSettings {
  readonly options: Omit<PreflightOptions, 'version' | 'live'>;
  /** Absolute paths of assemblies beside the app's. */
  readonly beside: readonly string[];
}

/**
 * Reads the settings of a project; none where it has no such file.
 * @throws TrunklineError `ConfigInvalid` with every mistake and its JSON path
 */
export function readProjectSettings(project: string): ProjectSettings {
  const parsed = schema.safeParse(valueOf(join(project, FILE)));
  if (!parsed.success) {
    const mistakes = settingMistakes(parsed.error);
    throw new TrunklineError('ConfigInvalid', `${FILE} has ${String(mistakes.length)} mistake(s):`, mistakes);
  }
  return { options: optionsOf(parsed.data), beside: parsed.data.beside.map((folder) => resolve(project, folder)) };
}

function valueOf(path: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new TrunklineError('ConfigInvalid', `${path} cannot be read: ${(error as Error).message}. Make it a file.`);
  }
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new TrunklineError('ConfigInvalid', `${path} is not JSON: ${(error as Error).message}`);
  }
}
