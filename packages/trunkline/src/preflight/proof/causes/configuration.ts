// A key that actions cannot do without is missing in their configuration.
import { isForegone } from '../obligation.js';
import { actionsAt, dutyOf, placeOf, sentence, type CauseFinding } from './finding.js';

/** All actions of one type and pipeline that lack one key. */
export const actionConfiguration: CauseFinding = (blames) => {
  const [{ failed }] = blames;
  const duty = dutyOf(failed);
  const because = isForegone(duty) && duty.because.kind === 'configuration' ? duty.because : undefined;
  const { key = '', type = '' } = because ?? {};
  return {
    severity: 'error',
    problem: `${sentence(actionsAt(blames))} has no ${key} in its configuration, and ${type} cannot do without.`,
    place: because === undefined ? {} : placeOf({ ...because.origin, property: 'Stages' }),
    consequence: 'CodePipeline would refuse the pipeline, or the action would fail.',
    remedy: {
      text: `Set ${key} in the action's \`Configuration\`; docs/actions.md says what actions of this type need.`,
    },
  };
};
