// What an action is configured with decides what it needs: a key that is gone, or has an odd value, never takes obligations
// away in silence. Every key of every action that CDK makes is tried.
import { Stack } from 'aws-cdk-lib';
import { beforeAll, describe, expect, test } from 'vitest';
import type { ObligationVerdict } from '../../../src/model/finding.js';
import { actionTypeKey, type Action } from '../../../src/model/pipeline.js';
import type { CatalogueEntry } from '../../../src/preflight/catalogue/catalogue.js';
import { catalogueEntry, CATALOGUE } from '../../../src/preflight/catalogue/table.js';
import type { LandscapePipeline } from '../../../src/preflight/landscape/landscape.js';
import { prove, type Proof } from '../../../src/preflight/proof/prove.js';
import { everyAction } from './every-action.js';
import { HOME, provenApp, TOOLCHAIN, type Proven } from './proven.js';

let everything: Proven;

beforeAll(async () => {
  everything = await provenApp((app) => {
    everyAction(new Stack(app, 'Every', { env: { account: TOOLCHAIN, region: HOME } }));
  });
});

/** The one pipeline with no other action than this one. */
function provenWith(action: Action): Proof {
  const [declared] = everything.landscape.pipelines as [LandscapePipeline];
  const { pipeline, properties } = declared;
  const alone: LandscapePipeline = {
    ...declared,
    properties: { ...properties, Stages: [] },
    pipeline: { ...pipeline, stages: [{ name: 'Stage', actions: [action] }] },
  };
  return prove({ ...everything.landscape, pipelines: [alone] }, everything.input);
}

function actions(): Action[] {
  return everything.landscape.pipelines.flatMap(({ pipeline }) => pipeline.stages).flatMap((stage) => stage.actions);
}

function configured(action: Action, key: string, value?: string): Action {
  const others = Object.entries(action.configuration).filter(([other]) => other !== key);
  return { ...action, configuration: Object.fromEntries(value === undefined ? others : [...others, [key, value]]) };
}

/** Obligations that fail or cannot be told because of the key. */
function about(key: string, { obligations }: Proof, kind: 'refuted' | 'unproven'): ObligationVerdict[] {
  return obligations.filter(({ verdict }) => verdict.kind === kind && verdict.why.includes(`configuration key ${key}`));
}

/** The action by its name in the pipeline of all actions, with keys changed. */
function named(name: string, changes: Readonly<Record<string, string | undefined>> = {}): Action {
  const found = actions().find((action) => action.name === name);
  if (found === undefined) throw new Error(`no action ${name}`);
  return Object.entries(changes).reduce((action, [key, value]) => configured(action, key, value), found);
}

function resourcesOf(action: Action, call: string): string[] {
  return provenWith(action)
    .obligations.filter((obligation) => obligation.call.includes(call))
    .map(({ resource }) => resource);
}

describe('an action with one key of its configuration gone', () => {
  test('loses obligations only where it can do without that key', () => {
    const freely = new Set<string>();
    const silent = new Set<string>();
    for (const action of actions()) {
      const type = actionTypeKey(action.actionTypeId);
      const whole = provenWith(action).obligations.length;
      for (const key of Object.keys(action.configuration)) {
        const proof = provenWith(configured(action, key));
        if (proof.obligations.length >= whole && about(key, proof, 'refuted').length === 0) continue;
        if (about(key, proof, 'refuted').length > 0) continue;
        const entry = catalogueEntry(type);
        const known = entry?.keys?.find((each) => each.key === key);
        (known !== undefined && known.required !== true ? freely : silent).add(`${type} ${key}`);
      }
    }
    expect([...silent]).toEqual([]);
    expect([...freely].sort()).toMatchInlineSnapshot(`
      [
        "Approval/AWS/Manual/1 NotificationArn",
        "Build/AWS/CodeBuild/1 BatchEnabled",
        "Build/AWS/CodeBuild/1 EnvironmentVariables",
        "Deploy/AWS/CloudFormationStackSet/1 AdministrationRoleArn",
        "Deploy/AWS/CloudFormationStackSet/1 DeploymentTargets",
        "Deploy/AWS/EC2/1 TargetGroupNameList",
        "Deploy/AWS/S3/1 CannedACL",
        "Deploy/AWS/S3/1 KMSEncryptionKeyARN",
        "Source/AWS/CodeCommit/1 OutputArtifactFormat",
      ]
    `);
  });

  test('is refuted by a finding of its own, which names action and key', () => {
    for (const action of actions()) {
      for (const { key, required } of catalogueEntry(actionTypeKey(action.actionTypeId))?.keys ?? []) {
        if (required !== true) continue;
        for (const proof of [provenWith(configured(action, key)), provenWith(configured(action, key, ''))]) {
          expect(about(key, proof, 'refuted').length, `${action.name} ${key}`).toBe(1);
          const finding = proof.findings.find(({ problem }) => problem.includes(key));
          expect(finding?.id).toBe('action-configuration');
          expect(finding?.severity).toBe('error');
          expect(finding?.problem).toContain(action.name);
        }
      }
    }
  });

  test('hands CloudFormation no role: every mode that makes or deletes something is refuted', () => {
    expect(about('RoleArn', provenWith(named('Prepare', { RoleArn: undefined })), 'refuted')).toHaveLength(1);
    expect(about('RoleArn', provenWith(named('Delete', { RoleArn: undefined })), 'refuted')).toHaveLength(1);
    expect(about('RoleArn', provenWith(named('Execute', { RoleArn: undefined })), 'refuted')).toEqual([]);
  });

  test('has none left: each is refuted', () => {
    const { obligations } = provenWith({ ...named('Prepare'), configuration: {} });
    const refuted = obligations.flatMap(({ verdict }) => (verdict.kind === 'refuted' ? [verdict.why] : []));
    expect(refuted).toEqual([
      'the action has no configuration key ActionMode, and Deploy/AWS/CloudFormation/1 cannot do without',
      'the action has no configuration key StackName, and Deploy/AWS/CloudFormation/1 cannot do without',
    ]);
  });

  test('of many actions is one finding for one key', () => {
    const [declared] = everything.landscape.pipelines as [LandscapePipeline];
    const stages = declared.pipeline.stages.map((stage) => ({
      ...stage,
      actions: stage.actions.map((action) => configured(action, 'StackName')),
    }));
    const pipeline = { ...declared.pipeline, stages };
    const proof = prove({ ...everything.landscape, pipelines: [{ ...declared, pipeline }] }, everything.input);
    const findings = proof.findings.filter(({ id }) => id === 'action-configuration');
    expect(findings).toHaveLength(1);
    expect(findings[0]?.explains).toHaveLength(4);
  });
});

describe('an action with an odd value in its configuration', () => {
  test('is unproven where the key knows its values', () => {
    for (const action of actions()) {
      for (const { key, values } of catalogueEntry(actionTypeKey(action.actionTypeId))?.keys ?? []) {
        if (values === undefined) continue;
        for (const odd of ['CHANGE_SET_REPLACEX', '#{variables.x}', '{{unresolved Every.Value}}']) {
          const proof = provenWith(configured(action, key, odd));
          expect(about(key, proof, 'unproven').length, `${action.name} ${key}`).toBe(1);
        }
      }
    }
  });

  test('is unproven where the value has to be an ARN and is none', () => {
    for (const action of actions()) {
      for (const { key, form } of catalogueEntry(actionTypeKey(action.actionTypeId))?.keys ?? []) {
        if (form !== 'ARN') continue;
        const proof = provenWith(configured(action, key, 'deployer'));
        expect(about(key, proof, 'unproven').length, `${action.name} ${key}`).toBe(1);
      }
    }
  });

  test('has variables that are no list: which secrets they are is not known', () => {
    for (const odd of ['TOKEN=secret', '{"name":"TOKEN"}', '{{unresolved Every.Variables}}']) {
      const proof = provenWith(named('Build', { EnvironmentVariables: odd }));
      expect(about('EnvironmentVariables', proof, 'unproven')).toHaveLength(1);
    }
  });

  test('deploys instances into accounts that no one can read from it: unproven', () => {
    const proof = provenWith(named('StackSet', { DeploymentTargets: 'App::accounts.json' }));
    expect(about('DeploymentTargets', proof, 'unproven')).toHaveLength(1);
  });
});

describe('the catalogue', () => {
  test('lists every key that its needs follow from', () => {
    const missing = CATALOGUE.flatMap(({ type, needs, keys = [] }: CatalogueEntry) => {
      const listed = new Set(keys.map(({ key }) => key));
      const used = needs.flatMap(({ on, when = [], context = {} }) => [
        ...[on, ...Object.entries(context).flat()].flatMap((text) =>
          [...text.matchAll(/\{([A-Z]\w*)/g)].map(([, key = '']) => key),
        ),
        ...[when].flat().map(({ key }) => key),
      ]);
      return used.filter((key) => !listed.has(key)).map((key) => `${type} ${key}`);
    });
    expect(missing).toEqual([]);
  });

  test('knows every value that one of its conditions names', () => {
    const unknown = CATALOGUE.flatMap(({ type, needs, keys = [] }: CatalogueEntry) =>
      needs.flatMap(({ when = [] }) =>
        [when].flat().flatMap(({ key, is = [] }) => {
          const values = keys.find((each) => each.key === key)?.values;
          return is
            .filter((value) => value !== '' && values?.includes(value) !== true)
            .map((value) => `${type} ${key} ${value}`);
        }),
      ),
    );
    expect(unknown).toEqual([]);
  });
});

describe('what only the execution tells', () => {
  test('is no made-up name: a policy for such a name alone proves nothing', () => {
    expect(resourcesOf(named('Prepare'), 'CreateChangeSet')[0]).toMatch(/:stack\/Services\/<.*>$/);
    expect(resourcesOf(named('Ec2'), 'ssm:SendCommand')[0]).toMatch(/:instance\/<.*>$/);
    expect(resourcesOf(named('Ecs'), 'ecs:TagResource')[0]).toMatch(/:task-definition\/<.*>$/);
    expect(resourcesOf(named('Machine'), 'DescribeExecution')[0]).toMatch(/:delivery<.*>$/);
    expect(resourcesOf(named('Build'), 'PutLogEvents')[0]).toMatch(/:log-stream:<.*>$/);
    expect(resourcesOf(named('Build'), 's3:PutObject')[0]).toMatch(/\/Built\/<.*>$/);
    expect(resourcesOf(named('Commands'), 'PutLogEvents')[0]).toMatch(/:log-stream:<.*>$/);
  });

  test('is not the name of a file in a bucket where the action says it', () => {
    const object = (changes: Readonly<Record<string, string | undefined>>): string | undefined =>
      resourcesOf(named('Files', changes), 's3:PutObject')[0]?.replace(/^[^<]*<[^>]*>\//, '');
    expect(object({})).toMatch(/^<[^>]*>$/);
    expect(object({ ObjectKey: 'site' })).toMatch(/^site\/<[^>]*>$/);
    expect(object({ ObjectKey: 'site/' })).toMatch(/^site\/<[^>]*>$/);
    expect(object({ Extract: 'false', ObjectKey: 'releases/app.zip' })).toBe('releases/app.zip');
    expect(object({ Extract: 'false', ObjectKey: 'releases/#{variables.x}.zip' })).toMatch(/^releases\/<.*>\.zip$/);
  });

  test('nobody can put an archive without its key', () => {
    expect(about('ObjectKey', provenWith(named('Files', { Extract: 'false' })), 'refuted')).toHaveLength(1);
  });
});
