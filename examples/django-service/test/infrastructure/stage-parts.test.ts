// The parts of a stage: that the digest finds its way from the images step to the tasks, and who may bring it there.
import { App, type Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { BootstrapStage } from '../../lib/bootstrap-stage';
import { ServiceStage } from '../../lib/service-stage';

const env = { account: '222233334444', region: 'eu-central-1' };
const tooling = { account: '111122223333', region: 'eu-central-1' };
const PARAMETER = '/django-service/dev/image-digest';
const REDIRECTS = { '/docs': 'https://docs.example.org/' };

let bootstrap: Template;
let main: Template;

beforeAll(() => {
  const app = new App({ context: { redirects: REDIRECTS } });
  const before = new BootstrapStage(app, 'Bootstrap', { env, deploysTo: 'dev', region: env.region, tooling });
  const after = new ServiceStage(app, 'Main', { env, deploysTo: 'dev' });
  bootstrap = Template.fromStack(before.node.findChild('Bootstrap') as Stack);
  main = Template.fromStack(after.service);
});

describe('the bootstrap part', () => {
  it('has the repository, whose tags never move', () => {
    bootstrap.hasResource('AWS::ECR::Repository', {
      Properties: { RepositoryName: 'django-service-dev', ImageTagMutability: 'IMMUTABLE' },
      DeletionPolicy: 'Retain',
    });
  });

  it('keeps every image that was pushed, as one of them runs, whichever', () => {
    const [repository] = Object.values(bootstrap.findResources('AWS::ECR::Repository'));
    const { LifecyclePolicyText } = (repository?.Properties as { LifecyclePolicy: { LifecyclePolicyText: string } })
      .LifecyclePolicy;
    const { rules } = JSON.parse(LifecyclePolicyText) as { rules: { selection: Record<string, unknown> }[] };
    expect(rules.map(({ selection }) => selection['tagStatus'])).toEqual(['untagged']);
  });

  it('has the parameter of the digest, which takes nothing but a digest, and begins with that of nothing', () => {
    bootstrap.hasResourceProperties('AWS::SSM::Parameter', {
      Name: PARAMETER,
      Type: 'String',
      AllowedPattern: '^sha256:[0-9a-f]{64}$',
      Value: `sha256:${'0'.repeat(64)}`,
    });
  });

  it('lets the images step of this stage and region in, and nobody else', () => {
    bootstrap.resourceCountIs('AWS::IAM::Role', 1);
    bootstrap.hasResourceProperties('AWS::IAM::Role', {
      RoleName: 'django-service-dev-images-eu-central-1',
      AssumeRolePolicyDocument: {
        Statement: [
          {
            Action: 'sts:AssumeRole',
            Condition: {
              ArnEquals: {
                'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/django-service-dev-images-build-eu-central-1',
              },
            },
          },
        ],
      },
    });
  });

  it('lets it push into one repository and write one parameter', () => {
    const [policy] = Object.values(bootstrap.findResources('AWS::IAM::Policy'));
    const { Statement } = (policy?.Properties as { PolicyDocument: { Statement: Record<string, unknown>[] } })
      .PolicyDocument;
    const wide = Statement.filter(({ Resource }) => Resource === '*').map(({ Action }) => Action);
    expect(wide).toEqual(['ecr:GetAuthorizationToken']);
    const writes = Statement.filter(({ Action }) => Action === 'ssm:PutParameter');
    expect(JSON.stringify(writes.map(({ Resource }) => Resource))).toContain('ImageDigest');
    expect(JSON.stringify(Statement)).not.toMatch(/"(ssm|ecr|iam|s3|sts):\*"/);
  });
});

describe('the main part', () => {
  it('runs the image by the digest of the parameter, which is read when it is deployed', () => {
    const parameters = main.findParameters('*', { Type: 'AWS::SSM::Parameter::Value<String>', Default: PARAMETER });
    const [name, ...others] = Object.keys(parameters);
    expect(others).toEqual([]);
    const [task] = Object.values(main.findResources('AWS::ECS::TaskDefinition'));
    const [container] = (task?.Properties as { ContainerDefinitions: { Image: unknown }[] }).ContainerDefinitions;
    const image = JSON.stringify(container?.Image);
    expect(image).toContain('/django-service-dev@sha256:');
    expect(image).toContain(JSON.stringify({ 'Fn::Select': [1, { 'Fn::Split': [':', { Ref: name }] }] }));
  });

  it('gives the service its hosts, its table and its key, the latter as a secret', () => {
    main.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({
          Environment: [
            { Name: 'REDIRECTS', Value: JSON.stringify(REDIRECTS) },
            { Name: 'ALLOWED_HOSTS', Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('LoadBalancer'), 'DNSName'] } },
          ],
          Secrets: [{ Name: 'SECRET_KEY', ValueFrom: { Ref: Match.stringLikeRegexp('SecretKey') } }],
          PortMappings: [{ ContainerPort: 8080, Protocol: 'tcp' }],
        }),
      ],
    });
    main.hasResourceProperties('AWS::SecretsManager::Secret', {
      GenerateSecretString: { PasswordLength: 64, ExcludePunctuation: true },
    });
  });

  it('is asked for its health where the service answers whatever its host', () => {
    main.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', { HealthCheckPath: '/health', Port: 8080 });
  });

  it('is reached by the internet through the load balancer alone', () => {
    main.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing' });
    main.hasResourceProperties('AWS::ECS::Service', {
      NetworkConfiguration: { AwsvpcConfiguration: { AssignPublicIp: 'DISABLED' } },
    });
    main.hasOutput('ServiceUrl', { Value: { 'Fn::Join': ['', ['http://', Match.anyValue()]] } });
  });
});

describe('a table that is none', () => {
  it.each([
    [['/docs'], 'it is no object'],
    ['/docs', 'it is no object'],
    [{ '/docs': 1, '/more': {} }, 'the target of "/docs" is no text; the target of "/more" is no text'],
    [{ '/docs': `https://example.org/${'x'.repeat(20_000)}` }, 'it is longer than 16384 characters'],
  ])('is refused: %j', (redirects, why) => {
    const app = new App({ context: { redirects } });
    expect(() => new ServiceStage(app, 'Main', { env, deploysTo: 'dev' })).toThrow(why);
  });
});
