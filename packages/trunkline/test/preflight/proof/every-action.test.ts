// One pipeline with every action of aws-codepipeline-actions: what CDK grants is what the catalogue asks for.
import { Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import { catalogueEntry, CATALOGUE } from '../../../src/preflight/catalogue/table.js';
import { actionTypeKey } from '../../../src/model/pipeline.js';
import { everyAction } from './every-action.js';
import { HOME, outcomes, provenApp, TOOLCHAIN, type Proven } from './proven.js';

let everything: Proven;

beforeAll(async () => {
  everything = await provenApp((app) => {
    everyAction(new Stack(app, 'Every', { env: { account: TOOLCHAIN, region: HOME } }));
  });
});

describe('every action of aws-codepipeline-actions', () => {
  test('has an entry in the catalogue, and no entry of actions is without a test', () => {
    const used = everything.landscape.pipelines
      .flatMap(({ pipeline }) => pipeline.stages)
      .flatMap(({ actions: all }) => all.map(({ actionTypeId }) => actionTypeKey(actionTypeId)));
    const entries = new Set(used.map((type) => catalogueEntry(type)?.type));
    expect(used.filter((type) => catalogueEntry(type) === undefined)).toEqual([]);
    const actionTypes = CATALOGUE.map(({ type }) => type).filter((type) => !type.startsWith('Rule/'));
    expect(actionTypes.filter((type) => !entries.has(type))).toEqual([]);
  });

  test('is granted what the catalogue asks for', () => {
    expect(outcomes(everything, 'refuted')).toEqual([]);
    expect(everything.findings).toEqual([]);
  });

  test('is unproven only where the catalogue says why', () => {
    const reasons = everything.obligations.flatMap(({ action, verdict }) =>
      verdict.kind === 'unproven' ? [`${action}: ${verdict.why}`] : [],
    );
    expect(reasons.sort()).toMatchInlineSnapshot(`
      [
        "Beanstalk: Elastic Beanstalk changes the environment's resources with the action role's permissions, and which calls of EC2, S3, CloudFormation and other services that takes is not documented",
        "BlueGreen: deployment group production is in no template of the assembly, so its configuration is not known",
        "Ec2: the instances take the commands and fetch the artifact with roles of their own, and which instances these are only tags tell",
        "Ec2OfAnyValue: the instances take the commands and fetch the artifact with roles of their own, and which instances these are only tags tell",
        "GitHub: GitHub lets CodePipeline in by the action's OAuth token, which no policy tells of",
        "JenkinsBuild: a job worker of its own performs a custom action, with credentials that no template of the pipeline tells of",
        "Servers: the instances fetch the revision from the artifact store with roles of their own, and which instances these are only tags and groups tell",
        "Skill: the Alexa Skills Kit deploys with tokens of its own, which no policy tells of",
        "StackSet: role arn:aws:iam::222222222222:role/AWSCloudFormationStackSetExecutionRole is in no template that was read, so its policies are not known; name the assembly that has it with --beside, or read it from its account with --live",
      ]
    `);
  });

  test('is looked at from source to key', () => {
    const steps = [
      "Source/S3: the action role fetches the source object, with the bucket's key",
      'Source/Commit: the action role hands the clone on to the builds',
      'Build/Batch: the batch role starts the builds of the batch',
      'Build/Build: the project role clones',
      'Build/Build: the project role reads the value of TOKEN',
      'Deploy/Ecs: the action role hands the task roles to ECS',
      'Deploy/Ec2: the action role takes instances out of the target group',
      "Deploy/Files: the action role puts the files into the bucket, with the bucket's key",
      'Invoke/Machine: the action role follows the execution',
    ];
    const proved = outcomes(everything, 'proved');
    expect(steps.filter((step) => !proved.some((line) => line.includes(step)))).toEqual([]);
  });
});

describe('the same pipeline without any policy of its roles', () => {
  test('has the same obligations, and none is proved that is not the trust of a role or the policy of a resource', async () => {
    const stripped = await provenApp(
      (app) => {
        everyAction(new Stack(app, 'Every', { env: { account: TOOLCHAIN, region: HOME } }));
      },
      {
        edit(resources) {
          for (const [id, { Type, Properties = {} }] of Object.entries(resources)) {
            if (Type === 'AWS::IAM::Policy') Reflect.deleteProperty(resources, id);
            if (Type === 'AWS::IAM::Role') {
              delete Properties.ManagedPolicyArns;
              delete Properties.Policies;
            }
          }
        },
      },
    );
    expect(stripped.obligations.map(({ id }) => id)).toEqual(everything.obligations.map(({ id }) => id));
    // The trust of the actions' roles names the pipeline's role itself, which is enough in one account.
    const left = stripped.obligations.filter(
      ({ verdict, principal, call }) =>
        verdict.kind === 'proved' && !principal.endsWith('.amazonaws.com') && call !== 'sts:AssumeRole',
    );
    expect(left.map(({ id }) => id)).toEqual([]);
    expect(stripped.findings.length).toBeGreaterThan(0);
  });
});
