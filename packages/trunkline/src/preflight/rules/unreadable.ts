// Parts of templates that could not be read, and so are part of no proof.
import { placeOf } from '../proof/causes/finding.js';
import type { FindingPlace } from '../../model/finding.js';
import type { Origin } from '../landscape/landscape.js';
import type { Rule } from './rule.js';

/** What nobody could make sense of is said, and not passed over. */
export const unreadable: Rule = {
  id: 'unreadable',
  severity: 'warning',
  checks: 'Everything of the templates that the proof needs can be read.',
  why: 'What cannot be read proves nothing: obligations that depend on it are unproven. It is an error where a whole pipeline cannot be read, and where a template refers to what it does not have.',
  falsePositives: 'Medium: a template may hold what CloudFormation understands and this program does not.',
  source: 'CloudFormation User Guide, Template anatomy; IAM User Guide, JSON policy element reference.',
  mend: 'Correct the construct that the finding names, or acknowledge it.',
  check: ({ landscape }) =>
    landscape.unreadable.map(({ origin, problem, severity }) => ({
      ...(severity === undefined ? {} : { severity }),
      problem: `${originName(origin)}: ${problem}.`,
      place: placeOfPart(origin),
      consequence: 'Nothing that depends on it can be proved; on AWS it may work, or not.',
      remedy: { text: 'Correct it where it is written, and synthesize again.' },
    })),
};

function originName({ constructPath, stackName, logicalId, templateFile }: Partial<Origin>): string {
  return (
    constructPath ??
    (logicalId === undefined ? (stackName ?? templateFile ?? 'The assembly') : `${stackName ?? ''}.${logicalId}`)
  );
}

function placeOfPart(origin: Partial<Origin>): FindingPlace {
  const { kind, stackName, environment, logicalId, constructPath, templateFile } = origin;
  if (kind !== undefined && stackName !== undefined && environment !== undefined && logicalId !== undefined) {
    return placeOf({ ...origin, kind, stackName, environment, logicalId });
  }
  return {
    ...(constructPath === undefined ? {} : { constructPath }),
    ...(stackName === undefined ? {} : { stackName }),
    ...(environment === undefined ? {} : { environment }),
    ...(logicalId === undefined ? {} : { logicalId }),
    ...(templateFile === undefined ? {} : { file: templateFile }),
  };
}
