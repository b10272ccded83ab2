// The twin's files: one JSON file for each stack, whole at every instant.
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { formatEnvironment, type Environment } from '../model/environment.js';
import { TrunklineError } from '../model/errors.js';
import type { StoredStack } from './stored-stack.js';
import { stackKey } from './world.js';

const FORMAT = 'trunkline-twin/1';

/** Reads and writes `<directory>/<account>/<region>/<stack>.json`. */
export class TwinStore {
  private readonly swept = new Set<string>();

  public constructor(private readonly directory: string) {}

  /** Where a stack is kept. Its name and environment are checked before they get here. */
  public fileOf(environment: Environment, stackName: string): string {
    return join(this.directory, environment.account, environment.region, `${stackName}.json`);
  }

  /**
   * Every stack, by `account/region/name`. Temporary files of a write that a kill cut short are passed over.
   *
   * @throws TrunklineError `TwinStateUnreadable`, naming the file and how to start anew
   */
  public async readAll(): Promise<Map<string, StoredStack>> {
    const stacks = new Map<string, StoredStack>();
    for (const account of await folders(this.directory)) {
      for (const region of await folders(join(this.directory, account))) {
        const folder = join(this.directory, account, region);
        const files = (await readdir(folder, { withFileTypes: true })).filter(
          (entry) => entry.isFile() && entry.name.endsWith('.json'),
        );
        for (const { name } of files) {
          const stored = await this.read(join(folder, name));
          const { environment, stackName } = stored.stack;
          if (formatEnvironment(environment) !== `${account}/${region}` || `${stackName}.json` !== name) {
            throw this.unreadable(join(folder, name), 'it holds another stack than its path says');
          }
          stacks.set(stackKey(environment, stackName), stored);
        }
      }
    }
    return stacks;
  }

  /** Writes a stack; a kill at any instant leaves the file as it was or as it shall be. */
  public async write(stored: StoredStack): Promise<void> {
    const file = this.fileOf(stored.stack.environment, stored.stack.stackName);
    await mkdir(dirname(file), { recursive: true });
    await this.sweep(dirname(file));
    await writeFileAtomic(file, `${JSON.stringify({ ...stored, format: FORMAT }, null, 1)}\n`);
  }

  /** Removes what killed writers left behind; only a writer may, since a reader could take a live one's file away. */
  private async sweep(folder: string): Promise<void> {
    if (this.swept.has(folder)) return;
    this.swept.add(folder);
    const leftovers = (await readdir(folder)).filter((name) => /\.json\.\d+$/.test(name));
    await Promise.all(leftovers.map((name) => rm(join(folder, name), { force: true })));
  }

  /** Forgets a stack. */
  public async remove(environment: Environment, stackName: string): Promise<void> {
    await rm(this.fileOf(environment, stackName), { force: true });
  }

  private async read(file: string): Promise<StoredStack> {
    let content: unknown;
    try {
      content = JSON.parse(await readFile(file, 'utf8'));
    } catch (error) {
      throw this.unreadable(file, (error as Error).message);
    }
    if (!isStored(content)) throw this.unreadable(file, `it is no ${FORMAT} file`);
    return content;
  }

  private unreadable(file: string, why: string): TrunklineError {
    return new TrunklineError(
      'TwinStateUnreadable',
      `The twin's state in ${file} cannot be read: ${why}. To start anew, remove the twin: rm -r '${this.directory}'`,
    );
  }
}

function isStored(content: unknown): content is StoredStack {
  const { format, stack, generations, changeSets, revision, assumptions } = (content ?? {}) as Record<string, unknown>;
  const { environment, stackName, resources, outputs, exports, imports, template } = (stack ?? {}) as Record<
    string,
    unknown
  >;
  const { account, region } = (environment ?? {}) as Record<string, unknown>;
  const objects = [generations, changeSets, resources, outputs, exports, template];
  return (
    format === FORMAT &&
    typeof revision === 'number' &&
    [account, region, stackName].every((value) => typeof value === 'string') &&
    objects.every((value) => typeof value === 'object' && value !== null && !Array.isArray(value)) &&
    Array.isArray(assumptions) &&
    Array.isArray(imports)
  );
}

async function folders(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
