// Findings about a pipeline’s structure, from the sentences that the assembly room’s checks return.
import type { Pipeline } from '../../model/pipeline.js';
import type { LandscapePipeline } from '../landscape/landscape.js';
import { hasHole } from '../iam/unresolved.js';
import { pipelinePlace, stagePlace, actionPlace } from './places.js';
import type { RuleFacts, RuleFinding } from './rule.js';

type Check = (pipeline: Pipeline) => readonly string[];

const REFUSED = 'CodePipeline would refuse the pipeline, so its stack cannot be deployed.';

/** One finding for each sentence of the checks, with the same advice for all. */
export function structuralFindings({ landscape }: RuleFacts, checks: readonly Check[], advice: string): RuleFinding[] {
  return landscape.pipelines.flatMap((declared) =>
    checks.flatMap((check) => check(declared.pipeline)).flatMap((mistake) => finding(declared, mistake, advice)),
  );
}

/** A finding of a sentence. What depends on values that only a deployment tells is no finding. */
export function finding(declared: LandscapePipeline, mistake: string, advice: string): RuleFinding[] {
  if (hasHole(mistake)) return [];
  return [
    {
      problem: `Pipeline ${declared.pipeline.name}: ${mistake}.`,
      place: placeOfMistake(declared, mistake),
      consequence: REFUSED,
      remedy: { text: advice },
    },
  ];
}

/** The sentences name actions as `action Stage.Action`, and stages as `stage Name` or `an action of stage Name`. */
function placeOfMistake(declared: LandscapePipeline, mistake: string): RuleFinding['place'] {
  const { stages } = declared.pipeline;
  for (const stage of stages) {
    for (const action of stage.actions) {
      if (startsWithWord(mistake, `action ${stage.name}.${action.name}`)) {
        return actionPlace(declared, stage.name, action.name);
      }
    }
  }
  const named = stages.find(
    ({ name }) => startsWithWord(mistake, `stage ${name}`) || mistake.includes(` of stage ${name} `),
  );
  return named === undefined ? pipelinePlace(declared) : stagePlace(declared, named.name);
}

function startsWithWord(text: string, word: string): boolean {
  return text.startsWith(`${word} `);
}
