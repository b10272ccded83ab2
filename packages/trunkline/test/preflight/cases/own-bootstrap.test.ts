// Environments with a bootstrap stack of a company's own, in an assembly beside the app's, whose roles and key are changed.
import { afterAll, beforeAll, test } from 'vitest';
import { DEV, HOME, synthesizeLibraryApp, TOOLING, writeOwnBootstrap } from './apps.js';
import { removeFolders, type Json } from './scenario.js';
import { baseOf, tell, type Base } from './story.js';

const TOOLKIT = 'CDKToolkit.template.json';

let base: Base;

beforeAll(async () => {
  base = await baseOf(
    (folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }),
    // The CDK CLI did not bootstrap it.
    { bootstrap: { [`aws://${DEV}/${HOME}`]: false } },
    [(folder) => writeOwnBootstrap(folder, DEV, HOME)],
  );
});

afterAll(removeFolders);

test('the deploy role trusts another role only', () =>
  tell(base, {
    broken: (app) =>
      app.change(TOOLKIT, (template) => {
        template.Resources.DeploymentActionRole.Properties.AssumeRolePolicyDocument = {
          Version: '2012-10-17',
          Statement: {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${TOOLING}:role/deployer` },
            Action: 'sts:AssumeRole',
          },
        };
      }),
    told: [
      {
        id: 'role-trust',
        problem: [
          `The trust policy of role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV} does not let`,
          `role services-production/Pipeline/Role of account ${TOOLING} assume it`,
          'Statement[0] of CDKToolkit.DeploymentActionRole would, but for its Principal',
        ],
        at: { file: TOOLKIT, line: '"AssumeRolePolicyDocument": {' },
        consequence:
          'services-production Dev/services-Main.Prepare and 1 more action would fail: not authorized to perform sts:AssumeRole',
        statement: {
          Effect: 'Allow',
          Principal: { AWS: TOOLING },
          Condition: {
            ArnLike: {
              'aws:PrincipalArn': `arn:aws:iam::${TOOLING}:role/services-production-PipelineRoleD68726F7-*`,
            },
          },
          Action: 'sts:AssumeRole',
        },
        explains: ['Dev/services-Main.Prepare', 'Dev/services-Main.Deploy'],
      },
    ],
  }));

test('the publishing role is trusted under a condition that shuts the role of the assets out', () =>
  tell(base, {
    broken: (app) =>
      app.change(TOOLKIT, (template) => {
        const { AssumeRolePolicyDocument: trust } = template.Resources.FilePublishingRole.Properties;
        for (const statement of trust.Statement) {
          const own = statement['Fn::If']?.[1] ?? statement;
          own.Condition = {
            ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${TOOLING}:role/services-production-Pipeline*` },
          };
        }
      }),
    told: [
      {
        id: 'role-trust',
        problem: [
          `role cdk-hnb659fds-file-publishing-role-${DEV}-${HOME} of account ${DEV}`,
          `role services-production/Delivery/Assets/FileRole of account ${TOOLING}`,
          'CDKToolkit.FilePublishingRole would, but for its Condition',
        ],
        at: { file: TOOLKIT, line: '"AssumeRolePolicyDocument": {' },
        explains: ['Assets/FileAssets'],
      },
    ],
  }));

test('the deploy role is missing from it: its obligations have failed, and are not dropped', () => {
  let taken: Json;
  return tell(base, {
    broken: (app) =>
      app.change(TOOLKIT, (template) => {
        taken = template.Resources.DeploymentActionRole;
        delete template.Resources.DeploymentActionRole;
      }),
    told: [
      {
        id: 'bootstrap-missing',
        problem: [
          `There is no role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV}`,
          'stack CDKToolkit, which has the other bootstrap roles',
        ],
        explains: ['Dev/services-Main.Prepare', 'Dev/services-Main.Deploy'],
      },
    ],
    mend: (app) =>
      app.change(TOOLKIT, (template) => {
        template.Resources.DeploymentActionRole = taken;
      }),
  });
});

test('the deploy role may not read artifacts of other accounts', () =>
  tell(base, {
    broken: (app) =>
      app.change(TOOLKIT, (template) => {
        const { Policies } = template.Resources.DeploymentActionRole.Properties;
        for (const { PolicyDocument } of Policies) {
          PolicyDocument.Statement = PolicyDocument.Statement.filter(
            ({ Sid }: { Sid?: string }) => Sid !== 'PipelineCrossAccountArtifactsBucket',
          );
        }
      }),
    told: [
      {
        id: 'identity-policy',
        problem: [
          `No policy of role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV} allows s3:GetObject on`,
          `trunkline-artifacts-${TOOLING}-${HOME}`,
        ],
        at: { file: TOOLKIT, line: '"PolicyDocument": {' },
        explains: ['Dev/services-Main.Prepare'],
      },
    ],
  }));

test("the bucket of the assets has a key of the account's own, which the publishing role may not use", async () => {
  const withKey = await baseOf(
    (folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }),
    base.settings,
    [(folder) => writeOwnBootstrap(folder, DEV, HOME, true)],
  );
  await tell(withKey, {
    broken: (app) =>
      app.change(TOOLKIT, (template) => {
        const { KeyPolicy } = template.Resources.FileAssetsBucketEncryptionKey.Properties;
        KeyPolicy.Statement = KeyPolicy.Statement.slice(0, 1);
      }),
    told: [
      {
        id: 'key-policy',
        problem: [
          'The policy of key CDKToolkit.FileAssetsBucketEncryptionKey does not allow',
          `role cdk-hnb659fds-file-publishing-role-${DEV}-${HOME} of account ${DEV} kms:`,
        ],
        at: { file: TOOLKIT, line: '"KeyPolicy": {' },
        explains: ['Assets/FileAssets'],
      },
    ],
  });
});
