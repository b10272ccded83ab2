// Two things under one name.
import { formatEnvironment } from '../../model/environment.js';
import { describe } from '../iam/unresolved.js';
import type { Origin } from '../landscape/landscape.js';
import { placeOf } from '../proof/causes/finding.js';
import type { Rule } from './rule.js';

/** Names that templates give are AWS's names of one thing each. */
export const duplicateName: Rule = {
  id: 'duplicate-name',
  severity: 'error',
  checks: 'No two resources of one type have the same name, or for roles, buckets and the like the same ARN.',
  why: 'CloudFormation refuses to make the second one. Which of them is meant by the name is not known, so nothing that uses it is proved.',
  falsePositives: 'Low: stacks of which only one is deployed at a time, such as a replacement for another one.',
  source: 'CloudFormation User Guide, Name type.',
  mend: 'Leave the name to CloudFormation, or put the stage or the stack into it.',
  check: ({ landscape }) =>
    landscape.duplicates.flatMap(({ type, arn, origins }) => {
      const [first, ...others] = origins;
      const last = others.at(-1);
      if (first === undefined || last === undefined) return [];
      const more = others.length > 1 ? ` and ${String(others.length - 1)} more` : '';
      return [
        {
          problem: `${named(first)} and ${named(last)}${more} are the same ${type}: ${describe(arn)}.`,
          place: placeOf(last),
          consequence: 'CloudFormation would refuse to make the second one: it already exists.',
          remedy: { text: 'Leave the name to CloudFormation, or put the stage or the stack into it.' },
        },
      ];
    }),
};

function named({ constructPath, stackName, environment, logicalId }: Origin): string {
  const name = constructPath?.replace(/\/Resource$/, '') ?? `${stackName}.${logicalId}`;
  return `${name} in ${formatEnvironment(environment)}`;
}
