// Refuses references to variables that CodePipeline would not resolve: the execution would fail over them, hours later.
import { Stack } from 'aws-cdk-lib';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';
import { didYouMean } from '../../config/did-you-mean';
import { quoted } from '../../config/mistakes';
import { declaredVariables } from './rendered-pipeline';
import { oneOf, referrers, type Referrer } from './referrers';

/** Source: CodePipeline User Guide, Variables. Names of variables are looked at as a whole, spaces and all. */
const REFERENCE = /#\{(?:(variables)\.([^{}]*)|([^#{}.\s]+)\.([^#{}\s]+))\}/g;

/** The namespace of the variables that the pipeline declares. */
const VARIABLES = 'variables';

/** The namespace that every execution has. Source: CodePipeline User Guide, Variables. */
const EXECUTION = 'codepipeline';

/** `#{<namespace>.<name>}`. */
interface Reference {
  readonly namespace: string;
  readonly name: string;
}

/**
 * Checks every reference to a variable: of the pipeline, and of an action, whose namespace it names.
 *
 * @param pipeline the pipeline, with everything that hooks added to it
 * @param roots the constructs whose projects are its builds; projects of what it delivers are none
 * @throws one error that lists the references to what is not declared, or not yet there, and those in builds' commands
 */
export function assertReferences(pipeline: Pipeline, roots: readonly Construct[]): void {
  const declared = declaredVariables(pipeline).map(({ name }) => name);
  const all = referrers(pipeline);
  const owners = ownersOf(all);
  const problems = [
    ...all.flatMap((each) => [...undeclared(each, declared), ...foreign(each, owners)]),
    ...inBuildspecs(Stack.of(pipeline), roots, [VARIABLES, EXECUTION, ...owners.keys()]),
  ];
  if (problems.length === 0) return;
  throw new Error(
    problems.length === 1
      ? problems.join('')
      : ['these references to variables cannot be resolved:', ...problems.map((each) => `  ${each}`)].join('\n'),
  );
}

/** Which action has a namespace. */
function ownersOf(all: readonly Referrer[]): ReadonlyMap<string, string> {
  return new Map(
    all.flatMap(({ place, value }) =>
      'namespace' in value && typeof value.namespace === 'string' ? [[value.namespace, place] as const] : [],
    ),
  );
}

function undeclared({ place, value }: Referrer, declared: readonly string[]): string[] {
  return referencesIn(value)
    .filter(({ namespace, name }) => namespace === VARIABLES && !declared.includes(name))
    .map(({ name }) => {
      const near = didYouMean(name, declared);
      const remedy =
        near === undefined
          ? 'Declare it in `variables`, of the configuration or as a hook.'
          : `Did you mean ${quoted(near)}?`;
      return `${place} refers to variable ${quoted(name)}, which the pipeline does not declare. ${remedy}`;
    });
}

/** CodePipeline resolves what actions have put out that have ended before, and refuses a pipeline that refers to others. */
function foreign({ place, value, earlier }: Referrer, owners: ReadonlyMap<string, string>): string[] {
  const declared = earlier.flatMap(({ namespace }) => (typeof namespace === 'string' ? [namespace] : []));
  const used = new Set(referencesIn(value).map(({ namespace }) => namespace));
  return [...used]
    .filter((namespace) => ![VARIABLES, EXECUTION, ...declared].includes(namespace))
    .map((namespace) => {
      const owner = owners.get(namespace);
      const remedy =
        owner === undefined ? oneOf(namespace, declared) : `${owner} has it, which has not ended when it is needed.`;
      return `${place} refers to namespace ${quoted(namespace)}, which no earlier action has. ${remedy}`;
    });
}

/** CodePipeline hands a project's buildspec to CodeBuild as it is, whose shell takes `#` for a comment. */
function inBuildspecs(stack: Stack, roots: readonly Construct[], namespaces: readonly string[]): string[] {
  return roots
    .flatMap((root) => root.node.findAll())
    .filter((each) => each instanceof CfnProject)
    .flatMap((project) => {
      const build = String(project.name ?? project.node.path);
      return referencesIn(stack.resolve(project.source))
        .filter(({ namespace }) => namespaces.includes(namespace))
        .map(({ namespace, name }) => {
          const variable = namespace === VARIABLES ? name : `${namespace}.${name}`;
          return (
            `The commands of build ${build} refer to variable ${quoted(variable)}, which CodePipeline does not resolve ` +
            'there. Give it to the step as an environment variable (`env` of its options), and read that in the commands.'
          );
        });
    });
}

/** The references in a value, wherever in it, each once. */
function referencesIn(value: unknown): Reference[] {
  const found = new Map<string, Reference>();
  const visit = (each: unknown): void => {
    if (typeof each === 'string') {
      for (const [text, variables, variable = '', namespace = variables ?? '', name = variable] of each.matchAll(
        REFERENCE,
      )) {
        found.set(text, { namespace, name });
      }
    } else if (typeof each === 'object' && each !== null) Object.values(each).forEach(visit);
  };
  visit(value);
  return [...found.values()];
}
