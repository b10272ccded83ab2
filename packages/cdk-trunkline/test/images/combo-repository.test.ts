// The repository of combos: tags that move, and old images that stay as long as they have one.
import { RemovalPolicy } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { expect, test } from 'vitest';
import { ComboImage, ComboRepository, type ComboRepositoryProps } from '../../src';
import { stackIn } from '../patterns/stacks';
import { matrixIn } from './stacks';

function templateWith(props: Partial<ComboRepositoryProps> = {}): Template {
  const stack = stackIn();
  new ComboRepository(stack, 'Combos', { languages: ['python', 'node'], ...props });
  return stack.template();
}

function lifecycleOf(props: Partial<ComboRepositoryProps> = {}): object[] {
  const [repository] = Object.values(templateWith(props).findResources('AWS::ECR::Repository'));
  const { LifecyclePolicyText: text } = repository?.['Properties'].LifecyclePolicy as { LifecyclePolicyText: string };
  return (JSON.parse(text) as { rules: { selection: object }[] }).rules.map(({ selection }) => selection);
}

test('it scans what is pushed, its tags move, and it stays when its stack goes', () => {
  templateWith().hasResource('AWS::ECR::Repository', {
    Properties: Match.objectLike({
      RepositoryName: 'combos/python_node',
      ImageScanningConfiguration: { ScanOnPush: true },
      ImageTagMutability: 'MUTABLE',
      RepositoryPolicyText: Match.absent(),
    }),
    DeletionPolicy: 'Retain',
  });
});

test('only images that a newer one has replaced expire, by their number', () => {
  const untagged = { tagStatus: 'untagged', countType: 'imageCountMoreThan' };
  expect(lifecycleOf()).toEqual([{ ...untagged, countNumber: 20 }]);
  expect(lifecycleOf({ maxImageCount: 5 })).toEqual([{ ...untagged, countNumber: 5 }]);
});

test('a matrix has one repository, and a tag and a parameter for each combo', () => {
  const [one, other] = matrixIn();
  const template = Template.fromStack(Stack.of(one));
  template.resourceCountIs('AWS::ECR::Repository', 1);
  expect([one.tag, other.tag]).toEqual(['3.12_22', '3.13_22']);
  for (const tag of ['3.12_22', '3.13_22']) {
    template.hasResourceProperties('AWS::SSM::Parameter', { Name: `/combos/python_node/${tag}` });
  }
});

test('it lets others pull, has another name, a key, and goes with its stack, where that is said', () => {
  const stack = stackIn();
  new ComboRepository(stack, 'Combos', {
    languages: ['python', 'node'],
    prefix: 'platform/combos',
    pullAccounts: ['444455556666'],
    encryptionKey: new Key(stack, 'Key'),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  stack.template().hasResource('AWS::ECR::Repository', {
    DeletionPolicy: 'Delete',
    Properties: Match.objectLike({
      RepositoryName: 'platform/combos/python_node',
      EmptyOnDelete: true,
      EncryptionConfiguration: Match.objectLike({ EncryptionType: 'KMS' }),
      RepositoryPolicyText: Match.objectLike({
        Statement: [Match.objectLike({ Action: Match.arrayWith(['ecr:BatchGetImage']) })],
      }),
    }),
  });
});

test('it is called as the combos are', () => {
  const images = ['my_tool:1@https://example.org/Dockerfile', 'node:22'];
  const stack = stackIn();
  const repository = new ComboRepository(stack, 'Combos', { languages: ['my_tool', 'node'] });
  new ComboImage(stack, 'Combo', { images, repository });
  expect(repository.repositoryName).toBe('combos/my-tool_node');
});

test('it tells every mistake at once', () => {
  const make = (): Template =>
    templateWith({ languages: ['Python 3'], prefix: 'aws/combos', pullAccounts: ['4444'], maxImageCount: 1.5 });
  expect(make).toThrow(
    [
      'ComboRepository Test/Combos:',
      '  languages: "Python 3" is no name of an image; they look like "python".',
      '  languages names fewer than two images.',
      '  prefix "aws/combos" is none; it looks like "combos" or "platform/combos", and does not begin with aws or ssm.',
      '  pullAccounts: "4444" is not 12 digits.',
      '  maxImageCount 1.5 is not a whole number above 0.',
      'Change them, then run `npx cdk synth` again.',
    ].join('\n'),
  );
});
