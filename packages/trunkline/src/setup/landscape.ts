// Everything that the steps are made from: the pipelines, and the stacks that stand around them.
import { inDependencyOrder } from '../assembly/dependency-order.js';
import { isKnown } from '../assembly/environment.js';
import { pipelineStacks } from '../assembly/pipeline-stacks.js';
import type { Assembly, StackArtifact } from '../model/assembly.js';
import { type Delivery, deliveriesOf } from './delivery.js';
import { textOf } from './template-text.js';

/** What is known of an app and its pipelines. */
export interface Landscape {
  readonly deliveries: readonly Delivery[];
  /** Stacks that declare a pipeline. */
  readonly pipelineStacks: readonly StackArtifact[];
  /** Top-level stacks that `cdk deploy` brings along with a pipeline's stack, such as CDK's support stacks. */
  readonly supportStacks: readonly StackArtifact[];
  /** Top-level stacks that hold artifact stores. */
  readonly storeStacks: readonly StackArtifact[];
  /** Other top-level stacks, which no pipeline delivers: those that can go first, and those that need a pipeline's stack. */
  readonly otherStacks: readonly StackArtifact[];
  readonly laterStacks: readonly StackArtifact[];
  /** Every stack that says where it goes, nested assemblies included. */
  readonly stacks: readonly StackArtifact[];
}

/**
 * Reads an assembly's landscape.
 * @param app the assembly's folder as the user named it
 * @throws TrunklineError `PipelineNotFound`, `PipelineInvalid`
 */
export function landscapeOf(assembly: Assembly, app: string): Landscape {
  const declaring = pipelineStacks(assembly, app);
  const deliveries = declaring.flatMap(deliveriesOf);
  const top = assembly.stacks.filter((stack) => stack.nestedIn === '');
  const buckets = new Set(
    deliveries.flatMap(({ stores, stack }) => stores.flatMap(({ location }) => textOf(location, stack) ?? [])),
  );
  const rest = top.filter((stack) => !declaring.includes(stack));
  const storeStacks = rest.filter((stack) => isStoreStack(stack));
  const needed = new Set(inDependencyOrder(declaring, top));
  const supportStacks = rest.filter((stack) => needed.has(stack) && !storeStacks.includes(stack));
  const others = rest.filter((stack) => !storeStacks.includes(stack) && !supportStacks.includes(stack));
  const namedStores = others.filter((stack) => bucketsOf(stack).some((bucket) => buckets.has(bucket)));
  const remaining = others.filter((stack) => !namedStores.includes(stack));
  const isLater = (stack: StackArtifact): boolean =>
    inDependencyOrder([stack], top).some((dependency) => declaring.includes(dependency));
  return {
    deliveries,
    pipelineStacks: declaring,
    supportStacks,
    storeStacks: top.filter((stack) => storeStacks.includes(stack) || namedStores.includes(stack)),
    otherStacks: remaining.filter((stack) => !isLater(stack)),
    laterStacks: remaining.filter(isLater),
    stacks: assembly.stacks.filter((stack) => isKnown(stack.environment)),
  };
}

/** The stacks of artifact stores begin with this name: cdk-trunkline gives it to them. */
const STORE_STACK = 'trunkline-artifacts';

function isStoreStack({ artifactId, displayName, stackName }: StackArtifact): boolean {
  return [artifactId, displayName, stackName].some((name) => name.startsWith(STORE_STACK));
}

/** The names of the buckets that a stack makes, where the template tells them. */
export function bucketsOf(stack: StackArtifact): string[] {
  return Object.values(stack.template.Resources)
    .filter(({ Type }) => Type === 'AWS::S3::Bucket')
    .flatMap(({ Properties }) => textOf(Properties?.BucketName, stack) ?? []);
}
