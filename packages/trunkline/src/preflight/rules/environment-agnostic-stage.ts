// Stages that do not say which account and region they go to.
import { isKnown } from '../../assembly/environment.js';
import { stackDeployments } from './deployed-stacks.js';
import { stackPlace } from './places.js';
import type { Rule } from './rule.js';

/** CDK deploys such a stage beside the pipeline itself. */
export const environmentAgnosticStage: Rule = {
  id: 'environment-agnostic-stage',
  severity: 'warning',
  checks: 'Every stack that a pipeline deploys says its account and region.',
  why: 'Such a stage is deployed to the pipeline’s own account and region, which is seldom where it belongs; and nothing can be proved of where it goes.',
  falsePositives: 'Medium: deliberate where a pipeline delivers to its own account alone.',
  source: 'CDK Pipelines, README, "CDK Environment Bootstrapping"; CDK Developer Guide, Environments.',
  mend: 'Give the stage `env: { account, region }`.',
  check: (facts) => {
    const stacks = new Set(stackDeployments(facts).flatMap(({ stack }) => stack ?? []));
    return [...stacks]
      .filter(({ environment }) => !isKnown(environment))
      .map((stack) => ({
        problem: `Stack ${stack.displayName} does not say which account and region it goes to.`,
        place: stackPlace(stack),
        consequence: 'The pipeline would deploy it to its own account and region.',
        remedy: { text: 'Give the stage (or the stack) `env: { account, region }`.' },
      }));
  },
};
