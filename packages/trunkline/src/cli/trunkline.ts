// The `trunkline` command: parses the command line, runs one command, and turns what it throws into an exit code.
import { CommanderError } from 'commander';
import { TrunklineError } from '../model/errors.js';
import { EXIT, exitCodeOf } from './exit-codes.js';
import { buildProgram } from './program.js';

/** How long open handles may keep the process after everything is done, in milliseconds. */
const LINGER = 1000;

async function main(argv: readonly string[]): Promise<number> {
  try {
    let exitCode: number = EXIT.clean;
    const program = buildProgram((code) => (exitCode = code));
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    // Commander has printed its own message; help and version are no mistakes.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.usage;
    printError(error, argv.includes('--json'));
    return exitCodeOf(error);
  }
}

function printError(error: unknown, json: boolean): void {
  if (!(error instanceof TrunklineError)) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`trunkline: this is a bug of trunkline's, please report it.\n${stack}\n`);
    return;
  }
  const { code, message, details } = error;
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message, details } }, undefined, 2)}\n`);
  process.stderr.write(`trunkline: ${[message, ...details.map((detail) => `  ${detail}`)].join('\n')}\n`);
}

// Whoever read our output may be gone, as `head` is once it has its lines: that is no mistake of anybody's.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
process.exitCode = await main(process.argv.slice(2));
setTimeout(() => process.exit(), LINGER).unref();
