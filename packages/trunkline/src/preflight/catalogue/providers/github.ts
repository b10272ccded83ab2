// GitHub by an OAuth token: the way before connections.
import type { CatalogueEntry } from '../catalogue.js';

/** `Source/ThirdParty/GitHub/1`. */
export const github: CatalogueEntry = {
  type: 'Source/ThirdParty/GitHub/1',
  // unsure: with whose credentials the service writes the artifact; the documentation has the pipeline's role need the store.
  writes: 'action role',
  needs: [],
  unproven: "GitHub lets CodePipeline in by the action's OAuth token, which no policy tells of",
};
