// The artifacts that rules get: the source for those that name none, and a check that the others come from somewhere.
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Step } from 'aws-cdk-lib/pipelines';
import { quoted } from '../../config/mistakes';
import { oneOf, referrers, type Referrer } from '../executions/referrers';
import { sourceAction } from '../executions/source-action';

/**
 * The artifact that a rule gets where it names none: what the source hands on that the pipeline follows.
 *
 * @param source what the hook `source` returned
 */
export function sourceArtifact(pipeline: Pipeline, source: Step): string {
  const name = sourceAction(pipeline, source)?.actionProperties.outputs?.[0]?.artifactName;
  if (name !== undefined) return name;
  throw new Error(
    'A rule of Commands or CodeBuild has no input artifact, and the pipeline no source to take its place. Name one in ' +
      '`inputArtifacts`.',
  );
}

/**
 * Checks that the artifacts of rules come from an earlier action: CodePipeline would refuse the definition otherwise.
 *
 * @param pipeline the pipeline, with everything that hooks added to it
 * @throws one error that lists every other artifact
 */
export function assertRuleSources(pipeline: Pipeline): void {
  const problems = referrers(pipeline).flatMap(artifacts);
  if (problems.length === 0) return;
  throw new Error(
    problems.length === 1
      ? problems.join('')
      : ['these rules get what is not there:', ...problems.map((each) => `  ${each}`)].join('\n'),
  );
}

function artifacts({ place, rule, earlier }: Referrer): string[] {
  const outputs = earlier.flatMap(({ outputArtifacts = [] }) =>
    (outputArtifacts as readonly CfnPipeline.OutputArtifactProperty[]).map(({ name }) => name),
  );
  const inputs = ((rule?.inputArtifacts ?? []) as readonly CfnPipeline.InputArtifactProperty[]).map(({ name }) => name);
  return inputs
    .filter((name) => !outputs.includes(name))
    .map((name) => `${place} gets the artifact ${quoted(name)}, which no earlier action has. ${oneOf(name, outputs)}`);
}
