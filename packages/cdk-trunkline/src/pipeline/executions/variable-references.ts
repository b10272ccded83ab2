// Refuses references to variables that CodePipeline would not resolve: the execution would fail over them, hours later.
import { Stack } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { didYouMean } from '../../config/did-you-mean';
import { declaredVariables, renderedStages } from './rendered-pipeline';

const REFERENCE = /#\{variables\.([^{}]*)\}/g;

/**
 * Checks every reference to a variable of the pipeline.
 *
 * @param pipeline the pipeline, with everything that hooks added to it
 * @param roots the constructs whose projects are its builds; projects of what it delivers are none
 * @throws one error that lists the references to what no variable declares, and those in builds' commands
 */
export function assertReferences(pipeline: Pipeline, roots: readonly Construct[]): void {
  const declared = declaredVariables(pipeline).map(({ name }) => name);
  const problems = [...undeclared(pipeline, declared), ...inBuildspecs(Stack.of(pipeline), roots)];
  if (problems.length === 0) return;
  throw new Error(
    problems.length === 1
      ? problems.join('')
      : ['these references to variables cannot be resolved:', ...problems.map((each) => `  ${each}`)].join('\n'),
  );
}

function undeclared(pipeline: Pipeline, declared: readonly string[]): string[] {
  return places(pipeline).flatMap(({ place, value }) =>
    referencesIn(value)
      .filter((name) => !declared.includes(name))
      .map((name) => {
        const near = didYouMean(name, declared);
        const remedy =
          near === undefined
            ? 'Declare it in `variables`, of the configuration or as a hook.'
            : `Did you mean ${JSON.stringify(near)}?`;
        return `${place} refers to variable ${JSON.stringify(name)}, which the pipeline does not declare. ${remedy}`;
      }),
  );
}

/** What may refer to variables, with the name that the console shows. */
function places(pipeline: Pipeline): { readonly place: string; readonly value: unknown }[] {
  return renderedStages(pipeline).flatMap(({ actions, ...stage }) => [
    ...(actions as readonly CfnPipeline.ActionDeclarationProperty[]).map((action) => ({
      place: `Action ${stage.name}/${action.name}`,
      value: action,
    })),
    // Entry, success and failure, with the rules of each.
    { place: `A condition of stage ${stage.name}`, value: stage },
  ]);
}

/** CodePipeline hands a project's buildspec to CodeBuild as it is, whose shell takes `#` for a comment. */
function inBuildspecs(stack: Stack, roots: readonly Construct[]): string[] {
  return roots
    .flatMap((root) => root.node.findAll())
    .filter((each) => each instanceof CfnProject)
    .flatMap((project) => {
      const name = String(project.name ?? project.node.path);
      return referencesIn(stack.resolve(project.source)).map(
        (variable) =>
          `The commands of build ${name} refer to variable ${JSON.stringify(variable)}, which CodePipeline does not resolve ` +
          'there. Give it to the step as an environment variable (`env` of its options), and read that in the commands.',
      );
    });
}

/** The names of variables that a value refers to, wherever in it, each once. */
function referencesIn(value: unknown): string[] {
  const found = new Set<string>();
  const visit = (each: unknown): void => {
    if (typeof each === 'string') for (const [, name = ''] of each.matchAll(REFERENCE)) found.add(name);
    else if (typeof each === 'object' && each !== null) Object.values(each).forEach(visit);
  };
  visit(value);
  return [...found];
}
