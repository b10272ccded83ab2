// Builds that are to produce artifacts, and whose buildspec produces none or others.
import type { Buildspec } from '../../model/buildspec.js';
import { buildsOf, parsedBuildspec } from './builds.js';
import { actionPlace } from './places.js';
import type { Rule } from './rule.js';

/** The action names its outputs, the buildspec what is in them. */
export const buildspecOutputs: Rule = {
  id: 'buildspec-outputs',
  severity: 'error',
  checks:
    'Where a build action has output artifacts, its buildspec has artifacts: of any name for one output, and secondary artifacts of the same names for several.',
  why: 'The build succeeds and uploads nothing, or fails in UPLOAD_ARTIFACTS; the action that reads the artifact fails.',
  falsePositives: 'Low: only where the buildspec is known. Batch builds are left alone.',
  source:
    'CodeBuild User Guide, Multiple input sources and output artifacts sample; CodePipeline User Guide, CodeBuild action reference.',
  mend: 'Name the files in `artifacts` of the buildspec, or take the output off the action.',
  check: (facts) =>
    buildsOf(facts).flatMap(({ declared, stage, action, buildspecText: text }) => {
      const buildspec = text === undefined ? undefined : parsedBuildspec(text, facts);
      const outputs = action.outputArtifacts.map(({ name }) => name);
      if (buildspec === undefined || action.configuration.BatchEnabled === 'true') return [];
      return missingOutputs(outputs, buildspec).map((what) => ({
        problem: `Action ${stage.name}.${action.name} of pipeline ${declared.pipeline.name} is to produce ${what}.`,
        place: actionPlace(declared, stage.name, action.name, '.OutputArtifacts'),
        consequence: `${declared.pipeline.name} ${stage.name}/${action.name} would fail, or whatever reads the artifact.`,
        remedy: { text: 'Name the files in `artifacts` of the buildspec, or take the output off the action.' },
      }));
    }),
};

function missingOutputs(outputs: readonly string[], { artifacts, secondaryArtifacts }: Buildspec): string[] {
  const secondary = Object.keys(secondaryArtifacts);
  const [first, ...others] = outputs;
  if (first === undefined) return [];
  if (others.length === 0) {
    // unsure: one output with secondary artifacts alone, of the same name or another.
    return artifacts !== undefined || secondary.length > 0
      ? []
      : [`artifact ${first}, and its buildspec has no artifacts`];
  }
  return outputs
    .filter((output) => !secondary.includes(output))
    .map((output) => `artifact ${output} beside others, and its buildspec has no secondary artifact of that name`);
}
