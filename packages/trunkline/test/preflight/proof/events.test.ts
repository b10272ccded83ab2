// Rules of EventBridge around a pipeline: a target that cannot start it, or that cannot be read, is not passed over.
import { Stack } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import { CodePipeline, CodePipelineSource, ShellStep } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import { HOME, outcomes, provenApp, TOOLCHAIN, type Proven } from './proven.js';

/** A pipeline that pushes to a repository start, its rule's target changed. */
async function provenPipeline(change: (properties: Record<string, unknown>) => void): Promise<Proven> {
  return provenApp(
    (app) => {
      const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME } });
      const repository = codecommit.Repository.fromRepositoryName(stack, 'Repository', 'services');
      new CodePipeline(stack, 'Pipeline', {
        synth: new ShellStep('Synth', {
          input: CodePipelineSource.codeCommit(repository, 'main'),
          commands: ['npx cdk synth'],
        }),
      }).buildPipeline();
    },
    {
      edit(resources) {
        for (const { Type, Properties = {} } of Object.values(resources)) {
          if (Type === 'AWS::Events::Rule') change(Properties);
        }
      },
    },
  );
}

type Target = Record<string, unknown>;
const targetOf = (properties: Record<string, unknown>): Target => (properties.Targets as Target[])[0] ?? {};

describe('a rule that starts the pipeline', () => {
  test('without a role is refuted, with what to do', async () => {
    const proven = await provenPipeline((properties) => delete targetOf(properties).RoleArn);
    expect(outcomes(proven, 'refuted')).toEqual([
      expect.stringMatching(/EventBridge starts the pipeline.*the target has no role/),
    ]);
    const [finding, ...others] = proven.findings;
    expect(others).toEqual([]);
    expect(finding?.id).toBe('event-target-role');
    expect(finding?.problem).toContain('names no role to start it with');
    expect(finding?.place.logicalId).toMatch(/EventRule/);
    expect(finding?.remedy.text).toContain('RoleArn');
  });

  test('as its only target, in no list, is proved as CloudFormation takes it', async () => {
    const proven = await provenPipeline((properties) => (properties.Targets = targetOf(properties)));
    expect([...outcomes(proven, 'refuted'), ...outcomes(proven, 'unproven')]).toEqual([]);
    expect(proven.obligations.map(({ step }) => step)).toContain('the event role starts the pipeline');
  });

  test.each<[string, unknown]>([
    ['that is imported', [{ Id: 'T', Arn: { 'Fn::ImportValue': 'x' } }]],
    ['without an ARN', [{ Id: 'T' }]],
    ['that is none', [null]],
    ['in a list that is imported', { 'Fn::ImportValue': 'targets' }],
  ])('with a target %s is not proved', async (_, value) => {
    const proven = await provenPipeline((properties) => (properties.Targets = value));
    expect(outcomes(proven, 'refuted')).toEqual([]);
    expect(outcomes(proven, 'unproven')).toEqual([expect.stringMatching(/what the rule .* tells is not known/)]);
  });
});
