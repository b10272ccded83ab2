// Artifact stores that are open to an organization, and stores whose keys the pipeline names by their ARNs.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { DEV, FAR, HOME, ORGANIZATION, synthesizeLibraryApp, TOOLING } from './apps.js';
import { removeFolders, Scenario, type Json } from './scenario.js';
import { baseOf, tell, type Base } from './story.js';
import { storeOf } from './templates.js';

const PIPELINE = 'services-production.template.json';
const OTHER = 'o-zzzzzzzzzz';
const STAGES = ['Dev/services-Main.Prepare', 'Inner/services-Main.Prepare', `Prod/${HOME}.Prod-services-Main.Prepare`];

let base: Base;

beforeAll(async () => {
  base = await baseOf((folder) => synthesizeLibraryApp(folder, { stores: 'from stacks', readers: 'organization' }), {
    organization_id: ORGANIZATION,
  });
});

afterAll(removeFolders);

test('the accounts are in another organization: a finding for each policy that names the wrong one', () =>
  tell(base, {
    settings: { organization_id: OTHER },
    told: [
      {
        id: 'bucket-policy',
        problem: [
          `The policy of bucket trunkline-artifacts-${TOOLING}-${HOME} does not allow`,
          `role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV} and 2 more s3:GetObject`,
          'statement ReadByOrganization',
          'but for its Condition',
        ],
        at: { file: `trunkline-artifacts-${HOME}.template.json`, line: '"PolicyDocument": {' },
        statement: {
          Effect: 'Allow',
          Principal: '*',
          Condition: {
            StringEquals: { 'aws:PrincipalOrgID': OTHER },
            ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*' },
          },
          Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
          Resource: [
            `arn:aws:s3:::trunkline-artifacts-${TOOLING}-${HOME}`,
            `arn:aws:s3:::trunkline-artifacts-${TOOLING}-${HOME}/*`,
          ],
        },
        explains: STAGES,
      },
      {
        id: 'key-policy',
        problem: [`The policy of key trunkline-artifacts-${HOME}/Key`, 'statement DecryptByOrganization', 'Condition'],
        at: { file: `trunkline-artifacts-${HOME}.template.json`, line: '"KeyPolicy": {' },
        explains: STAGES.filter((action) => !action.startsWith('Inner')),
      },
      {
        id: 'bucket-policy',
        problem: [`trunkline-artifacts-${TOOLING}-${FAR}`],
        explains: [`Prod/${FAR}.Prod-services-Main.Prepare`],
      },
      {
        id: 'key-policy',
        problem: [`trunkline-artifacts-${FAR}/Key`],
        explains: [`Prod/${FAR}.Prod-services-Main.Prepare`],
      },
    ],
  }));

test('nobody says which organization the accounts are in: unproven, with the reason, and not proved', async () => {
  const { obligations, findings } = await new Scenario({ ...base, settings: {} }).run();
  const open = obligations.filter(({ verdict }) => verdict.kind !== 'proved');
  expect(new Set(open.map(({ verdict }) => verdict.kind))).toEqual(new Set(['unproven']));
  expect([...new Set(open.map(({ stage, action }) => `${stage}/${action}`))].sort()).toEqual(
    [...STAGES, `Prod/${FAR}.Prod-services-Main.Prepare`].sort(),
  );
  for (const { verdict } of open) expect(verdict).toMatchObject({ why: expect.stringContaining('aws:PrincipalOrgID') });
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
});

test('a bucket that encrypts with a key, in a store that names none', async () => {
  const scenario = new Scenario(base);
  let key: Json;
  scenario.change(PIPELINE, (template) => {
    const store = storeOf(template, HOME);
    key = store.EncryptionKey;
    delete store.EncryptionKey;
  });
  const { findings } = await scenario.run();
  const [finding, ...others] = findings.filter(({ severity }) => severity === 'error');
  expect(others).toEqual([]);
  expect(finding).toMatchObject({
    id: 'store-without-key',
    problem: expect.stringContaining(
      `trunkline-artifacts-${TOOLING}-${HOME}, names no key, and roles of other accounts`,
    ),
    consequence: expect.stringContaining('the key of S3 itself, which no other account can use'),
  });
  expect(scenario.lineAt(finding?.place.file ?? '').trim()).toBe('"ArtifactStores": [');
  // Roles of the toolchain account may use S3's own key: of what they have to be able to do nothing is refuted.
  expect(finding?.explains).toHaveLength(2);
  expect(finding?.remedy.text).toContain('Name the key arn:aws:kms:');
  scenario.change(PIPELINE, (template) => {
    storeOf(template, HOME).EncryptionKey = key;
  });
  expect((await scenario.run()).summary).toMatchObject({ proved: base.obligations, errors: 0 });
});

const FULL_ACCESS = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: '*', Resource: '*' } };
const NO_CHANGE_SETS = {
  Version: '2012-10-17',
  Statement: { Sid: 'NoChangeSets', Effect: 'Deny', Action: 'cloudformation:CreateChangeSet', Resource: '*' },
};

test('a service control policy of one level leaves a service out, for one account alone', async () => {
  const onlyS3 = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } };
  const policies = { default: [[FULL_ACCESS], [FULL_ACCESS]], [DEV]: [[FULL_ACCESS], [onlyS3]] };
  const settings = { ...base.settings, service_control_policies: policies };
  const { findings, obligations } = await new Scenario({ ...base, settings }).run();
  const open = obligations.filter(({ verdict }) => verdict.kind !== 'proved');
  expect(open.length).toBeGreaterThan(0);
  for (const { principal } of open) expect(principal).toContain(DEV);
  expect(open).toContainEqual(
    expect.objectContaining({
      action: 'services-Main.Prepare',
      call: expect.stringContaining('cloudformation:CreateChangeSet'),
      verdict: { kind: 'refuted', why: expect.stringContaining('service-control') },
    }),
  );
  expect(findings[0]).toMatchObject({
    id: 'organization-policy',
    problem: expect.stringContaining(`The given policies of the organization do not allow role cdk-hnb659fds-`),
    place: { file: '.trunklinerc.json', jsonPath: `service_control_policies.${DEV}[1]` },
  });
});

test('one level that many accounts have is one finding', async () => {
  const onlySts = { Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'sts:*', Resource: '*' } };
  const settings = { ...base.settings, service_control_policies: { default: [[FULL_ACCESS], [onlySts]] } };
  const { findings } = await new Scenario({ ...base, settings }).run();
  expect(findings.filter(({ severity }) => severity === 'error')).toMatchObject([
    {
      id: 'organization-policy',
      place: { file: '.trunklinerc.json', jsonPath: 'service_control_policies.default[1]' },
    },
  ]);
});

test('a resource control policy denies what the policies of the account allow', () =>
  tell(base, {
    settings: {
      resource_control_policies: {
        [TOOLING]: [
          {
            Version: '2012-10-17',
            Statement: {
              Sid: 'OnlyOwn',
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:GetObject',
              Resource: '*',
              Condition: { StringNotEquals: { 'aws:PrincipalAccount': [TOOLING] } },
            },
          },
        ],
      },
    },
    told: [
      {
        id: 'explicit-deny',
        problem: ['OnlyOwn of', `resource_control_policies.${TOOLING}[0]`, 's3:GetObject'],
        explains: expect.arrayContaining(['Dev/services-Main.Prepare']) as unknown as string[],
      },
    ],
    mend: (scenario) => {
      scenario.settings = { organization_id: ORGANIZATION };
    },
  }));

test('a Deny of a service control policy, which no Allow beside it takes back', async () => {
  const settings = { ...base.settings, service_control_policies: { default: [[FULL_ACCESS, NO_CHANGE_SETS]] } };
  const { findings, summary } = await new Scenario({ ...base, settings }).run();
  expect(summary.refuted).toBeGreaterThan(0);
  expect(findings[0]).toMatchObject({
    id: 'explicit-deny',
    problem: expect.stringContaining('NoChangeSets'),
    place: { file: '.trunklinerc.json', jsonPath: 'service_control_policies.default[0][1]' },
  });
});
