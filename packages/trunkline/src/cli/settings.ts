// `.trunklinerc.json` and `.trunkline.env` of a project: the defaults of the flags, and what builds may read.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { liveSchema } from '../live/settings.js';
import { TrunklineError } from '../model/errors.js';
import { preflightSettings, settingMistakes } from '../preflight/settings.js';

const declarationSchema = z.strictObject({
  pipeline: z.string().optional(),
  stage: z.string().optional(),
  action: z.string().optional(),
  reason: z.string().min(1, 'a reason is needed: it stands in the report'),
});

const settingsSchema = z.strictObject({
  $schema: z.string().optional(),
  /** The cloud assembly's folder, relative to the project. */
  app: z.string().default('cdk.out'),
  /** The command line that writes it. */
  synth: z.string().default('npx cdk synth --quiet'),
  /** Actions that need what a rehearsal has not, each with its reason. */
  notRehearsed: z.array(declarationSchema).default([]),
  ...preflightSettings,
  /** How `preflight --live` comes into the accounts. */
  live: liveSchema.optional(),
});

/** The settings of a project, with every default filled in. */
export type Settings = z.infer<typeof settingsSchema>;

/**
 * Reads `.trunklinerc.json`.
 * @throws TrunklineError ConfigInvalid with every mistake and its JSON path
 */
export async function readSettings(project: string): Promise<Settings> {
  const file = '.trunklinerc.json';
  const text = await readIfThere(join(project, file));
  let value: unknown;
  try {
    value = JSON.parse(text ?? '{}');
  } catch (error) {
    throw new TrunklineError('ConfigInvalid', `${file} is not JSON: ${(error as Error).message}`);
  }
  const parsed = settingsSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const mistakes = settingMistakes(parsed.error);
  throw new TrunklineError('ConfigInvalid', `${file} has ${mistakes.length} mistake(s):`, mistakes);
}

/** Reads `.trunkline.env`, the secrets and parameters of rehearsals: `NAME=value` lines. */
export async function readSecrets(project: string): Promise<Record<string, string>> {
  const text = await readIfThere(join(project, '.trunkline.env'));
  const entries = Object.entries(parseEnv(text ?? ''));
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new TrunklineError(
      'ConfigInvalid',
      `${path} cannot be read (${code}). Name a project's folder, and make it a file.`,
    );
  }
}
