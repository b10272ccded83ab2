// A project, a source and a build to run, for the stories of builds.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach } from 'vitest';
import type { Project } from '../../../src/model/project.js';
import { ProcessRegistry } from '../../../src/process/process-registry.js';
import type { MachineSettings } from '../../../src/rehearse/build/machine-settings.js';
import { machinePath } from '../../../src/rehearse/build/machine-settings.js';
import type { BuildRequest, BuildResult } from '../../../src/rehearse/build/request.js';
import { loadBuildspec } from '../../../src/rehearse/build/load-buildspec.js';
import { runBuild } from '../../../src/rehearse/build/run-build.js';

const cleanUps: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tl-'));
  cleanUps.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes files, by their paths below a folder. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** A project without cache and variables. */
export function projectWith(buildSpec: unknown, more: Partial<Project> = {}): Project {
  return {
    name: 'Synth',
    declaredAt: {
      stackName: 'Toolchain',
      environment: { account: '111111111111', region: 'eu-central-1' },
      logicalId: 'Synth',
    },
    buildSpec: typeof buildSpec === 'string' ? buildSpec : JSON.stringify(buildSpec),
    image: 'aws/codebuild/standard:7.0',
    computeType: 'BUILD_GENERAL1_SMALL',
    privilegedMode: false,
    environmentVariables: [],
    cache: { type: 'NO_CACHE' },
    timeoutInMinutes: 60,
    serviceRole: 'arn:aws:iam::111111111111:role/build',
    ...more,
  };
}

/** A machine whose network settings and npm are not asked for. */
export const MACHINE: MachineSettings = {
  path: machinePath(process.env['PATH'] ?? ''),
  network: {},
  npm: {},
  npmrc: '',
};

/** A place for builds: several may run in it, one after the other or together. */
export interface Bench {
  readonly folder: string;
  readonly source: string;
  readonly cacheFolder: string;
  /** Runs a build; `log` is its log, without the lines' times. */
  run(buildSpec: unknown, more?: Partial<BuildRequest>, project?: Partial<Project>): Promise<BenchResult>;
}

/** A build's result, its log, and a way to look at its outputs. */
export interface BenchResult extends BuildResult {
  readonly log: string;
  readonly workspace: string;
  /** The text of an output artifact's file; undefined where it does not exist. */
  output(path: string, artifact?: string): string | undefined;
}

/** Prepares a place for builds whose primary source holds the given files. */
export async function openBench(files: Readonly<Record<string, string>> = {}): Promise<Bench> {
  const folder = temporaryFolder();
  const source = join(folder, 'artifacts', 'Source');
  mkdirSync(source, { recursive: true });
  writeFiles(source, files);
  const processes = await ProcessRegistry.open(join(folder, 'processes'), 'run');
  cleanUps.push(() => processes.close());
  let builds = 0;
  return {
    folder,
    source,
    cacheFolder: join(folder, 'cache'),
    run: async (buildSpec, more = {}, project = {}) => {
      const number = ++builds;
      const at = (name: string): string => join(folder, name, String(number));
      const built = projectWith(buildSpec, project);
      const result = await runBuild({
        project: built,
        buildspec: await loadBuildspec(built, source),
        pipelineName: 'Services',
        executionId: '6a2a4a4e-0000-4000-8000-000000000000',
        actionName: 'Synth',
        buildNumber: number,
        environmentVariables: [],
        primarySource: { name: 'Source', directory: source },
        secondarySources: [],
        outputArtifacts: [],
        workspace: at('work'),
        cacheFolder: join(folder, 'cache'),
        logPath: `${at('logs')}.log`,
        secrets: {},
        machine: MACHINE,
        processes,
        ...more,
      });
      const log = readFileSync(`${at('logs')}.log`, 'utf8').replace(/^\[trunkline\] \S+ /gm, '# ');
      return {
        ...result,
        log,
        workspace: at('work'),
        output: (path, artifact) => {
          const named = more.outputArtifacts?.find(({ name }) => artifact === undefined || name === artifact);
          const file = join(named?.directory ?? '', path);
          return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
        },
      };
    },
  };
}

/** A buildspec with the commands of its build phase alone. */
export function buildCommands(...commands: readonly string[]): unknown {
  return { version: '0.2', phases: { build: { commands } } };
}
