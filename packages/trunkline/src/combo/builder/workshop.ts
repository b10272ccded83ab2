// What every builder works with: a folder of its own, the way to run programs, and logins for them.
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { TrunklineError } from '../../model/errors.js';
import { type ProgramResult, runProgram } from '../../process/run-program.js';
import type { CredentialSource, Environment } from '../registry/credentials.js';
import { stopIfInterrupted } from '../registry/interruption.js';
import { DOCKER_HUB, parseReference } from '../registry/reference.js';
import type { TrialResult } from './builder.js';
import { type StreamEnd, streamProgram } from './stream-program.js';

/** What a workshop is made of. */
export interface WorkshopOptions {
  /** An empty folder that nobody else uses; whoever made it removes it. */
  readonly folder: string;
  /** The environment of all programs. */
  readonly environment: Environment;
  readonly credentials: CredentialSource;
  /** Hosts that speak plain HTTP. */
  readonly insecure: readonly string[];
  /**
   * How long a tool may take to say its version, in milliseconds.
   * @default two minutes: another platform's tools are emulated
   */
  readonly trialMs?: number;
  /** Told what builders print, secrets masked. */
  readonly onOutput: (text: string) => void;
  readonly signal?: AbortSignal;
}

type Argv = readonly [string, ...string[]];

const TRIAL_MS = 120_000;

/** Lines of output that a failure shows. */
const SHOWN_LINES = 40;

/** Where images are built. */
export class Workshop {
  readonly options: WorkshopOptions;
  readonly #secrets: string[] = [];
  #count = 0;

  public constructor(options: WorkshopOptions) {
    this.options = options;
  }

  /** A new path in the folder. */
  public path(name: string): string {
    return join(this.options.folder, `${++this.#count}-${name}`);
  }

  /** A new, empty folder: what is built has no context. */
  public async emptyFolder(): Promise<string> {
    const folder = this.path('empty');
    await mkdir(folder);
    return folder;
  }

  /** Runs a program and hands back what it said. */
  public async run(argv: Argv): Promise<ProgramResult> {
    const { environment, signal } = this.options;
    const result = await runProgram(argv, { env: environment, ...(signal ? { signal } : {}) });
    stopIfInterrupted(signal);
    return result;
  }

  /**
   * Runs a program whose output is worth watching.
   * @throws TrunklineError ImageBuildFailed with the end of the output, where it fails
   */
  public async watch(what: string, argv: Argv, more: Environment = {}): Promise<StreamEnd> {
    const { folder, environment, onOutput, signal } = this.options;
    const end = await streamProgram(argv, {
      cwd: folder,
      folder,
      environment: { ...environment, ...more },
      secrets: this.#secrets,
      onOutput,
      ...(signal ? { signal } : {}),
    });
    stopIfInterrupted(signal);
    if (end.exitCode !== 0) throw failed(what, argv[0], end.exitCode, end.tail);
    return end;
  }

  /**
   * Runs a tool of an image, which may be anything: for a limited time, and no process that it started here survives it.
   * What it says is in `stdout`, wherever it said it.
   */
  public async try(argv: Argv): Promise<TrialResult> {
    const { folder, environment, signal, trialMs = TRIAL_MS } = this.options;
    const limit = AbortSignal.timeout(trialMs);
    const { exitCode, tail } = await streamProgram(argv, {
      cwd: folder,
      folder,
      environment,
      secrets: this.#secrets,
      onOutput: () => undefined,
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
    });
    stopIfInterrupted(signal);
    const said = { stdout: tail, stderr: '' };
    if (limit.aborted) return { ...said, timedOutAfter: trialMs / 1000 };
    return { ...said, ...(exitCode === undefined ? {} : { exitCode }) };
  }

  /** Runs a short program that must succeed, and hands back its stdout. @throws TrunklineError ImageBuildFailed */
  public async expect(what: string, argv: Argv): Promise<string> {
    const { exitCode, stdout, stderr } = await this.run(argv);
    if (exitCode !== 0) throw failed(what, argv[0], exitCode, stderr);
    return stdout.trim();
  }

  /** The stdout of a short program; empty where it fails. Also after an interruption. */
  public async ask(argv: Argv): Promise<string> {
    const { exitCode, stdout } = await runProgram(argv, { env: this.options.environment });
    return exitCode === 0 ? stdout.trim() : '';
  }

  /** Removes what would be left behind, also after an interruption; that it could not is told, and is no failure. */
  public async tidy(argv: Argv): Promise<void> {
    const { environment, onOutput } = this.options;
    const { exitCode } = await runProgram(argv, { env: environment });
    if (exitCode !== 0) onOutput(`This is left to do: ${argv.join(' ')}\n`);
  }

  /**
   * Works with a file of the logins for these images, as docker, podman and buildah read it: only the user may read it,
   * and it is removed afterwards. So one file serves all builders, wherever the logins came from. It knows one login
   * for each registry, since docker cannot tell repositories apart: that of the first image.
   */
  public async withLogins<T>(images: readonly string[], use: (file: string) => Promise<T>): Promise<T> {
    const folder = this.path('login');
    await mkdir(folder, { mode: 0o700 });
    try {
      const file = join(folder, 'config.json');
      const config = { ...(await this.#dockerConfig(folder)), auths: await this.#logins(images) };
      await writeFile(file, JSON.stringify(config), { mode: 0o600 });
      return await use(file);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async #logins(images: readonly string[]): Promise<Record<string, unknown>> {
    const auths: Record<string, unknown> = {};
    for (const { registry, repository } of images.map(parseReference)) {
      const credential = registry in auths ? undefined : await this.options.credentials(registry, repository);
      if (!credential) continue;
      const login = loginOf(credential);
      this.#secrets.push(...login.secrets);
      // docker knows its Hub by an old address, the others by its name.
      const keys = registry === DOCKER_HUB ? [registry, 'https://index.docker.io/v1/'] : [registry];
      for (const key of keys) auths[key] = login.entry;
    }
    return auths;
  }

  /**
   * What docker keeps beside its logins has to stay the same: which engine it talks to, its plugins (buildx is one),
   * proxies for builds.
   */
  async #dockerConfig(folder: string): Promise<Record<string, unknown>> {
    const { DOCKER_CONFIG, HOME } = this.options.environment;
    const own = DOCKER_CONFIG || (HOME ? join(HOME, '.docker') : undefined);
    if (!own) return {};
    const names = await readdir(own).catch(() => []);
    for (const name of names) if (name !== 'config.json') await symlink(resolve(own, name), join(folder, name));
    try {
      const config = JSON.parse(await readFile(join(own, 'config.json'), 'utf8')) as Record<string, unknown>;
      return Object.fromEntries(Object.entries(config).filter(([key]) => !LOGIN_KEYS.has(key)));
    } catch {
      return {};
    }
  }
}

/** Where docker's configuration holds logins, or says who does. */
const LOGIN_KEYS: ReadonlySet<string> = new Set(['auths', 'credHelpers', 'credsStore']);

function loginOf(credential: NonNullable<Awaited<ReturnType<CredentialSource>>>): {
  entry: Readonly<Record<string, string>>;
  secrets: readonly string[];
} {
  if (credential.kind === 'identity-token') {
    return { entry: { identitytoken: credential.token }, secrets: [credential.token] };
  }
  const { username, password } = credential;
  const auth = Buffer.from(`${username}:${password}`).toString('base64');
  return { entry: { auth }, secrets: [password, auth] };
}

function failed(what: string, program: string, exitCode: number | undefined, output: string): TrunklineError {
  const how = exitCode === undefined ? 'could not be started, or was ended by a signal' : `ended with ${exitCode}`;
  const lines = output.trimEnd().split('\n').slice(-SHOWN_LINES);
  return new TrunklineError('ImageBuildFailed', `${what}: ${program} ${how}. It printed:`, lines);
}
