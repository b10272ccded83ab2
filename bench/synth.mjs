// Benchmark: the same pipelines through the superclass, plain CDK Pipelines and plain CDK Pipelines tuned.
// Figures are compared within one run: CPU is the least of five processes each, taken in turn. Ends with 1 where a target
// is missed.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { figuresOf, nameOf, tooLarge, verdicts } from './synth/verdicts.mjs';

const ONE = fileURLToPath(new URL('synth/one.mjs', import.meta.url));
const ROUNDS = 5;
const VARIANTS = ['superclass', 'plain', 'tuned'];
const sizes = [3, 30, 100].flatMap((stages) =>
  [1, 3].flatMap((regions) => [1, 5].map((assets) => ({ stages, regions, assets }))),
);

function measure(variant, { stages, regions, assets }) {
  const args = [ONE, variant, stages, regions, assets].map(String);
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${variant} ${stages}x${regions}x${assets}: ${stderr}`);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}

const results = [];
const columns = ['cpu', 'bytes', 'resources', 'roles', 'projects', 'actions'];
console.log(`${'stages x regions x assets'.padEnd(27)}${columns.map((name) => name.padStart(18)).join('')}`);
for (const size of sizes) {
  const runs = Object.fromEntries(VARIANTS.map((variant) => [variant, []]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const variant of VARIANTS) runs[variant].push(measure(variant, size));
  }
  const figures = Object.fromEntries(VARIANTS.map((variant) => [variant, figuresOf(runs[variant])]));
  results.push({ ...size, ...figures });
  const name = nameOf(size);
  for (const variant of VARIANTS) {
    const cells = columns.map((column) => {
      const value = figures[variant][column];
      const ratio = (value / figures.tuned[column]).toFixed(2);
      return `${column === 'cpu' ? `${Math.round(value)} ms` : value} (${ratio})`.padStart(18);
    });
    console.log(`${`${name} ${variant}`.padEnd(27)}${cells.join('')}`);
  }
}
console.log('In brackets: the ratio to tuned plain CDK.');
console.log('\nMore than AWS deploys, on all sides; measured to see how figures grow:');
for (const line of tooLarge(results)) console.log(`  ${line}`);
console.log('');
const { lines, met } = verdicts(results);
for (const line of lines) console.log(line);
if (!met) process.exitCode = 1;
const json = process.argv.indexOf('--json');
if (json > 0) writeFileSync(process.argv[json + 1], `${JSON.stringify(results, undefined, 2)}\n`);
