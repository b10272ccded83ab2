// Step: top-level stacks that no pipeline delivers.
import type { SetupStep } from '../../model/setup.js';
import { deployments } from '../commands.js';
import type { Landscape } from '../landscape.js';

/** Those that need a pipeline's stack come with the pipelines. */
export function stacksStep({ otherStacks }: Landscape): SetupStep | undefined {
  if (otherStacks.length === 0) return undefined;
  return {
    id: 'stacks',
    title: 'Stacks that no pipeline delivers',
    notes: ['Deploy them by hand, now and whenever they change.'],
    groups: deployments(otherStacks),
  };
}
