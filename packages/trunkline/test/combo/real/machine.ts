// What the real tests need of the machine: docker-registry, buildah, and storage of images that nobody else uses.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { TokenService } from './token-service.js';
import { type ProgramResult, runProgram } from '../../../src/process/run-program.js';

const BIN = process.env.TRUNKLINE_TEST_BIN ?? fileURLToPath(new URL('../../../bin/trunkline.js', import.meta.url));

/** The login of registries that want one. The hash is bcrypt's, of the password, made with the cost 5. */
export const LOGIN = {
  username: 'ada',
  password: 'correct horse',
  htpasswd: 'ada:$2b$05$abcdefghijklmnopqrstuuHNbAKRhpaujgo33bRWs.NLUTJO3lOy2\n',
};

/** What is missing here, in words; undefined where nothing is. */
export async function missing(): Promise<string | undefined> {
  const needed = [
    ['buildah', '--version'],
    ['docker-registry', '--version'],
    ['openssl', 'version'],
    ['ldd', '/bin/sh'],
  ] as const;
  const results = await Promise.all(needed.map((argv) => runProgram(argv)));
  const absent = needed.filter((_, index) => results[index]?.exitCode !== 0).map(([program]) => program);
  return absent.length === 0
    ? undefined
    : `${absent.join(' and ')} (Debian: apt-get install buildah docker-registry openssl)`;
}

/** A machine of the tests' own: a home, storage, and registries that end with it. */
export class Machine {
  readonly #registries: ChildProcess[] = [];
  #tokens: TokenService | undefined;

  private constructor(
    public readonly folder: string,
    public readonly environment: Readonly<Record<string, string>>,
  ) {}

  public static async create(): Promise<Machine> {
    const folder = await mkdtemp(join(tmpdir(), 'combo-real-'));
    const storage = join(folder, 'storage.conf');
    const roots = { graphroot: join(folder, 'images'), runroot: join(folder, 'run') };
    const places = Object.entries(roots).map(([name, path]) => `${name} = ${JSON.stringify(path)}\n`);
    await writeFile(storage, `[storage]\ndriver = "vfs"\n${places.join('')}`);
    const { PATH = '' } = process.env;
    const environment = {
      PATH,
      HOME: folder,
      CI: '1',
      CONTAINERS_STORAGE_CONF: storage,
      // No namespaces and no runtime are needed, so that it works in a container, too.
      BUILDAH_ISOLATION: 'chroot',
    };
    return new Machine(folder, environment);
  }

  /** Starts a registry, and hands back its host. */
  public async registry({ login }: { readonly login: boolean | 'token' }): Promise<string> {
    const folder = join(this.folder, `registry-${this.#registries.length}`);
    const host = `127.0.0.1:${await freePort()}`;
    await mkdir(folder);
    const htpasswd = join(folder, 'htpasswd');
    await writeFile(htpasswd, LOGIN.htpasswd);
    const config = {
      version: '0.1',
      log: { level: 'error', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(folder, 'content') } },
      http: { addr: host },
      ...(login === true ? { auth: { htpasswd: { realm: 'tests', path: htpasswd } } } : {}),
      ...(login === 'token'
        ? { auth: { token: (this.#tokens = await TokenService.start(folder, LOGIN)).config } }
        : {}),
    };
    // JSON is YAML.
    await writeFile(join(folder, 'config.yml'), JSON.stringify(config));
    const argv = ['serve', join(folder, 'config.yml')];
    this.#registries.push(spawn('docker-registry', argv, { stdio: 'ignore', env: this.environment }));
    await untilItAnswers(`http://${host}/v2/`);
    return host;
  }

  /** Runs buildah, which has to succeed. */
  public async buildah(...args: string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await runProgram(['buildah', ...args], { env: this.environment });
    if (exitCode !== 0) throw new Error(`buildah ${args.join(' ')} ended with ${exitCode}:\n${stderr}`);
    return stdout.trim();
  }

  /** Runs the command line with these variables on top. */
  public trunkline(args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<ProgramResult> {
    return runProgram([process.execPath, BIN, ...args], {
      cwd: this.folder,
      env: { ...this.environment, ...more },
    });
  }

  public async remove(): Promise<void> {
    for (const registry of this.#registries) registry.kill('SIGKILL');
    await this.#tokens?.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

async function untilItAnswers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    const answered = await fetch(url).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await sleep(50);
  }
  throw new Error(`${url} does not answer.`);
}
