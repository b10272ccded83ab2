// Preflight within a synth: what it shows by construct and line, what ends the synth, and what never does.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App, Validations, type IPolicyValidationPlugin } from 'aws-cdk-lib';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { PreflightPlugin, type PreflightPluginOptions } from '../../src/library/plugin.js';
import { closeKey, MEMBER, REGION, synthesize } from './apps.js';

const UNTRUSTING: PreflightPluginOptions = { bootstrap: { [`aws://${MEMBER}/${REGION}`]: { trust: [] } } };
const IN_PIPELINE = 'codepipeline/Shop';

beforeEach(() => {
  // The CDK prints there what ends no synth; the report has the same.
  vi.spyOn(console, 'error').mockImplementation(() => undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

describe('an app whose pipeline can do its part', () => {
  test('is synthesized, and nothing is shown', () => {
    const { error, shown } = synthesize();
    expect(error).toBeUndefined();
    expect(shown).toEqual([]);
  });

  test('shows what is only to be known where that is asked for, and what the answers are relative to', () => {
    const { error, shown, metadata } = synthesize({ plugin: { show: 'info' } });
    expect(error).toBeUndefined();
    expect(shown.length).toBeGreaterThan(1);
    expect(new Set(shown.map(({ severity }) => severity))).toEqual(new Set(['info']));
    expect(shown.at(-1)?.description).toContain(`AdministratorAccess for CloudFormation: ${MEMBER}/${REGION}`);
    expect(metadata).toMatchObject({ errors: '0', refuted: '0', pipelines: '1' });
    expect(Number(metadata['proved'])).toBeGreaterThan(20);
  });
});

describe('a bucket whose policy nobody can see', () => {
  test('leaves obligations unproven, which is shown and ends nothing', () => {
    const { error, shown } = synthesize({ sourceBucket: 'shop-source' });
    expect(error).toBeUndefined();
    const [unproven] = shown;
    expect(unproven).toMatchObject({ ruleName: 'preflight-unproven', severity: 'warning' });
    expect(unproven?.description).toMatch(/^[12] of \d+ obligations are neither proved nor refuted/);
    expect(unproven?.description).toContain('bucket shop-source is in no template that was read');
  });

  test('ends the synth of a plugin that is strict, but in a build of CodePipeline', () => {
    const plugin = { strict: true };
    expect(synthesize({ sourceBucket: 'shop-source', plugin }).error).toContain('preflight-unproven');
    vi.stubEnv('CODEBUILD_INITIATOR', IN_PIPELINE);
    expect(synthesize({ sourceBucket: 'shop-source', plugin }).error).toBeUndefined();
  });
});

describe('a policy that refuses', () => {
  test('ends the synth with the construct, the line of the template, and the statement to add', () => {
    const { error, shown } = synthesize({ change: closeKey });
    const refused = shown.filter(({ ruleName }) => ruleName === 'key-policy');
    expect(refused.length).toBeGreaterThan(0);
    for (const { severity, description, suggestedFix, violatingConstructs } of refused) {
      expect(severity).toBe('error');
      expect(description).toMatch(/Written in Delivery\.template\.json:\d+/);
      expect(suggestedFix).toContain('"Action"');
      expect(violatingConstructs).toMatchObject([
        {
          constructPath: 'Delivery/Key/Resource',
          cloudFormationResource: { templatePath: 'Delivery.template.json' },
        },
      ]);
    }
    expect(error).toContain('Delivery/Key/Resource');
    expect(error).toContain("Acknowledge with 'trunkline::key-policy'");
  });

  test('is a warning in a build of CodePipeline, which can then deliver the mended pipeline', () => {
    vi.stubEnv('CODEBUILD_INITIATOR', IN_PIPELINE);
    const { error, shown, metadata } = synthesize({ change: closeKey });
    expect(error).toBeUndefined();
    expect(shown.map(({ ruleName }) => ruleName)).toContain('key-policy');
    expect(shown.map(({ severity }) => severity)).not.toContain('error');
    expect(Number(metadata['refuted'])).toBeGreaterThan(0);
  });
});

describe('an environment that does not trust the pipeline', () => {
  test('ends the synth with the command to run', () => {
    const { error } = synthesize({ plugin: UNTRUSTING });
    expect(error).toMatch(/npx cdk bootstrap aws:\/\/222222222222\/eu-central-1 --trust 111111111111/);
  });

  test('ends it in a build of CodeBuild that CodePipeline has not started', () => {
    vi.stubEnv('CODEBUILD_BUILD_ID', 'Check:1');
    vi.stubEnv('CODEBUILD_INITIATOR', 'GitHub-Hookshot/1');
    expect(synthesize({ plugin: UNTRUSTING }).error).toContain('bootstrap-trust');
  });

  test('ends it or not as the context says', () => {
    expect(synthesize({ plugin: UNTRUSTING, context: { 'trunkline:errors': 'warn' } }).error).toBeUndefined();
    vi.stubEnv('CODEBUILD_INITIATOR', IN_PIPELINE);
    expect(synthesize({ plugin: UNTRUSTING, context: { 'trunkline:errors': 'fail' } }).error).toBeDefined();
  });

  test('ends it or not as the app says, whatever the context', () => {
    const context = { 'trunkline:errors': 'fail' };
    expect(synthesize({ plugin: { ...UNTRUSTING, errors: 'warn' }, context }).error).toBeUndefined();
    vi.stubEnv('CODEBUILD_INITIATOR', IN_PIPELINE);
    expect(synthesize({ plugin: { ...UNTRUSTING, errors: 'fail' } }).error).toBeDefined();
  });

  test('is let stand with a reason: in the settings, or as the CDK acknowledges', () => {
    const acknowledge = [{ id: 'bootstrap-trust', reason: 'bootstrapped anew tonight' }];
    expect(synthesize({ plugin: { ...UNTRUSTING, acknowledge } }).error).toBeUndefined();
    const change = (app: App): void => {
      Validations.of(app.node.findChild('Delivery').node.findChild('Key')).acknowledge({
        id: 'trunkline::key-policy',
        reason: 'opened by hand',
      });
      closeKey(app);
    };
    expect(synthesize({ change: closeKey }).error).toContain('key-policy');
    expect(synthesize({ change }).error).toBeUndefined();
  });
});

describe('.trunklinerc.json of the folder that the app runs in', () => {
  function inProject(settings: string, run: () => void): void {
    const project = mkdtempSync(join(tmpdir(), 'trunkline-project-'));
    try {
      writeFileSync(join(project, '.trunklinerc.json'), settings);
      vi.spyOn(process, 'cwd').mockReturnValue(project);
      run();
    } finally {
      rmSync(project, { recursive: true, force: true });
    }
  }

  test('is read, and the options of the plugin count before it', () => {
    inProject(JSON.stringify({ app: 'cdk.out', ...UNTRUSTING }), () => {
      expect(synthesize().error).toContain('bootstrap-trust');
      expect(synthesize({ plugin: { bootstrap: {} } }).error).toBeUndefined();
    });
  });

  test('is refused with every mistake, which in a build of CodePipeline are warnings', () => {
    inProject(JSON.stringify({ bootstrap: { everywhere: {} }, beside: 1 }), () => {
      const { error } = synthesize();
      expect(error).toContain('$.bootstrap');
      expect(error).toContain('$.beside');
      vi.stubEnv('CODEBUILD_INITIATOR', IN_PIPELINE);
      const inPipeline = synthesize();
      expect(inPipeline.error).toBeUndefined();
      expect(inPipeline.shown).toMatchObject([{ ruleName: 'preflight-failed', severity: 'warning' }]);
    });
  });

  test('is refused where it is not JSON', () => {
    inProject('{', () => {
      expect(synthesize().error).toContain('.trunklinerc.json is not JSON');
    });
  });
});

test('an assembly that cannot be read is a finding, not a crash', () => {
  const outdir = mkdtempSync(join(tmpdir(), 'trunkline-plugin-'));
  try {
    writeFileSync(join(outdir, 'manifest.json'), '{ "version": ');
    // As a plugin of the CDK: that this compiles is part of the test.
    const plugin: IPolicyValidationPlugin = new PreflightPlugin();
    const app = new App({ outdir });
    const context = { templatePaths: [], stackTemplates: [], appConstruct: app };
    const { success, violations } = plugin.validate(context);
    expect(success).toBe(false);
    expect(violations).toMatchObject([{ ruleName: 'assembly-unreadable', severity: 'error' }]);
    expect(violations[0]?.description).toContain('manifest.json');
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
});

test('all ids of findings are told to the CDK', () => {
  expect(new PreflightPlugin().ruleIds).toEqual(
    expect.arrayContaining(['role-trust', 'bootstrap-trust', 'key-policy']),
  );
});
