// Runs the programs of the longer scripts, quietly: what they print is shown where they fail.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository's folder. */
export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A mistake or a failure that its message explains; nobody needs its stack trace. */
export class StepFailed extends Error {}

/**
 * Runs a program, without a shell.
 *
 * @param {string[]} argv the program and its arguments
 * @param {{ cwd?: string, env?: Record<string, string>, show?: boolean, allowed?: number[] }} [options] `env` comes on
 *   top of this process's own; `show` passes its output through; `allowed` are exit codes that are no failure
 * @returns {Promise<{ code: number, output: string }>}
 * @throws {StepFailed} with the end of the output, where it fails
 */
export async function run(argv, { cwd = ROOT, env = {}, show = false, allowed = [0] } = {}) {
  const [program = '', ...args] = argv;
  const chunks = [];
  const code = await new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd,
      // jsii would print a banner about Node 20 in each program.
      env: { JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '20', ...process.env, ...env },
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.on('error', (error) => reject(new StepFailed(`${program} cannot be started: ${error.message}`)));
    child.on('close', (exitCode, signal) => resolve(exitCode ?? `signal ${signal}`));
  });
  const output = Buffer.concat(chunks).toString('utf8');
  if (!allowed.includes(code)) {
    const tail = output.trimEnd().split('\n').slice(-40).join('\n');
    throw new StepFailed(`${argv.join(' ')}\nin ${cwd} ended with ${code}.${tail === '' ? '' : `\n${tail}`}`);
  }
  return { code, output };
}

/**
 * Says what is being done, does it, and says how long it took.
 *
 * @template T
 * @param {string} title
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  console.log(`${title} ...`);
  const started = performance.now();
  const result = await work();
  const note = typeof result === 'string' ? `: ${result}` : '';
  console.log(`${title}${note} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  return result;
}

/**
 * Runs a script's main function; a failure is told without a stack trace, and makes the exit code 1.
 *
 * @param {() => Promise<void>} main
 */
export async function asProgram(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}
