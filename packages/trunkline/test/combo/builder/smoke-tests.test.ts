// Which command says a tool's version, and whether it says the right one.
import { beforeEach, describe, expect, it } from 'vitest';
import { allWork, buildCombo } from '../../../src/combo/builder/make.js';
import type { Builder } from '../../../src/combo/builder/builder.js';
import { KNOWN_TOOLS, mentionsVersion, smokeTestOf } from '../../../src/combo/builder/smoke-tests.js';
import { comboOf } from '../fixtures.js';

describe('a smoke test', () => {
  it.each([
    ['python', '3.12-slim', 'Python 3.12.7'],
    ['node', '22', 'v22.11.0'],
    ['golang', '1.22', 'go version go1.22.9 linux/amd64'],
    ['eclipse-temurin', '21-jdk-jammy', 'openjdk version "21.0.5" 2024-10-15 LTS'],
    ['amazoncorretto', '8', 'openjdk version "1.8.0_432"'],
    ['openjdk', '8u342-jdk', 'openjdk version "1.8.0_342"'],
    ['perl', '5.40', 'This is perl 5, version 40, subversion 1 (v5.40.1) built for x86_64-linux-gnu'],
    ['rust', '1', 'rustc 1.83.0 (90b35a623 2024-11-26)'],
    ['erlang', '27.1', '27'],
    ['public.ecr.aws/docker/library/ruby', '3.4', 'ruby 3.4.0 (2024-12-25)'],
  ])('of %s:%s takes %j for its version', (name, tag, said) => {
    const test = smokeTestOf(name, tag);
    expect(mentionsVersion(said, test?.version ?? 'none')).toBe(true);
  });

  it('knows no version where the tag names none', () => {
    expect(smokeTestOf('python', 'latest')).toEqual({
      image: 'python:latest',
      commands: [
        ['python3', '--version'],
        ['python', '--version'],
      ],
    });
  });

  it('of Java is java -version', () => {
    for (const name of ['eclipse-temurin', 'amazoncorretto', 'openjdk', 'sapmachine']) {
      expect(smokeTestOf(name, '21')?.commands).toEqual([['java', '-version']]);
    }
  });

  it('of what is not known, or only looks known, is none', () => {
    expect(['nginx', 'constructor', '__proto__', 'python-x'].map((name) => smokeTestOf(name, '1'))).toEqual(
      Array(4).fill(undefined),
    );
    expect(KNOWN_TOOLS.length).toBeGreaterThan(20);
  });

  it('is not content with another version that has the same digits', () => {
    expect(mentionsVersion('Python 3.12.1', '3.1')).toBe(false);
    expect(mentionsVersion('v13.12.0', '3.12')).toBe(false);
    expect(mentionsVersion('v2.3.12', '3.12')).toBe(false);
    expect(mentionsVersion('3x12', '3.12')).toBe(false);
  });
});

describe('the smoke tests of a combo', () => {
  const discarded: string[] = [];
  beforeEach(() => void discarded.splice(0));

  /** A builder, simulated: programs that are there say what the table says. */
  function builderWith(says: Readonly<Record<string, string>>): Builder {
    const ran = (output: string | undefined) =>
      output === undefined
        ? { exitCode: 127, stdout: '', stderr: 'not found' }
        : { exitCode: 0, stdout: '', stderr: output };
    return {
      name: 'buildah',
      version: '0',
      build: () => Promise.resolve('id'),
      run: (_image, [program]) => Promise.resolve(ran(says[program])),
      discard: (image) => Promise.resolve(void discarded.push(image)),
      tag: () => Promise.resolve(),
      push: () => Promise.resolve(''),
      labels: () => Promise.resolve(undefined),
    };
  }

  const tried = async (says: Readonly<Record<string, string>>, ...images: string[]) =>
    (
      await buildCombo(comboOf(...images), { images: new Map(), labels: {} }, builderWith(says), {
        os: 'linux',
        architecture: 'amd64',
      })
    ).smokeTests;

  it('take the first command that is there, and read stderr too', async () => {
    const results = await tried(
      { python: 'Python 3.12.1', java: 'openjdk version "21.0.1"' },
      'python:3.12',
      'openjdk:21',
    );
    expect(results).toMatchObject([
      { status: 'Succeeded', command: ['python', '--version'] },
      { status: 'Succeeded', command: ['java', '-version'] },
    ]);
    expect(allWork(results)).toBe(true);
    expect(discarded).toEqual([]);
  });

  it('fail for a tool that is missing or of another version', async () => {
    const results = await tried({ node: 'v18.0.0' }, 'python:3.12', 'node:22');
    expect(results).toMatchObject([
      { status: 'Failed', reason: 'python3 --version ended with 127.' },
      { status: 'Failed', reason: 'node --version does not say 22.' },
    ]);
    expect(allWork(results)).toBe(false);
    expect(discarded).toEqual(['id']);
  });

  it('that cannot be run leave no image either', async () => {
    const broken = { ...builderWith({}), run: () => Promise.reject(new Error('no container')) };
    await expect(
      buildCombo(comboOf('node:22', 'python:3.12'), { images: new Map(), labels: {} }, broken, {
        os: 'linux',
        architecture: 'amd64',
      }),
    ).rejects.toThrow('no container');
    expect(discarded).toEqual(['id']);
  });

  it('that do not end in time have failed', async () => {
    const slow = { ...builderWith({}), run: () => Promise.resolve({ stdout: '', stderr: '', timedOutAfter: 120 }) };
    const { smokeTests } = await buildCombo(
      comboOf('node:22', 'python:3.12'),
      { images: new Map(), labels: {} },
      slow,
      {
        os: 'linux',
        architecture: 'amd64',
      },
    );
    expect(smokeTests[0]).toMatchObject({ status: 'Failed', reason: 'node --version did not end within 120 s.' });
  });

  it('say of an unknown image that it was not tested', async () => {
    const results = await tried({ node: 'v22.0.0' }, 'ghcr.io/acme/tool:1', 'node:22');
    expect(results[0]).toEqual({
      image: 'ghcr.io/acme/tool:1',
      status: 'NotTested',
      reason: 'Which command of ghcr.io/acme/tool says its version is not known to trunkline.',
    });
    expect(allWork(results)).toBe(true);
  });
});
