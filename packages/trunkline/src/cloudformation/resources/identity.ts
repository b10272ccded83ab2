// Physical ids and attributes: what `Ref` and `Fn::GetAtt` give for a resource of the twin.
import type { Environment } from '../../model/environment.js';
import type { StackResource } from '../../model/stack.js';
import type { TemplateValue } from '../../model/template.js';
import { partitionOf, urlSuffixOf } from '../../assembly/environment.js';
import type { AttributeSpec, ResourceSpec } from '../spec/resource-index.js';
import { unknownValue } from '../template/markers.js';
import { generatedName } from './naming.js';
import type { ResourceFacts, ResourceQuirk } from './quirk.js';
import { Tokens } from './tokens.js';

/** What a resource's identity is made from. */
export interface IdentityRequest {
  readonly type: string;
  readonly logicalId: string;
  readonly stackName: string;
  readonly environment: Environment;
  readonly properties: Readonly<Record<string, TemplateValue>>;
  readonly generation: number;
  readonly siblings: () => readonly StackResource[];
  readonly previous?: StackResource;
}

/**
 * One resource's identity. The values are well formed and stable, and lead nowhere:
 * the twin does not emulate the service behind the resource.
 */
export class Identity implements ResourceFacts {
  public readonly type: string;
  public readonly logicalId: string;
  public readonly stackName: string;
  public readonly environment: Environment;
  public readonly partition: string;
  public readonly urlSuffix: string;
  public readonly properties: Readonly<Record<string, TemplateValue>>;
  public readonly generation: number;
  public readonly siblings: () => readonly StackResource[];
  public readonly tokens: Tokens;
  public readonly previous?: StackResource;
  private readonly service: string;
  private readonly shortType: string;
  /** The property that names the resource, if the type has one. */
  public readonly nameProperty: string | undefined;

  public constructor(
    request: IdentityRequest,
    private readonly spec: ResourceSpec | undefined,
    private readonly quirk: ResourceQuirk | undefined,
  ) {
    this.type = request.type;
    this.logicalId = request.logicalId;
    this.stackName = request.stackName;
    this.environment = request.environment;
    this.properties = request.properties;
    this.generation = request.generation;
    this.siblings = request.siblings;
    if (request.previous) this.previous = request.previous;
    this.partition = partitionOf(request.environment.region);
    this.urlSuffix = urlSuffixOf(request.environment.region);
    const { account, region } = request.environment;
    this.tokens = new Tokens([account, region, request.stackName, request.logicalId, request.generation].join('/'));
    const [, service = 'custom', shortType = request.type] = request.type.split('::');
    this.service = service.toLowerCase();
    this.shortType = shortType;
    this.nameProperty = quirk?.nameProperty ?? defaultNameProperty(shortType, spec);
  }

  /** An arrow function, so that quirks may take it out of the facts. */
  public readonly text = (property: string): string | undefined => {
    const value = this.properties[property];
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };

  public get explicitName(): string | undefined {
    return this.nameProperty === undefined ? undefined : this.text(this.nameProperty);
  }

  public get name(): string {
    return this.explicitName ?? generatedName(this.type, this.stackName, this.logicalId, this.tokens);
  }

  public get id(): string {
    return this.quirk?.id?.(this) ?? this.name;
  }

  public get arn(): string {
    if (this.quirk?.arn) return this.quirk.arn(this);
    const template = this.spec?.arnTemplate;
    if (template) return template.replace(/\$\{(\w+)\}/g, (_, variable: string) => this.arnPart(variable));
    const { account, region } = this.environment;
    return `arn:${this.partition}:${this.service}:${region}:${account}:${kebab(this.shortType)}/${this.id}`;
  }

  /** What `Ref` gives. */
  public get physicalId(): string {
    if (this.quirk?.ref) return this.quirk.ref(this);
    const parts = this.spec?.ref ?? [];
    return parts.length === 0 ? this.name : parts.map((part) => String(this.identifier(part))).join('|');
  }

  /** Whether two resources of one name cannot exist side by side. */
  public get uniqueName(): boolean {
    if (this.nameProperty === undefined) return false;
    if (this.quirk?.uniqueName !== undefined) return this.quirk.uniqueName;
    const variables = [...(this.spec?.arnTemplate ?? '').matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
    const own = variables.filter((name) => !['Partition', 'Region', 'Account'].includes(name));
    return own.length === 1 && /Name(WithPath)?$/.test(own[0] ?? '');
  }

  /** What `Fn::GetAtt` gives, a marker where only AWS could tell; `undefined` where the type has no such attribute. */
  public attribute(name: string): TemplateValue | undefined {
    const spec = this.spec?.attributes.get(name);
    return this.knownAttribute(name) ?? (spec && this.unknown(spec));
  }

  /** The attributes whose values follow from what is known. */
  public get attributes(): Record<string, TemplateValue> {
    const names = new Set([...(this.spec?.attributes.keys() ?? []), ...Object.keys(this.quirk?.attributes ?? {})]);
    const result: Record<string, TemplateValue> = {};
    for (const name of names) {
      const value = this.knownAttribute(name);
      if (value !== undefined) result[name] = value;
    }
    return result;
  }

  private identifier(name: string): TemplateValue {
    const value = this.knownAttribute(name) ?? this.properties[name];
    if (value !== undefined) return value;
    if (name.endsWith('Arn')) return this.arn;
    return name.endsWith('Id') ? this.id : this.name;
  }

  private arnPart(variable: string): string {
    if (variable === 'Partition') return this.partition;
    if (variable === 'Region') return this.environment.region;
    if (variable === 'Account') return this.environment.account;
    if (variable.endsWith('NameWithPath')) return `${this.text('Path') ?? '/'}${this.name}`.slice(1);
    const given = this.text(variable);
    if (given !== undefined) return given;
    return variable.endsWith('Id') ? this.id : this.name;
  }

  private knownAttribute(name: string): TemplateValue | undefined {
    const special = this.quirk?.attributes?.[name];
    if (special) return special(this);
    const spec = this.spec?.attributes.get(name);
    if (!spec) return undefined;
    const given = this.properties[name];
    if (given !== undefined && fits(given, spec.kind)) return given;
    if (spec.kind !== 'string') return undefined;
    const own = name === `${this.shortType}Arn` || this.spec?.primaryIdentifier.includes(name) === true;
    if (name === 'Arn' || (own && name.endsWith('Arn'))) return this.arn;
    if (name === 'Id' || name === `${this.shortType}Id` || (own && name.endsWith('Id'))) return this.id;
    if (name === 'Name' || name === `${this.shortType}Name` || name === this.nameProperty) return this.name;
    return undefined;
  }

  /** Of the right form, since templates take values apart, and recognizable. */
  private unknown({ name, kind }: AttributeSpec): TemplateValue {
    if (kind === 'list') return [];
    if (kind === 'object') return {};
    if (kind === 'boolean') return false;
    if (kind === 'number') return 0;
    const { account, region } = this.environment;
    const marker = unknownValue(this.logicalId, name);
    if (name.endsWith('Arn')) return `arn:${this.partition}:${this.service}:${region}:${account}:${marker}`;
    const host = `${marker}.${this.service}.${region}.${this.urlSuffix}`;
    if (/(Url|URL|Uri|URI)$/.test(name)) return `https://${host}`;
    return /(Endpoint|DomainName|DNSName|DnsName)$/.test(name) ? host : marker;
  }
}

function fits(value: TemplateValue, kind: AttributeSpec['kind']): boolean {
  if (kind === 'list') return Array.isArray(value);
  return kind === 'object' ? typeof value === 'object' : typeof value !== 'object';
}

function kebab(text: string): string {
  return text.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
}

/** `<Type>Name` or `Name` among what identifies the resource or cannot change; else the only name in its identifier. */
function defaultNameProperty(shortType: string, spec: ResourceSpec | undefined): string | undefined {
  if (!spec) return undefined;
  const candidates = new Set([...spec.names, ...spec.createOnly]);
  for (const name of [`${shortType}Name`, 'Name']) if (candidates.has(name)) return name;
  const [only, ...others] = spec.primaryIdentifier;
  return only !== undefined && others.length === 0 && spec.names.includes(only) ? only : undefined;
}
