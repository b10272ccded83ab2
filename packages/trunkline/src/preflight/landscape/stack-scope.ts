// The values that one template may refer to, before anything is deployed: what only a deployment tells is a marker.
import { partitionOf, urlSuffixOf } from '../../assembly/environment.js';
import { isObject, pathOf, scalarText, type Resolved } from '../../assembly/intrinsics/context.js';
import { hasDynamicReferences } from '../../assembly/intrinsics/dynamic-references.js';
import { expandForEach } from '../../assembly/intrinsics/for-each.js';
import { references } from '../../assembly/intrinsics/references.js';
import type { DynamicReference, IntrinsicScope, StackOutputRequest } from '../../assembly/intrinsics/scope.js';
import { TrunklineError } from '../../model/errors.js';
import type { Template, TemplateParameter, TemplateResource, TemplateValue } from '../../model/template.js';
import { unresolved } from '../iam/unresolved.js';
import { TemplateConditions, type Truth } from './conditions.js';
import { DEEPEST, isShallow, isTooDeep } from './depth.js';
import { failureOf } from './failure.js';
import { identityOf, type Identity } from './identity.js';
import { resolve } from './resolve.js';
import { accountOf, marker, regionOf, type TemplateSource } from './template-source.js';
import { own, texts } from './values.js';
import type { World } from './world.js';

/** Longer texts are given up: values that repeat each other grow without bounds. A template has at most 1 MB. */
const LONGEST_TEXT = 1_500_000;

const SSM_TYPE = /^AWS::SSM::Parameter::Value<(.+)>$/;

/** One template's values. Every property is resolved once, when it is first asked for. */
export class StackScope implements IntrinsicScope {
  private readonly template: Template;
  private readonly conditions: TemplateConditions;
  private readonly byType = new Map<string, string[]>();
  private readonly resolved = new Map<string, Resolved>();
  private readonly resolving = new Set<string>();
  private readonly identities = new Map<string, Identity>();
  private readonly partition: string;
  private hasMacros = false;

  public constructor(
    public readonly source: TemplateSource,
    private readonly world: World,
  ) {
    this.template = source.template;
    this.partition = partitionOf(source.environment.region);
    const report = (problem: string): void => this.reportTemplate(problem);
    this.conditions = new TemplateConditions(this.template, this, report);
    this.template = this.expanded();
    for (const [id, resource] of Object.entries(this.template.Resources)) {
      if (!isObject(resource) || typeof resource.Type !== 'string') continue;
      const ids = this.byType.get(resource.Type) ?? [];
      ids.push(id);
      this.byType.set(resource.Type, ids);
    }
  }

  /** The types of the template's resources. */
  public get types(): Iterable<string> {
    return this.byType.keys();
  }

  /** Logical ids of a type's resources, without those whose condition does not hold. */
  public idsOf(type: string): string[] {
    return this.byType.get(type)?.filter((id) => this.exists(id) !== false) ?? [];
  }

  /** Whether a resource's condition holds. */
  public exists(logicalId: string): Truth {
    const condition: unknown = this.resource(logicalId)?.Condition;
    if (condition === undefined) return true;
    return typeof condition === 'string' ? this.conditions.holds(condition) : undefined;
  }

  /** A property of a resource, resolved; `undefined` where it is absent. */
  public property(logicalId: string, name: string): Resolved {
    const properties: unknown = this.resource(logicalId)?.Properties;
    const value = isObject(properties) ? own(properties, name) : undefined;
    if (value === undefined) return undefined;
    if (typeof value !== 'object' && !hasDynamicReferences(value)) return value;
    const key = `Resources.${logicalId}.Properties.${name}`;
    return this.once(key, value, pathOf('Resources', logicalId, 'Properties', name), logicalId);
  }

  /** A property that is a policy document; nothing is known of one whose resource may not exist. */
  public document(logicalId: string, name: string): TemplateValue {
    if (this.exists(logicalId) === undefined) return this.mark(`${logicalId}.${name}`);
    return this.property(logicalId, name) ?? this.mark(`${logicalId}.${name}`);
  }

  /** All properties of a resource, resolved. */
  public properties(logicalId: string): Readonly<Record<string, TemplateValue>> {
    const properties: unknown = this.resource(logicalId)?.Properties;
    const names = isObject(properties) ? Object.keys(properties) : [];
    const entries = names.map((name) => [name, this.property(logicalId, name)] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, TemplateValue] => entry[1] !== undefined));
  }

  /** What identifies a resource. */
  public identity(logicalId: string): Identity {
    const known = this.identities.get(logicalId);
    if (known !== undefined) return known;
    const type = this.resource(logicalId)?.Type ?? '';
    const identity = identityOf(this.source, logicalId, type, (name) => scalarText(this.property(logicalId, name)));
    this.identities.set(logicalId, identity);
    return identity;
  }

  /** The value of an output. */
  public output(name: string): Resolved {
    const output: unknown = own(this.template.Outputs, name);
    if (!isObject(output) || output.Value === undefined) return undefined;
    return this.once(`Outputs.${name}.Value`, output.Value, pathOf('Outputs', name, 'Value'));
  }

  /** The template's exports: name, and the output that has the value. */
  public exports(): (readonly [string, string])[] {
    const { Outputs: outputs } = this.template;
    return Object.keys(isObject(outputs) ? outputs : {}).flatMap((name) => {
      const output: unknown = own(outputs, name);
      if (!isObject(output) || !isObject(output.Export) || output.Export.Name === undefined) return [];
      const { Condition: condition } = output;
      if (typeof condition === 'string' && this.conditions.holds(condition) === false) return [];
      const path = pathOf('Outputs', name, 'Export', 'Name');
      const exported = scalarText(this.once(`Outputs.${name}.Export.Name`, output.Export.Name, path));
      return exported === undefined ? [] : [[exported, name] as const];
    });
  }

  /** A marker for a value of this template: the same `what` is the same value. */
  public mark(what: string): string {
    return marker(this.source, what);
  }

  public ref(logicalId: string): TemplateValue | undefined {
    return this.resource(logicalId) === undefined ? undefined : this.identity(logicalId).ref;
  }

  public getAtt(logicalId: string, attribute: string): TemplateValue | undefined {
    return this.resource(logicalId) === undefined ? undefined : this.identity(logicalId).attribute(attribute);
  }

  public parameter(name: string): TemplateValue | undefined {
    const declared: unknown = own(this.template.Parameters, name);
    if (!isObject(declared) || typeof declared.Type !== 'string') return undefined;
    const { Type: type, Default: byDefault, NoEcho: noEcho } = declared as unknown as TemplateParameter;
    const given = own(this.source.parameters, name) ?? (scalarText(byDefault ?? null) as string | undefined);
    // A value that is not to be shown is not needed for any permission either.
    if (given === undefined || scalarText(noEcho) === 'true') return this.mark(name);
    const stored = SSM_TYPE.exec(type)?.[1];
    if (stored === undefined) return typed(given, type);
    const value = this.world.follow(() => this.world.ssmParameter(this.source.environment, given));
    return value === undefined ? this.parameterMarker(given) : typed(value, stored);
  }

  public pseudoParameter(name: string): TemplateValue | undefined {
    const { environment, stackName } = this.source;
    switch (name) {
      case 'AWS::AccountId':
        return accountOf(this.source);
      case 'AWS::Region':
        return regionOf(this.source);
      case 'AWS::Partition':
        return this.partition;
      case 'AWS::URLSuffix':
        return urlSuffixOf(environment.region);
      case 'AWS::StackName':
        return stackName;
      case 'AWS::StackId':
        return (
          `arn:${this.partition}:cloudformation:${regionOf(this.source)}:${accountOf(this.source)}:` +
          `stack/${stackName}/${this.mark(name)}`
        );
      case 'AWS::NotificationARNs':
        return [];
      default:
        return undefined;
    }
  }

  /** As the evaluator needs it: what is open is an error, from which the value becomes a marker. */
  public condition(name: string): boolean | undefined {
    if (!this.conditions.has(name)) return undefined;
    const truth = this.conditions.holds(name);
    if (truth !== undefined) return truth;
    throw new TrunklineError('TemplateInvalid', `whether condition '${name}' holds is not told by the template`);
  }

  public mapping(mapName: string, topLevelKey: string, secondLevelKey: string): TemplateValue | undefined {
    const map: unknown = own(this.template.Mappings, mapName);
    const row: unknown = isObject(map) ? own(map, topLevelKey) : undefined;
    return isObject(row) ? own(row, secondLevelKey) : undefined;
  }

  public importValue(exportName: string): TemplateValue {
    const { environment } = this.source;
    const value = this.world.follow(() => this.world.importValue(environment, exportName));
    return value ?? unresolved(`export ${exportName} of ${accountOf(this.source)}/${regionOf(this.source)}`);
  }

  public stackOutput({ stackName, outputName, region, roleArn }: StackOutputRequest): TemplateValue {
    const account = /^arn:[^:]*:iam::(\d{12}):/.exec(roleArn ?? '')?.[1] ?? this.source.environment.account;
    const environment = { account, region: region ?? this.source.environment.region };
    const value = this.world.follow(() => this.world.output(environment, stackName, outputName));
    return value ?? unresolved(`${stackName}.${outputName} in ${account}/${environment.region}`);
  }

  /** As many markers as a region may have zones. */
  public availabilityZones(region: string): readonly string[] {
    return ['a', 'b', 'c', 'd', 'e', 'f'].map((letter) => unresolved(`availability zone ${letter} of ${region}`));
  }

  public dynamicReference({ name, version }: DynamicReference): string {
    const value = this.world.follow(() => this.world.ssmParameter(this.source.environment, name));
    return value ?? this.parameterMarker(version === undefined ? name : `${name}:${version}`);
  }

  private parameterMarker(name: string): string {
    return unresolved(`SSM parameter ${name} of ${accountOf(this.source)}/${regionOf(this.source)}`);
  }

  private resource(logicalId: string): TemplateResource | undefined {
    const resource: unknown = own(this.template.Resources, logicalId);
    if (!isObject(resource) || typeof resource.Type !== 'string') return undefined;
    return resource as unknown as TemplateResource;
  }

  private once(key: string, value: TemplateValue | undefined, path: ReturnType<typeof pathOf>, id?: string): Resolved {
    if (this.resolved.has(key)) return this.resolved.get(key);
    const report = (problem: string): void => {
      const severity = this.namesWhatIsGone(value) ? 'error' : 'warning';
      if (id === undefined) this.reportTemplate(problem, severity);
      else this.world.reportAt(this.source, id, problem, severity);
    };
    if (this.resolving.has(key)) {
      report(`${key} refers to itself`);
      return this.mark(key);
    }
    this.resolving.add(key);
    const shallow = isShallow(this.template);
    const resolving = { scope: this, shallow, mark: (at: string): string => this.mark(at), report };
    const found = this.world.follow(() => ({ value: resolve(value ?? null, resolving, path) }));
    this.resolving.delete(key);
    if (found === undefined) report(`${key} refers to values that refer to others, too many in a row`);
    const tooLong = typeof found?.value === 'string' && found.value.length > LONGEST_TEXT;
    if (tooLong) report(`${key} is longer than ${LONGEST_TEXT} characters`);
    const result = found === undefined || tooLong ? this.mark(key) : found.value;
    this.resolved.set(key, result);
    return result;
  }

  /** The template with its loops unrolled; as it is where they cannot be. */
  private expanded(): Template {
    const { Transform: transform } = this.template;
    const transforms = texts((transform as TemplateValue | undefined) ?? []);
    for (const name of transforms.filter((each) => each !== 'AWS::LanguageExtensions')) {
      this.hasMacros = true;
      this.reportTemplate(`transform ${name} is a macro that runs on AWS: what it makes of the template is not known`);
    }
    if (!transforms.includes('AWS::LanguageExtensions')) return this.template;
    if (isTooDeep(this.template)) {
      this.reportTemplate(`the template is nested deeper than ${DEEPEST} levels, and its loops were not unrolled`);
      return this.template;
    }
    try {
      return expandForEach(this.template as unknown as TemplateValue, this) as unknown as Template;
    } catch (error) {
      this.reportTemplate(failureOf(error, 'the template'));
      return this.template;
    }
  }

  /** CloudFormation refuses a template that refers to what it does not have; a macro of its own may still add it. */
  private namesWhatIsGone(value: TemplateValue | undefined): boolean {
    if (value === undefined || isTooDeep(value) || this.hasMacros) return false;
    const { Parameters: parameters, Resources: resources } = this.template;
    return references(value).some((name) => own(resources, name) === undefined && own(parameters, name) === undefined);
  }

  private reportTemplate(problem: string, severity: 'error' | 'warning' = 'warning'): void {
    const { kind, stackName, environment, stack, assembly } = this.source;
    const file = stack === undefined ? {} : { templateFile: stack.templateFile };
    const origin = { kind, stackName, environment, ...file, ...(assembly && { assembly }) };
    this.world.report({ origin, problem, severity });
  }
}

function typed(value: string, type: string): TemplateValue {
  if (type !== 'CommaDelimitedList' && !type.startsWith('List<')) return value;
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}
