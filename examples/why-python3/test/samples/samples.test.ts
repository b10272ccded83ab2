// Runs every sample with a real Python, and holds it to the output that the page shows.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { command, findInterpreter, run, type Interpreter } from './interpreter';

const OLDEST_MINOR = 9;
const python = findInterpreter();
/** Where a pipeline counts on these tests, what cannot run is a failure. */
const complete = process.env.TRUNKLINE_TESTS_COMPLETE === '1';
const skipped = !python && !complete;
const which = python
  ? ` with Python ${python.version}`
  : skipped
    ? ` (skipped: no Python at ${command}; set PYTHON)`
    : '';

function needPython(): void {
  if (!python) throw new Error(`There is no Python at ${command}. Install it, or set PYTHON to its path.`);
}

/** The samples, which of them this Python cannot run, and what they are called in the list of tests. */
async function samplesToRun() {
  const { readSamples } = await import('../../site/samples.mjs');
  return readSamples(join(__dirname, '..', '..', 'samples')).map((sample) => {
    const needed = Number(sample.python?.split('.')[1] ?? 0);
    const tooOld = python !== undefined && needed > python.minor;
    const label = tooOld ? `${sample.slug} (needs Python ${sample.python})` : sample.slug;
    return { ...sample, tooOld, label };
  });
}

describe.skipIf(skipped)(`the samples${which}`, async () => {
  beforeAll(needPython);
  const interpreter = python as Interpreter;
  const samples = await samplesToRun();

  it('are run by Python 3.9 or newer', () => {
    const hint = `Python ${python?.version} is too old. Set PYTHON to the path of a newer one.`;
    expect(interpreter.minor, hint).toBeGreaterThanOrEqual(OLDEST_MINOR);
  });

  it('are, seventeen at least, for this Python too', () => {
    expect(samples.filter(({ tooOld }) => !tooOld).length).toBeGreaterThanOrEqual(17);
  });

  for (const { label, tooOld, code, output } of samples) {
    it.skipIf(tooOld && !complete)(label, () => {
      // Twice, with what Python chooses by chance chosen differently.
      for (const hashSeed of [1, 2]) {
        expect(run(interpreter, code, hashSeed)).toEqual({ stdout: output, stderr: '', status: 0 });
      }
    });
  }
});

describe.skipIf(skipped)(`a sample that is wrong${which}`, () => {
  beforeAll(needPython);
  const interpreter = python as Interpreter;

  it.each([
    { what: 'fails', code: 'print(1)\nraise ValueError("no")\n', difference: { status: 1 } },
    { what: 'warns', code: 'import warnings\nwarnings.warn("old", DeprecationWarning)\n', difference: { status: 1 } },
    { what: 'writes to stderr', code: 'import sys\nprint("x", file=sys.stderr)\n', difference: { stderr: 'x\n' } },
    { what: 'is no Python', code: 'print 1\n', difference: { status: 1 } },
  ])('is noticed when it $what', ({ code, difference }) => {
    expect(run(interpreter, code, 1)).toMatchObject(difference);
  });

  it('is noticed when its output depends on chance', () => {
    const outputs = [1, 2, 3, 4].map((seed) => run(interpreter, 'print({"a", "b", "c", "d", "e"})\n', seed).stdout);
    expect(new Set(outputs).size).toBeGreaterThan(1);
  });

  it('sees neither the environment nor the files of the one who tests', () => {
    const code = 'import os\nprint(os.listdir(), "PATH" in os.environ)\n';
    expect(run(interpreter, code, 1).stdout).toBe('[] False\n');
  });
});
