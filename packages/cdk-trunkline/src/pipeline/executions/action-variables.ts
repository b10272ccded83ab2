// Moves environment variables that refer to variables of the pipeline from the builds' projects to their actions.
import { Lazy, Stack, type IResolvable } from 'aws-cdk-lib';
import { Project, type CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { CfnPipeline, Pipeline } from 'aws-cdk-lib/aws-codepipeline';
import type { Construct } from 'constructs';

/** Any reference that CodePipeline resolves, and it does so in the configuration of actions alone. */
const REFERENCE = /#\{[^}]+\}/;

/** As the configuration of a CodeBuild action lists them. */
interface ActionVariable {
  readonly name: string;
  readonly type: string;
  readonly value: string;
}

/** Variables by the logical name of the project that had them. */
type ByProject = ReadonlyMap<string, readonly ActionVariable[]>;

/**
 * Lets every build have what `build.environment` of the configuration, the hook `buildEnvironment` and a step's own build
 * environment refer to. CDK Pipelines does so with a step's `env` alone, and there is no other way to the actions of the
 * self-update and of the assets. What an action has already stays.
 *
 * @param pipeline the pipeline, which is built
 * @param roots the constructs whose projects are its builds; projects of what it delivers are none
 */
export function moveVariables(pipeline: Pipeline, roots: readonly Construct[]): void {
  const moved = takeFromProjects(Stack.of(pipeline), roots);
  if (moved.size === 0) return;
  const resource = pipeline.node.defaultChild as CfnPipeline;
  const { stages } = resource;
  const stack = Stack.of(pipeline);
  // Not cached: actions may still be added.
  resource.stages = Lazy.uncachedAny({
    produce: (context) =>
      (context.resolve(stages) as CfnPipeline.StageDeclarationProperty[]).map((stage) => ({
        ...stage,
        actions: (stage.actions as CfnPipeline.ActionDeclarationProperty[]).map((action) =>
          withVariables(action, moved, stack),
        ),
      })),
  });
}

function takeFromProjects(stack: Stack, roots: readonly Construct[]): ByProject {
  const projects = roots.flatMap((root) => root.node.findAll()).filter((each) => each instanceof Project);
  const taken = new Map<string, ActionVariable[]>();
  for (const { node } of projects) {
    const resource = node.defaultChild as CfnProject;
    const environment = resource.environment as CfnProject.EnvironmentProperty;
    const variables = (environment.environmentVariables ?? []) as (
      IResolvable | CfnProject.EnvironmentVariableProperty
    )[];
    // Resolved for the look alone: an output of a step is a token until then, and what it stands for a reference.
    const refers = (each: (typeof variables)[number]): each is CfnProject.EnvironmentVariableProperty =>
      'value' in each && REFERENCE.test(JSON.stringify(stack.resolve(each.value)));
    const moved = variables.filter(refers);
    if (moved.length === 0) continue;
    const left = variables.filter((each) => !refers(each));
    resource.environment = { ...environment, environmentVariables: left };
    taken.set(
      stack.getLogicalId(resource),
      moved.map(({ name, type = 'PLAINTEXT', value }) => ({ name, type, value })),
    );
  }
  return taken;
}

function withVariables(
  action: CfnPipeline.ActionDeclarationProperty,
  moved: ByProject,
  stack: Stack,
): CfnPipeline.ActionDeclarationProperty {
  const configuration = action.configuration as Readonly<Record<string, unknown>> | undefined;
  const project = configuration?.['ProjectName'];
  const variables = isRef(project) ? (moved.get(project.Ref) ?? []) : [];
  if (configuration === undefined || variables.length === 0) return action;
  return {
    ...action,
    configuration: {
      ...configuration,
      EnvironmentVariables: joined(configuration['EnvironmentVariables'], variables, stack),
    },
  };
}

function isRef(value: unknown): value is { readonly Ref: string } {
  return typeof value === 'object' && value !== null && 'Ref' in value;
}

/** Adds to a JSON list; either may have intrinsic functions in it, and so be a `Fn::Join` of texts. */
function joined(list: unknown, variables: readonly ActionVariable[], stack: Stack): unknown {
  const text = JSON.stringify(list ?? '');
  // A text within the JSON text of the list has its quotes escaped once more in the JSON of the whole.
  const missing = variables.filter(({ name }) => !text.includes(JSON.stringify(`"name":"${name}"`).slice(1, -1)));
  if (missing.length === 0) return list;
  const more = partsOf(stack.resolve(stack.toJsonString(missing)));
  if (list === undefined) return whole(more);
  const parts = partsOf(list);
  const [first, ...others] = more;
  // Both are lists in brackets, which texts begin and end with: no intrinsic function stands outside a value.
  return whole([...parts.slice(0, -1), `${String(parts.at(-1)).slice(0, -1)},${String(first).slice(1)}`, ...others]);
}

function partsOf(text: unknown): readonly unknown[] {
  return typeof text === 'string' ? [text] : (text as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1];
}

function whole(parts: readonly unknown[]): unknown {
  return parts.length === 1 ? parts[0] : { 'Fn::Join': ['', parts] };
}
