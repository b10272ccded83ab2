// A role of one account that is handed to a service by a role of another: no policy makes that possible.
import { parseArn } from '../../iam/arn.js';
import { actionsAt, callersOf, nameOf, placeOf, resourcesOf, sentence, type CauseFinding } from './finding.js';

/** Source: IAM User Guide, Grant a user permissions to pass a role to an AWS service: only within one account. */
export const foreignRole: CauseFinding = (blames, landscape) => {
  const [caller = ''] = callersOf(blames);
  const [passed = ''] = resourcesOf(blames);
  const account = parseArn(caller)?.account ?? '';
  const { failed } = blames[0];
  const { place } = 'obligation' in failed ? failed.obligation : failed.foregone;
  const pipeline = landscape.pipelines.find(({ arn }) => arn === place.pipelineArn);
  return {
    severity: 'error',
    problem:
      `${sentence(nameOf(caller, landscape))} is to hand ${nameOf(passed, landscape)} to a service, and a role can be ` +
      'handed on within its own account alone.',
    place: pipeline === undefined ? {} : placeOf({ ...pipeline.origin, property: 'Stages' }),
    consequence: `${actionsAt(blames)} would fail: not authorized to perform iam:PassRole.`,
    remedy: {
      text:
        `Name a role of account ${account} in place of ${nameOf(passed, landscape)}; or let a role of that role's account ` +
        'perform the action (`role`, for actions of CDK).',
    },
  };
};
