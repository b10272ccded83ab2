// Roles of the app that may not do their part: boundaries, missing statements, services that are not let in.
import { afterAll, beforeAll, describe, test } from 'vitest';
import { DEV, FAR, HOME, PROD, synthesizeLibraryApp, synthesizePlainApp, TOOLING } from './apps.js';
import { removeFolders, type Json } from './scenario.js';
import { baseOf, tell, type Base } from './story.js';
import { documentOf, takeOut } from './templates.js';

const PIPELINE = 'services-production.template.json';
const PLAIN = 'Delivery.template.json';

let base: Base;
let plain: Base;

beforeAll(async () => {
  base = await baseOf((folder) => synthesizeLibraryApp(folder, { stores: 'by name', readers: 'accounts' }));
  plain = await baseOf(synthesizePlainApp);
});

afterAll(removeFolders);

function idOf(template: Json, beginning: string, type: string): string {
  const found = Object.keys(template.Resources).filter(
    (id) => id.startsWith(beginning) && template.Resources[id].Type === type,
  );
  if (found.length !== 1) throw new Error(`There are ${String(found.length)} of ${beginning}.`);
  return found[0] ?? '';
}

describe('a permissions boundary', () => {
  const boundary = {
    Type: 'AWS::IAM::ManagedPolicy',
    Properties: {
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', NotAction: ['sts:AssumeRole', 'organizations:*'], Resource: '*' }],
      },
    },
  };

  test('of all roles lacks sts:AssumeRole: one finding, as it is one policy', () =>
    tell(base, {
      broken: (app) =>
        app.change(PIPELINE, (template) => {
          template.Resources.Boundary = boundary;
          for (const resource of Object.values<Json>(template.Resources)) {
            if (resource.Type === 'AWS::IAM::Role') resource.Properties.PermissionsBoundary = { Ref: 'Boundary' };
          }
        }),
      told: [
        {
          id: 'permissions-boundary',
          problem: [
            'The permissions boundary services-production.Boundary does not allow role services-production/',
            'and 5 more sts:AssumeRole on arn:aws:iam::',
          ],
          at: { file: PIPELINE, line: '"PolicyDocument": {' },
          consequence: 'what the boundary leaves out no other policy can give',
          statement: {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: [
              'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*',
              'arn:*:iam::*:role/cdk-hnb659fds-file-publishing-role-*',
              `arn:aws:iam::${TOOLING}:role/trunkline-services-inner`,
              `arn:aws:iam::${DEV}:role/trunkline-services-dev`,
              `arn:aws:iam::${PROD}:role/trunkline-services-prod`,
            ],
          },
          explains: [
            'UpdatePipeline/SelfMutate',
            'Assets/FileAssets',
            'Dev/services-Main.Prepare',
            'Dev/services-Main.Deploy',
            'Dev/IntegrationTests',
            'Dev/AcceptanceTests',
            'Inner/services-Main.Prepare',
            'Inner/services-Main.Deploy',
            'Inner/IntegrationTests',
            'Inner/AcceptanceTests',
            `Prod/${HOME}.Prod-services-Main.Prepare`,
            `Prod/${FAR}.Prod-services-Main.Prepare`,
            `Prod/${HOME}.Prod-services-Main.Deploy`,
            `Prod/${FAR}.Prod-services-Main.Deploy`,
            `Prod/${HOME}.IntegrationTests`,
            `Prod/${FAR}.IntegrationTests`,
            'Prod/AcceptanceTests',
          ],
        },
      ],
    }));
});

describe("a role's own policies", () => {
  test('lack the deploy roles of one account', () =>
    tell(base, {
      broken: (app) =>
        app.change(PIPELINE, (template) => {
          const policy = template.Resources[idOf(template, 'PipelineRoleDefaultPolicy', 'AWS::IAM::Policy')];
          for (const statement of policy.Properties.PolicyDocument.Statement) {
            if (statement.Action !== 'sts:AssumeRole') continue;
            statement.Resource = [statement.Resource].flat().filter((arn: Json) => !JSON.stringify(arn).includes(DEV));
          }
        }),
      told: [
        {
          id: 'identity-policy',
          problem: [
            `No policy of role services-production/Pipeline/Role of account ${TOOLING} allows sts:AssumeRole on`,
            `role/cdk-hnb659fds-deploy-role-${DEV}-${HOME}`,
            'but for its Resource',
          ],
          at: {
            constructPath: 'services-production/Pipeline/Role/DefaultPolicy/Resource',
            file: PIPELINE,
            line: '"PolicyDocument": {',
          },
          statement: {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Resource: 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*',
          },
          explains: ['Dev/services-Main.Prepare', 'Dev/services-Main.Deploy'],
        },
      ],
    }));

  test('are not there at all: a policy of its own is added to the role', () =>
    tell(plain, {
      broken: (app) =>
        app.change(PLAIN, (template) => {
          const id = idOf(template, 'PipelineEventsRoleDefaultPolicy', 'AWS::IAM::Policy');
          Reflect.deleteProperty(template.Resources, id);
        }),
      told: [
        {
          id: 'identity-policy',
          problem: [
            `No policy of role Delivery/Pipeline/Pipeline/EventsRole of account ${TOOLING} allows codepipeline:StartPipelineExecution`,
          ],
          at: {
            constructPath: 'Delivery/Pipeline/Pipeline/EventsRole/Resource',
            file: PLAIN,
            line: '"PipelineEventsRole96280D9B": {',
          },
          explains: ['/RepoDeliveryPipeline665DB5B1mainEventRuleE1DEF143'],
        },
      ],
    }));

  test('deny what they allow', () =>
    tell(base, {
      broken: (app) =>
        app.change(PIPELINE, (template) => {
          const policy = template.Resources[idOf(template, 'PipelineRoleDefaultPolicy', 'AWS::IAM::Policy')];
          policy.Properties.PolicyDocument.Statement.push({
            Effect: 'Deny',
            Action: 'sts:*',
            Resource: `arn:aws:iam::${DEV}:*`,
          });
        }),
      told: [
        {
          id: 'explicit-deny',
          problem: [
            'of services-production/Pipeline/Role/DefaultPolicy (identity-based) denies',
            `role services-production/Pipeline/Role of account ${TOOLING} sts:AssumeRole on`,
            `role/cdk-hnb659fds-deploy-role-${DEV}-${HOME}`,
          ],
          explains: ['Dev/services-Main.Prepare', 'Dev/services-Main.Deploy'],
        },
      ],
      mend: (app) =>
        app.change(PIPELINE, (template) => {
          const policy = template.Resources[idOf(template, 'PipelineRoleDefaultPolicy', 'AWS::IAM::Policy')];
          takeOut(policy.Properties.PolicyDocument, ({ Effect }) => Effect === 'Deny');
        }),
    }));
});

test('a service is not let in by the trust policy of its role', () =>
  tell(base, {
    broken: (app) =>
      app.change(PIPELINE, (template) => {
        const role = template.Resources[idOf(template, 'PipelineRole', 'AWS::IAM::Role')];
        role.Properties.AssumeRolePolicyDocument.Statement[0].Principal.Service = 'codebuild.amazonaws.com';
      }),
    told: [
      {
        id: 'role-trust',
        problem: [
          `The trust policy of role services-production/Pipeline/Role of account ${TOOLING}`,
          'does not let codepipeline.amazonaws.com assume it',
        ],
        statement: { Effect: 'Allow', Principal: { Service: 'codepipeline.amazonaws.com' }, Action: 'sts:AssumeRole' },
        explains: ['/'],
      },
    ],
  }));

describe('the stores that plain CDK Pipelines make', () => {
  test('have a key whose policy leaves nothing to its account', () =>
    tell(plain, {
      broken: (app) =>
        app.change(PLAIN, (template) => {
          takeOut(documentOf(template, 'AWS::KMS::Key'), ({ Action }) => Action === 'kms:*');
        }),
      told: [
        {
          id: 'key-policy',
          problem: [
            'The policy of key Delivery/Pipeline/Pipeline/ArtifactsBucketEncryptionKey does not allow',
            'role Delivery/Pipeline/Pipeline/Source/services/CodePipelineActionRole of account',
            'more kms:Decrypt, kms:GenerateDataKey',
          ],
          at: { file: PLAIN, line: '"KeyPolicy": {' },
          explains: ['Source/services', 'Build/Synth', 'UpdatePipeline/SelfMutate', 'Assets/Asset', 'Prod/Prepare'],
        },
      ],
    }));

  test('have a bucket whose policy lacks an account: the name that CloudFormation makes up is not guessed', () =>
    tell(plain, {
      broken: (app) =>
        app.change(PLAIN, (template) => {
          takeOut(documentOf(template, 'AWS::S3::BucketPolicy'), (statement) =>
            JSON.stringify(statement).includes(DEV),
          );
        }),
      told: [
        {
          id: 'bucket-policy',
          problem: [
            'The policy of bucket Delivery/Pipeline/Pipeline/ArtifactsBucket does not allow',
            `role cdk-hnb659fds-deploy-role-${DEV}-${HOME} of account ${DEV} s3:GetObject`,
          ],
          statement: {
            Effect: 'Allow',
            Principal: { AWS: DEV },
            Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:*:iam::*:role/cdk-hnb659fds-deploy-role-*' } },
            Action: ['s3:GetBucket*', 's3:GetObject*', 's3:List*'],
            Resource: [
              { 'Fn::GetAtt': ['PipelineArtifactsBucketAEA9A052', 'Arn'] },
              { 'Fn::Sub': '${PipelineArtifactsBucketAEA9A052.Arn}/*' },
            ],
          },
          explains: ['Dev/Prepare'],
        },
      ],
    }));
});
