// The values that one stack's template may refer to while it is deployed.
import type { DynamicReference, IntrinsicScope, StackOutputRequest } from '../../assembly/intrinsics/scope.js';
import type { Environment } from '../../model/environment.js';
import type { StackResource } from '../../model/stack.js';
import type { Template, TemplateValue } from '../../model/template.js';
import { ASSUMED_BOOTSTRAP_VERSION, isBootstrapVersion } from '../bootstrap.js';
import { partitionOf, urlSuffixOf } from '../../assembly/environment.js';
import type { World } from '../world.js';
import type { Conditions } from './conditions.js';

/** What a scope is made from. */
export interface StackScopeInput {
  readonly environment: Environment;
  readonly stackName: string;
  readonly stackId: string;
  readonly template: Template;
  readonly parameterValues: Readonly<Record<string, TemplateValue>>;
  readonly conditions: Conditions;
  readonly world: World;
}

/** Computes an attribute that was not stored with its resource. */
export type AttributeLookup = (resource: StackResource, attribute: string) => TemplateValue | undefined;

/** The scope of a stack: parameters and conditions from the start, resources as they come to exist. */
export class StackScope implements IntrinsicScope {
  /** Resources that exist by now. */
  public readonly resources: Record<string, StackResource> = {};
  /** Names of the exports that were imported. */
  public readonly imports = new Set<string>();

  public constructor(
    private readonly input: StackScopeInput,
    private readonly lookUpAttribute: AttributeLookup = () => undefined,
  ) {}

  public ref(logicalId: string): TemplateValue | undefined {
    return this.resource(logicalId)?.physicalId;
  }

  public getAtt(logicalId: string, attribute: string): TemplateValue | undefined {
    const resource = this.resource(logicalId);
    if (!resource) return undefined;
    if (Object.hasOwn(resource.attributes, attribute)) return resource.attributes[attribute];
    return this.lookUpAttribute(resource, attribute);
  }

  public parameter(name: string): TemplateValue | undefined {
    const { parameterValues } = this.input;
    return Object.hasOwn(parameterValues, name) ? parameterValues[name] : undefined;
  }

  public pseudoParameter(name: string): TemplateValue | undefined {
    const { environment, stackName, stackId } = this.input;
    switch (name) {
      case 'AWS::AccountId':
        return environment.account;
      case 'AWS::Region':
        return environment.region;
      case 'AWS::Partition':
        return partitionOf(environment.region);
      case 'AWS::URLSuffix':
        return urlSuffixOf(environment.region);
      case 'AWS::StackName':
        return stackName;
      case 'AWS::StackId':
        return stackId;
      case 'AWS::NotificationARNs':
        return [];
      default:
        return undefined;
    }
  }

  public condition(name: string): boolean | undefined {
    return this.input.conditions.holds(name, this);
  }

  public mapping(mapName: string, topLevelKey: string, secondLevelKey: string): TemplateValue | undefined {
    const map = own(this.input.template.Mappings, mapName);
    return own(own(map, topLevelKey), secondLevelKey);
  }

  public importValue(exportName: string): TemplateValue | undefined {
    const found = this.input.world.findExport(this.input.environment, exportName);
    if (found) this.imports.add(exportName);
    return found?.value;
  }

  public stackOutput(request: StackOutputRequest): TemplateValue | undefined {
    const account = /^arn:[^:]*:iam::(\d{12}):/.exec(request.roleArn ?? '')?.[1] ?? this.input.environment.account;
    const region = request.region ?? this.input.environment.region;
    return this.input.world.output({ account, region }, request.stackName, request.outputName);
  }

  /** The first three, which is what most regions have; the twin asks nobody. */
  public availabilityZones(region: string): readonly string[] {
    return ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
  }

  /** The twin keeps only the latest version of a parameter and gives it for every version. */
  public dynamicReference({ name }: DynamicReference): string | undefined {
    const value = this.input.world.ssmParameter(this.input.environment, name);
    return value ?? (isBootstrapVersion(name) ? ASSUMED_BOOTSTRAP_VERSION : undefined);
  }

  private resource(logicalId: string): StackResource | undefined {
    return own(this.resources, logicalId);
  }
}

function own<V>(record: Readonly<Record<string, V>> | undefined, key: string): V | undefined {
  return record && Object.hasOwn(record, key) ? record[key] : undefined;
}
