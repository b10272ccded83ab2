// How an artifact store is kept, and what of it is refused, with the remedy.
import { App, CfnResource, DefaultStackSynthesizer, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, test } from 'vitest';
import { ArtifactStoreParametersStack } from '../../src/artifacts/artifact-store-parameters-stack';
import { ArtifactStoreStack } from '../../src/artifacts/artifact-store-stack';
import type { ArtifactStoreStackProps } from '../../src/artifacts/artifact-store-stack-props';
import { messageOf } from './refused';

const ENV = { account: '111111111111', region: 'eu-central-1' };

function storeStack(props: Partial<ArtifactStoreStackProps> = {}): ArtifactStoreStack {
  const app = new App({ builtinCloudFormationValidation: false, analyticsReporting: false });
  return new ArtifactStoreStack(app, 'Store', { env: ENV, ...props });
}

function store(props: Partial<ArtifactStoreStackProps> = {}): Template {
  return Template.fromStack(storeStack(props));
}

function deletionPolicies(template: Template): Record<string, string> {
  const { Resources } = template.toJSON() as { Resources: Record<string, { Type: string; DeletionPolicy?: string }> };
  return Object.fromEntries(
    Object.values(Resources).map(({ Type, DeletionPolicy }) => [Type, DeletionPolicy ?? 'unset']),
  );
}

describe('a store', () => {
  test('outlives its stack with all that pipelines and stages need, and is protected', () => {
    expect(deletionPolicies(store())).toEqual({
      // A first deployment that fails leaves nothing, whose names would be taken for every further one.
      'AWS::KMS::Key': 'RetainExceptOnCreate',
      'AWS::KMS::Alias': 'RetainExceptOnCreate',
      'AWS::S3::Bucket': 'RetainExceptOnCreate',
      'AWS::S3::BucketPolicy': 'RetainExceptOnCreate',
    });
    const { Resources } = store().toJSON() as { Resources: Record<string, { UpdateReplacePolicy?: string }> };
    expect(new Set(Object.values(Resources).map((each) => each.UpdateReplacePolicy))).toEqual(new Set(['Retain']));
    expect(storeStack().terminationProtection).toBe(true);
  });

  test('stays protected where that is given as undefined, as a project does that passes its options on', () => {
    const options = { terminationProtection: undefined } as unknown as ArtifactStoreStackProps;
    const stack = storeStack(options);
    expect(stack.terminationProtection).toBe(true);
    const parameters = new ArtifactStoreParametersStack(stack.node.root as App, 'Parameters', {
      env: ENV,
      stores: [stack],
      ...options,
    });
    expect(parameters.terminationProtection).toBe(true);
  });

  test('goes with its stack where it is told to: bucket, key, alias and, by a function of CDK, the artifacts', () => {
    const props = { removalPolicy: RemovalPolicy.DESTROY, terminationProtection: false };
    expect(new Set(Object.values(deletionPolicies(store(props))))).toEqual(new Set(['Delete']));
    store(props).resourceCountIs('Custom::S3AutoDeleteObjects', 0);
    const emptied = store({ ...props, autoDeleteObjects: true });
    emptied.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
    expect(storeStack(props).terminationProtection).toBe(false);
  });

  test('keeps old versions where it is told to, no longer than artifacts', () => {
    store().hasResourceProperties('AWS::S3::Bucket', { VersioningConfiguration: Match.absent() });
    const template = store({ versioned: true, expiration: Duration.days(7) });
    template.hasResourceProperties('AWS::S3::Bucket', {
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          Match.objectLike({ ExpirationInDays: 7, NoncurrentVersionExpiration: { NoncurrentDays: 7 } }),
          Match.objectLike({ ExpiredObjectDeleteMarker: true, Status: 'Enabled' }),
        ],
      },
    });
  });

  test('has no key where no other account reads it', () => {
    const template = store({ kms: false, stageAccounts: ['111111111111'] });
    template.resourceCountIs('AWS::KMS::Key', 0);
    template.resourceCountIs('AWS::KMS::Alias', 0);
    template.hasResourceProperties('AWS::S3::Bucket', {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
    expect(Object.keys(template.findOutputs('*'))).toEqual(['BucketName', 'BucketArn']);
    expect(storeStack({ kms: false }).key).toBeUndefined();
  });

  test('says where it is, in outputs whose ids never change and are exported to nobody', () => {
    expect(store().findOutputs('*')).toEqual({
      BucketName: { Value: { Ref: 'Bucket83908E77' } },
      BucketArn: { Value: { 'Fn::GetAtt': ['Bucket83908E77', 'Arn'] } },
      KeyArn: { Value: { 'Fn::GetAtt': ['Key961B73FD', 'Arn'] } },
    });
    const { bucketName, qualifier } = storeStack({ qualifier: 'web' });
    expect([bucketName, qualifier]).toEqual(['trunkline-artifacts-web-111111111111-eu-central-1', 'web']);
  });
});

describe('the bootstrap stacks that a store is deployed with', () => {
  /** The role that deploys the stack, and the deploy roles that its bucket policy names. */
  function roles(stack: ArtifactStoreStack): (string | undefined)[] {
    const { assumeRoleArn } = (stack.node.root as App).synth().getStackArtifact(stack.artifactId);
    const named = JSON.stringify(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'));
    return [assumeRoleArn, ...named.matchAll(/cdk-[\w-]+-deploy-role-[\d*][\w-]*/g)].map(
      (each) => /cdk-.*/.exec(String(each))?.[0],
    );
  }

  test.each([
    ['its properties', { bootstrapQualifier: 'teamb' }],
    ['its synthesizer', { synthesizer: new DefaultStackSynthesizer({ qualifier: 'teamb' }) }],
    ['both', { bootstrapQualifier: 'teamb', synthesizer: new DefaultStackSynthesizer({ qualifier: 'teamb' }) }],
  ])('are those of %s, and its policies name the very role that deploys it', (_, props) => {
    expect(roles(storeStack(props))).toEqual([
      // With a placeholder for the partition before it.
      'cdk-teamb-deploy-role-111111111111-eu-central-1',
      'cdk-teamb-deploy-role-111111111111-eu-central-1',
    ]);
  });

  test('are those of the context, or else the default ones', () => {
    const inContext = new App({
      context: { '@aws-cdk/core:bootstrapQualifier': 'teamb' },
      builtinCloudFormationValidation: false,
      analyticsReporting: false,
    });
    expect(new Set(roles(new ArtifactStoreStack(inContext, 'Store', { env: ENV })))).toEqual(
      new Set(['cdk-teamb-deploy-role-111111111111-eu-central-1']),
    );
    expect(new Set(roles(storeStack()))).toEqual(new Set(['cdk-hnb659fds-deploy-role-111111111111-eu-central-1']));
  });

  test('cannot be two', () => {
    const synthesizer = new DefaultStackSynthesizer({ qualifier: 'other' });
    expect(messageOf(() => storeStack({ bootstrapQualifier: 'teamb', synthesizer })).split('\n')[1]).toBe(
      '  the synthesizer has the bootstrap qualifier "other", and bootstrapQualifier is "teamb". Give one of the two.',
    );
  });
});

describe('refused', () => {
  test('everything that is wrong with a store, in one error', () => {
    const message = messageOf(() =>
      storeStack({
        qualifier: 'Not-One',
        stageAccounts: ['22222222222'],
        organizationId: 'acme',
        organizationPaths: ['o-a1b2c3d4e5/r-ab12/ou-ab12-11111111', 'o-b1b2c3d4e5/*'],
        autoDeleteObjects: true,
        expiration: Duration.hours(12),
      }),
    );
    expect(message.split('\n')).toEqual([
      'ArtifactStoreStack Store:',
      '  qualifier "Not-One" is not 1 to 10 lower-case letters and digits.',
      '  stage account "22222222222" is not 12 digits.',
      '  organization "acme" is no id of one, like "o-a1b2c3d4e5".',
      '  organization path "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111" is none; it looks like "o-a1b2c3d4e5/r-ab12/' +
        'ou-ab12-11111111/*", and ends in a slash, or in an asterisk to cover what lies below.',
      '  it is open to one organization, and acme, o-b1b2c3d4e5 are several. Give each a store of its own.',
      '  expiration is 0.5 days, and has to be whole days: at least Duration.days(1).',
      '  autoDeleteObjects goes with removalPolicy RemovalPolicy.DESTROY alone. Set that too, or neither.',
      'Change them, then run `npx cdk synth` again.',
    ]);
  });

  test.each([Duration.hours(36), Duration.days(0)])('an expiration that is not in whole days: %s', (expiration) => {
    expect(messageOf(() => storeStack({ expiration }))).toContain('has to be whole days: at least Duration.days(1).');
    expect(() => storeStack({ expiration: Duration.hours(48) })).not.toThrow();
  });

  test('an environment that is not known', () => {
    expect(messageOf(() => new ArtifactStoreStack(new App(), 'Store', {}))).toMatch(
      /"env" names no account and region/,
    );
  });

  test.each([
    [{ organizationId: 'o-a1b2c3d4e5' }, 'o-a1b2c3d4e5'],
    [{ organizationPaths: ['o-a1b2c3d4e5/*'] }, 'o-a1b2c3d4e5/*'],
    [{ stageAccounts: ['111111111111', '222222222222'] }, 'account 222222222222'],
  ])('no key, but readers of other accounts: %j', (readers, who) => {
    expect(messageOf(() => storeStack({ kms: false, ...readers }))).toContain(
      `without a key of its own (kms: false) no other account can read it, but it is open to ${who}. Leave \`kms\` out`,
    );
  });

  test('more accounts than the policies have room for, with the organization as the remedy', () => {
    const accounts = (count: number): string[] =>
      Array.from({ length: count }, (_, index) => String(200_000_000_000 + index));
    // The bytes of the whole bucket policy, which S3 limits to 20 KB, decide, and not a number of accounts.
    let [fits, tooMany] = [1, 2000];
    while (tooMany - fits > 1) {
      const middle = Math.floor((fits + tooMany) / 2);
      try {
        storeStack({ stageAccounts: accounts(middle) });
        fits = middle;
      } catch {
        tooMany = middle;
      }
    }
    const bytes = bucketPolicyBytes(storeStack({ stageAccounts: accounts(fits) }));
    expect(bytes).toBeLessThanOrEqual(20_480);
    expect(bytes).toBeGreaterThan(20_480 - 40);
    expect(messageOf(() => storeStack({ stageAccounts: accounts(tooMany) }))).toMatch(
      /its bucket policy lists \d+ stage accounts and has \d{5} bytes, but S3 takes 20480\. Give the organization instead of its accounts: "organization_id"/,
    );
    expect(messageOf(() => storeStack({ stageAccounts: accounts(1900) }))).toMatch(
      /bucket policy lists 1900 [^]*key policy lists 1900 stage accounts and has \d{5} bytes, but KMS takes 32768/,
    );
    expect(() => storeStack({ stageAccounts: accounts(1900), organizationId: 'o-a1b2c3d4e5' })).not.toThrow();
  });
});

test('a stack of a project may use the store like any bucket', () => {
  const stack = storeStack();
  const other = new Stack(stack.node.root as App, 'Other', { env: ENV });
  new CfnResource(other, 'Topic', { type: 'AWS::SNS::Topic', properties: { DisplayName: stack.bucketName } });
  expect(JSON.stringify(Template.fromStack(other).toJSON())).toContain(stack.bucketName);
  expect(other.dependencies).toEqual([]);
});

/** As S3 will see it, with everything replaced that CloudFormation replaces. */
function bucketPolicyBytes(stack: ArtifactStoreStack): number {
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::S3::BucketPolicy'));
  const { PolicyDocument } = (policy as { Properties: { PolicyDocument: unknown } }).Properties;
  const arn = `arn:aws:s3:::${stack.bucketName}`;
  const text = JSON.stringify(PolicyDocument)
    .replaceAll('{"Fn::Join":["",[{"Fn::GetAtt":["Bucket83908E77","Arn"]},"/*"]]}', JSON.stringify(`${arn}/*`))
    .replaceAll('{"Fn::GetAtt":["Bucket83908E77","Arn"]}', JSON.stringify(arn));
  expect(text).not.toContain('Fn::');
  return Buffer.byteLength(text);
}
