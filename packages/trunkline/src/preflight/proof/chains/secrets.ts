// Secrets among the variables of a Commands action: the action's role reads them.
import type { ActionFacts } from '../action-facts.js';
import { targetOf } from '../needs.js';
import type { Duty, Obligation } from '../obligation.js';
import { withSecretKey } from '../secret-key.js';
import { secretArn } from './project-settings.js';

/** Source: CodePipeline User Guide, Commands action reference, environment variables. */
export function secretDuties(facts: ActionFacts): Duty[] {
  const { action, landscape, place, role, account } = facts;
  return (action.environmentVariables ?? [])
    .filter(({ type }) => type === 'SECRETS_MANAGER')
    .flatMap(({ name, value }): Duty[] => {
      const resource = secretArn(value, facts);
      const reads: Obligation = {
        place,
        step: `the action role reads the value of ${name}`,
        caller: { kind: 'role', arn: role },
        calls: ['secretsmanager:GetSecretValue'],
        anyOf: false,
        resource,
        target: targetOf(resource, account),
      };
      return withSecretKey(reads, landscape);
    });
}
