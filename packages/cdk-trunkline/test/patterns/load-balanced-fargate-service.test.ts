// The service: reached from where it should be, rolled back where it does not come up, and told apart from plain HTTP.
import { RemovalPolicy } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
import { Peer } from 'aws-cdk-lib/aws-ec2';
import { describe, expect, test } from 'vitest';
import { ConstructTestStack, LoadBalancedFargateService, type LoadBalancedFargateServiceProps } from '../../src';
import { givenImage, givenVpc, stackIn } from './stacks';

function stackWith(props: Partial<LoadBalancedFargateServiceProps> = {}, stack = stackIn()): ConstructTestStack {
  new LoadBalancedFargateService(stack, 'Site', { vpc: givenVpc(stack), image: givenImage(stack), ...props });
  return stack;
}

function withCertificate(props: Partial<LoadBalancedFargateServiceProps> = {}): ConstructTestStack {
  const stack = stackIn();
  const arn = 'arn:aws:acm:eu-central-1:111122223333:certificate/1';
  return stackWith({ certificate: Certificate.fromCertificateArn(stack, 'Certificate', arn), ...props }, stack);
}

/** From where the load balancer is reached, as `<addresses>:<port>`. */
function openings(stack: ConstructTestStack): string[] {
  return Object.values(stack.template().findResources('AWS::EC2::SecurityGroup'))
    .flatMap(({ Properties: { SecurityGroupIngress: rules = [] } }) => rules as { CidrIp: string; FromPort: number }[])
    .map(({ CidrIp, FromPort }) => `${CidrIp}:${String(FromPort)}`)
    .sort();
}

describe('by default', () => {
  test('its tasks are in private subnets, and a deployment that fails is rolled back', () => {
    stackWith()
      .template()
      .hasResourceProperties('AWS::ECS::Service', {
        DesiredCount: 2,
        DeploymentConfiguration: {
          DeploymentCircuitBreaker: { Enable: true, Rollback: true },
          MinimumHealthyPercent: 100,
          MaximumPercent: 200,
        },
        HealthCheckGracePeriodSeconds: 60,
        NetworkConfiguration: {
          AwsvpcConfiguration: { AssignPublicIp: 'DISABLED', Subnets: ['subnet-0aaaaaaa2', 'subnet-0bbbbbbb2'] },
        },
      });
  });

  test('only the network reaches it, over plain HTTP', () => {
    const stack = stackWith();
    expect(openings(stack)).toEqual(['10.0.0.0/16:80']);
    stack.template().hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal' });
    expect(stack.warnings()).toEqual([]);
  });

  test('it is asked for its health, and its logs expire', () => {
    const template = stackWith().template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckPath: '/health',
      Port: 8080,
    });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 30 });
    template.hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [
        Match.objectLike({ LogConfiguration: Match.objectLike({ LogDriver: 'awslogs' }), Environment: Match.absent() }),
      ],
    });
    template.hasResourceProperties('AWS::ECS::Cluster', {
      ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }],
    });
  });

  test('what its tasks are may do nothing', () => {
    const roles = stackWith().template().findResources('AWS::IAM::Policy');
    expect(Object.keys(roles)).toEqual([expect.stringContaining('ExecutionRole')]);
  });

  test('requests are logged into a bucket that stays and forgets', () => {
    const template = stackWith().template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', {
      LoadBalancerAttributes: Match.arrayWith([
        { Key: 'routing.http.drop_invalid_header_fields.enabled', Value: 'true' },
        { Key: 'access_logs.s3.enabled', Value: 'true' },
      ]),
    });
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: { LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] } },
    });
  });

  test('its outputs are named after where it stands', () => {
    const names = Object.keys(stackWith().template().findOutputs('*'));
    expect(names).toEqual(['SiteServiceArn', 'SiteLoadBalancerDnsName']);
  });
});

describe('with a certificate', () => {
  test('it speaks HTTPS, and sends plain HTTP there', () => {
    const template = withCertificate().template();
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 443,
      Protocol: 'HTTPS',
      SslPolicy: Match.stringLikeRegexp('TLS13'),
      DefaultActions: [Match.objectLike({ Type: 'forward' })],
    });
    template.hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      Port: 80,
      DefaultActions: [
        { Type: 'redirect', RedirectConfig: { Protocol: 'HTTPS', Port: '443', StatusCode: 'HTTP_301' } },
      ],
    });
  });

  test('it is public where it is told so, without a warning', () => {
    const stack = withCertificate({ publicLoadBalancer: true });
    expect(openings(stack)).toEqual(['0.0.0.0/0:443', '0.0.0.0/0:80']);
    stack.template().hasResourceProperties('AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing' });
    expect(stack.warnings()).toEqual([]);
  });
});

test('public plain HTTP is warned of', () => {
  expect(stackWith({ publicLoadBalancer: true }).warnings()).toEqual([
    expect.stringMatching(/^\/Test\/Site: The load balancer is public and takes plain HTTP/),
  ]);
});

test('only whom it names reaches it', () => {
  expect(openings(withCertificate({ publicLoadBalancer: true, allowFrom: [Peer.ipv4('203.0.113.0/24')] }))).toEqual([
    '203.0.113.0/24:443',
    '203.0.113.0/24:80',
  ]);
});

test('it leaves nothing where it is told so', () => {
  const template = stackWith({ removalPolicy: RemovalPolicy.DESTROY }).template();
  template.hasResource('AWS::S3::Bucket', { DeletionPolicy: 'Delete' });
  template.resourceCountIs('Custom::S3AutoDeleteObjects', 1);
});

test('without a region it needs to be told that there are no access logs', () => {
  const anywhere = () => new ConstructTestStack({ zones: ['a', 'b'] });
  expect(() => stackWith({}, anywhere())).toThrow('its stack has no region');
  stackWith({ accessLogs: false }, anywhere()).template().resourceCountIs('AWS::S3::Bucket', 0);
});

test('it tells a health check that is no path', () => {
  expect(() => stackWith({ healthCheckPath: 'health' })).toThrow(
    'healthCheckPath "health" does not begin with a slash',
  );
});
