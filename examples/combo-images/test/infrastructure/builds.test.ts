// The acceptance test's waiting, with builds that go on while it waits, and with a CLI that is a stand-in.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectOf } from '../../lib/combo';
import { readBuilds, readDeployment } from '../acceptance/aws';
import { waitForBuilds, type Build, type ReadBuilds } from '../acceptance/builds';

const DEPLOYED = new Date('2026-11-22T12:00:00Z');
const PAUSE = () => Promise.resolve();

function build(status: string, started = '2026-11-22T12:05:00Z'): Build {
  return { status, started: new Date(started), log: 'https://logs.example.org' };
}

/** What is read first, second and so on; the last one from then on. */
function readings(...all: Record<string, Build>[]): { read: ReadBuilds; count: () => number } {
  let count = 0;
  const read: ReadBuilds = () => {
    const at = Math.min(count, all.length - 1);
    count += 1;
    return Promise.resolve(new Map(Object.entries(all[at] ?? {})));
  };
  return { read, count: () => count };
}

describe('the waiting', () => {
  it('ends when the newest builds have ended, and not before', async () => {
    const { read, count } = readings(
      {},
      { a: build('IN_PROGRESS') },
      { a: build('SUCCEEDED'), b: build('IN_PROGRESS') },
      { a: build('SUCCEEDED'), b: build('SUCCEEDED') },
    );
    expect(await waitForBuilds(['a', 'b'], DEPLOYED, read, { attempts: 100, pause: PAUSE })).toEqual([]);
    expect(count()).toBe(4);
  });

  it('names each that has failed, once all have ended', async () => {
    const failed = { a: build('FAILED'), b: build('IN_PROGRESS'), c: build('TIMED_OUT') };
    const { read, count } = readings(failed, { ...failed, b: build('SUCCEEDED') });
    expect(await waitForBuilds(['a', 'b', 'c'], DEPLOYED, read, { attempts: 100, pause: PAUSE })).toEqual([
      'a: FAILED, https://logs.example.org',
      'c: TIMED_OUT, https://logs.example.org',
    ]);
    expect(count()).toBe(2);
  });

  it('takes what was built before the deployment for nothing, however well that went', async () => {
    const { read, count } = readings({ a: build('SUCCEEDED', '2026-11-22T11:59:59Z') });
    expect(await waitForBuilds(['a'], DEPLOYED, read, { attempts: 3, pause: PAUSE })).toEqual([
      'a: no build since the deployment of 2026-11-22T12:00:00.000Z',
    ]);
    expect(count()).toBe(3);
  });

  it('names what is still building, and what never was', async () => {
    const { read } = readings({ a: build('IN_PROGRESS') });
    expect(await waitForBuilds(['a', 'b'], DEPLOYED, read, { attempts: 2, pause: PAUSE })).toEqual([
      'a: IN_PROGRESS, https://logs.example.org',
      'b: no build since the deployment of 2026-11-22T12:00:00.000Z',
    ]);
  });
});

it('a project is known by its combo', () => {
  expect(projectOf({ images: ['python:3.12', 'tool:1@https://example.org/Dockerfile'] })).toBe(
    'combo-images-python_tool-3-12_1',
  );
});

describe('the CLI', () => {
  const path = process.env['PATH'];
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'combo-images-aws-'));
    process.env['PATH'] = `${folder}${delimiter}${path ?? ''}`;
  });

  afterAll(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true });
  });

  /** Answers with the first line whose pattern its words match; it notes the calls. */
  function answers(...cases: [pattern: string, json: string][]): () => string[] {
    const calls = join(folder, 'calls');
    writeFileSync(calls, '');
    const lines = cases.map(([pattern, json]) => `  *"${pattern}"*) echo '${json}' ;;`);
    const script = ['#!/bin/sh', `echo "$*" >> '${calls}'`, 'case "$*" in', ...lines, '  *) exit 2 ;;', 'esac'];
    writeFileSync(join(folder, 'aws'), `${script.join('\n')}\n`);
    chmodSync(join(folder, 'aws'), 0o755);
    return () => readFileSync(calls, 'utf8').trim().split('\n');
  }

  it('tells the last update, or the creation where there was none', async () => {
    answers(['describe-stacks --stack-name combo-images', '["2026-11-22T12:00:00+00:00","2026-01-01T00:00:00+00:00"]']);
    expect(await readDeployment('combo-images')).toEqual(DEPLOYED);
    answers(['describe-stacks --stack-name combo-images', '[null,"2026-11-22T12:00:00+00:00"]']);
    expect(await readDeployment('combo-images')).toEqual(DEPLOYED);
  });

  it('is asked for the newest build of each project, and what became of them', async () => {
    const calls = answers(
      ['--project-name a ', '"a:1"'],
      ['--project-name b ', '"b:7"'],
      ['--project-name never ', 'null'],
      [
        '--ids a:1 b:7',
        '[["a","SUCCEEDED","2026-11-22T12:05:00+00:00","https://a"],["b","FAILED","2026-11-22T12:06:00+00:00",null]]',
      ],
    );
    expect(Object.fromEntries(await readBuilds(['a', 'b', 'never']))).toEqual({
      a: { status: 'SUCCEEDED', started: new Date('2026-11-22T12:05:00Z'), log: 'https://a' },
      b: { status: 'FAILED', started: new Date('2026-11-22T12:06:00Z'), log: 'which has no log' },
    });
    expect(calls()[0]).toContain('list-builds-for-project --project-name a --sort-order DESCENDING --max-items 1');
    expect(calls()).toHaveLength(4);
  });

  it('is not asked about builds where there are none', async () => {
    answers(['--project-name never ', 'null']);
    expect(await readBuilds(['never'])).toEqual(new Map());
  });
});
