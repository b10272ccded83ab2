// Generated physical names that obey each service's rules.
import type { Tokens } from './tokens.js';

/** What a service allows in a name. */
export interface NamingRule {
  /** The longest name. */
  readonly max: number;
  readonly lowerCase?: boolean;
  /** Names made from the logical id alone, behind this. */
  readonly prefix?: string;
}

const SUFFIX_LENGTH = 12;
const DEFAULT_RULE: NamingRule = { max: 128 };

/** Limits by type. Source: each service's API reference, the create operation's name parameter. */
const RULES: ReadonlyMap<string, NamingRule> = new Map<string, NamingRule>([
  ['AWS::CodePipeline::Pipeline', { max: 100 }],
  ['AWS::DAX::Cluster', { max: 20, lowerCase: true }],
  ['AWS::DocDB::DBCluster', { max: 63, lowerCase: true }],
  ['AWS::DocDB::DBInstance', { max: 63, lowerCase: true }],
  ['AWS::ECR::Repository', { max: 256, lowerCase: true }],
  ['AWS::ElastiCache::CacheCluster', { max: 50, lowerCase: true }],
  ['AWS::ElastiCache::ReplicationGroup', { max: 40, lowerCase: true }],
  ['AWS::ElastiCache::SubnetGroup', { max: 255, lowerCase: true }],
  ['AWS::ElasticLoadBalancing::LoadBalancer', { max: 32 }],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', { max: 32 }],
  ['AWS::ElasticLoadBalancingV2::TargetGroup', { max: 32 }],
  ['AWS::Elasticsearch::Domain', { max: 28, lowerCase: true }],
  ['AWS::Events::Rule', { max: 64 }],
  ['AWS::IAM::Group', { max: 128 }],
  ['AWS::IAM::InstanceProfile', { max: 128 }],
  ['AWS::IAM::ManagedPolicy', { max: 128 }],
  ['AWS::IAM::Role', { max: 64 }],
  ['AWS::IAM::User', { max: 64 }],
  ['AWS::KinesisFirehose::DeliveryStream', { max: 64 }],
  ['AWS::Lambda::Function', { max: 64 }],
  ['AWS::Lambda::LayerVersion', { max: 64 }],
  ['AWS::Neptune::DBCluster', { max: 63, lowerCase: true }],
  ['AWS::OpenSearchService::Domain', { max: 28, lowerCase: true }],
  ['AWS::RDS::DBCluster', { max: 63, lowerCase: true }],
  ['AWS::RDS::DBInstance', { max: 63, lowerCase: true }],
  ['AWS::RDS::DBSubnetGroup', { max: 255, lowerCase: true }],
  ['AWS::Redshift::Cluster', { max: 63, lowerCase: true }],
  ['AWS::S3::Bucket', { max: 63, lowerCase: true }],
  ['AWS::SecretsManager::Secret', { max: 512, prefix: '' }],
  ['AWS::SQS::Queue', { max: 80 }],
  ['AWS::SSM::Parameter', { max: 1011, prefix: 'CFN-' }],
  ['AWS::Scheduler::Schedule', { max: 64 }],
  ['AWS::StepFunctions::StateMachine', { max: 80 }],
]);

/**
 * `<stack>-<logicalId>-<suffix>`, cut to what the service allows; the suffix always survives.
 * The suffix looks random and depends on the tokens' seed alone, so that a replacement has another name.
 */
export function generatedName(type: string, stackName: string, logicalId: string, tokens: Tokens): string {
  const rule = RULES.get(type) ?? DEFAULT_RULE;
  const suffix = rule.lowerCase ? tokens.lower(SUFFIX_LENGTH, 'name') : tokens.mixed(SUFFIX_LENGTH, 'name');
  const room = rule.max - SUFFIX_LENGTH - 1;
  const stem =
    rule.prefix === undefined ? shorten(stackName, logicalId, room) : `${rule.prefix}${logicalId}`.slice(0, room);
  const name = `${stem.replace(/-+$/, '')}-${suffix}`;
  return rule.lowerCase ? name.toLowerCase() : name;
}

/** Stack and logical id share the room; what one does not need the other may have. */
function shorten(stackName: string, logicalId: string, room: number): string {
  const both = `${stackName}-${logicalId}`;
  if (both.length <= room) return both;
  const half = Math.floor((room - 1) / 2);
  const forId = Math.max(half, room - 1 - stackName.length);
  const id = logicalId.slice(0, forId);
  const stack = stackName.slice(0, room - 1 - id.length);
  return stack === '' ? id : `${stack.replace(/-+$/, '')}-${id}`;
}
