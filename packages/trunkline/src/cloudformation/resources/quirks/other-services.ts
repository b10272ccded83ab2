// SNS, SQS, EventBridge, CloudWatch Logs, SSM, CodePipeline, Route 53, CloudFront and Cloud Map.
import type { ResourceFacts, ResourceQuirk } from '../quirk.js';

/** FIFO topics and queues end in `.fifo`. */
const fifo = (flag: string) => {
  return ({ name, properties }: ResourceFacts): string =>
    (properties[flag] === true || properties[flag] === 'true') && !name.endsWith('.fifo') ? `${name}.fifo` : name;
};
const topicName = fifo('FifoTopic');
const queueName = fifo('FifoQueue');

function topicArn(facts: ResourceFacts): string {
  const { account, region } = facts.environment;
  return `arn:${facts.partition}:sns:${region}:${account}:${topicName(facts)}`;
}

/** `AWS::SNS::Topic`. */
export const topic: ResourceQuirk = {
  source: 'Template Reference, AWS::SNS::Topic, Return values',
  uniqueName: true,
  arn: topicArn,
  attributes: { TopicName: topicName },
};
/** `AWS::SNS::Subscription`. */
export const subscription: ResourceQuirk = {
  source: 'Template Reference, AWS::SNS::Subscription, Return values',
  arn: ({ text, tokens }) => `${text('TopicArn') ?? ''}:${tokens.uuid('id')}`,
  ref: ({ arn }) => arn,
};
/** `AWS::SQS::Queue`. */
export const queue: ResourceQuirk = {
  source: 'Template Reference, AWS::SQS::Queue, Return values',
  uniqueName: true,
  arn: (facts) => {
    const { account, region } = facts.environment;
    return `arn:${facts.partition}:sqs:${region}:${account}:${queueName(facts)}`;
  },
  attributes: {
    QueueName: queueName,
    QueueUrl: (facts) =>
      `https://sqs.${facts.environment.region}.${facts.urlSuffix}/${facts.environment.account}/${queueName(facts)}`,
  },
};

const busName = (text: string | undefined): string | undefined => text?.split('/').at(-1);
/** `AWS::Events::Rule`. */
export const rule: ResourceQuirk = {
  source: "Template Reference, AWS::Events::Rule, Return values: on another bus than the default, 'bus|name'",
  arn: ({ name, partition, environment, text }) => {
    const bus = busName(text('EventBusName'));
    const path = bus === undefined || bus === 'default' ? name : `${bus}/${name}`;
    return `arn:${partition}:events:${environment.region}:${environment.account}:rule/${path}`;
  },
  ref: ({ name, text }) => {
    const bus = busName(text('EventBusName'));
    return bus === undefined || bus === 'default' ? name : `${bus}|${name}`;
  },
};
/** `AWS::Logs::LogGroup`. */
export const logGroup: ResourceQuirk = {
  source: "Template Reference, AWS::Logs::LogGroup, Return values: the Arn ends in ':*'",
  attributes: { Arn: ({ arn }) => `${arn}:*` },
};
/** `AWS::SSM::Parameter`. */
export const parameter: ResourceQuirk = {
  source: 'Template Reference, AWS::SSM::Parameter, Return values',
  nameProperty: 'Name',
  uniqueName: true,
  ref: ({ name }) => name,
  arn: ({ name, partition, environment }) =>
    `arn:${partition}:ssm:${environment.region}:${environment.account}:parameter/${name.replace(/^\//, '')}`,
  attributes: { Type: ({ text }) => text('Type') ?? 'String', Value: ({ text }) => text('Value') ?? '' },
};
/** `AWS::CodePipeline::Pipeline`. */
export const pipeline: ResourceQuirk = {
  source: 'Template Reference, AWS::CodePipeline::Pipeline, Return values; each update is the next version',
  attributes: { Version: ({ previous }) => String(1 + Number(previous?.attributes.Version ?? 0)) },
};
/** `AWS::Route53::HostedZone`. */
export const hostedZone: ResourceQuirk = {
  source: 'Template Reference, AWS::Route53::HostedZone, Return values',
  id: ({ tokens }) => `Z${tokens.upper(20, 'id')}`,
  attributes: {
    NameServers: ({ tokens }) =>
      ['com', 'net', 'org', 'co.uk'].map((domain) => `ns-${tokens.below(2048, domain)}.awsdns-00.${domain}`),
  },
};
/** `AWS::CloudFront::Distribution`. */
export const distribution: ResourceQuirk = {
  source: 'Template Reference, AWS::CloudFront::Distribution, Return values',
  id: ({ tokens }) => `E${tokens.upper(13, 'id')}`,
  attributes: { DomainName: ({ tokens }) => `d${tokens.lower(13, 'domain')}.cloudfront.net` },
};

const cloudMap = (type: string, prefix: string): ResourceQuirk => ({
  source: `Template Reference, AWS::ServiceDiscovery::${type}, Return values`,
  id: ({ tokens }) => `${prefix}-${tokens.lower(16, 'id')}`,
  ref: ({ id }) => id,
});
/** `AWS::ServiceDiscovery::PrivateDnsNamespace`. */
export const namespace = cloudMap('PrivateDnsNamespace', 'ns');
/** `AWS::ServiceDiscovery::Service`. */
export const discoveryService = cloudMap('Service', 'srv');
