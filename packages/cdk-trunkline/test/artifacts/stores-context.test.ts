// The context `artifact_stores` of a platform team's app: what it makes, and every mistake in it at once.
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ArtifactStoreStack } from '../../src/artifacts/artifact-store-stack';

const STORES = {
  account: '111122223333',
  regions: ['eu-central-1', 'us-east-1'],
  organization_id: 'o-a1b2c3d4e5',
};

function forContext(artifact_stores: unknown): ArtifactStoreStack[] {
  const context = artifact_stores === undefined ? {} : { artifact_stores };
  return ArtifactStoreStack.forContext(
    new App({ context, builtinCloudFormationValidation: false, analyticsReporting: false }),
  );
}

function messageOf(artifact_stores: unknown): string[] {
  try {
    forContext(artifact_stores);
  } catch (error) {
    expect((error as Error).name).toBe('ArtifactStoreError');
    return (error as Error).message.split('\n');
  }
  throw new Error('nothing was refused');
}

describe('a store for each region', () => {
  test('under the names by which pipelines look for them, in the order of the regions', () => {
    expect(forContext(STORES).map(({ stackName, account, region }) => [stackName, account, region])).toEqual([
      ['trunkline-artifacts-eu-central-1', '111122223333', 'eu-central-1'],
      ['trunkline-artifacts-us-east-1', '111122223333', 'us-east-1'],
    ]);
    const [named] = forContext({ ...STORES, qualifier: 'web' });
    expect([named?.stackName, named?.bucketName]).toEqual([
      'trunkline-artifacts-web-eu-central-1',
      'trunkline-artifacts-web-111122223333-eu-central-1',
    ]);
  });

  test('open to the organization, to its units, or to accounts', () => {
    const { account, regions } = STORES;
    const text = (stores: unknown): string =>
      JSON.stringify(Template.fromStack(forContext(stores)[0] as ArtifactStoreStack).toJSON());
    expect(text(STORES)).toContain('"aws:PrincipalOrgID":"o-a1b2c3d4e5"');
    const path = 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*';
    expect(text({ account, regions, organization_paths: [path] })).toContain(`"aws:PrincipalOrgPaths":["${path}"]`);
    expect(text({ account, regions, stage_accounts: ['222233334444'] })).toContain('arn:aws:iam::222233334444:root');
  });
});

describe('mistakes', () => {
  test('no context, and one that is no object', () => {
    expect(messageOf(undefined)).toEqual([
      'The artifact stores (context "artifact_stores" of cdk.json) have a mistake:',
      '  $.artifact_stores: is missing; it holds account, regions and organization_id.',
      'Correct it, then run `npx cdk synth` again.',
    ]);
    expect(messageOf(['eu-central-1'])[1]).toBe(
      '  $.artifact_stores: has to be an object with account, regions and organization_id, but is a list.',
    );
  });

  test('all of them, each with its JSON path', () => {
    const message = messageOf({
      account: 111122223333,
      regions: ['eu-central-1', 'eu-nowhere-1', 'eu-central-1'],
      organization_id: 'acme',
      organization_paths: ['o-a1b2c3d4e5', 'o-a1b2c3d4e5/*', 'o-b1b2c3d4e5/*'],
      stage_accounts: ['22223333444'],
      qualifer: 'web',
      owner: 'acme',
    });
    expect(message[0]).toBe('The artifact stores (context "artifact_stores" of cdk.json) have 10 mistakes:');
    const places = message.slice(1, -1).map((line) => line.trim().split(': ')[0]);
    expect(places.sort()).toEqual([
      '$.artifact_stores.account',
      '$.artifact_stores.organization_id',
      '$.artifact_stores.organization_paths[0]',
      '$.artifact_stores.organization_paths[2]',
      '$.artifact_stores.owner',
      '$.artifact_stores.qualifer',
      '$.artifact_stores.regions[1]',
      '$.artifact_stores.regions[2]',
      '$.artifact_stores.stage_accounts',
      '$.artifact_stores.stage_accounts[0]',
    ]);
    expect(message.join('\n')).toMatch(/\.qualifer: .*did you mean "qualifier"\?/);
    expect(message.join('\n')).toMatch(/\.owner: is no key that the stores have; these are account, regions, /);
  });

  test('what is missing', () => {
    expect(messageOf({}).slice(1, -1)).toEqual([
      '  $.artifact_stores.account: is missing; give the number of the toolchain account, 12 digits in quotes.',
      '  $.artifact_stores.regions: is missing; list every region that pipelines deliver to, the one they live in first.',
    ]);
  });

  test('units of two organizations, and accounts beside an organization', () => {
    const { account, regions } = STORES;
    const organization_paths = ['o-a1b2c3d4e5/*', 'o-b1b2c3d4e5/*'];
    expect(messageOf({ account, regions, organization_paths, stage_accounts: ['222233334444'] }).slice(1, -1)).toEqual([
      '  $.artifact_stores.stage_accounts: would not count beside an organization; leave one of the two out.',
      '  $.artifact_stores.organization_paths[1]: is of organization o-b1b2c3d4e5, not of o-a1b2c3d4e5; give each a store of its own.',
    ]);
  });
});
