// Target groups that instances are taken out of during a deployment to EC2, and put into again.
import { unresolved } from '../../iam/unresolved.js';
import type { ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';

const TYPE = 'AWS::ElasticLoadBalancingV2::TargetGroup';

/** Source: CodePipeline User Guide, Amazon EC2 deploy action reference. */
export function targetGroupDuties({ action, landscape, place, role, partition, region, account }: ActionFacts): Duty[] {
  const names = (action.configuration.TargetGroupNameList ?? '').split(',').map((name) => name.trim());
  return names
    .filter((name) => name !== '')
    .map((name): Duty => {
      const prefix = `arn:${partition}:elasticloadbalancing:${region}:${account}:targetgroup/${name}/`;
      const known = landscape.resources.find(({ type, arn }) => type === TYPE && arn.startsWith(prefix));
      const resource = known?.arn ?? `${prefix}${unresolved(`the id of target group ${name}`)}`;
      return {
        place,
        step: 'the action role takes instances out of the target group',
        caller: { kind: 'role', arn: role },
        calls: ['elasticloadbalancing:DeregisterTargets', 'elasticloadbalancing:RegisterTargets'],
        anyOf: false,
        resource,
        target: { kind: 'other', arn: resource, account },
      };
    });
}
