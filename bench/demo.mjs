// Benchmark: a newcomer's first and second `npm run demo` in a fresh clone, and their ratio.
// Wall-clock figures depend on the machine; quote the ratio, and the figures with the machine.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const json = process.argv.includes('--json') ? process.argv[process.argv.indexOf('--json') + 1] : undefined;
const folder = mkdtempSync(join(tmpdir(), 'trunkline bench '));
const clone = join(folder, 'clone');

function timed(name, command, args, cwd) {
  process.stderr.write(`${name} ...\n`);
  const started = performance.now();
  const { status, stderr } = spawnSync(command, args, { cwd, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8' });
  const seconds = (performance.now() - started) / 1000;
  if (status !== 0) {
    process.stderr.write(stderr);
    throw new Error(`${name} ended with ${status}`);
  }
  return seconds;
}

try {
  timed('git clone', 'git', ['clone', '--quiet', root, clone], folder);
  const figures = {
    cores: availableParallelism(),
    node: process.version,
    install: timed('npm ci', 'npm', ['ci'], clone),
    first: timed('first npm run demo', 'npm', ['run', 'demo'], clone),
    second: timed('second npm run demo', 'npm', ['run', 'demo'], clone),
  };
  const { install, first, second } = figures;
  console.log(`npm ci       ${install.toFixed(1)} s`);
  console.log(`first demo   ${first.toFixed(1)} s   ${(first / install).toFixed(2)} x npm ci`);
  console.log(`second demo  ${second.toFixed(1)} s   ${(second / first).toFixed(2)} x the first`);
  if (json) writeFileSync(json, `${JSON.stringify(figures, undefined, 2)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
