// What rules refer to in the rest of the pipeline: artifacts, and the outputs of actions; checked once it is built.
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import { didYouMean } from '../../config/did-you-mean';
import { quoted } from '../../config/mistakes';
import { renderedStages } from '../executions/rendered-pipeline';

type Action = CfnPipeline.ActionDeclarationProperty;
type Stage = CfnPipeline.StageDeclarationProperty;
type RuleDeclaration = CfnPipeline.RuleDeclarationProperty;

/** The artifact that a rule gets where it names none: what the first source action hands on. */
export function sourceArtifact(pipeline: Pipeline): string {
  const [source] = pipeline.stages;
  const name = source?.actions[0]?.actionProperties.outputs?.[0]?.artifactName;
  if (name !== undefined) return name;
  throw new Error(
    'A rule of Commands or CodeBuild has no input artifact, and the pipeline no source to take its place. Name one in ' +
      '`inputArtifacts`.',
  );
}

/** Namespaces that no action declares. Source: CodePipeline User Guide, Variables. */
const ALWAYS_THERE = ['codepipeline', 'variables'];

/** A rule with the actions that came before it is checked. */
interface Placed {
  readonly place: string;
  readonly rule: RuleDeclaration;
  readonly earlier: readonly Action[];
}

/**
 * Checks that artifacts and outputs that rules refer to come from an earlier action: CodePipeline would refuse the
 * definition otherwise, or the rule fail.
 *
 * @param pipeline the pipeline, with everything that hooks added to it
 * @throws one error that lists every such reference
 */
export function assertRuleSources(pipeline: Pipeline): void {
  const problems = placed(renderedStages(pipeline)).flatMap((each) => [...artifacts(each), ...namespaces(each)]);
  if (problems.length === 0) return;
  throw new Error(
    problems.length === 1
      ? problems.join('')
      : ['these rules refer to what is not there:', ...problems.map((each) => `  ${each}`)].join('\n'),
  );
}

function placed(stages: readonly Stage[]): Placed[] {
  return stages.flatMap((stage, index) => {
    const before = stages.slice(0, index).flatMap(actionsOf);
    const until = [...before, ...actionsOf(stage)];
    const rules = (holder: unknown, earlier: readonly Action[]): Placed[] =>
      rulesOf(holder).map((rule) => ({ place: `Rule ${rule.name ?? ''} of stage ${stage.name}`, rule, earlier }));
    return [...rules(stage.beforeEntry, before), ...rules(stage.onSuccess, until), ...rules(stage.onFailure, until)];
  });
}

function actionsOf(stage: Stage): readonly Action[] {
  return stage.actions as readonly Action[];
}

function rulesOf(holder: unknown): readonly RuleDeclaration[] {
  const { conditions = [] } = (holder ?? {}) as { readonly conditions?: readonly CfnPipeline.ConditionProperty[] };
  return conditions.flatMap(({ rules }) => (rules ?? []) as readonly RuleDeclaration[]);
}

function artifacts({ place, rule, earlier }: Placed): string[] {
  const outputs = earlier.flatMap(({ outputArtifacts = [] }) =>
    (outputArtifacts as readonly CfnPipeline.OutputArtifactProperty[]).map(({ name }) => name),
  );
  const inputs = ((rule.inputArtifacts ?? []) as readonly CfnPipeline.InputArtifactProperty[]).map(({ name }) => name);
  return inputs
    .filter((name) => !outputs.includes(name))
    .map((name) => `${place} gets the artifact ${quoted(name)}, which no earlier action has. ${remedy(name, outputs)}`);
}

function namespaces({ place, rule, earlier }: Placed): string[] {
  const declared = earlier.flatMap(({ namespace }) => (typeof namespace === 'string' ? [namespace] : []));
  const text = JSON.stringify([rule.configuration ?? {}, rule.commands ?? []]);
  const used = [...text.matchAll(/#\{([^#{}.\s]+)\.[^#{}\s]+\}/g)].map(([, namespace = '']) => namespace);
  return [...new Set(used)]
    .filter((namespace) => ![...ALWAYS_THERE, ...declared].includes(namespace))
    .map(
      (namespace) =>
        `${place} refers to namespace ${quoted(namespace)}, which no earlier action has. ${remedy(namespace, declared)}`,
    );
}

function remedy(name: string, names: readonly string[]): string {
  const near = didYouMean(name, names);
  if (near !== undefined) return `Did you mean ${quoted(near)}?`;
  return names.length === 0 ? 'There is none.' : `There are ${names.map((each) => quoted(each)).join(', ')}.`;
}
