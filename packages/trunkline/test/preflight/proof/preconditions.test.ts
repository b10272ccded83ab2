// What fails before any policy is looked at: a bootstrap stack that is too old, a disabled key, a bucket policy that S3 refuses.
import { Stack, Stage, type App } from 'aws-cdk-lib';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { CodeBuildStep, CodePipeline, CodePipelineSource } from 'aws-cdk-lib/pipelines';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { describe, expect, test } from 'vitest';
import type { LandscapeOptions } from '../../../src/preflight/landscape/read-landscape.js';
import { HOME, MEMBER, outcomes, provenApp, TOOLCHAIN, type Edit, type Proven } from './proven.js';

const PLACE = `aws://${MEMBER}/${HOME}`;

/** A pipeline with one stage in another account, whose synthesis looks values up there. */
function proven(options: LandscapeOptions & { readonly edit?: Edit } = {}): Promise<Proven> {
  return provenApp((app: App) => {
    const stack = new Stack(app, 'Delivery', { env: { account: TOOLCHAIN, region: HOME } });
    const pipeline = new CodePipeline(stack, 'Pipeline', {
      crossAccountKeys: true,
      synth: new CodeBuildStep('Synth', {
        input: CodePipelineSource.connection('acme/services', 'main', {
          connectionArn: `arn:aws:codeconnections:${HOME}:${TOOLCHAIN}:connection/0f1e2d3c`,
        }),
        commands: ['npx cdk synth'],
        rolePolicyStatements: [
          new PolicyStatement({
            actions: ['sts:AssumeRole'],
            resources: ['*'],
            conditions: { StringEquals: { 'iam:ResourceTag/aws-cdk:bootstrap-role': 'lookup' } },
          }),
        ],
      }),
    });
    const stage = new Stage(app, 'Dev', { env: { account: MEMBER, region: HOME } });
    new StringParameter(new Stack(stage, 'Main'), 'Parameter', { stringValue: 'x' });
    pipeline.addStage(stage);
  }, options);
}

function refusedActions({ obligations }: Proven): string[] {
  const refused = obligations.filter(({ verdict }) => verdict.kind === 'refuted');
  return [...new Set(refused.map(({ action, step }) => `${action}: ${step}`))];
}

function ofType(type: string, change: (properties: Record<string, unknown>) => void): Edit {
  return (resources) => {
    for (const { Type, Properties } of Object.values(resources)) {
      if (Type === type && Properties !== undefined) change(Properties);
    }
  };
}

describe('the bootstrap stack', () => {
  test('as new as the stacks ask is enough, and is no obligation more', async () => {
    const assumed = await proven();
    const declared = await proven({ bootstrap: { [PLACE]: { version: 8 } } });
    for (const each of [assumed, declared]) {
      expect([...outcomes(each, 'refuted'), ...outcomes(each, 'unproven')]).toEqual([]);
    }
    expect(declared.obligations).toHaveLength(assumed.obligations.length);
  });

  test('older than what stacks ask for lookups refuses these alone', async () => {
    const result = await proven({ bootstrap: { [PLACE]: { version: 7 } } });
    expect(refusedActions(result)).toEqual([
      `Synth: the project role assumes cdk-hnb659fds-lookup-role-${MEMBER}-${HOME}`,
    ]);
    expect(result.findings.map(({ id, problem }) => [id, problem])).toEqual([
      [
        'bootstrap-version',
        `The bootstrap stack of ${MEMBER}/${HOME} is of version 7; stack Dev-Main needs for looking values up version 8 or newer.`,
      ],
    ]);
  });

  test('older than what deployments ask refuses both, as one finding with the command', async () => {
    const whole = await proven();
    const result = await proven({ bootstrap: { [PLACE]: { version: 5, trust: [TOOLCHAIN] } } });
    expect(refusedActions(result)).toEqual([
      `Synth: the project role assumes cdk-hnb659fds-lookup-role-${MEMBER}-${HOME}`,
      'Prepare: the action role makes the change set',
    ]);
    expect(result.obligations).toHaveLength(whole.obligations.length);
    const [finding, ...others] = result.findings;
    expect(others).toEqual([]);
    expect(finding?.id).toBe('bootstrap-version');
    expect(finding?.problem).toContain('is of version 5');
    expect(finding?.explains).toHaveLength(2);
    expect(finding?.remedy.command).toBe(
      `npx cdk bootstrap aws://${MEMBER}/${HOME} --trust ${TOOLCHAIN} --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess`,
    );
  });

  test("of the pipeline's own environment is asked for by its update", async () => {
    const result = await proven({ bootstrap: { [`aws://${TOOLCHAIN}/${HOME}`]: { version: 5 } } });
    expect(refusedActions(result)).toContain('SelfMutate: the deploy role updates stack Delivery');
  });
});

describe('the key of the store', () => {
  const key = (Enabled: unknown): Edit => ofType('AWS::KMS::Key', (properties) => (properties.Enabled = Enabled));

  test('that is enabled is proved', async () => {
    const result = await proven({ edit: key(true) });
    expect([...outcomes(result, 'refuted'), ...outcomes(result, 'unproven')]).toEqual([]);
  });

  test.each([false, 'false'])('that is disabled (%j) refutes all that uses it, as one finding', async (Enabled) => {
    const whole = await proven();
    const result = await proven({ edit: key(Enabled) });
    const uses = whole.obligations.filter(({ call }) => call.includes('kms:')).map(({ id }) => id);
    expect(uses.length).toBeGreaterThan(3);
    expect(result.obligations.filter(({ verdict }) => verdict.kind === 'refuted').map(({ id }) => id)).toEqual(uses);
    expect(result.findings).toEqual([
      expect.objectContaining({
        id: 'key-disabled',
        explains: uses,
        place: expect.objectContaining({ jsonPath: expect.stringMatching(/\.Properties\.Enabled$/) }),
      }),
    ]);
  });

  test('of which a parameter tells whether it is enabled is not proved', async () => {
    const result = await proven({ edit: key({ 'Fn::ImportValue': 'elsewhere' }) });
    expect(outcomes(result, 'refuted')).toEqual([]);
    expect(outcomes(result, 'unproven').join('\n')).toContain('is enabled is not told by the template');
  });
});

describe('the bucket of the store', () => {
  const open = (statement: Record<string, unknown>, change?: (properties: Record<string, unknown>) => void): Edit => {
    const policy = ofType('AWS::S3::BucketPolicy', ({ PolicyDocument }) => {
      (PolicyDocument as { Statement: unknown[] }).Statement.push({
        Effect: 'Allow',
        Principal: '*',
        Action: 's3:GetObject',
        Resource: '*',
        ...statement,
      });
    });
    const bucket = ofType('AWS::S3::Bucket', (properties) => change?.(properties));
    return (resources) => {
      policy(resources);
      bucket(resources);
    };
  };

  test('with a public policy, which Block Public Access refuses, is refuted with the statement', async () => {
    const result = await proven({ edit: open({}) });
    expect(outcomes(result, 'refuted').length).toBeGreaterThan(3);
    expect(outcomes(result, 'refuted').every((line) => line.includes('is public, which'))).toBe(true);
    const [finding, ...others] = result.findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ id: 'public-bucket-policy' });
    expect(finding?.problem).toMatch(/^Statement\[\d\] of the policy of bucket .* makes it public/);
    expect(finding?.place.jsonPath).toMatch(/PolicyDocument\.Statement\[\d\]$/);
  });

  test('with a statement for everybody of an organization is proved', async () => {
    const result = await proven({
      edit: open({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-1234567890' } } }),
    });
    expect([...outcomes(result, 'refuted'), ...outcomes(result, 'unproven')]).toEqual([]);
  });

  test('with a statement that may be public or not is not proved', async () => {
    const Condition = { StringEquals: { 'aws:PrincipalOrgID': { 'Fn::ImportValue': 'organization' } } };
    const result = await proven({ edit: open({ Principal: { AWS: { 'Fn::ImportValue': 'reader' } }, Condition }) });
    expect(outcomes(result, 'refuted')).toEqual([]);
    expect(outcomes(result, 'unproven').join('\n')).toContain('whether Block Public Access refuses the policy');
  });

  test('with a public policy is proved where it lets such ones be', async () => {
    const allowed = (properties: Record<string, unknown>): void => {
      properties.PublicAccessBlockConfiguration = { BlockPublicPolicy: false };
    };
    const result = await proven({ edit: open({}, allowed) });
    expect([...outcomes(result, 'refuted'), ...outcomes(result, 'unproven')]).toEqual([]);
  });
});
