// Rules of EventBridge that are to start a pipeline and cannot.
import { describe } from '../../iam/unresolved.js';
import { dutyOf, placeOf, type CauseFinding } from './finding.js';
import { isForegone } from '../obligation.js';

/** A target that is a pipeline has no role. */
export const eventTargetRole: CauseFinding = (blames) => {
  const duty = dutyOf(blames[0].failed);
  const because = isForegone(duty) && duty.because.kind === 'event-target-role' ? duty.because : undefined;
  const rule = because?.rule;
  const name = rule === undefined ? '' : (rule.constructPath ?? `${rule.stackName}.${rule.logicalId}`);
  return {
    severity: 'error',
    problem: `Rule ${name} of EventBridge has pipeline ${describe(duty.place.pipeline)} as its target, and names no role to start it with.`,
    place: rule === undefined ? {} : placeOf({ ...rule, property: 'Targets' }),
    consequence: 'EventBridge would refuse the target: no event would start the pipeline.',
    remedy: {
      text: 'Name a role in `RoleArn` of the target that events.amazonaws.com may assume and that may call codepipeline:StartPipelineExecution on the pipeline; `new targets.CodePipeline(pipeline)` of CDK makes one.',
    },
  };
};
