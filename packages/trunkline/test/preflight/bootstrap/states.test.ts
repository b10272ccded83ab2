// How environments are bootstrapped: read live, declared, or assumed, and said in words.
import { describe, expect, test } from 'vitest';
import { bootstrapSchema, type BootstrapDeclarations } from '../../../src/preflight/bootstrap/declaration.js';
import { KNOWN_BOOTSTRAP_VERSION } from '../../../src/preflight/bootstrap/template.js';
import type { BootstrapState } from '../../../src/preflight/landscape/landscape.js';
import { readLandscape, type LandscapeOptions } from '../../../src/preflight/landscape/read-landscape.js';
import { assembly, HOME, MEMBER, REGION, role, stack } from '../landscape/assemblies.js';

const PROD = '333333333333';
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';
const DEPLOY = { Category: 'Deploy', Owner: 'AWS', Provider: 'CloudFormation', Version: '1' };

/** A pipeline that deploys to the member account, and stacks in three accounts. */
const APP = assembly(
  stack('Delivery', {
    bootstrap: { qualifier: 'hnb659fds', requiredVersion: 6 },
    Resources: {
      Role: role(),
      Pipeline: {
        Type: 'AWS::CodePipeline::Pipeline',
        Properties: {
          Name: 'delivery',
          RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
          ArtifactStore: { Location: 'store' },
          Stages: [
            {
              Name: 'Source',
              Actions: [
                {
                  Name: 'Repo',
                  ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'S3', Version: '1' },
                  Configuration: { S3Bucket: 'b', S3ObjectKey: 'k' },
                  OutputArtifacts: [{ Name: 'App' }],
                },
              ],
            },
            {
              Name: 'Dev',
              Actions: [
                {
                  Name: 'Deploy',
                  ActionTypeId: DEPLOY,
                  Configuration: {
                    ActionMode: 'CREATE_UPDATE',
                    StackName: 'Main',
                    TemplatePath: 'App::Main.template.json',
                  },
                  InputArtifacts: [{ Name: 'App' }],
                  RoleArn: {
                    'Fn::Sub': `arn:\${AWS::Partition}:iam::${MEMBER}:role/cdk-hnb659fds-deploy-role-${MEMBER}-${REGION}`,
                  },
                },
                // In the pipeline's own account nobody else has to be trusted.
                {
                  Name: 'Own',
                  ActionTypeId: DEPLOY,
                  Configuration: {
                    ActionMode: 'CREATE_UPDATE',
                    StackName: 'Main',
                    TemplatePath: 'App::Main.template.json',
                  },
                  InputArtifacts: [{ Name: 'App' }],
                  RoleArn: {
                    'Fn::Sub': `arn:\${AWS::Partition}:iam::${HOME}:role/cdk-hnb659fds-deploy-role-${HOME}-${REGION}`,
                  },
                },
              ],
            },
          ],
        },
      },
    },
  }),
  stack('Main', {
    environment: { account: MEMBER, region: REGION },
    bootstrap: { qualifier: 'hnb659fds', requiredVersion: 6 },
  }),
  stack('Elsewhere', {
    environment: { account: PROD, region: 'us-east-1' },
    bootstrap: { qualifier: 'other', requiredVersion: 6 },
  }),
  // A stack that asks for no bootstrapping says nothing about it.
  stack('Support', { environment: { account: PROD, region: 'eu-west-1' }, bootstrap: {} }),
);

const read = (bootstrap?: BootstrapDeclarations, options: LandscapeOptions = {}): ReturnType<typeof readLandscape> =>
  readLandscape(APP, {
    ...options,
    ...(bootstrap === undefined ? {} : { bootstrap: bootstrapSchema.parse(bootstrap) }),
  });

const stateOf = (landscape: ReturnType<typeof readLandscape>, account: string): BootstrapState | undefined =>
  landscape.bootstraps.find(({ environment }) => environment.account === account);

describe('where nothing is declared', () => {
  const landscape = read();

  test('every environment that a stack needs bootstrapped is assumed to be, and to trust the pipelines that deploy there', () => {
    const assumed = { how: 'assumed', exists: true, version: KNOWN_BOOTSTRAP_VERSION, kmsKey: 'AWS_MANAGED_KEY' };
    expect(landscape.bootstraps).toMatchObject([
      { ...assumed, environment: { account: HOME, region: REGION }, trust: [], executionPolicies: [ADMINISTRATOR] },
      { ...assumed, environment: { account: MEMBER, region: REGION }, trust: [HOME], trustForLookup: [HOME] },
      { ...assumed, environment: { account: PROD, region: 'us-east-1' }, qualifier: 'other', trust: [] },
    ]);
  });

  test('an app that is newer than the template known here has the version that it asks for', () => {
    const newer = KNOWN_BOOTSTRAP_VERSION + 2;
    const needs = (requiredVersion: number) => ({ bootstrap: { qualifier: 'hnb659fds', requiredVersion } });
    const { bootstraps } = readLandscape(
      assembly(
        stack('One', needs(newer)),
        stack('Two', needs(6)),
        stack('Far', { ...needs(6), environment: { account: MEMBER, region: REGION } }),
      ),
    );
    expect(bootstraps.map(({ version }) => version)).toEqual([newer, KNOWN_BOOTSTRAP_VERSION]);
  });

  test('the assumption is said, once for all environments of which it holds', () => {
    expect(landscape.assumptions).toEqual([
      'Assumed: bootstrapped with version 33, qualifier hnb659fds, trust in no other account, AdministratorAccess for CloudFormation: 111111111111/eu-central-1.',
      'Assumed: bootstrapped with version 33, qualifier hnb659fds, trust in 111111111111, AdministratorAccess for CloudFormation: 222222222222/eu-central-1.',
      'Assumed: bootstrapped with version 33, qualifier other, trust in no other account, AdministratorAccess for CloudFormation: 333333333333/us-east-1.',
    ]);
  });

  test('the roles, the bucket, the repository and the version of each are there', () => {
    const names = ['deploy', 'cfn-exec', 'file-publishing', 'image-publishing', 'lookup'];
    for (const name of names) {
      const found = landscape.role(`arn:aws:iam::${MEMBER}:role/cdk-hnb659fds-${name}-role-${MEMBER}-${REGION}`);
      expect(found?.origin, name).toMatchObject({ kind: 'bootstrap', stackName: 'CDKToolkit' });
      expect(found?.origin).not.toHaveProperty('templateFile');
    }
    expect(landscape.bucket(`cdk-hnb659fds-assets-${MEMBER}-${REGION}`)?.kmsKey).toBe('alias/aws/s3');
    const repository = `arn:aws:ecr:${REGION}:${MEMBER}:repository/cdk-hnb659fds-container-assets-${MEMBER}-${REGION}`;
    expect(landscape.resource(repository)?.policy).toBeDefined();
    expect(landscape.role(`arn:aws:iam::${PROD}:role/cdk-other-deploy-role-${PROD}-us-east-1`)).toBeDefined();
    expect(landscape.role(`arn:aws:iam::${PROD}:role/cdk-hnb659fds-deploy-role-${PROD}-us-east-1`)).toBeUndefined();
  });

  test('a name leads to the state that it belongs to', () => {
    const member = stateOf(landscape, MEMBER);
    expect(landscape.bootstrapOf(`arn:aws:iam::${MEMBER}:role/cdk-hnb659fds-deploy-role-${MEMBER}-${REGION}`)).toBe(
      member,
    );
    expect(landscape.bootstrapOf(`cdk-hnb659fds-assets-${MEMBER}-${REGION}`)).toBe(member);
    expect(landscape.bootstrapOf(`cdk-hnb659fds-container-assets-${MEMBER}-${REGION}`)).toBe(member);
    expect(landscape.bootstrapOf(`cdk-wrong-deploy-role-${MEMBER}-${REGION}`)).toBeUndefined();
    expect(landscape.bootstrapOf('my-own-role')).toBeUndefined();
  });
});

describe('what is declared', () => {
  test("goes before what is assumed, and an environment's own keys before those of default", () => {
    const landscape = read({
      default: { version: 30, trust: [PROD] },
      [`aws://${MEMBER}/${REGION}`]: { trust: [], permissions_boundary: 'boundary', kms_key_id: 'abc' },
    });
    expect(stateOf(landscape, PROD)).toMatchObject({ how: 'declared', version: 30, trust: [PROD] });
    expect(stateOf(landscape, MEMBER)).toMatchObject({
      version: 30,
      trust: [],
      trustForLookup: [],
      kmsKey: 'abc',
      customPermissionsBoundary: 'boundary',
    });
    expect(landscape.assumptions).toContain(
      'Declared (trust_for_lookup, cloudformation_execution_policies assumed): bootstrapped with version 30, ' +
        'qualifier hnb659fds, trust in no other account, AdministratorAccess for CloudFormation, the key abc, the ' +
        'permissions boundary boundary: 222222222222/eu-central-1.',
    );
    expect(landscape.assumptions.at(-1)).toBe(
      'The bootstrap roles of version 30 are taken to be those of version 33, the only template that is known here.',
    );
  });

  test('makes the roles what they are', () => {
    const execution = `arn:aws:iam::${MEMBER}:role/cdk-hnb659fds-cfn-exec-role-${MEMBER}-${REGION}`;
    const assumed = read().role(execution);
    expect(assumed?.identity.map(({ name }) => name)).toEqual([ADMINISTRATOR]);
    expect(assumed?.boundary).toBeUndefined();
    const declared = read({
      default: { cloudformation_execution_policies: [], permissions_boundary: 'limits', trust: [HOME] },
    }).role(execution);
    expect(declared?.identity).toEqual([]);
    expect(declared?.boundary?.name).toBe(`arn:aws:iam::${MEMBER}:policy/limits`);
  });

  test('a version of its own is what the stacks of the environment read', () => {
    const { resources } = read({ default: { version: 21 } });
    const versions = resources
      .filter(({ type }) => type === 'AWS::SSM::Parameter')
      .map(({ properties }) => properties.Value);
    expect(new Set(versions)).toEqual(new Set(['21']));
  });

  test('a key of its own encrypts the assets', () => {
    const landscape = read({ default: { kms_key_id: '' } });
    const bucket = landscape.bucket(`cdk-hnb659fds-assets-${MEMBER}-${REGION}`);
    const key = landscape.key(bucket?.kmsKey ?? '', { account: MEMBER, region: REGION });
    expect(key).toMatchObject({ aliases: ['alias/cdk-hnb659fds-assets-key'], origin: { kind: 'bootstrap' } });
  });

  test('another qualifier makes other roles, in place of those that the stacks use', () => {
    const landscape = read({ [`aws://${MEMBER}/${REGION}`]: { qualifier: 'mine' } });
    expect(landscape.role(`arn:aws:iam::${MEMBER}:role/cdk-mine-deploy-role-${MEMBER}-${REGION}`)).toBeDefined();
    expect(landscape.role(`arn:aws:iam::${MEMBER}:role/cdk-hnb659fds-deploy-role-${MEMBER}-${REGION}`)).toBeUndefined();
  });

  test('an environment that was never bootstrapped has no roles, and is said to be so', () => {
    const landscape = read({ [`aws://${MEMBER}/${REGION}`]: false });
    expect(stateOf(landscape, MEMBER)).toMatchObject({ how: 'declared', exists: false });
    expect(landscape.roles.filter(({ account }) => account === MEMBER)).toEqual([]);
    expect(landscape.assumptions).toContain(
      'Declared: not bootstrapped with qualifier hnb659fds: 222222222222/eu-central-1.',
    );
    expect(read({ default: false }).roles.filter(({ origin }) => origin.kind === 'bootstrap')).toEqual([]);
  });

  test('an environment of no stack is there too', () => {
    const landscape = read({ 'aws://444444444444/eu-west-1': { trust: [HOME] } });
    expect(
      landscape.role('arn:aws:iam::444444444444:role/cdk-hnb659fds-deploy-role-444444444444-eu-west-1'),
    ).toBeDefined();
  });

  test.each([
    ['a key that is no environment', { 'member/eu': {} }],
    ['an account that is none', { default: { trust: ['1234'] } }],
    ['a misspelt key', { default: { trusted: [] } }],
    ['a qualifier that is too long', { default: { qualifier: 'elevenchars' } }],
  ])('is refused: %s', (_, declared) => {
    expect(bootstrapSchema.safeParse(declared).success).toBe(false);
  });
});

test('what was read live goes before both', () => {
  const [assumed] = read().bootstraps.filter(({ environment }) => environment.account === MEMBER);
  if (assumed === undefined) throw new Error('There is no state.');
  const live: BootstrapState = { ...assumed, how: 'live', trust: [PROD], version: 20 };
  const landscape = read({ default: { trust: [HOME] } }, { live: { bootstraps: [live] } });
  expect(stateOf(landscape, MEMBER)).toBe(live);
  expect(stateOf(landscape, PROD)?.how).toBe('declared');
});
