// Works out what a deployment would do to every resource, output and export. Pure: nothing is stored here.
import { isDeepStrictEqual } from 'node:util';
import { pathOf } from '../../assembly/intrinsics/context.js';
import { evaluateOptional } from '../../assembly/intrinsics/evaluate.js';
import { TrunklineError } from '../../model/errors.js';
import type { ResourceChange, Stack, StackResource } from '../../model/stack.js';
import type { TemplateResource, TemplateValue } from '../../model/template.js';
import { Identity } from '../resources/identity.js';
import { QUIRKS } from '../resources/quirks/table.js';
import type { ResourceIndex, ResourceSpec } from '../spec/resource-index.js';
import { notPerformed, unknownValue } from '../template/markers.js';
import { prepareTemplate, type Deployable } from '../template/prepare.js';
import type { StackScope } from '../template/scope.js';
import type { World } from '../world.js';
import { compareProperties } from './comparison.js';
import { planOutputs, type PlannedOutputs } from './outputs.js';

/** The stack that is there already. */
export interface Present {
  readonly stack: Stack;
  readonly generations: Readonly<Record<string, number>>;
}

/** What happens to one resource. */
export interface ResourceStep {
  readonly kind: 'create' | 'update' | 'replace' | 'keep';
  readonly resource: StackResource;
  readonly before?: StackResource;
  /** Why the resource cannot be created or updated. */
  readonly failure?: string;
  /** What the twin does not know about it. */
  readonly warning?: string;
}

/** A deployment, worked out. */
export interface DeploymentPlan extends PlannedOutputs {
  /** In the order of deployment. */
  readonly steps: readonly ResourceStep[];
  /** Resources that the template no longer has, in the order of their deletion. */
  readonly removals: readonly StackResource[];
  readonly changes: readonly ResourceChange[];
  readonly imports: readonly string[];
  readonly generations: Readonly<Record<string, number>>;
  readonly assumptions: readonly string[];
}

const CUSTOM_RESOURCE = 'AWS::CloudFormation::CustomResource';

/**
 * Plans the creation (without `present`) or update of a stack.
 *
 * @throws TrunklineError `TemplateInvalid` for what CloudFormation would refuse before it touches anything
 */
export function planDeployment(
  deployable: Deployable,
  present: Present | undefined,
  world: World,
  index: ResourceIndex,
): DeploymentPlan {
  const prepared = prepareTemplate(deployable, world);
  const planner = new Planner(deployable, present, world, index);
  const scope = prepared.newScope((resource, attribute) => planner.lateAttribute(resource, attribute));
  const steps = prepared.order.flatMap((id) => {
    const definition = prepared.template.Resources[id];
    return definition ? [planner.step(id, definition, scope)] : [];
  });
  const removals = removalsOf(present, new Set(prepared.order));
  return {
    ...planOutputs(prepared.template, scope, deployable, present?.stack, world),
    steps: steps.map(({ step }) => step),
    removals,
    changes: [...steps.flatMap(({ change }) => change ?? []), ...removals.map(removal)],
    imports: [...scope.imports],
    generations: planner.generations,
    assumptions: planner.assumptions,
  };
}

class Planner {
  public readonly generations: Record<string, number>;
  public readonly assumptions: string[] = [];
  private readonly planned = new Set<string>();

  public constructor(
    private readonly deployable: Deployable,
    private readonly present: Present | undefined,
    private readonly world: World,
    private readonly index: ResourceIndex,
  ) {
    this.generations = { ...present?.generations };
  }

  /** Plans one resource and puts it into the scope, where its dependents find it. */
  public step(
    id: string,
    definition: TemplateResource,
    scope: StackScope,
  ): { step: ResourceStep; change?: ResourceChange } {
    const path = pathOf('Resources', id, 'Properties');
    const evaluated = evaluateOptional((definition.Properties ?? {}) as TemplateValue, scope, path) ?? {};
    const properties = evaluated as Readonly<Record<string, TemplateValue>>;
    const before = this.present?.stack.resources[id];
    if (before && before.type !== definition.Type) {
      throw new TrunklineError(
        'TemplateInvalid',
        `Update of resource type is not permitted. The new template modifies resource type of the following resources: [${id}]`,
      );
    }
    const planned = this.decide(id, definition, properties, before, scope);
    scope.resources[id] = planned.step.resource;
    this.planned.add(`${definition.Type} ${planned.step.resource.physicalId}`);
    return planned;
  }

  private decide(
    id: string,
    definition: TemplateResource,
    properties: Readonly<Record<string, TemplateValue>>,
    before: StackResource | undefined,
    scope: StackScope,
  ): { step: ResourceStep; change?: ResourceChange } {
    const spec = this.specOf(definition.Type);
    const policies = policiesOf(definition, scope, id);
    const constructPath = definition.Metadata?.['aws:cdk:path'];
    const settled = {
      logicalId: id,
      type: definition.Type,
      properties,
      ...policies,
      ...(typeof constructPath === 'string' && { constructPath }),
    };
    const { changed, replacing, conditional } = compareProperties(before?.properties ?? {}, properties, spec);
    const ignorance = this.ignoranceOf(id, definition.Type, spec);
    const attributesChanged = before ? this.changedAttributes(id, definition, before, policies) : [];
    if (before && changed.length === 0 && attributesChanged.length === 0) {
      return { step: { kind: 'keep', resource: { ...before, ...settled }, before } };
    }
    const kind = !before ? 'create' : replacing.length > 0 ? 'replace' : 'update';
    const earlier = this.generations[id];
    const generation = kind === 'update' ? (earlier ?? 0) : earlier === undefined ? 0 : earlier + 1;
    this.generations[id] = generation;
    const { environment, stackName } = this.deployable;
    const identity = new Identity(
      {
        type: definition.Type,
        logicalId: id,
        stackName,
        environment,
        properties,
        generation,
        siblings: () => [...Object.values(this.present?.stack.resources ?? {}), ...Object.values(scope.resources)],
        ...(before && { previous: before }),
      },
      spec,
      QUIRKS.get(definition.Type),
    );
    const resource = this.materialize(settled, identity, before, kind === 'update' && changed.length === 0);
    const failure = this.failureOf(kind, identity, resource, before);
    const mayReplace = kind === 'update' && conditional.length > 0;
    const warning =
      ignorance ??
      (mayReplace
        ? `AWS may replace the resource for the change of ${conditional.join(', ')}; the twin keeps it`
        : undefined);
    return {
      step: { kind, resource, ...(before && { before }), ...(failure && { failure }), ...(warning && { warning }) },
      change: {
        action: before ? 'Modify' : 'Add',
        logicalId: id,
        type: definition.Type,
        ...(before && { replacement: kind === 'replace' ? 'True' : mayReplace ? 'Conditional' : 'False' }),
        properties: before ? (kind === 'replace' ? replacing : [...changed, ...attributesChanged]) : [],
        ...(resource.constructPath !== undefined && { constructPath: resource.constructPath }),
      },
    };
  }

  private materialize(
    settled: Omit<StackResource, 'physicalId' | 'attributes'>,
    identity: Identity,
    before: StackResource | undefined,
    onlyPolicies: boolean,
  ): StackResource {
    if (before && onlyPolicies) return { ...before, ...settled };
    if (notPerformed(settled.type)) {
      return { ...settled, physicalId: unknownValue(settled.logicalId), attributes: {} };
    }
    return { ...settled, physicalId: identity.physicalId, attributes: identity.attributes };
  }

  /** An attribute that is not stored: a nested one, or one of a resource that the twin does not know. */
  public lateAttribute(resource: StackResource, attribute: string): TemplateValue | undefined {
    const spec = this.index.find(resource.type);
    if (notPerformed(resource.type) !== undefined || !spec) return unknownValue(resource.logicalId, attribute);
    const { environment, stackName } = this.deployable;
    const generation = this.generations[resource.logicalId] ?? 0;
    const request = { ...resource, environment, stackName, generation, siblings: () => [] };
    return new Identity(request, spec, QUIRKS.get(resource.type)).attribute(attribute);
  }

  private specOf(type: string): ResourceSpec | undefined {
    return this.index.find(type) ?? (notPerformed(type) ? this.index.find(CUSTOM_RESOURCE) : undefined);
  }

  /** Attributes of the definition (not of the properties) that an update changes. */
  private changedAttributes(
    id: string,
    definition: TemplateResource,
    before: StackResource,
    policies: { deletionPolicy: string; updateReplacePolicy: string },
  ): string[] {
    const changed: string[] = [];
    if (before.deletionPolicy !== policies.deletionPolicy) changed.push('DeletionPolicy');
    if (before.updateReplacePolicy !== policies.updateReplacePolicy) changed.push('UpdateReplacePolicy');
    const old = this.present?.stack.template.Resources[id];
    // Unrolled loops have no counterpart in the stored template, whose metadata then says nothing.
    if (old && !isDeepStrictEqual(old.Metadata, definition.Metadata)) changed.push('Metadata');
    return changed;
  }

  private failureOf(
    kind: 'create' | 'replace' | 'update',
    identity: Identity,
    resource: StackResource,
    before: StackResource | undefined,
  ): string | undefined {
    const { type, physicalId } = resource;
    if (kind !== 'update' && identity.uniqueName && identity.explicitName !== undefined) {
      const { nameProperty } = identity;
      if (
        before &&
        nameProperty !== undefined &&
        before.properties[nameProperty] === resource.properties[nameProperty]
      ) {
        return (
          'CloudFormation cannot update a stack when a custom-named resource requires replacing. ' +
          `Rename ${identity.explicitName} and update the stack again.`
        );
      }
      const { environment, stackId } = this.deployable;
      const owner = this.planned.has(`${type} ${physicalId}`)
        ? stackId
        : this.world.ownerOf(environment, type, physicalId);
      if (owner !== undefined) return `${identity.explicitName} already exists in stack ${owner}`;
    }
    return QUIRKS.get(type)?.check?.(identity, this.world);
  }

  /** What the twin does not know about a resource, noted as an assumption with each deployment. */
  private ignoranceOf(logicalId: string, type: string, spec: ResourceSpec | undefined): string | undefined {
    const reason = notPerformed(type);
    if (reason !== undefined) {
      this.assumptions.push(`${this.deployable.stackName}: ${logicalId} (${type}) succeeds; ${reason}.`);
      return reason;
    }
    if (spec || type === 'AWS::CDK::Metadata') return undefined;
    const unknown = "the twin's resource specification does not list this type; its attributes are unknown";
    this.assumptions.push(`${this.deployable.stackName}: ${logicalId} (${type}) exists on AWS; ${unknown}.`);
    return unknown;
  }
}

function policiesOf(
  definition: TemplateResource,
  scope: StackScope,
  id: string,
): { deletionPolicy: string; updateReplacePolicy: string } {
  const resolve = (value: TemplateValue | undefined, key: string, fallback: string): string => {
    const result = value === undefined ? undefined : evaluateOptional(value, scope, pathOf('Resources', id, key));
    return typeof result === 'string' ? result : fallback;
  };
  const snapshot =
    definition.Type === 'AWS::RDS::DBCluster' ||
    (definition.Type === 'AWS::RDS::DBInstance' && definition.Properties?.DBClusterIdentifier === undefined);
  return {
    deletionPolicy: resolve(definition.DeletionPolicy, 'DeletionPolicy', snapshot ? 'Snapshot' : 'Delete'),
    updateReplacePolicy: resolve(definition.UpdateReplacePolicy, 'UpdateReplacePolicy', 'Delete'),
  };
}

/** Resources of a stack in the order of their deletion: dependents before what they depend on. */
function removalsOf(present: Present | undefined, kept: ReadonlySet<string>): StackResource[] {
  // A stack's resources are stored in the order of their deployment.
  return Object.values(present?.stack.resources ?? {})
    .filter(({ logicalId }) => !kept.has(logicalId))
    .reverse();
}

function removal({ logicalId, type, constructPath }: StackResource): ResourceChange {
  return { action: 'Remove', logicalId, type, properties: [], ...(constructPath !== undefined && { constructPath }) };
}
