// The front door: plans all steps from nothing to a running pipeline, from the cloud assembly alone. Pure.
import type { Assembly } from '../model/assembly.js';
import type { Setup, SetupStep } from '../model/setup.js';
import { type Landscape, landscapeOf } from './landscape.js';
import { bootstrapStep } from './steps/bootstrap.js';
import { deployStep } from './steps/deploy.js';
import { pushStep } from './steps/push.js';
import { sourceStep } from './steps/source.js';
import { stacksStep } from './steps/stacks.js';
import { storesStep } from './steps/stores.js';
import { watchStep } from './steps/watch.js';

/** In the order in which they are done. A step that has nothing to do is left out. */
const STEPS: readonly ((landscape: Landscape) => SetupStep | undefined)[] = [
  sourceStep,
  bootstrapStep,
  storesStep,
  stacksStep,
  pushStep,
  deployStep,
  watchStep,
];

/**
 * Plans the setup of every pipeline of an assembly.
 * @param app the assembly's folder as the user named it
 * @throws TrunklineError `PipelineNotFound` where there is no pipeline, `PipelineInvalid` where one does not say where it goes
 */
export function planSetup(assembly: Assembly, app: string): Setup {
  const landscape = landscapeOf(assembly, app);
  return {
    format: 'trunkline-setup/1',
    pipelines: landscape.deliveries.map(({ name, stack, environment }) => ({
      ...(name === undefined ? {} : { name }),
      stack: stack.displayName,
      environment,
    })),
    steps: STEPS.flatMap((step) => step(landscape) ?? []),
  };
}
