// Custom action types, Jenkins among them: a job worker asks CodePipeline for its jobs.
import type { CatalogueEntry } from '../catalogue.js';

/** Every type whose owner is `Custom`. */
export const custom: CatalogueEntry = {
  type: '*/Custom/*/*',
  needs: [],
  unproven:
    'a job worker of its own performs a custom action, with credentials that no template of the pipeline tells of',
};
