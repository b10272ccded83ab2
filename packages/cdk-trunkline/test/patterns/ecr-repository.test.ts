// The repository: what an image's tag says stays true, what nobody needs goes, and only who is named gets in.
import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { describe, expect, test } from 'vitest';
import { EcrRepository, type EcrRepositoryProps } from '../../src';
import { stackIn } from './stacks';

function templateWith(props: EcrRepositoryProps = {}) {
  const stack = stackIn();
  new EcrRepository(stack, 'Images', props);
  return stack.template();
}

/** The lifecycle rules, as ECR reads them. */
function lifecycleOf(props: EcrRepositoryProps): { selection: object }[] {
  const [repository] = Object.values(templateWith(props).findResources('AWS::ECR::Repository'));
  const { LifecyclePolicyText: text } = repository?.['Properties'].LifecyclePolicy as { LifecyclePolicyText: string };
  return (JSON.parse(text) as { rules: { selection: object }[] }).rules;
}

describe('by default', () => {
  test('it scans what is pushed, and its tags do not move', () => {
    templateWith().hasResourceProperties('AWS::ECR::Repository', {
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'IMMUTABLE',
      RepositoryPolicyText: Match.absent(),
    });
  });

  test('it stays when its stack goes', () => {
    templateWith().hasResource('AWS::ECR::Repository', { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' });
  });

  test('only images without a tag expire', () => {
    expect(lifecycleOf({}).map(({ selection }) => selection)).toEqual([
      { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 14, countUnit: 'days' },
    ]);
  });

  test('its outputs are named after where it stands', () => {
    expect(Object.keys(templateWith().findOutputs('*'))).toEqual(['ImagesRepositoryName', 'ImagesRepositoryUri']);
  });
});

test('it keeps as many images as it is told', () => {
  const rules = lifecycleOf({ maxImageCount: 20, untaggedExpiration: Duration.days(1) });
  expect(rules.map(({ selection }) => selection)).toEqual([
    { tagStatus: 'untagged', countType: 'sinceImagePushed', countNumber: 1, countUnit: 'days' },
    { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 20 },
  ]);
});

test('who may pull cannot push', () => {
  const template = templateWith({ pullAccounts: ['444455556666'], pushAccounts: ['777788889999'] });
  const root = (account: string) => ({
    AWS: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:iam::${account}:root`]] },
  });
  const [repository] = Object.values(template.findResources('AWS::ECR::Repository'));
  const statements = repository?.['Properties'].RepositoryPolicyText.Statement as Record<string, unknown>[];
  const actionsOf = (account: string) =>
    statements
      .filter(({ Principal: who }) => JSON.stringify(who) === JSON.stringify(root(account)))
      .flatMap((s) => s['Action']);
  expect(actionsOf('444455556666').sort()).toEqual([
    'ecr:BatchCheckLayerAvailability',
    'ecr:BatchGetImage',
    'ecr:GetDownloadUrlForLayer',
  ]);
  expect(actionsOf('777788889999')).toContain('ecr:PutImage');
});

test('an organization pulls by a condition', () => {
  templateWith({ pullOrganizationId: 'o-a1b2c3d4e5' }).hasResourceProperties('AWS::ECR::Repository', {
    RepositoryPolicyText: {
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: '*' },
          Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
          Action: Match.arrayWith(['ecr:BatchGetImage']),
        },
      ],
    },
  });
});

test('it is emptied where it goes with its stack, as it could not go otherwise', () => {
  templateWith({ removalPolicy: RemovalPolicy.DESTROY }).hasResource('AWS::ECR::Repository', {
    DeletionPolicy: 'Delete',
    Properties: Match.objectLike({ EmptyOnDelete: true }),
  });
});

test('it takes a key', () => {
  const stack = stackIn();
  new EcrRepository(stack, 'Images', { encryptionKey: new Key(stack, 'Key') });
  stack.template().hasResourceProperties('AWS::ECR::Repository', {
    EncryptionConfiguration: { EncryptionType: 'KMS', KmsKey: Match.anyValue() },
  });
});

test('it tells every mistake at once', () => {
  const make = () =>
    templateWith({ pullAccounts: ['4444'], pushAccounts: ['shop'], pullOrganizationId: 'ours', maxImageCount: 0 });
  expect(make).toThrow(
    [
      'EcrRepository Test/Images:',
      '  pullAccounts: "4444" is not 12 digits.',
      '  pushAccounts: "shop" is not 12 digits.',
      '  pullOrganizationId "ours" is none; they look like "o-a1b2c3d4e5".',
      '  maxImageCount 0 is not a whole number above 0.',
      'Change them, then run `npx cdk synth` again.',
    ].join('\n'),
  );
});
