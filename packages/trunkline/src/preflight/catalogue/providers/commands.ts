// Shell commands on a build that CodePipeline runs itself: the action, and the rule of conditions.
import type { CatalogueEntry } from '../catalogue.js';
import { optional } from '../keys.js';
import { LOGS, NETWORK } from '../managed-compute.js';

/** `Compute/AWS/Commands/1`. */
export const commands: CatalogueEntry = {
  type: 'Compute/AWS/Commands/1',
  reads: 'action role',
  writes: 'action role',
  keys: [optional('VpcId')],
  needs: [...LOGS, ...NETWORK],
  chains: ['secrets'],
};

/** `Rule/AWS/Commands/1`. */
export const commandsRule: CatalogueEntry = {
  type: 'Rule/AWS/Commands/1',
  reads: 'action role',
  needs: LOGS,
};
