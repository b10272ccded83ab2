// Notification rules of a pipeline: the topics that they tell have to let the service in.
import { parseArn } from '../../iam/arn.js';
import type { Landscape, LandscapePipeline } from '../../landscape/landscape.js';
import { items, textField } from '../../landscape/values.js';
import type { Duty } from '../obligation.js';
import { withTopicKey } from '../topic-key.js';

const SERVICE = 'codestar-notifications.amazonaws.com';
const TYPE = 'AWS::CodeStarNotifications::NotificationRule';

/** Source: Developer Tools console User Guide, Configure Amazon SNS topics for notifications. */
export function notificationDuties(landscape: Landscape, { pipeline, arn }: LandscapePipeline): Duty[] {
  const rules = landscape.resources.filter(
    (resource) => resource.type === TYPE && textField(resource.properties.Resource) === arn,
  );
  return rules.flatMap(({ origin, properties, environment }) =>
    items(properties.Targets).flatMap((target): Duty[] => {
      const topic = textField(target, 'TargetAddress') ?? '';
      const about = parseArn(topic);
      if (about?.service !== 'sns') return [];
      return withTopicKey(
        {
          place: { pipeline: pipeline.name, pipelineArn: arn, stage: '', action: origin.logicalId },
          step: 'the notification rule tells the topic',
          caller: { kind: 'service', name: SERVICE },
          calls: ['sns:Publish'],
          anyOf: false,
          resource: topic,
          target: { kind: 'other', arn: topic, account: about.account },
          // unsure: which of the two conditions the service meets; the documentation's policy has the account.
          context: { 'aws:SourceAccount': environment.account },
        },
        landscape,
      );
    }),
  );
}
