// Performs a CodeBuild build on this machine: the user's own commands, run for real in a sandbox.
import { realpathSync } from 'node:fs';
import { TrunklineError } from '../../model/errors.js';
import type { ActionFailure } from '../../model/execution.js';
import { LogFile } from '../../process/log-file.js';
import { redact } from '../../process/redact.js';
import { STOP_GRACE_MS } from '../../process/run-user-command.js';
import { UserShell } from '../../process/user-shell.js';
import { BuildCache } from './build-cache.js';
import { buildEnvironment, type BuildEnvironment } from './build-environment.js';
import { BuildLog, describeEnd } from './build-log.js';
import type { CopyOptions } from './copy-tree.js';
import { runPhases, type PhasesEnd } from './phases.js';
import type { BuildRequest, BuildResult, BuildStatus } from './request.js';
import { prepareSandbox, removeSandbox, sandboxOf, type Sandbox } from './sandbox.js';
import { exportedValues, expandedText } from './shell-values.js';
import { storeArtifacts } from './store-artifact.js';

/**
 * Runs a build: sources in, phases, artifacts out, as CodeBuild does; the log says what differs. Nothing
 * that the build started survives it. The workspace is removed after a build that succeeded and kept after any other.
 * Wrong input of the user's (a missing secret, no files for an artifact) fails the build; nothing is
 * thrown for it.
 */
export async function runBuild(request: BuildRequest): Promise<BuildResult> {
  return new Build(request).run();
}

class Build {
  readonly #request: BuildRequest;
  readonly #sandbox: Sandbox;
  #early: 'TIMED_OUT' | 'STOPPED' | undefined;
  #failure: ActionFailure | undefined;
  #secrets: readonly string[] = [];

  public constructor(request: BuildRequest) {
    this.#request = request;
    this.#sandbox = sandboxOf(request.workspace, request.cacheFolder);
  }

  public async run(): Promise<BuildResult> {
    const { project, signal } = this.#request;
    const stopping = new AbortController();
    const end = (why: 'TIMED_OUT' | 'STOPPED'): void => {
      this.#early ??= why;
      stopping.abort();
    };
    const stop = (): void => end('STOPPED');
    const timer = setTimeout(() => end('TIMED_OUT'), project.timeoutInMinutes * 60_000);
    signal?.addEventListener('abort', stop, { once: true });
    if (signal?.aborted === true) stop();
    try {
      return await this.#perform(stopping.signal);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', stop);
    }
  }

  async #perform(stopping: AbortSignal): Promise<BuildResult> {
    const { machine, processes, logPath } = this.#request;
    const copy = { signal: stopping, env: { PATH: machine.path.join(':'), ...processes.marked } };
    const environment = await this.#download(copy);
    const file = new LogFile(logPath, this.#secrets);
    const log = new BuildLog(file);
    let exported: Record<string, string> = {};
    try {
      log.phaseEntered('DOWNLOAD_SOURCE');
      for (const key of this.#request.buildspec.ignored) log.note(`The buildspec's ${key} is not rehearsed.`);
      const failed = environment === undefined || this.#failure !== undefined;
      log.phaseEnded('DOWNLOAD_SOURCE', this.#early ?? (failed ? 'FAILED' : 'SUCCEEDED'), this.#failure?.message);
      if (environment !== undefined && !failed) exported = await this.#build(environment, log, copy);
    } finally {
      file.close();
    }
    return this.#result(exported);
  }

  /** DOWNLOAD_SOURCE: everything that can be wrong before the first command; undefined where something is. */
  async #download(copy: CopyOptions): Promise<BuildEnvironment | undefined> {
    if (this.#early !== undefined) return undefined;
    try {
      await prepareSandbox(this.#request, this.#sandbox, copy);
      const environment = buildEnvironment(this.#request, this.#sandbox);
      this.#secrets = environment.secrets;
      if (environment.problems.length > 0) this.#failure = { message: environment.problems.join(' ') };
      return environment;
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      this.#failure = { message: [error.message, ...error.details].join('\n') };
      return undefined;
    }
  }

  async #build(
    environment: BuildEnvironment,
    log: BuildLog,
    copy: CopyOptions & { readonly signal: AbortSignal },
  ): Promise<Record<string, string>> {
    const { signal: stopping } = copy;
    const { processes, cacheFolder, project, buildspec } = this.#request;
    const sandbox = this.#sandbox;
    const shell = await UserShell.open(processes.openScope(), {
      shell: buildspec.shell,
      cwd: sandbox.primarySource,
      env: environment.variables,
      controlFolder: sandbox.control,
      isolated: buildspec.version === '0.1',
      onOutput: (chunk) => log.write(chunk),
    });
    let stopped: Promise<unknown> | undefined;
    const stop = (): void => void (stopped ??= shell.close(STOP_GRACE_MS));
    stopping.addEventListener('abort', stop, { once: true });
    if (stopping.aborted) stop();
    let phases: PhasesEnd;
    let values: Record<string, string>;
    let cache: BuildCache | undefined;
    try {
      cache = BuildCache.of({
        project,
        cache: buildspec.cache,
        cacheFolder,
        sandbox,
        evaluate: (expression) => expandedText(shell, sandbox, expression),
        note: (text) => log.note(text),
        copy,
      });
      if (this.#early === undefined) await cache?.restore();
      phases = await runPhases(buildspec, shell, log, () => this.#early);
      values = await this.#readValues(shell);
    } finally {
      stopping.removeEventListener('abort', stop);
      const left = await (stopped ?? shell.close());
      if (typeof left === 'number' && left > 0 && this.#early === undefined) {
        log.note(`Ended ${String(left)} processes that the build had left running.`);
      }
    }
    if (phases.failedCommand !== undefined && this.#early === undefined) {
      const command = redact(phases.failedCommand.command, this.#secrets);
      const message = `Command ${JSON.stringify(firstLine(command))} of phase ${phases.failedCommand.phase} failed: ${describeEnd(phases.failedCommand)}.`;
      this.#failure = { message, failedCommand: { ...phases.failedCommand, command } };
    }
    if (phases.built && this.#early === undefined) await this.#upload(log, values, cache);
    if (this.#failure === undefined && this.#early === undefined) await cache?.save();
    return this.#exported(log, environment, values);
  }

  /** Values for the exported variables, and for those in base directories. */
  async #readValues(shell: UserShell): Promise<Record<string, string>> {
    const { artifacts, secondaryArtifacts, exportedVariables } = this.#request.buildspec;
    if (this.#early !== undefined) return {};
    const inBases = [artifacts, ...Object.values(secondaryArtifacts)].flatMap((section) =>
      [...(section?.baseDirectory ?? '').matchAll(/\$\{?([A-Za-z_]\w*)/g)].map((match) => match[1] ?? ''),
    );
    return exportedValues(shell, this.#sandbox, [...new Set([...exportedVariables, ...inBases])]);
  }

  async #upload(log: BuildLog, values: Record<string, string>, cache: BuildCache | undefined): Promise<void> {
    log.phaseEntered('UPLOAD_ARTIFACTS');
    const succeeded = this.#failure === undefined;
    const problems = await storeArtifacts({
      outputs: this.#request.outputArtifacts,
      buildspec: this.#request.buildspec,
      source: this.#sandbox.primarySource,
      workspace: this.#sandbox.root,
      variable: (name) => values[name] ?? '',
      // After a failure the workspace is kept as it was.
      mayMove: (folder) =>
        succeeded && realpathSync(this.#request.workspace) !== folder && cache?.touches(folder) !== true,
      note: (text) => log.note(text),
    });
    const message = problems.join(' ');
    if (message !== '') this.#failure ??= { message };
    log.phaseEnded('UPLOAD_ARTIFACTS', message === '' ? 'SUCCEEDED' : 'FAILED', message);
  }

  #exported(
    log: BuildLog,
    environment: BuildEnvironment,
    values: Readonly<Record<string, string>>,
  ): Record<string, string> {
    const exported: Record<string, string> = {};
    for (const name of this.#request.buildspec.exportedVariables) {
      const value = values[name] ?? '';
      // Source: CodeBuild User Guide, env/exported-variables.
      const ofAws = name.startsWith('AWS_') && !['AWS_REGION', 'AWS_DEFAULT_REGION'].includes(name);
      if (environment.referenced.has(name) || ofAws) {
        log.note(`Variable ${name} cannot be exported: it holds a secret or parameter, or its name begins with AWS_.`);
      } else if (redact(value, this.#secrets) !== value) {
        // It would be plain to read in the journal and in later builds.
        log.note(`Variable ${name} is not exported: its value holds a secret. (unsure: whether CodeBuild exports it.)`);
      } else exported[name] = value;
    }
    return exported;
  }

  async #result(exported: Record<string, string>): Promise<BuildResult> {
    const status: BuildStatus = this.#early ?? (this.#failure === undefined ? 'SUCCEEDED' : 'FAILED');
    const failure = this.#early === undefined ? this.#failure : { message: this.#earlyMessage() };
    if (status === 'SUCCEEDED') {
      await removeSandbox(this.#sandbox);
      return { status, exportedVariables: exported };
    }
    return {
      status,
      ...(failure && { failure: { ...failure, message: redact(failure.message, this.#secrets) } }),
      exportedVariables: {},
      keptWorkspace: this.#sandbox.root,
    };
  }

  #earlyMessage(): string {
    const { project } = this.#request;
    if (this.#early === 'STOPPED') return `The build of project ${project.name} was stopped.`;
    return `The build of project ${project.name} took longer than its timeout of ${String(project.timeoutInMinutes)} minutes.`;
  }
}

function firstLine(command: string): string {
  const [first = '', ...rest] = command.trim().split('\n');
  return rest.length === 0 ? first : `${first} ...`;
}
