// Reads one JSON file of an untrusted folder; a broken one is named with line and column.
import { readFileSync } from 'node:fs';
import { TrunklineError } from '../model/errors.js';
import { containedPathSync } from './containment.js';
import { fileInfo } from './file-info.js';
import { findJsonMistake } from './json-position.js';

/** No template comes near this depth; code that walks values by recursion must not be led into a stack overflow. */
const MAX_DEPTH = 500;

/**
 * Reads a JSON file inside a cloud assembly. Throws TrunklineError: `PathOutsideAssembly`, and `AssemblyUnreadable`
 * where the file is missing, no plain file, no JSON (with line and column), or nested too deeply.
 *
 * @param root the assembly's root folder
 * @param path relative to the root, with `/`
 * @param what what names the path, for the message
 */
export async function readJsonFile(root: string, path: string, what?: string): Promise<unknown> {
  return readJsonFileSync(root, path, what);
}

/** As `readJsonFile`, at once. Throws TrunklineError `PathOutsideAssembly` or `AssemblyUnreadable`. */
export function readJsonFileSync(root: string, path: string, what?: string): unknown {
  const file = containedPathSync(root, path, { what });
  const named = what === undefined ? path : `${path} (${what})`;
  const info = fileInfo(file);
  // Opening a pipe or a device could wait for ever.
  if (!info?.isFile()) {
    throw unreadable(`${named} ${info ? 'is no file' : 'does not exist'} in the cloud assembly ${root}.`);
  }
  const value = parse(read(file, `${named} in the cloud assembly ${root}`), `${named} in the cloud assembly ${root}`);
  if (depthExceeds(value, MAX_DEPTH)) {
    throw unreadable(`${named} in the cloud assembly ${root} is nested more than ${MAX_DEPTH} levels deep.`);
  }
  return value;
}

function read(file: string, named: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw unreadable(`${named} cannot be read: ${(error as Error).message}.`);
  }
}

function parse(text: string, named: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const place = findJsonMistake(text);
    const at = place ? ` at line ${place.line}, column ${place.column}` : '';
    throw unreadable(place?.cutOff ? `${named} is cut off${at}.` : `${named} is not valid JSON${at}.`);
  }
}

function unreadable(message: string): TrunklineError {
  return new TrunklineError('AssemblyUnreadable', `${message} Make it anew with 'npx cdk synth'.`);
}

function depthExceeds(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (levels === 0) return true;
  const parts: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  // It ends at the limit, so that no value exhausts the stack.
  for (const part of parts) if (typeof part === 'object' && depthExceeds(part, levels - 1)) return true;
  return false;
}
