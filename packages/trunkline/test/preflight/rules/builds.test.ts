// Stories of builds: buildspecs, outputs, secrets, tools and rights, each broken on disk.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { synthesizePlain, TEST_ROLE } from './apps.js';
import { actionOf, findingsAfter, newFolder, ofId, only, removeFolders, type Json } from './broken.js';

const base = newFolder();
beforeAll(() => synthesizePlain(base));
afterAll(removeFolders);

const FILE = 'Delivery.template.json';
const project = (template: Json, part: string): Json => only(template, 'AWS::CodeBuild::Project', part);

function withBuildspec(part: string, change: (buildspec: Json) => void) {
  return (template: Json): void => {
    const { Source } = project(template, part);
    const buildspec = JSON.parse(Source.BuildSpec as string) as Json;
    change(buildspec);
    Source.BuildSpec = JSON.stringify(buildspec);
  };
}

describe('a buildspec', () => {
  test('with a phase that CodeBuild does not know is a finding, with its place', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: withBuildspec('Smoke', (buildspec) => (buildspec.phases.biuld = buildspec.phases.build)),
    });
    const [finding] = ofId(findings, 'buildspec');
    expect(finding?.problem).toContain('Smoke/Resource is none that CodeBuild takes: phases');
    expect(finding?.problem).toContain('holds biuld');
    expect(finding?.place.jsonPath).toMatch(/\.Properties\.Source\.BuildSpec$/);
  });

  test('that is no YAML is a finding', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => (project(template, 'Smoke').Source.BuildSpec = 'version: 0.2\nphases: [\n'),
    });
    expect(ofId(findings, 'buildspec')[0]?.problem).toContain('none that CodeBuild takes: line ');
  });

  test('that is a file of the source is let pass', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => (project(template, 'Smoke').Source.BuildSpec = 'ci/buildspec.yml'),
    });
    expect(ofId(findings, 'buildspec')).toEqual([]);
  });

  test('with values that only a deployment tells is judged by the rest', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) =>
        (project(template, 'Smoke').Source.BuildSpec = {
          'Fn::Sub':
            'version: 0.2\nphases:\n  build:\n    on-failure: ${AWS::StackId}\n    commands: ["${AWS::StackId}"]\n',
        }),
    });
    expect(ofId(findings, 'buildspec').map(({ problem }) => problem)).toEqual([
      expect.stringContaining('phases.build.on-failure (line 4): must be ABORT'),
    ]);
  });

  test('that is a file of the assembly is read', async () => {
    const findings = await findingsAfter(base, {
      'smoke.yaml': 'version: 0.3\nphases: {}\n',
      [FILE]: (template) => (project(template, 'Smoke').Source.BuildSpec = 'smoke.yaml'),
    });
    expect(ofId(findings, 'buildspec')[0]?.problem).toContain('version (line 1): must be 0.1 or 0.2');
  });
});

describe('outputs', () => {
  test('without artifacts in the buildspec are a finding', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: withBuildspec('Synth', (buildspec) => delete buildspec.artifacts),
    });
    expect(ofId(findings, 'buildspec-outputs')).toMatchObject([
      {
        problem:
          'Action Build.Synth of pipeline services is to produce artifact Synth_Output, and its buildspec has no artifacts.',
      },
    ]);
  });

  test('of several have to be secondary artifacts of the same names', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => actionOf(template, 'Build', 'Synth').OutputArtifacts.push({ Name: 'Reports' }),
    });
    expect(ofId(findings, 'buildspec-outputs').map(({ problem }) => problem)).toEqual([
      'Action Build.Synth of pipeline services is to produce artifact Synth_Output beside others, and its buildspec has no secondary artifact of that name.',
      'Action Build.Synth of pipeline services is to produce artifact Reports beside others, and its buildspec has no secondary artifact of that name.',
    ]);
  });
});

describe('a variable that looks like a secret', () => {
  const variables = (list: readonly object[]) => (template: Json) => {
    project(template, 'Smoke').Environment.EnvironmentVariables = list;
  };

  test('is named, and its value is not', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: variables([{ Name: 'DB_PASSWORD', Type: 'PLAINTEXT', Value: 'correct horse' }]),
    });
    const [finding] = ofId(findings, 'plaintext-secret');
    expect(finding?.problem).toBe(
      'Variable DB_PASSWORD of project Delivery/Pipeline/Pipeline/Dev/Smoke/Smoke/Resource looks like a secret, and is plain text.',
    );
    expect(JSON.stringify(finding)).not.toContain('horse');
  });

  test('is known by its value too', async () => {
    const token = `ghp_${'a1B2'.repeat(10)}`;
    const findings = await findingsAfter(base, {
      [FILE]: (template) =>
        (actionOf(template, 'Dev', 'Smoke').Configuration.EnvironmentVariables = JSON.stringify([
          { name: 'GREETING', value: token },
        ])),
    });
    const [finding] = ofId(findings, 'plaintext-secret');
    expect(finding?.problem).toContain('Variable GREETING of action Dev.Smoke of pipeline services');
    expect(JSON.stringify(finding)).not.toContain(token);
  });

  test.each([
    ['its name', { Name: 'TOKEN_NAME', Type: 'PLAINTEXT', Value: 'services/github' }],
    ['its place', { Name: 'TOKEN_ARN', Type: 'PLAINTEXT', Value: 'arn:aws:secretsmanager:eu-central-1:1:secret:x' }],
    ['taken from Secrets Manager', { Name: 'TOKEN', Type: 'SECRETS_MANAGER', Value: 'tokens/github' }],
    ['a flag', { Name: 'USE_TOKEN', Type: 'PLAINTEXT', Value: 'true' }],
    ['another word', { Name: 'TOKENIZER', Type: 'PLAINTEXT', Value: 'simple' }],
  ])('is let pass where it is %s', async (_, variable) => {
    const findings = await findingsAfter(base, { [FILE]: variables([variable]) });
    expect(ofId(findings, 'plaintext-secret')).toEqual([]);
  });
});

describe('tools without an exact version', () => {
  test.each([
    ['npm install -g aws-cdk@2', ['aws-cdk@2']],
    ['npm install -g aws-cdk cdk-assets@latest', ['aws-cdk', 'cdk-assets@latest']],
    ['npm i --global typescript@^5', ['typescript@^5']],
    ['npm install serve --global', ['serve']],
    ['npx --yes cowsay@latest hello', ['cowsay@latest']],
    ['npm install -g aws-cdk@2.1148.1 && npm ci', []],
    ['npm install -g ./tools/our-tool', []],
    ['npx cdk synth', []],
    ['npm install', []],
    [`npm i${' '.repeat(50_000)}-g tool@1`, ['tool@1']],
  ])('%.60s', async (command, tools) => {
    const findings = await findingsAfter(base, {
      [FILE]: withBuildspec('Smoke', (buildspec) => (buildspec.phases.build.commands = [command])),
    });
    const before = ['cdk-assets@latest is', 'aws-cdk@2 is'];
    const found = ofId(findings, 'floating-version').map(({ problem }) => problem);
    const words = found.map((problem) => problem.split(' ').slice(0, 2).join(' '));
    expect(new Set(words)).toEqual(new Set([...before, ...tools.map((tool) => `${tool} is`)]));
  });
});

describe('a test that may assume a role', () => {
  const quiet = (template: Json): void =>
    withBuildspec('Smoke', (buildspec) => (buildspec.phases.build.commands = ['npm run smoke']))(template);

  test('and mentions it nowhere is named, for information', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => {
        quiet(template);
        project(template, 'Smoke').Environment.EnvironmentVariables = [];
      },
    });
    expect(ofId(findings, 'unused-assume-role')).toMatchObject([
      {
        severity: 'info',
        problem: `Build Dev/Smoke of pipeline services may assume ${TEST_ROLE}, and does not seem to.`,
      },
    ]);
  });

  test('and has its ARN in a variable is let pass', async () => {
    const findings = await findingsAfter(base, { [FILE]: quiet });
    expect(ofId(findings, 'unused-assume-role')).toEqual([]);
  });
});
