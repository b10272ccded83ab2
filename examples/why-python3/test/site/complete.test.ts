// What the suites that need Python and Chromium do where there are none: they are skipped, unless nothing may be.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SUITES = ['samples/samples', 'browser/access', 'browser/appearance', 'browser/privacy', 'browser/visit'];

/** Runs the suites on a machine that has neither. */
function runSuites(complete: string): { status: number | null; printed: string } {
  const { PATH, HOME } = process.env;
  const none = { PYTHON: '/no/python', CHROMIUM: '/no/chromium', TRUNKLINE_TESTS_COMPLETE: complete };
  const { status, stdout, stderr } = spawnSync(
    'npx',
    ['--no-install', 'vitest', 'run', ...SUITES.map((each) => `test/${each}`), '--reporter=verbose'],
    { cwd: join(__dirname, '..', '..'), env: { PATH, HOME, NO_COLOR: '1', ...none }, encoding: 'utf8' },
  );
  return { status, printed: stdout + stderr };
}

describe('without Python and Chromium', () => {
  it('the suites are skipped, with the reason', () => {
    const { status, printed } = runSuites('');
    expect(printed).toContain('skipped: no Python at /no/python; set PYTHON');
    expect(printed).toContain('skipped: no Chromium at /no/chromium; set CHROMIUM');
    expect(status).toBe(0);
  });

  it('all suites fail, with the reason, where TRUNKLINE_TESTS_COMPLETE is 1', () => {
    const { status, printed } = runSuites('1');
    for (const suite of SUITES) expect(printed).toMatch(new RegExp(`FAIL +test/${suite}\\.test\\.ts`));
    expect(printed).toContain('There is no Python at /no/python. Install it, or set PYTHON to its path.');
    expect(printed).toContain('There is no Chromium at /no/chromium. Install it, or set CHROMIUM to its path.');
    expect(status).toBe(1);
  });
});
