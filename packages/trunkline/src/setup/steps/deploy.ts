// Step: the pipelines themselves.
import type { SetupStep } from '../../model/setup.js';
import { deployments, listed } from '../commands.js';
import type { Landscape } from '../landscape.js';

/** `cdk deploy` brings the stacks along that a pipeline's stack depends on. */
export function deployStep({ pipelineStacks, supportStacks, laterStacks }: Landscape): SetupStep {
  return {
    id: 'deploy',
    title: 'The pipelines',
    notes: [
      'Once is enough: from then on each pipeline that updates itself does this on every push. The command shows the ' +
        'permissions that it adds, and asks.',
      ...(supportStacks.length === 0
        ? []
        : [`Deployed along with them: ${listed(supportStacks.map(({ stackName }) => stackName))}.`]),
    ],
    groups: [...deployments(pipelineStacks), ...deployments(laterStacks)],
  };
}
