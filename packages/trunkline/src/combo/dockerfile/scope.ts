// What is known of the variables at one place of a stage: ENV before ARG, and global ARGs only once declared again.
import type { Instruction } from './instruction.js';
import type { Lookup, Value } from './value.js';
import { expand, readAssignments, splitQuoted } from './words.js';

/** Arguments that builders set by themselves; their values are known only in the build. */
export const AUTOMATIC_ARGUMENTS: ReadonlySet<string> = new Set([
  ...['PLATFORM', 'OS', 'ARCH', 'VARIANT'].flatMap((part) => [`TARGET${part}`, `BUILD${part}`]),
  'TARGETSTAGE',
  'HTTP_PROXY',
  'http_proxy',
  'HTTPS_PROXY',
  'https_proxy',
  'FTP_PROXY',
  'ftp_proxy',
  'NO_PROXY',
  'no_proxy',
  'ALL_PROXY',
  'all_proxy',
]);

/** One variable that an instruction sets. */
export interface Setting {
  readonly name: string;
  /** undefined for an `ARG` without default */
  readonly value: Value | undefined;
}

/** The defaults of the ARGs before the first FROM. */
export function readGlobals(globals: readonly Instruction[], escape: string): ReadonlyMap<string, Value> {
  const values = new Map<string, Value>();
  for (const instruction of globals) {
    for (const { name, value } of argSettings(instruction, escape, (known) => values.get(known))) {
      if (value !== undefined) values.set(name, value);
    }
  }
  return values;
}

/** The variables of one stage, followed from instruction to instruction. */
export class Scope {
  private readonly environment = new Map<string, Value>();
  private readonly arguments = new Map<string, Value>();

  /**
   * @param globals defaults of the ARGs before the first FROM
   * @param escape the file's escape character
   */
  public constructor(
    private readonly globals: ReadonlyMap<string, Value>,
    private readonly escape: string,
  ) {}

  /** Looks a variable up; a variable of the base image is unknown. */
  public readonly lookup: Lookup = (name) => this.environment.get(name) ?? this.arguments.get(name);

  /** A word with what is known put in. */
  public expand(raw: string): Value {
    return expand(raw, this.escape, this.lookup);
  }

  /** Follows an `ENV`. All its values see what was set before it, not each other. @returns what it sets */
  public env(instruction: Instruction): readonly { readonly name: string; readonly value: Value }[] {
    const settings = readAssignments(instruction.argument, this.escape).map(({ name, raw }) => ({
      name,
      value: this.expand(raw),
    }));
    for (const { name, value } of settings) this.environment.set(name, value);
    return settings;
  }

  /** Follows an `ARG`. @returns what it sets, the value of a global ARG where it declares one again */
  public arg(instruction: Instruction): readonly Setting[] {
    return argSettings(instruction, this.escape, this.lookup).map(({ name, value }) => {
      const known = value ?? this.globals.get(name);
      if (known !== undefined) this.arguments.set(name, known);
      return { name, value: known };
    });
  }
}

function argSettings(instruction: Instruction, escape: string, lookup: Lookup): Setting[] {
  const settings = new Map<string, Value | undefined>();
  // One ARG may declare several, and a later one sees an earlier one.
  const within: Lookup = (name) => settings.get(name) ?? lookup(name);
  for (const word of splitQuoted(instruction.argument, escape)) {
    const equals = word.indexOf('=');
    const name = equals < 0 ? word : word.slice(0, equals);
    if (name !== '') settings.set(name, equals < 0 ? undefined : expand(word.slice(equals + 1), escape, within));
  }
  return [...settings].map(([name, value]) => ({ name, value }));
}
