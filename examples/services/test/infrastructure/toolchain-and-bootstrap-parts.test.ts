// What is deployed before any stage's main part: the toolchain part, and each stage's bootstrap part.
import { type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { BootstrapStage } from '../../lib/bootstrap-stage';
import { ToolchainStage } from '../../lib/toolchain-stage';
import { newApp } from './new-app';

describe('the toolchain part', () => {
  const part = new ToolchainStage(newApp(), 'Part', { env: { account: '111122223333', region: 'eu-central-1' } });
  const template = Template.fromStack(part.node.findChild('Shared') as Stack);

  it('shares one repository, whose tags cannot be moved to another image', () => {
    template.resourceCountIs('AWS::ECR::Repository', 1);
    template.hasResourceProperties('AWS::ECR::Repository', {
      RepositoryName: 'services-images',
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
    });
    template.hasOutput('RepositoryUri', {});
  });

  it('shares the name of the base image', () => {
    template.hasResourceProperties('AWS::SSM::Parameter', {
      Name: '/services/base-image',
      Type: 'String',
      Value: Match.stringLikeRegexp('^public\\.ecr\\.aws/.+:.+$'),
    });
  });
});

describe('the bootstrap part', () => {
  const part = new BootstrapStage(newApp(), 'Part', {
    deploysTo: 'qa',
    toolchainAccount: '111122223333',
    env: { account: '333344445555', region: 'eu-west-1' },
  });
  const template = Template.fromStack(part.node.findChild('Bootstrap') as Stack);

  it('has the repository that outlives its stack', () => {
    template.hasResource('AWS::ECR::Repository', {
      DeletionPolicy: 'Retain',
      Properties: { RepositoryName: 'services-qa-reports', ImageTagMutability: 'IMMUTABLE' },
    });
    template.hasOutput('RepositoryUri', {});
  });

  it('lets the toolchain account, and nobody else, push to it', () => {
    const [repository] = Object.values(template.findResources('AWS::ECR::Repository'));
    const statements = repository?.['Properties'].RepositoryPolicyText.Statement as { Principal: unknown }[];
    expect(statements).toHaveLength(1);
    expect(JSON.stringify(statements[0]?.Principal)).toContain('111122223333');
  });
});
