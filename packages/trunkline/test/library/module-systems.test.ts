// `cdk synth` of real apps in processes of their own: preflight is there for CommonJS and for ES modules alike.
import { execFile } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newProject } from './installed.js';

const NAMES = {
  'aws-cdk-lib': ['App', 'Stack', 'Stage', 'Validations'],
  'aws-cdk-lib/aws-codecommit': ['Repository'],
  'aws-cdk-lib/aws-ssm': ['StringParameter'],
  'aws-cdk-lib/pipelines': ['CodePipeline', 'CodePipelineSource', 'ShellStep'],
  'trunkline/plugin': ['PreflightPlugin'],
};

const APP = `
class Shop extends Stage {
  constructor(scope, id, props) {
    super(scope, id, props);
    new StringParameter(new Stack(this, 'Main'), 'Name', { stringValue: 'shop' });
  }
}
const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false });
Validations.of(app).addPlugins(new PreflightPlugin());
const stack = new Stack(app, 'Delivery', { env: { account: '111111111111', region: 'eu-central-1' } });
const input = CodePipelineSource.codeCommit(Repository.fromRepositoryName(stack, 'Source', 'shop'), 'main');
const synth = new ShellStep('Synth', { input, commands: ['npx cdk synth'] });
const pipeline = new CodePipeline(stack, 'Pipeline', { crossAccountKeys: true, synth });
pipeline.addStage(new Shop(app, 'Prod', { env: { account: '222222222222', region: 'eu-central-1' } }));
pipeline.buildPipeline();
const key = stack.node.findAll().find(({ cfnResourceType }) => cfnResourceType === 'AWS::KMS::Key');
if (process.env.CLOSED_KEY) key.addPropertyOverride('KeyPolicy.Statement', []);
app.synth();
`;

const imports = (line: (name: string, what: readonly string[]) => string): string =>
  Object.entries(NAMES)
    .map(([name, what]) => line(name, what))
    .join('\n');

const APPS = {
  'app.cjs': imports((name, what) => `const { ${what.join(', ')} } = require('${name}');`) + APP,
  'app.mjs': imports((name, what) => `import { ${what.join(', ')} } from '${name}';`) + APP,
};

let project: string;

beforeAll(async () => {
  project = (await newProject()).folder;
  for (const [name, text] of Object.entries(APPS)) writeFileSync(join(project, name), text);
});

afterAll(() => {
  rmSync(project, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly output: string;
}

async function cdkSynth(app: string, settings: object, env: Record<string, string> = {}): Promise<Ended> {
  writeFileSync(join(project, '.trunklinerc.json'), JSON.stringify(settings));
  const cdk = join(project, 'node_modules/aws-cdk/bin/cdk');
  const argv = [cdk, 'synth', '--quiet', '--app', `node ${app}`, '--no-notices', '--no-version-reporting'];
  return new Promise((resolve) => {
    const { PATH = '', HOME = '' } = process.env;
    const own = { PATH, HOME, NO_COLOR: '1', CI: '1', CDK_DISABLE_CLI_TELEMETRY: 'true' };
    execFile(process.execPath, argv, { cwd: project, env: { ...own, ...env } }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

const UNTRUSTING = { bootstrap: { 'aws://222222222222/eu-central-1': { trust: [] } } };

describe.each(Object.keys(APPS))('cdk synth of %s', (app) => {
  test('goes through where everything is proved, without a word', async () => {
    const { code, output } = await cdkSynth(app, {});
    expect(output).not.toMatch(/\(trunkline\)|ExperimentalWarning/);
    expect(code).toBe(0);
  });

  test('fails where an environment does not trust the pipeline, and says what to run', async () => {
    const { code, output } = await cdkSynth(app, UNTRUSTING);
    expect(output).toContain('npx cdk bootstrap aws://222222222222/eu-central-1 --trust 111111111111');
    expect(code).toBe(1);
  });

  test('warns of the same in a build that CodePipeline has started', async () => {
    const { code, output } = await cdkSynth(app, UNTRUSTING, { CODEBUILD_INITIATOR: 'codepipeline/Delivery' });
    expect(output).toMatch(/WARNING .*cdk-hnb659fds-deploy-role-222222222222-eu-central-1/);
    expect(code).toBe(0);
  });
});

test('a finding names the construct, and the line of the app that creates it', async () => {
  const { code, output } = await cdkSynth('app.mjs', {}, { CLOSED_KEY: '1', CDK_DEBUG: 'true' });
  expect(output).toMatch(/app\.mjs:\d+/);
  expect(output).toContain('Delivery/Pipeline/Pipeline/ArtifactsBucketEncryptionKey');
  expect(code).toBe(1);
});
