// The story of buildspecs: YAML and JSON, what may be written in several ways, and all mistakes at once.
import { describe, expect, it } from 'vitest';
import { TrunklineError } from '../../src/model/errors.js';
import { parseBuildspec } from '../../src/assembly/buildspec/parse-buildspec.js';

function mistakesOf(text: string): readonly string[] {
  try {
    parseBuildspec(text, 'the buildspec');
  } catch (error) {
    if (error instanceof TrunklineError && error.code === 'BuildspecInvalid') return error.details;
    throw error;
  }
  return [];
}

describe('parseBuildspec', () => {
  it('reads what a buildspec may hold', () => {
    const buildspec = parseBuildspec(
      `version: 0.2
run-as: builder
env:
  shell: bash
  variables: { COUNT: 1.10, FLAG: yes, EMPTY: '' }
  parameter-store: { LEVEL: /app/level }
  secrets-manager: { TOKEN: 'app/token:key' }
  exported-variables: [URL]
phases:
  install:
    runtime-versions: { nodejs: 20 }
  build:
    on-failure: ABORT
    commands:
      - npm ci
      - |
        one
        two
    finally: [echo done]
reports: { tests: { files: '**/*' } }
artifacts:
  files: '**/*'
  base-directory: cdk.out
  discard-paths: yes
  exclude-paths: ['*.map']
  secondary-artifacts:
    Other: { files: [a, b], enable-symlinks: true }
cache:
  key: npm-$(codebuild-hash-files package-lock.json)
  fallback-keys: [npm-]
  paths: [node_modules/**/*]
`,
      'the buildspec',
    );
    expect(buildspec).toEqual({
      version: '0.2',
      shell: 'bash',
      variables: { COUNT: '1.10', FLAG: 'yes', EMPTY: '' },
      parameterStore: { LEVEL: '/app/level' },
      secretsManager: { TOKEN: 'app/token:key' },
      exportedVariables: ['URL'],
      phases: {
        install: { commands: [], finally: [] },
        build: { commands: ['npm ci', 'one\ntwo\n'], finally: ['echo done'], onFailure: 'ABORT' },
      },
      artifacts: {
        files: ['**/*'],
        baseDirectory: 'cdk.out',
        excludePaths: ['*.map'],
        discardPaths: true,
        enableSymlinks: false,
      },
      secondaryArtifacts: {
        Other: { files: ['a', 'b'], excludePaths: [], discardPaths: false, enableSymlinks: true },
      },
      cache: {
        paths: ['node_modules/**/*'],
        key: 'npm-$(codebuild-hash-files package-lock.json)',
        fallbackKeys: ['npm-'],
        action: 'both',
      },
      ignored: ['run-as', 'reports', 'phases.install.runtime-versions'],
    });
  });

  it('reads JSON, as the CDK writes it', () => {
    const written = {
      version: '0.2',
      phases: { build: { commands: ['echo "a: b"'] } },
      artifacts: { 'secondary-artifacts': { A: { files: '**/*' } } },
    };
    const buildspec = parseBuildspec(JSON.stringify(written, undefined, 2), 'the buildspec');
    expect(buildspec.phases.build?.commands).toEqual(['echo "a: b"']);
    expect(buildspec.artifacts).toBeUndefined();
    expect(buildspec.secondaryArtifacts['A']?.files).toEqual(['**/*']);
  });

  it('names all mistakes at once, each with its place', () => {
    const mistakes = mistakesOf(`version: 0.3
env:
  shell: powershell.exe
  variables: { 1BAD: x }
phases:
  build:
    commands:
      - npm test
      - echo "see: this"
    on-failure: MAYBE
  deploy:
    commands: [x]
artifacts:
  files: { a: b }
cache:
  paths: [a]
  fallback-keys: [a, b, c, d, e, f]
`);
    expect(mistakes).toEqual([
      expect.stringMatching(/^version \(line 1\): must be 0.1 or 0.2/),
      expect.stringMatching(/^env.shell \(line 3\): must be bash/),
      expect.stringMatching(/^env.variables.1BAD \(line 4\): is no name that a shell can hold/),
      expect.stringMatching(/^phases.build.on-failure \(line 10\): must be ABORT/),
      expect.stringMatching(/^phases.build.commands\[1\] \(line 9\): must be a text; a command that holds ": "/),
      expect.stringMatching(/^phases \(line 5\): holds deploy; the phases are/),
      expect.stringMatching(/^artifacts.files \(line 14\): must be a list of texts/),
      expect.stringMatching(/^cache.fallback-keys \(line 17\): holds more than five/),
    ]);
  });

  it('explains a command that YAML reads as a mapping', () => {
    expect(mistakesOf('version: 0.2\nphases:\n  build:\n    commands:\n      - echo a: b\n')).toEqual([
      expect.stringMatching(/^phases.build.commands\[0\] \(line 5\): must be a text; a command that holds ": "/),
    ]);
  });

  it('wants commands in every phase but install', () => {
    expect(mistakesOf('version: 0.2\nphases:\n  install:\n  build: {}\n')).toEqual([
      expect.stringContaining('phases.build.commands (line 4): must be a list of commands'),
    ]);
  });

  it.each(['', '[]', 'just text', 'version: 0.2', 'version: 0.2\nphases: none'])('refuses %j', (text) => {
    expect(mistakesOf(text)).not.toEqual([]);
  });

  it('names the line of a syntax error', () => {
    expect(mistakesOf('version: 0.2\nphases:\n  build: [unclosed\n')[0]).toMatch(/^line \d+: /);
  });

  it('does not let aliases explode', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) =>
        `a${String(i)}: &a${String(i)} [${Array(10)
          .fill(i === 0 ? 'x' : `*a${String(i - 1)}`)
          .join(', ')}]`,
    );
    expect(mistakesOf(`version: 0.2\n${levels.join('\n')}\n`)[0]).toMatch(/alias/i);
  });
});
