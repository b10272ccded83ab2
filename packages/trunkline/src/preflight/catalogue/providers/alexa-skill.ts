// Alexa skills, which Amazon's own service deploys outside of the account.
import type { CatalogueEntry } from '../catalogue.js';

/** `Deploy/ThirdParty/AlexaSkillsKit/1`. */
export const alexaSkill: CatalogueEntry = {
  type: 'Deploy/ThirdParty/AlexaSkillsKit/1',
  needs: [],
  unproven: 'the Alexa Skills Kit deploys with tokens of its own, which no policy tells of',
};
