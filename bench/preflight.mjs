// Benchmark: preflight at 3, 30 and 100 stages. CPU is that of all threads of a process that has just begun, V8's compiling
// included, and the least of five processes each, as the command runs it and, beside that, as the library in another
// program. Between reading and proving garbage is collected once, which neither is charged with. Ends with 1 where a target
// is missed.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROUNDS = 5;
const SIZES = [3, 30, 100];
/** Milliseconds of CPU at 100 stages, beyond reading the assembly. */
const MOST = 500;
/** What growing by a factor may cost beyond that factor: start-up and warming up weigh on the small ones. */
const LINEAR = 1.3;

function run(script, ...args) {
  const file = fileURLToPath(new URL(`preflight/${script}`, import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', file, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')}: ${stderr}`);
  return stdout;
}

const least = (values) => Math.min(...values);
const results = SIZES.map((stages) => {
  const folder = mkdtempSync(join(tmpdir(), 'bench-preflight-'));
  try {
    run('synthesize.mjs', folder, String(stages));
    const measure = (...options) => JSON.parse(run('one.mjs', join(folder, 'cdk.out'), ...options));
    const rounds = Array.from({ length: ROUNDS }, () => [measure(), measure('--library')]);
    const runs = rounds.map(([command]) => command);
    const [first] = runs;
    return {
      stages,
      obligations: first.obligations,
      proved: first.proved,
      reading: least(runs.map((each) => each.reading)),
      proving: least(runs.map((each) => each.proving)),
      library: least(rounds.map(([, library]) => library.proving)),
      memory: least(runs.map((each) => each.memory)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

console.log('stages  obligations  proved  reading  proving  as library  proving/reading  memory');
for (const { stages, obligations, proved, reading, proving, library, memory } of results) {
  const cells = [
    String(stages).padStart(6),
    String(obligations).padStart(11),
    String(proved).padStart(6),
    `${Math.round(reading)} ms`.padStart(7),
    `${Math.round(proving)} ms`.padStart(7),
    `${Math.round(library)} ms`.padStart(10),
    (proving / reading).toFixed(2).padStart(15),
    `${Math.round(memory)} MB`.padStart(6),
  ];
  console.log(cells.join('  '));
}
const [, middle, large] = results;
const growth = large.proving / middle.proving / (large.obligations / middle.obligations);
const verdicts = [
  [
    `${large.stages} stages in ${Math.round(large.proving)} ms of CPU beyond reading, at most ${MOST}`,
    large.proving <= MOST,
  ],
  [
    `growth from ${middle.stages} to ${large.stages} stages ${growth.toFixed(2)} of linear, at most ${LINEAR}`,
    growth <= LINEAR,
  ],
  ['every obligation proved', results.every(({ obligations, proved }) => obligations === proved)],
];
console.log('');
for (const [text, met] of verdicts) console.log(`${met ? 'met' : 'MISSED'}: ${text}`);
if (verdicts.some(([, met]) => !met)) process.exitCode = 1;
const json = process.argv.indexOf('--json');
if (json > 0) writeFileSync(process.argv[json + 1], `${JSON.stringify(results, undefined, 2)}\n`);
