// Stories of artifact stores, and of policies that have grown too long, each broken on disk.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FAR, HOME, MEMBER, REGION, synthesizePlain } from './apps.js';
import { findingsAfter, newFolder, ofId, only, removeFolders, type Json } from './broken.js';

const base = newFolder();
beforeAll(() => synthesizePlain(base));
afterAll(removeFolders);

const FILE = 'Delivery.template.json';
const SUPPORT = 'cross-region-stack-111111111111_us-east-1.template.json';

const statements = (count: number, parts: object): object[] =>
  Array.from({ length: count }, (_, index) => ({
    Effect: 'Allow',
    Action: 's3:GetObject',
    ...parts,
    Condition: {
      StringEquals: { 'aws:PrincipalArn': `arn:aws:iam::${MEMBER}:role/a-role-with-a-long-name-${String(index)}` },
    },
  }));

describe('a store that CDK added by itself', () => {
  const given = (template: Json, region: string): void => {
    const stores = only(template, 'AWS::CodePipeline::Pipeline').ArtifactStores as Json[];
    const store = stores.find(({ Region }) => Region === region);
    store.ArtifactStore = { Type: 'S3', Location: `acme-artifacts-${region}` };
  };

  test('beside those that were given is a warning', async () => {
    const findings = await findingsAfter(base, { [FILE]: (template) => given(template, REGION) });
    expect(ofId(findings, 'unexpected-support-stack')).toMatchObject([
      {
        severity: 'warning',
        problem: `Pipeline services was given no artifact store for ${FAR}; CDK added one in stack Delivery-support-${FAR}.`,
      },
    ]);
  });

  test('in the pipeline’s own stack is one too', async () => {
    const findings = await findingsAfter(base, { [FILE]: (template) => given(template, FAR) });
    expect(ofId(findings, 'unexpected-support-stack')).toMatchObject([
      { problem: `Pipeline services was given no artifact store for ${REGION}; CDK added one in stack Delivery.` },
    ]);
  });

  test('is none where all were given', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => {
        given(template, REGION);
        given(template, FAR);
      },
    });
    expect(ofId(findings, 'unexpected-support-stack')).toEqual([]);
  });
});

test('an artifact bucket with a lifecycle rule is no finding any more', async () => {
  const findings = await findingsAfter(base, {
    [SUPPORT]: (template) =>
      (only(template, 'AWS::S3::Bucket').LifecycleConfiguration = {
        Rules: [{ Status: 'Enabled', ExpirationInDays: 90 }],
      }),
  });
  expect(ofId(findings, 'artifact-bucket-expiry').map(({ place }) => place.stackName)).toEqual(['Delivery']);
});

describe('a policy that is too long', () => {
  test('of a bucket', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) =>
        only(template, 'AWS::S3::BucketPolicy').PolicyDocument.Statement.push(
          ...statements(120, { Principal: '*', Resource: '*' }),
        ),
    });
    const [finding, ...others] = ofId(findings, 'bucket-policy-size');
    expect(others).toEqual([]);
    expect(finding?.problem).toMatch(/^The policy of bucket .* has about 2\d,\d{3} bytes; S3 takes 20480\.$/);
    expect(finding?.place).toMatchObject({ stackName: 'Delivery', file: FILE });
  });

  test('of a key', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) =>
        only(template, 'AWS::KMS::Key').KeyPolicy.Statement.push(...statements(220, { Principal: '*', Resource: '*' })),
    });
    expect(ofId(findings, 'key-policy-size')[0]?.problem).toMatch(/has 4\d,\d{3} bytes; KMS takes 32768\.$/);
  });

  test('of a role’s trust, unless the account has a higher quota', async () => {
    const change = {
      [FILE]: (template: Json) =>
        only(template, 'AWS::IAM::Role', 'SelfMutation').AssumeRolePolicyDocument.Statement.push(
          ...statements(12, { Action: 'sts:AssumeRole', Principal: { AWS: HOME } }),
        ),
    };
    expect(ofId(await findingsAfter(base, change), 'role-trust-size')[0]?.problem).toMatch(
      /has (?:about )?2,\d{3} characters; IAM takes 2048\.$/,
    );
    const raised = await findingsAfter(base, change, { quotas: { role_trust_characters: 8192 } });
    expect(ofId(raised, 'role-trust-size')).toEqual([]);
  });

  test('of a role, inline policies together', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => {
        const role = only(template, 'AWS::IAM::Role', 'SelfMutation');
        const document = { Version: '2012-10-17', Statement: statements(35, { Resource: '*' }) };
        role.Policies = ['One', 'Two'].map((PolicyName) => ({ PolicyName, PolicyDocument: document }));
      },
    });
    // Neither is too long by itself.
    expect(ofId(findings, 'inline-policies-size')[0]?.problem).toMatch(
      /^The 3 inline policies of role .* have about 1\d,\d{3} characters; IAM takes 10240 for all of a role\.$/,
    );
  });

  test('that is managed', async () => {
    const findings = await findingsAfter(base, {
      [FILE]: (template) => {
        const document = { Version: '2012-10-17', Statement: statements(40, { Resource: '*' }) };
        template.Resources.Extra = { Type: 'AWS::IAM::ManagedPolicy', Properties: { PolicyDocument: document } };
        only(template, 'AWS::IAM::Role', 'SelfMutation').ManagedPolicyArns = [{ Ref: 'Extra' }];
      },
    });
    expect(ofId(findings, 'managed-policy-size')).toMatchObject([
      { problem: expect.stringMatching(/^Managed policy Delivery\.Extra has 6,\d{3} characters; IAM takes 6144\.$/) },
    ]);
    expect(ofId(findings, 'inline-policies-size')).toEqual([]);
  });
});

test('more than ten managed policies of a role are too many', async () => {
  const findings = await findingsAfter(base, {
    [FILE]: (template) =>
      (only(template, 'AWS::IAM::Role', 'SelfMutation').ManagedPolicyArns = Array.from(
        { length: 11 },
        (_, index) => `arn:aws:iam::aws:policy/Policy${String(index)}`,
      )),
  });
  expect(ofId(findings, 'managed-policies-of-role')[0]?.problem).toMatch(
    /^Role .* has 11 managed policies; IAM attaches 10 to a role\.$/,
  );
});

test('what cannot be read is a finding with its place, and no crash', async () => {
  const findings = await findingsAfter(base, {
    [FILE]: (template) =>
      (only(template, 'AWS::IAM::Role', 'SelfMutation').AssumeRolePolicyDocument = { 'Fn::Oops': 'x' }),
  });
  expect(ofId(findings, 'unreadable')).toMatchObject([{ severity: 'warning', place: { stackName: 'Delivery' } }]);
});
