// Builds the site as a contributor does, into a folder of its own.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const project = join(__dirname, '..', '..');
const folders: string[] = [];

/** What a build printed, how it ended and where it wrote. */
export interface SiteBuild {
  readonly output: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
}

/**
 * Runs the build.
 *
 * @param samples The samples' files by name; by default those of the project.
 */
export function buildSite(samples?: Readonly<Record<string, string>>, environment: NodeJS.ProcessEnv = {}): SiteBuild {
  const output = join(newFolder(), 'site');
  const given = samples ? ['--samples', folderOf(samples)] : [];
  return { output, ...runBuild(['--output', output, ...given], environment) };
}

/** Runs the build's program with any arguments. */
export function runBuild(args: readonly string[], environment: NodeJS.ProcessEnv = {}): Omit<SiteBuild, 'output'> {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(project, 'site', 'build.mjs'), ...args], {
    cwd: tmpdir(),
    env: { ...process.env, PUBLIC_URL: '', ...environment },
    encoding: 'utf8',
  });
  // On a busy machine Eleventy remarks on what took long.
  return { stdout, stderr: stderr.replace(/^\[11ty\] Benchmark .*\n/gm, ''), status };
}

/** How long to wait for the program, on a machine that has much else to do. */
export const WAIT = { timeout: 30_000, interval: 300 };

/** A program that serves the site until it is ended. */
export interface ServedSite {
  /** All that it printed until now. */
  readonly printed: () => string;
  readonly end: () => Promise<unknown>;
}

/** Starts to serve the site, which is built anew with each change. */
export function serveSite(samples: string, output: string): ServedSite {
  const args = ['site/build.mjs', '--serve', '--samples', samples, '--output', output];
  const program = spawn(process.execPath, args, { cwd: project, env: { ...process.env, PUBLIC_URL: '' } });
  const ended = once(program, 'exit');
  let printed = '';
  for (const stream of [program.stdout, program.stderr]) stream.on('data', (chunk) => (printed += String(chunk)));
  return {
    printed: () => printed,
    end: () => {
      program.kill();
      return ended;
    },
  };
}

/** A new folder with files. */
export function folderOf(files: Readonly<Record<string, string>>): string {
  const folder = newFolder();
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return folder;
}

/** Removes all that the builds wrote. */
export function removeFolders(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'why-python3-'));
  folders.push(folder);
  return folder;
}
