// Roles that may use a connection under the service's other name alone.
import { evaluateAccess } from '../iam/evaluate.js';
import { parseArn } from '../iam/arn.js';
import { hasHole } from '../iam/unresolved.js';
import { nameOf, placeOf } from '../proof/causes/finding.js';
import { connectionsOf } from './connections.js';
import type { Rule, RuleFacts, RuleFinding } from './rule.js';

const PREFIXES = ['codeconnections', 'codestar-connections'];

/** Connections that are made today have the newer prefix in their ARN; CDK grants the older one. */
export const connectionPrefix: Rule = {
  id: 'connection-prefix',
  severity: 'warning',
  checks:
    'The role that uses a connection may do so under the prefix of its ARN: `codeconnections:UseConnection` for `arn:aws:codeconnections:...`, `codestar-connections:UseConnection` for the older kind.',
  why: 'AWS renamed the service; a policy has to name the prefix of the ARN. A role that has the other one alone may be refused.',
  falsePositives:
    'Medium: plain CDK grants `codestar-connections:UseConnection` whatever the ARN is, and such pipelines are reported to work.',
  source:
    'Developer Tools console User Guide, Identity and access management for AWS CodeConnections: the prefix of the policy has to match that of the resource. unsure: whether CodePipeline asks for the older one too.',
  mend: 'Allow both actions on the connection.',
  check: (facts) => facts.landscape.pipelines.flatMap((declared) => ofPipeline(declared, facts)),
};

function ofPipeline(
  declared: RuleFacts['landscape']['pipelines'][number],
  { landscape }: RuleFacts,
): readonly RuleFinding[] {
  return connectionsOf(declared).flatMap(({ stage, action, arn }): RuleFinding[] => {
    const prefix = parseArn(arn)?.service ?? '';
    const role = landscape.role(action.roleArn ?? declared.pipeline.roleArn);
    if (!PREFIXES.includes(prefix) || role === undefined || hasHole(arn)) return [];
    const allows = (service: string): boolean =>
      evaluateAccess(
        {
          principal: { kind: 'role', arn: role.arn, account: role.account },
          action: `${service}:UseConnection`,
          resource: arn,
          resourceAccount: parseArn(arn)?.account ?? role.account,
        },
        { identity: role.identity },
      ).kind === 'allowed';
    const other = PREFIXES.find((each) => each !== prefix) ?? '';
    // A role that has neither is the proof's to report.
    if (allows(prefix) || !allows(other)) return [];
    const origin = role.identity[0]?.origin ?? role.origin;
    return [
      {
        problem:
          `${nameOf(role.arn)} may use the connection of ${stage.name}/${action.name} as ${other}:UseConnection alone, and its ARN begins with arn:aws:${prefix}.`.replace(
            /^role/,
            'Role',
          ),
        place: placeOf(origin),
        consequence: `${declared.pipeline.name} ${stage.name}/${action.name} may fail: not authorized to perform ${prefix}:UseConnection.`,
        remedy: {
          text: 'Add this statement to a policy of the role.',
          statement: { Effect: 'Allow', Action: PREFIXES.map((each) => `${each}:UseConnection`), Resource: arn },
        },
      },
    ];
  });
}
