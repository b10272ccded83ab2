// Rules of EventBridge around a pipeline: those that start it, and those that tell topics what became of it.
import { parseArn } from '../../iam/arn.js';
import { isUnresolved } from '../../iam/unresolved.js';
import type { Landscape, LandscapePipeline, LandscapeResource, Origin } from '../../landscape/landscape.js';
import { items, textField } from '../../landscape/values.js';
import { formatEnvironment } from '../../../model/environment.js';
import type { TemplateValue } from '../../../model/template.js';
import type { ActionPlace, Duty } from '../obligation.js';
import { withTopicKey } from '../topic-key.js';
import { serviceAssumes } from './assume.js';

const SERVICE = 'events.amazonaws.com';

/** What EventBridge and its roles have to be able to do. Source: EventBridge User Guide, Permissions for targets. */
export function eventDuties(landscape: Landscape, { pipeline, origin, arn: own }: LandscapePipeline): Duty[] {
  const { account } = pipeline.declaredAt.environment;
  const place = (action: string) => ({ pipeline: pipeline.name, pipelineArn: own, stage: '', action });
  return rulesOf(landscape).flatMap(({ rule, targets }) =>
    targets.flatMap(({ arn, role }): Duty[] => {
      const beside = isBeside(rule.origin, origin);
      if (arn === undefined) return beside ? [unknownTarget(rule, place(rule.origin.logicalId))] : [];
      const about = parseArn(arn);
      if (arn === own) {
        if (role === undefined) {
          return [
            {
              place: place(rule.origin.logicalId),
              step: 'EventBridge starts the pipeline',
              principal: SERVICE,
              call: 'codepipeline:StartPipelineExecution',
              resource: arn,
              because: { kind: 'event-target-role', rule: rule.origin },
            },
          ];
        }
        return [
          serviceAssumes(
            place(rule.origin.logicalId),
            'EventBridge assumes the role that starts the pipeline',
            SERVICE,
            role,
          ),
          {
            place: place(rule.origin.logicalId),
            step: 'the event role starts the pipeline',
            caller: { kind: 'role', arn: role },
            calls: ['codepipeline:StartPipelineExecution'],
            anyOf: false,
            resource: arn,
            target: { kind: 'other', arn, account },
          },
        ];
      }
      const isTopic = about?.service === 'sns' && role === undefined && beside;
      if (!isTopic) return [];
      return withTopicKey(
        {
          place: place(rule.origin.logicalId),
          step: 'EventBridge tells the topic',
          caller: { kind: 'service', name: SERVICE },
          calls: ['sns:Publish'],
          anyOf: false,
          resource: arn,
          target: { kind: 'other', arn, account: about.account },
          // unsure: the documentation names aws:SourceArn and aws:SourceAccount for topics of SNS.
          context: { 'aws:SourceArn': rule.arn, 'aws:SourceAccount': rule.environment.account },
        },
        landscape,
      );
    }),
  );
}

/** Whether both are in one stack: a rule there is taken to be about the pipeline. */
function isBeside(one: Origin, other: Origin): boolean {
  return (
    one.stackName === other.stackName &&
    one.assembly === other.assembly &&
    formatEnvironment(one.environment) === formatEnvironment(other.environment)
  );
}

function unknownTarget({ origin, arn }: LandscapeResource, place: ActionPlace): Duty {
  const why = `what the rule ${origin.constructPath ?? origin.logicalId} tells is not known from its template, and it may be the pipeline`;
  const call = 'codepipeline:StartPipelineExecution';
  return {
    place,
    step: 'EventBridge starts what the rule names',
    principal: SERVICE,
    call,
    resource: arn,
    because: { kind: 'unproven', why },
  };
}

interface Rule {
  readonly rule: LandscapeResource;
  readonly targets: readonly Target[];
}

interface Target {
  /** Absent where the template does not tell it. */
  readonly arn?: string;
  readonly role?: string;
}

const rules = new WeakMap<Landscape, readonly Rule[]>();

function rulesOf(landscape: Landscape): readonly Rule[] {
  const known = rules.get(landscape);
  if (known !== undefined) return known;
  const found = landscape.resources
    .filter(({ type }) => type === 'AWS::Events::Rule')
    .map((rule): Rule => ({ rule, targets: targetsOf(rule.properties.Targets) }));
  rules.set(landscape, found);
  return found;
}

/** Everything that stands where a target belongs, so that none is lost. */
function targetsOf(value: TemplateValue | undefined): Target[] {
  return items(value).map((target) => {
    const arn = textField(target, 'Arn');
    const role = textField(target, 'RoleArn');
    return {
      ...(arn === undefined || isUnresolved(arn) ? {} : { arn }),
      ...(role === undefined ? {} : { role }),
    };
  });
}
