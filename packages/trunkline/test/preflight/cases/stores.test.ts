// Artifact stores whose policies do not let everybody in: of the construct library, open to the accounts of the stages.
import { afterAll, beforeAll, describe, test } from 'vitest';
import { DEV, FAR, HOME, PROD, synthesizeLibraryApp, TOOLING } from './apps.js';
import { removeFolders } from './scenario.js';
import { baseOf, tell, type Base } from './story.js';
import { documentOf, statementOf, storeOf, storesOf, takeOut } from './templates.js';

const STORE = `trunkline-artifacts-${HOME}.template.json`;
const FAR_STORE = `trunkline-artifacts-${FAR}.template.json`;
const PIPELINE = 'services-production.template.json';
const BUCKET_POLICY = 'AWS::S3::BucketPolicy';
const KEY = 'AWS::KMS::Key';
const DEPLOY_ROLES = { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*' } };
/** The only actions that have roles of a stage's account, and read artifacts. */
const DEV_PREPARES = 'Dev/services-Main.Prepare';
const INNER_PREPARES = 'Inner/services-Main.Prepare';
const PROD_PREPARES = `Prod/${HOME}.Prod-services-Main.Prepare`;
const FAR_PREPARES = `Prod/${FAR}.Prod-services-Main.Prepare`;

let base: Base;

beforeAll(async () => {
  base = await baseOf((folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }));
});

afterAll(removeFolders);

describe('the policy of a bucket', () => {
  test('lacks one account', () =>
    tell(base, {
      broken: (app) =>
        app.change(STORE, (template) => {
          const { Principal } = statementOf(documentOf(template, BUCKET_POLICY), 'ReadByStageAccounts');
          Principal.AWS = Principal.AWS.filter((arn: string) => !arn.includes(DEV));
        }),
      told: [
        {
          id: 'bucket-policy',
          problem: [
            `The policy of bucket trunkline-artifacts-${TOOLING}-${HOME} does not allow`,
            `role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV} s3:GetObject`,
            'statement ReadByStageAccounts',
            'but for its Principal',
          ],
          at: {
            constructPath: `trunkline-artifacts-${HOME}/Bucket/Policy/Resource`,
            file: STORE,
            line: '"PolicyDocument": {',
          },
          consequence: 'services-production Dev/services-Main.Prepare would fail: access denied by S3',
          statement: {
            Effect: 'Allow',
            Principal: { AWS: DEV },
            Condition: DEPLOY_ROLES,
            Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
            Resource: [
              `arn:aws:s3:::trunkline-artifacts-${TOOLING}-${HOME}`,
              `arn:aws:s3:::trunkline-artifacts-${TOOLING}-${HOME}/*`,
            ],
          },
          explains: [DEV_PREPARES],
        },
      ],
    }));

  test('lets in nobody: one finding for all accounts, and one for the stage in its own, which needs another statement', () =>
    tell(base, {
      broken: (app) =>
        app.change(STORE, (template) => {
          takeOut(documentOf(template, BUCKET_POLICY), ({ Effect }) => Effect === 'Allow');
        }),
      told: [
        {
          id: 'bucket-policy',
          problem: [`cdk-hnb659fds-deploy-role-${DEV}-${HOME}`, 'and 1 more', 's3:GetObject'],
          explains: [DEV_PREPARES, PROD_PREPARES],
        },
        {
          id: 'bucket-policy',
          problem: [`cdk-hnb659fds-deploy-role-${TOOLING}-${HOME}`, 's3:GetObject'],
          explains: [INNER_PREPARES],
        },
      ],
    }));

  test('lets its own account in as a whole, which leaves it to a role that is not allowed it', () =>
    tell(base, {
      broken: (app) =>
        app.change(STORE, (template) => {
          const statement = statementOf(documentOf(template, BUCKET_POLICY), 'ReadByToolchainDeployRole');
          statement.Principal.AWS = `arn:aws:iam::${TOOLING}:root`;
        }),
      told: [
        {
          id: 'bucket-policy',
          problem: [
            `role cdk-hnb659fds-deploy-role-${TOOLING}-${HOME} of account ${TOOLING} s3:GetObject`,
            'a grant to the account leaves it to them',
          ],
          statement: {
            Effect: 'Allow',
            Principal: '*',
            Condition: { StringEquals: { 'aws:PrincipalAccount': TOOLING }, ...DEPLOY_ROLES },
            Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
            Resource: [
              `arn:aws:s3:::trunkline-artifacts-${TOOLING}-${HOME}`,
              `arn:aws:s3:::trunkline-artifacts-${TOOLING}-${HOME}/*`,
            ],
          },
          explains: [INNER_PREPARES],
        },
      ],
    }));

  test('is not there at all', () =>
    tell(base, {
      broken: (app) =>
        app.change(FAR_STORE, (template) => {
          for (const [id, { Type }] of Object.entries<{ Type: string }>(template.Resources)) {
            if (Type === BUCKET_POLICY) Reflect.deleteProperty(template.Resources, id);
          }
        }),
      told: [
        {
          id: 'bucket-policy',
          problem: [`trunkline-artifacts-${TOOLING}-${FAR}`, `cdk-hnb659fds-deploy-role-${PROD}-${FAR}`],
          at: {
            constructPath: `trunkline-artifacts-${FAR}/Bucket/Resource`,
            file: FAR_STORE,
            line: '"Bucket83908E77": {',
          },
          explains: [FAR_PREPARES],
        },
      ],
    }));

  test('denies somebody', () =>
    tell(base, {
      broken: (app) =>
        app.change(STORE, (template) => {
          documentOf(template, BUCKET_POLICY).Statement.push({
            Sid: 'NobodyFromDev',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:Get*',
            Resource: '*',
            Condition: { StringEquals: { 'aws:PrincipalAccount': DEV } },
          });
        }),
      told: [
        {
          id: 'explicit-deny',
          problem: [
            `NobodyFromDev of trunkline-artifacts-${HOME}/Bucket/Policy (resource-based) denies`,
            `role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV} s3:GetObject on arn:aws:s3:::`,
          ],
          at: { file: STORE, line: '"PolicyDocument": {' },
          explains: [DEV_PREPARES],
        },
      ],
      mend: (app) =>
        app.change(STORE, (template) => {
          takeOut(documentOf(template, BUCKET_POLICY), ({ Sid }) => Sid === 'NobodyFromDev');
        }),
    }));
});

describe('the policy of a key', () => {
  test("lacks the stages' deploy roles", () =>
    tell(base, {
      broken: (app) =>
        app.change(STORE, (template) => {
          takeOut(documentOf(template, KEY), ({ Sid }) => Sid === 'DecryptByStageAccounts');
        }),
      told: [
        {
          id: 'key-policy',
          problem: [
            `The policy of key trunkline-artifacts-${HOME}/Key does not allow`,
            `role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV} and 1 more kms:Decrypt`,
          ],
          at: { constructPath: `trunkline-artifacts-${HOME}/Key/Resource`, file: STORE, line: '"KeyPolicy": {' },
          consequence: 'and 1 more action would fail: access denied by KMS',
          statement: {
            Effect: 'Allow',
            Principal: { AWS: [DEV, PROD] },
            Condition: DEPLOY_ROLES,
            Action: ['kms:Decrypt', 'kms:DescribeKey'],
            Resource: '*',
          },
          explains: [DEV_PREPARES, PROD_PREPARES],
        },
      ],
    }));

  test('leaves it to roles that name the alias, where only the ARN of the key counts', () =>
    tell(base, {
      broken: (app) =>
        app.change(STORE, (template) => {
          takeOut(documentOf(template, KEY), ({ Sid }) => Sid === 'UseByToolchainThroughS3');
        }),
      told: [
        {
          id: 'key-alias',
          problem: [
            'The policies of role services-production/Pipeline/Role of account',
            'more allow kms:Decrypt, kms:GenerateDataKey on the ARN of alias/trunkline-artifacts, which grants nothing',
            `the policy of key trunkline-artifacts-${HOME}/Key does not let the roles in`,
          ],
          at: { constructPath: `trunkline-artifacts-${HOME}/Key/Resource`, file: STORE, line: '"KeyPolicy": {' },
          statement: {
            Effect: 'Allow',
            Principal: '*',
            Condition: {
              StringEquals: { 'kms:CallerAccount': TOOLING, 'kms:ViaService': `s3.${HOME}.amazonaws.com` },
            },
            Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'],
            Resource: '*',
          },
          explains: [
            'Source/acme_services',
            'Build/Synth',
            'UpdatePipeline/SelfMutate',
            'Assets/FileAssets',
            'Tests/InfrastructureTests',
            'Tests/LambdaTests',
            'Dev/IntegrationTests',
            'Dev/AcceptanceTests',
            'Inner/IntegrationTests',
            'Inner/AcceptanceTests',
            `Prod/${FAR}.Prod-services-Main.Prepare`,
            `Prod/${HOME}.IntegrationTests`,
            `Prod/${FAR}.IntegrationTests`,
            'Prod/AcceptanceTests',
          ],
        },
      ],
    }));
});

describe('the stores of a pipeline', () => {
  test('lack a region', () =>
    tell(base, {
      broken: (app) =>
        app.change(PIPELINE, (template) => {
          const stores = storesOf(template);
          stores.splice(
            stores.findIndex(({ Region }) => Region === FAR),
            1,
          );
        }),
      told: [
        {
          id: 'store-missing',
          problem: [`Pipeline services-production has no artifact store for ${FAR}`],
          at: { constructPath: 'services-production/Pipeline/Resource', file: PIPELINE, line: '"ArtifactStores": [' },
          explains: [FAR_PREPARES],
        },
      ],
      mend: (app) =>
        app.change(PIPELINE, (template) => {
          storesOf(template).push({
            Region: FAR,
            ArtifactStore: {
              Type: 'S3',
              Location: `trunkline-artifacts-${TOOLING}-${FAR}`,
              EncryptionKey: { Type: 'KMS', Id: `arn:aws:kms:${FAR}:${TOOLING}:alias/trunkline-artifacts` },
            },
          });
        }),
    }));

  test('name the key of another region', () =>
    tell(base, {
      broken: (app) =>
        app.change(PIPELINE, (template) => {
          storeOf(template, FAR).EncryptionKey = storeOf(template, HOME).EncryptionKey;
        }),
      told: [
        {
          id: 'store-elsewhere',
          problem: [
            `The artifact store of ${FAR} of pipeline services-production names key`,
            `alias/trunkline-artifacts, which is in ${HOME}`,
          ],
          at: { file: PIPELINE, line: '"ArtifactStores": [' },
          explains: [FAR_PREPARES],
        },
      ],
      mend: (app) =>
        app.change(PIPELINE, (template) => {
          storeOf(template, FAR).EncryptionKey = {
            Type: 'KMS',
            Id: `arn:aws:kms:${FAR}:${TOOLING}:alias/trunkline-artifacts`,
          };
        }),
    }));

  test('name a bucket of another region', () =>
    tell(base, {
      broken: (app) =>
        app.change(PIPELINE, (template) => {
          storeOf(template, FAR).Location = storeOf(template, HOME).Location;
        }),
      told: [
        {
          id: 'store-elsewhere',
          problem: [`names bucket trunkline-artifacts-${TOOLING}-${HOME}, which is in ${HOME}`],
          at: { file: PIPELINE, line: '"ArtifactStores": [' },
          explains: [FAR_PREPARES],
        },
      ],
      mend: (app) =>
        app.change(PIPELINE, (template) => {
          storeOf(template, FAR).Location = `trunkline-artifacts-${TOOLING}-${FAR}`;
        }),
    }));
});

test('three causes at once: a finding each, in the order of the stages, and each remedy mends its own', () =>
  tell(base, {
    settings: { bootstrap: { [`aws://${DEV}/${HOME}`]: { trust: [] } } },
    broken: (app) => {
      app.change(STORE, (template) => {
        takeOut(documentOf(template, KEY), ({ Sid }) => Sid === 'DecryptByStageAccounts');
      });
      app.change(FAR_STORE, (template) => {
        takeOut(documentOf(template, BUCKET_POLICY), ({ Sid }) => Sid === 'ReadByStageAccounts');
      });
    },
    told: [
      {
        id: 'bootstrap-trust',
        problem: [`${DEV}/${HOME} was bootstrapped without --trust ${TOOLING}`],
        explains: ['Assets/FileAssets', DEV_PREPARES, 'Dev/services-Main.Deploy'],
      },
      {
        id: 'key-policy',
        problem: [`trunkline-artifacts-${HOME}/Key`, 'kms:Decrypt'],
        explains: [DEV_PREPARES, PROD_PREPARES],
      },
      {
        id: 'bucket-policy',
        problem: [`trunkline-artifacts-${TOOLING}-${FAR}`, `cdk-hnb659fds-deploy-role-${PROD}-${FAR}`],
        explains: [FAR_PREPARES],
      },
    ],
  }));
