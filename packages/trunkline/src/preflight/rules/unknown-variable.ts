// Variables that actions read and that nothing sets.
import { references } from '../../assembly/pipeline-variable-rules.js';
import type { StackArtifact } from '../../model/assembly.js';
import type { Action, Pipeline } from '../../model/pipeline.js';
import { buildsOf, parsedBuildspec, type Build } from './builds.js';
import { stackDeployments } from './deployed-stacks.js';
import { actionPlace } from './places.js';
import type { Rule, RuleFacts, RuleFinding } from './rule.js';
import { structuralFindings } from './structural.js';

const REFERENCE = /#\{([A-Za-z0-9@_-]+)\.([^{}]+)\}/g;

/** Namespaces and the pipeline's own variables, and the keys of builds and `Commands` actions, which say what they export. */
export const unknownVariable: Rule = {
  id: 'unknown-variable',
  severity: 'error',
  checks:
    'Every variable `#{namespace.key}` that an action reads is set by an action that comes before, or declared by the pipeline; where the action is a build or `Commands`, the key is one that it exports, and of a CloudFormation action an output of its stack.',
  why: 'CodePipeline refuses a namespace that no earlier action has; an unknown key of a known namespace fails the action when it starts.',
  falsePositives: 'Low: keys are looked at where the buildspec is known, and not for other types of actions.',
  source:
    'CodePipeline User Guide, Variables. unsure: that an unknown key fails the action instead of being left empty.',
  mend: 'Correct the name, export the variable (`exported-variables` of the buildspec), or let the action that sets it come first.',
  check: (facts) => [
    ...structuralFindings(
      facts,
      [references],
      'Correct the namespace, or let the action that sets the variable come first.',
    ),
    ...facts.landscape.pipelines.flatMap(({ pipeline }) => undeclared(pipeline, facts)),
    ...notExported(facts),
  ],
};

function undeclared(pipeline: Pipeline, facts: RuleFacts): RuleFinding[] {
  return eachReference(pipeline, facts).flatMap(({ finding, namespace, key }) => {
    if (namespace !== 'variables' || Object.hasOwn(pipeline.variables, key)) return [];
    return [finding(`the pipeline does not declare`, 'Declare the variable in the pipeline, or correct its name.')];
  });
}

function notExported(facts: RuleFacts): RuleFinding[] {
  const builds = new Map<Action, Build>(buildsOf(facts).map((build) => [build.action, build]));
  const stacks = new Map(
    stackDeployments(facts).map(({ declared, action, stackName, stack }) => [
      stackKey(declared.pipeline, action, stackName),
      stack,
    ]),
  );
  return facts.landscape.pipelines.flatMap(({ pipeline }) => {
    const producers = new Map(
      pipeline.stages.flatMap(({ actions }) => actions.map((action) => [action.namespace, action] as const)),
    );
    return eachReference(pipeline, facts).flatMap(({ finding, namespace, key }) => {
      const producer = producers.get(namespace);
      const stack = producer === undefined ? undefined : stacks.get(stackKey(pipeline, producer));
      const exported =
        producer === undefined ? undefined : (exportedBy(producer, builds.get(producer), facts) ?? outputsOf(stack));
      if (producer === undefined || exported === undefined || exported.includes(key)) return [];
      return [
        finding(
          `action ${producer.name} does not export`,
          'Name the variable in `exported-variables` of the buildspec (`outputVariables` of a Commands action, an output of a stack), or correct its name.',
        ),
      ];
    });
  });
}

/** Undefined where it cannot be told. */
function exportedBy(action: Action, build: Build | undefined, facts: RuleFacts): readonly string[] | undefined {
  if (action.actionTypeId.provider === 'Commands') return action.outputVariables ?? [];
  // A batch exports what its builds do. unsure: under which names.
  if (build?.buildspecText === undefined || action.configuration.BatchEnabled === 'true') return undefined;
  return parsedBuildspec(build.buildspecText, facts)?.exportedVariables;
}

/** The variables of a CloudFormation action are the outputs of its stack. */
function outputsOf(stack: StackArtifact | undefined): readonly string[] | undefined {
  return stack === undefined ? undefined : Object.keys(stack.template.Outputs ?? {});
}

/** The stack is named by two actions: one brings the template, the other executes the change set and has the outputs. */
function stackKey({ name }: Pipeline, action: Action, stackName = action.configuration.StackName ?? ''): string {
  return [name, action.roleArn ?? '', action.region ?? '', stackName].join(' ');
}

interface Reference {
  readonly namespace: string;
  readonly key: string;
  finding(what: string, advice: string): RuleFinding;
}

function eachReference(pipeline: Pipeline, { landscape }: RuleFacts): Reference[] {
  const declared = landscape.pipelines.find((each) => each.pipeline === pipeline);
  if (declared === undefined) return [];
  return pipeline.stages.flatMap((stage) =>
    stage.actions.flatMap((action) => {
      const texts = [
        ...Object.values(action.configuration),
        ...(action.commands ?? []),
        ...(action.environmentVariables ?? []).map(({ value }) => value),
      ];
      const seen = new Map<string, Reference>();
      for (const [reference, namespace = '', key = ''] of texts.flatMap((text) => [...text.matchAll(REFERENCE)])) {
        const finding = (what: string, advice: string): RuleFinding => ({
          problem: `Action ${stage.name}.${action.name} of pipeline ${pipeline.name} reads ${reference}, which ${what}.`,
          place: actionPlace(declared, stage.name, action.name),
          consequence: `${pipeline.name} ${stage.name}/${action.name} would fail when it starts, or the pipeline be refused.`,
          remedy: { text: advice },
        });
        seen.set(reference, { namespace, key, finding });
      }
      return [...seen.values()];
    }),
  );
}
