// A preflight's result for the tests of its faces: three causes, a lesser finding, and something unproven.
import type { Finding, ObligationVerdict, PreflightResult } from '../../src/model/finding.js';

const DEV = { account: '222222222222', region: 'eu-central-1' };

/** An obligation, proved unless the test says otherwise. */
export function obligation(given: Partial<ObligationVerdict> = {}): ObligationVerdict {
  return {
    id: 'services Dev/Main.Deploy: the deploy role reads artifact Synth_Output, s3:GetObject on arn:aws:s3:::artifacts/*',
    pipeline: 'services',
    stage: 'Dev',
    action: 'Main.Deploy',
    step: 'the deploy role reads artifact Synth_Output',
    principal: 'arn:aws:iam::222222222222:role/cdk-hnb659fds-deploy-role-222222222222-eu-central-1',
    call: 's3:GetObject',
    resource: 'arn:aws:s3:::artifacts/*',
    verdict: { kind: 'proved' },
    ...given,
  };
}

/** A finding about the bucket's policy, unless the test says otherwise. */
export function finding(given: Partial<Finding> = {}): Finding {
  return {
    id: 'bucket-policy',
    severity: 'error',
    problem:
      'The policy of bucket trunkline-artifacts-111111111111-eu-central-1 does not let role cdk-hnb659fds-deploy-role-222222222222-eu-central-1 of account 222222222222 do s3:GetObject.',
    place: {
      stackName: 'stores',
      environment: { account: '111111111111', region: 'eu-central-1' },
      logicalId: 'BucketPolicyE9A3008A',
      constructPath: 'stores/Bucket/Policy/Resource',
      file: 'stores.template.json:145',
      source: 'lib/stores.ts:12',
      jsonPath: 'Resources.BucketPolicyE9A3008A.Properties.PolicyDocument',
    },
    consequence: 'services Dev/Main.Prepare and 9 more actions would fail: access denied by S3.',
    remedy: {
      text: 'Add this statement to the policy of the bucket.',
      statement: {
        Effect: 'Allow',
        Principal: '*',
        Condition: {
          StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*' },
        },
        Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
        Resource: [
          'arn:aws:s3:::trunkline-artifacts-111111111111-eu-central-1',
          'arn:aws:s3:::trunkline-artifacts-111111111111-eu-central-1/*',
        ],
      },
    },
    explains: ['first', 'second'],
    ...given,
  };
}

/** An environment that was never bootstrapped. */
export const BOOTSTRAP_MISSING = finding({
  id: 'bootstrap-missing',
  problem:
    'There is no role cdk-hnb659fds-file-publishing-role-222222222222-eu-central-1 of account 222222222222 and 2 more: 222222222222/eu-central-1 is not bootstrapped.',
  place: { stackName: 'CDKToolkit', environment: DEV },
  consequence:
    'services Assets/FileAssets and 6 more actions would fail: a role that does not exist cannot be assumed.',
  remedy: {
    text: 'Bootstrap the environment, once, with credentials of that account.',
    command:
      'npx cdk bootstrap aws://222222222222/eu-central-1 --trust 111111111111 --cloudformation-execution-policies arn:aws:iam::aws:policy/AdministratorAccess',
  },
  explains: ['third'],
});

/** A key's policy. */
export const KEY_POLICY = finding({
  id: 'key-policy',
  problem:
    'The policy of key stores/Key does not allow role cdk-hnb659fds-deploy-role-222222222222-eu-central-1 of account 222222222222 kms:Decrypt.',
  explains: ['fourth'],
});

/** A result of such findings and obligations, with its counts. */
export function resultOf(
  findings: readonly Finding[],
  obligations: readonly ObligationVerdict[] = [],
  assumptions: readonly string[] = [],
): PreflightResult {
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const verdicts = (kind: string): number => obligations.filter(({ verdict }) => verdict.kind === kind).length;
  const severities = (severity: string): number => open.filter((each) => each.severity === severity).length;
  return {
    format: 'trunkline-preflight/1',
    tool: { name: 'trunkline', version: '0.0.0' },
    assumptions,
    obligations,
    findings,
    summary: {
      pipelines: 1,
      proved: verdicts('proved'),
      refuted: verdicts('refuted'),
      unproven: verdicts('unproven'),
      errors: severities('error'),
      warnings: severities('warning'),
      infos: severities('info'),
      acknowledged: findings.length - open.length,
    },
  };
}
