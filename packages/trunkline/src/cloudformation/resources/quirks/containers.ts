// ECS, ECR, Batch and load balancers.
import type { ResourceFacts, ResourceQuirk } from '../quirk.js';

/** The part behind the last slash: a cluster's name out of its ARN. */
const lastPart = (nameOrArn: string | undefined): string | undefined => nameOrArn?.split('/').at(-1);

/** One more than the revision of the same family or definition before. */
function revision({ previous }: ResourceFacts): number {
  const before = /:(\d+)$/.exec(previous?.physicalId ?? '');
  return before ? Number(before[1]) + 1 : 1;
}

function regional(service: string, rest: (facts: ResourceFacts) => string): (facts: ResourceFacts) => string {
  return (facts) => {
    const { account, region } = facts.environment;
    return `arn:${facts.partition}:${service}:${region}:${account}:${rest(facts)}`;
  };
}

/** `AWS::ECR::Repository`. */
export const repository: ResourceQuirk = {
  source: 'Template Reference, AWS::ECR::Repository, Return values',
  attributes: {
    RepositoryUri: ({ name, environment: { account, region }, urlSuffix }) =>
      `${account}.dkr.ecr.${region}.${urlSuffix}/${name}`,
  },
};
/** `AWS::ECS::TaskDefinition`. */
export const taskDefinition: ResourceQuirk = {
  source: 'Template Reference, AWS::ECS::TaskDefinition, Return values; a replacement is the next revision',
  nameProperty: 'Family',
  uniqueName: false,
  arn: regional('ecs', (facts) => `task-definition/${facts.name}:${revision(facts)}`),
};
/** `AWS::ECS::Service`. */
export const ecsService: ResourceQuirk = {
  source: 'Template Reference, AWS::ECS::Service, Return values',
  nameProperty: 'ServiceName',
  uniqueName: true,
  arn: regional('ecs', ({ name, text }) => `service/${lastPart(text('Cluster')) ?? 'default'}/${name}`),
};
/** `AWS::Batch::JobDefinition`. */
export const jobDefinition: ResourceQuirk = {
  source: 'Template Reference, AWS::Batch::JobDefinition, Return values; an update registers the next revision',
  uniqueName: false,
  arn: regional('batch', (facts) => `job-definition/${facts.name}:${revision(facts)}`),
  attributes: { JobDefinitionArn: ({ arn }) => arn },
};

const kindOf = ({ text }: ResourceFacts): string => {
  const type = text('Type');
  if (type === 'network') return 'net';
  return type === 'gateway' ? 'gwy' : 'app';
};
const loadBalancerName = (facts: ResourceFacts): string =>
  `${kindOf(facts)}/${facts.name}/${facts.tokens.hex(16, 'lb')}`;

/** `AWS::ElasticLoadBalancingV2::LoadBalancer`. */
export const loadBalancer: ResourceQuirk = {
  source: 'Template Reference, AWS::ElasticLoadBalancingV2::LoadBalancer, Return values',
  nameProperty: 'Name',
  uniqueName: true,
  arn: regional('elasticloadbalancing', (facts) => `loadbalancer/${loadBalancerName(facts)}`),
  attributes: {
    LoadBalancerName: ({ name }) => name,
    LoadBalancerFullName: loadBalancerName,
    CanonicalHostedZoneID: ({ tokens }) => `Z${tokens.upper(13, 'zone')}`,
    DNSName: (facts) => {
      const { name, tokens, environment, urlSuffix, text } = facts;
      const scheme = text('Scheme') === 'internal' && kindOf(facts) === 'app' ? 'internal-' : '';
      return kindOf(facts) === 'app'
        ? `${scheme}${name}-${tokens.digits(10, 'dns')}.${environment.region}.elb.${urlSuffix}`
        : `${name}-${tokens.hex(16, 'lb')}.elb.${environment.region}.${urlSuffix}`;
    },
  },
};
/** `AWS::ElasticLoadBalancingV2::TargetGroup`. */
export const targetGroup: ResourceQuirk = {
  source: 'Template Reference, AWS::ElasticLoadBalancingV2::TargetGroup, Return values',
  nameProperty: 'Name',
  uniqueName: true,
  arn: regional('elasticloadbalancing', ({ name, tokens }) => `targetgroup/${name}/${tokens.hex(16, 'tg')}`),
  attributes: {
    TargetGroupName: ({ name }) => name,
    TargetGroupFullName: ({ name, tokens }) => `targetgroup/${name}/${tokens.hex(16, 'tg')}`,
  },
};
/** `AWS::ElasticLoadBalancingV2::Listener`. */
export const listener: ResourceQuirk = {
  source: 'Template Reference, AWS::ElasticLoadBalancingV2::Listener, Return values',
  arn: ({ text, tokens }) =>
    `${(text('LoadBalancerArn') ?? '').replace(':loadbalancer/', ':listener/')}/${tokens.hex(16, 'listener')}`,
};
/** `AWS::ElasticLoadBalancingV2::ListenerRule`. */
export const listenerRule: ResourceQuirk = {
  source: 'Template Reference, AWS::ElasticLoadBalancingV2::ListenerRule, Return values',
  arn: ({ text, tokens }) =>
    `${(text('ListenerArn') ?? '').replace(':listener/', ':listener-rule/')}/${tokens.hex(16, 'rule')}`,
};
