// The lines that publish assets, in real shells, with a cdk-assets that only leaves marks.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { publishingScript, type AssetKind } from '../../src/pipeline/assembled/publishing-script';

/**
 * Writes `start <asset:destination>` and `end ...` into `marks`, and goes on only when as many have started as
 * `MEET` says: processes that run one after the other never come that far. An asset `fails...` ends with 3, one that
 * `dies...` takes the shell around it along.
 */
const FAKE = `#!/bin/sh
test "$#" -eq 5 && test "$1 $3 $4" = "--path --verbose publish" || exit 9
echo "start $5" >>marks
echo "$5 first line"
tries=0
while [ "$(grep -c ^start marks)" -lt "\${MEET:-1}" ]; do
  tries=$((tries + 1))
  if [ "$tries" -gt 250 ]; then echo "$5 waits for nobody"; exit 8; fi
  sleep 0.02
done
if [ -n "$DOCKER_CONFIG" ]; then echo "$5 config $DOCKER_CONFIG $(cat "$DOCKER_CONFIG/config.json")"; fi
echo "$5 $2 last line" >&2
echo "end $5" >>marks
case "$5" in
  fails*) exit 3 ;;
  dies*) kill -9 "$PPID"; exit 0 ;;
esac
`;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'a build with spaces '));
  for (const name of ['bin', 'home', 'tmp', 'work']) mkdirSync(join(folder, name));
  writeFileSync(join(folder, 'bin', 'cdk-assets'), FAKE);
  chmodSync(join(folder, 'bin', 'cdk-assets'), 0o755);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

interface Outcome {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** `start a:1` and `end a:1`, as they happened. */
  readonly marks: readonly string[];
}

/** @param meet how many have to run at the same time */
function run(shell: string, turns: readonly (readonly string[])[], kind: AssetKind = 'files', meet = 1): Outcome {
  const commands = turns.map((selectors) =>
    selectors.map((selector) => `cdk-assets --path "assembly-Dev/Main.assets.json" --verbose publish "${selector}"`),
  );
  const marks = join(folder, 'work', 'marks');
  rmSync(marks, { force: true });
  const { status, stdout, stderr } = spawnSync(shell, ['-c', publishingScript(commands, kind)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: join(folder, 'work'),
    env: {
      PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}`,
      HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
      MEET: String(meet),
    },
  });
  return { status, stdout, stderr, marks: existsSync(marks) ? readFileSync(marks, 'utf8').trim().split('\n') : [] };
}

function turnsNamed(...names: readonly string[]): string[][] {
  return names.map((name) => [`${name}:1`]);
}

function numbered(count: number): string[][] {
  return turnsNamed(...Array.from({ length: count }, (_, index) => `asset${String(index)}`));
}

/** How many ran at the same time at most. */
function mostAtOnce(marks: readonly string[]): number {
  let running = 0;
  return Math.max(...marks.map((mark) => (running += mark.startsWith('start') ? 1 : -1)));
}

function startsOf({ marks }: Outcome): string[] {
  return marks.filter((mark) => mark.startsWith('start ')).map((mark) => mark.slice('start '.length));
}

describe.each(['sh', 'bash'])('in %s', (shell) => {
  test('three files are published at the same time', () => {
    const outcome = run(shell, numbered(3), 'files', 3);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(outcome.marks.slice(0, 3).every((mark) => mark.startsWith('start'))).toBe(true);
  });

  test('of twenty files eight are published at once, and each of them once', () => {
    const outcome = run(shell, numbered(20), 'files', 8);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(mostAtOnce(outcome.marks)).toBe(8);
    expect(startsOf(outcome).sort()).toEqual(numbered(20).flat().sort());
  });

  test('of nine images four are published at once', () => {
    const outcome = run(shell, numbered(9), 'images', 4);
    expect(outcome).toMatchObject({ status: 0, stderr: '' });
    expect(mostAtOnce(outcome.marks)).toBe(4);
    expect(startsOf(outcome).sort()).toEqual(numbered(9).flat().sort());
  });

  test('every log is there, whole and by itself, with the command that wrote it', () => {
    const { stdout } = run(shell, numbered(12), 'files', 8);
    const [before, ...logs] = stdout.split(/^Publishing, \d+ of 12:\n/m);
    expect(before).toBe('');
    const selectors = logs.map((log) => /publish '?(asset\d+:1)'?$/m.exec(log)?.[1] ?? log);
    expect([...selectors].sort()).toEqual(numbered(12).flat().sort());
    logs.forEach((log, index) => {
      expect(log.split('\n').filter((line) => !line.startsWith('+'))).toEqual([
        `${selectors[index] ?? ''} first line`,
        `${selectors[index] ?? ''} assembly-Dev/Main.assets.json last line`,
        '',
      ]);
    });
  });

  test('one that fails fails the build; the others are published all the same, and the end names it', () => {
    const outcome = run(shell, turnsNamed('a', 'fails', 'b', 'c'), 'files', 4);
    expect(outcome.status).toBe(1);
    expect(startsOf(outcome).sort()).toEqual(['a:1', 'b:1', 'c:1', 'fails:1']);
    expect(outcome.stdout).toContain('fails:1 first line');
    expect(outcome.stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^Not published, 2 of 4: .*assembly-Dev\/Main\.assets\.json .*fails:1/) as string,
    ]);
  });

  test('one that takes its shell along, as when memory runs out, fails the build', () => {
    const outcome = run(shell, turnsNamed('a', 'dies', 'b'));
    expect(outcome.status).toBe(1);
    expect(startsOf(outcome).sort()).toEqual(['a:1', 'b:1', 'dies:1']);
    expect(outcome.stderr).toContain('Not published, 2 of 3');
    expect(outcome.stdout).toContain('dies:1 first line');
  });

  test('an image goes to one destination after the other, and nowhere else once one has failed', () => {
    const good = run(shell, [
      ['a:1', 'a:2', 'a:3'],
      ['b:1', 'b:2'],
    ]);
    expect(good.status).toBe(0);
    expect(good.marks.filter((mark) => mark.includes(' a:'))).toEqual(
      ['1', '2', '3'].flatMap((place) => [`start a:${place}`, `end a:${place}`]),
    );
    const bad = run(shell, [
      ['fails:1', 'fails:2'],
      ['b:1', 'b:2'],
    ]);
    expect(bad.status).toBe(1);
    expect(startsOf(bad).sort()).toEqual(['b:1', 'b:2', 'fails:1']);
  });

  test('each image has settings of Docker of its own, which begin as those of the build', () => {
    mkdirSync(join(folder, 'home', '.docker'));
    writeFileSync(join(folder, 'home', '.docker', 'config.json'), '{"of":"the build"}');
    const { status, stdout, stderr } = run(shell, numbered(3), 'images', 3);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const configs = [...stdout.matchAll(/ config (.+) \{"of":"the build"\}$/gm)].map(([, path]) => path);
    expect(new Set(configs).size).toBe(3);
  });

  test('nothing is left behind', () => {
    run(shell, turnsNamed('a', 'fails'), 'images');
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
  });
});

test('whichever fail: everything is tried once, and the build succeeds exactly if all did', () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 2, maxLength: 12 }), (failing) => {
      const turns = turnsNamed(...failing.map((fails, index) => `${fails ? 'fails' : 'good'}${String(index)}`));
      const outcome = run('sh', turns);
      expect(outcome.status).toBe(failing.includes(true) ? 1 : 0);
      expect(startsOf(outcome).sort()).toEqual(turns.flat().sort());
      expect(outcome.stderr.match(/^Not published/gm) ?? []).toHaveLength(failing.filter(Boolean).length);
    }),
    { numRuns: 15 },
  );
});
