// The story of a build's environment: made from nothing, so that neither the developer's variables nor the machine's
// own folders reach a build.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { machinePath, machineSettings } from '../../../src/rehearse/build/machine-settings.js';
import { buildCommands, MACHINE, openBench, temporaryFolder, type BenchResult } from './fixtures.js';

const printed = (result: BenchResult): Record<string, string> =>
  Object.fromEntries([...result.log.matchAll(/^(\w+)=(.*)$/gm)].map((match) => [match[1], match[2]]));

describe('the environment of a build', () => {
  it('holds CodeBuild’s variables and the sandbox’s, and none of the developer’s', async () => {
    const { run, folder } = await openBench();
    process.env['DEVELOPERS_OWN'] = 'leaked';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'leaked';
    try {
      const result = await run(buildCommands('env'), { sourceVersion: 'abc123' });
      const environment = printed(result);
      expect(result.log).not.toContain('leaked');
      const root = join(folder, 'work', '1');
      expect(environment).toMatchObject({
        AWS_REGION: 'eu-central-1',
        AWS_DEFAULT_REGION: 'eu-central-1',
        CODEBUILD_BUILD_IMAGE: 'aws/codebuild/standard:7.0',
        CODEBUILD_BUILD_NUMBER: '1',
        CODEBUILD_BUILD_SUCCEEDING: '1',
        CODEBUILD_CI: 'true',
        CODEBUILD_INITIATOR: 'codepipeline/Services',
        CODEBUILD_RESOLVED_SOURCE_VERSION: 'abc123',
        CODEBUILD_SRC_DIR: join(root, 'src'),
        HOME: join(root, 'home'),
        TMPDIR: join(root, 'tmp'),
      });
      expect(environment['CODEBUILD_BUILD_ID']).toMatch(/^Synth:[0-9a-f-]{36}$/);
      expect(environment['CODEBUILD_BUILD_ARN']).toMatch(
        /^arn:aws:codebuild:eu-central-1:111111111111:build\/Synth:[0-9a-f-]{36}$/,
      );
      const known = /^(AWS_|CODEBUILD_|npm_config_|(HOME|PATH|TMPDIR|LANG|PWD|OLDPWD|SHLVL|_|TRUNKLINE_RUN_ID)$)/;
      expect(Object.keys(environment).filter((name) => !known.test(name))).toEqual([]);
      expect(
        Object.keys(environment).filter((name) => /^AWS_(ACCESS|SECRET|SESSION|PROFILE|CONTAINER)/.test(name)),
      ).toEqual([]);
    } finally {
      delete process.env['DEVELOPERS_OWN'];
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
  });

  it('keeps npm’s prefix and HOME inside the sandbox', async () => {
    const { run, folder } = await openBench();
    const result = await run(buildCommands('echo "prefix=$(npm config get prefix)"', 'echo "home=$(cd ~ && pwd)"'), {
      machine: { ...MACHINE, npm: (await machineSettings(process.env)).npm },
    });
    expect(result.status).toBe('SUCCEEDED');
    const root = join(folder, 'work', '1');
    expect(printed(result)).toMatchObject({ prefix: join(root, 'npm'), home: join(root, 'home') });
  });

  it('finds programs that the build has installed globally before the machine’s', async () => {
    const { run } = await openBench();
    const install =
      'mkdir -p "$npm_config_prefix/bin"; printf "#!/bin/sh\\necho mine\\n" >"$npm_config_prefix/bin/node"';
    const result = await run(buildCommands(install, 'chmod +x "$npm_config_prefix/bin/node"', 'node --version'));
    expect(result.log).toContain('\nmine\n');
  });

  it('takes a variable from the action, else the project, else the buildspec', async () => {
    const { run } = await openBench();
    const variable = (name: string, value: string) => ({ name, value, type: 'PLAINTEXT' as const });
    const result = await run(
      {
        version: '0.2',
        env: { variables: { A: 'buildspec', B: 'buildspec', C: '$PATH:literal', CODEBUILD_CI: 'mine' } },
        phases: { build: { commands: ['env'] } },
      },
      { environmentVariables: [variable('A', 'action')] },
      { environmentVariables: [variable('A', 'project'), variable('B', 'project')] },
    );
    expect(printed(result)).toMatchObject({ A: 'action', B: 'project', C: '$PATH:literal', CODEBUILD_CI: 'true' });
  });

  it('gives every secondary source a folder and a variable of its own', async () => {
    const { run, folder } = await openBench({ 'a.txt': 'primary' });
    const directory = join(folder, 'artifacts', 'Other');
    mkdirSync(directory);
    writeFileSync(join(directory, 'b.txt'), 'secondary');
    const result = await run(buildCommands('cat a.txt "$CODEBUILD_SRC_DIR_Other/b.txt"'), {
      secondarySources: [{ name: 'Other', directory }],
    });
    expect(result.log).toContain('primarysecondary');
  });

  it('copies sources, so that a build cannot change an artifact', async () => {
    const { run, source } = await openBench({ 'a.txt': 'original' });
    await run(buildCommands('printf changed >a.txt', 'echo new >b.txt'));
    expect((await run(buildCommands('cat a.txt'))).log).toContain('\noriginal');
    expect(existsSync(join(source, 'b.txt'))).toBe(false);
  });

  it('refuses a source whose name leads elsewhere', async () => {
    const { run, source, folder } = await openBench();
    const result = await run(buildCommands('true'), { secondarySources: [{ name: '../../up', directory: source }] });
    expect(result.failure?.message).toContain('no valid name');
    expect(existsSync(join(folder, 'up'))).toBe(false);
  });
});

describe('secrets', () => {
  const spec = {
    version: '0.2',
    env: {
      'parameter-store': { LEVEL: '/app/level' },
      'secrets-manager': {
        WHOLE: 'app/whole',
        KEY: 'app/json:password',
        ARN: 'arn:aws:secretsmanager:eu-central-1:111111111111:secret:app/json-AbCdEf:password',
      },
      'exported-variables': ['WHOLE'],
    },
    phases: {
      build: { commands: ['echo "$LEVEL/$WHOLE/$KEY/$ARN" >values; wc -c <values', 'cat values', 'echo "$KEY" >&2'] },
    },
  };
  const secrets = { '/app/level': 'level-7', 'app/whole': 'whole-secret', 'app/json': '{"password":"hunter2!"}' };

  it('reach the build, and are masked in the log', async () => {
    const { run } = await openBench();
    const result = await run(spec, { secrets });
    expect(result.status).toBe('SUCCEEDED');
    const length = 'level-7/whole-secret/hunter2!/hunter2!\n'.length;
    expect(result.log).toContain(`\n${String(length)}\n`);
    expect(result.log).toContain('\n***/***/***/***\n');
    for (const secret of ['level-7', 'whole-secret', 'hunter2']) expect(result.log).not.toContain(secret);
  });

  it('are masked in what a failure says', async () => {
    const { run } = await openBench();
    const phases = { build: { commands: ['echo hunter2! && false'] } };
    const { failure } = await run({ ...spec, phases }, { secrets });
    expect(failure?.failedCommand?.command).toBe('echo *** && false');
    expect(JSON.stringify(failure)).not.toContain('hunter2');
  });

  it('are not left in the workspace of a build that failed', async () => {
    const { run } = await openBench();
    const phases = { build: { commands: ['exit 3'] } };
    const { keptWorkspace = '' } = await run({ ...spec, phases }, { secrets });
    const files = readdirSync(keptWorkspace, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    );
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(readFileSync(join(file.parentPath, file.name), 'utf8')).not.toContain('whole-secret');
    }
  });

  it('cannot be exported', async () => {
    const { run } = await openBench();
    const result = await run(spec, { secrets });
    expect(result.exportedVariables).toEqual({});
    expect(result.log).toContain('WHOLE cannot be exported');
  });

  it('cannot be exported by another name, nor as a part of a value', async () => {
    const { run } = await openBench();
    const env = { ...spec.env, 'exported-variables': ['COPY', 'PART', 'OTHER'] };
    const commands = ['export COPY=$KEY PART="https://user:$KEY@host" OTHER=plain'];
    const result = await run({ ...spec, env, phases: { build: { commands } } }, { secrets });
    expect(result.exportedVariables).toEqual({ OTHER: 'plain' });
    for (const name of ['COPY', 'PART'])
      expect(result.log).toContain(`${name} is not exported: its value holds a secret`);
  });

  it('are masked in what is said of an artifact', async () => {
    const { run, folder } = await openBench();
    const artifacts = { files: '**/*', 'base-directory': '$KEY' };
    const outputArtifacts = [{ name: 'Out', directory: join(folder, 'out') }];
    const { failure, log } = await run({ ...spec, artifacts }, { secrets, outputArtifacts });
    expect(failure?.message).toContain('no matching base directory path found for ***');
    expect(log).not.toContain('hunter2');
  });

  it.each([
    ['HTTPS_PROXY', 'http://user:p%40ss%3Aword@proxy:3128'],
    ['http_proxy', 'user:p%40ss%3Aword@proxy:3128'],
    ['npm_config_https_proxy', 'user:p%40ss%3Aword@proxy:3128/'],
  ])('of the proxy in %s are masked in every form', async (name, value) => {
    const { run } = await openBench();
    const header = Buffer.from('user:p@ss:word').toString('base64');
    const result = await run(buildCommands(`echo "$${name}"`, 'echo p@ss:word', `echo Basic ${header}`), {
      machine: { ...MACHINE, network: { [name]: value } },
    });
    expect(result.log).not.toMatch(/p%40ss|p@ss|Basic dX/);
    expect(result.log).toContain('proxy:3128');
  });

  it('that are missing fail the build, all named at once, before a command runs', async () => {
    const { run } = await openBench();
    const result = await run(spec, { secrets: { 'app/whole': 'x'.repeat(5), 'app/json': '{}' } });
    expect(result.status).toBe('FAILED');
    expect(result.failure?.message).toContain('Add the line /app/level=<value> to .trunkline.env.');
    expect(result.failure?.message).toContain('secret app/json in .trunkline.env is no JSON object with key password');
    expect(result.log.match(/Phase complete: .*/g)).toEqual(['Phase complete: DOWNLOAD_SOURCE State: FAILED']);
  });

  it('come from the project, too', async () => {
    const { run } = await openBench();
    const result = await run(
      buildCommands('[ "$TOKEN" = token-value ]'),
      { secrets: { '/token': 'token-value' } },
      { environmentVariables: [{ name: 'TOKEN', value: '/token', type: 'PARAMETER_STORE' }] },
    );
    expect(result.status).toBe('SUCCEEDED');
  });
});

describe('machineSettings', () => {
  it('drops folders of PATH inside node_modules and relative ones', () => {
    const path = machinePath('/a/node_modules/.bin:/usr/bin:.:bin::/usr/bin:/bin');
    expect(path.slice(1)).toEqual(['/usr/bin', '/bin'].filter((entry) => entry !== path[0]));
    expect(existsSync(join(path[0] ?? '', 'node'))).toBe(true);
  });

  it('passes npm’s way to its registry on, without credentials', async () => {
    const home = temporaryFolder();
    const globalconfig = join(home, 'global-npmrc');
    writeFileSync(globalconfig, 'fund=false\n//npm.example.test/:_authToken=secret-token\n_auth = secret-auth\n');
    writeFileSync(
      join(home, '.npmrc'),
      'registry=https://npm.example.test/npm/\n@scope:registry=https://scope.example.test/\nstrict-ssl=true\n',
    );
    const settings = await machineSettings({
      PATH: process.env['PATH'],
      HOME: home,
      npm_config_globalconfig: globalconfig,
      npm_config_userconfig: join(home, '.npmrc'),
      HTTPS_PROXY: 'http://proxy.example.test:3128',
      AWS_PROFILE: 'mine',
    });
    expect(settings.npm['npm_config_registry']).toBe('https://npm.example.test/npm/');
    expect(settings.npmrc.split('\n')).toEqual(
      expect.arrayContaining(['fund=false', '@scope:registry=https://scope.example.test/']),
    );
    expect(settings.network).toEqual({ HTTPS_PROXY: 'http://proxy.example.test:3128' });
    expect(JSON.stringify(settings)).not.toContain('secret');
    expect(JSON.stringify(settings)).not.toContain('AWS_PROFILE');
  });

  it('does without npm where there is none', async () => {
    expect(await machineSettings({ PATH: '/no/such/folder' })).toMatchObject({ npm: {}, npmrc: '' });
  });
});
