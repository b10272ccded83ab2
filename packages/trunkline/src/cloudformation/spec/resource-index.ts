// Facts about resource types, read once, when the first template is deployed (about 10 ms; AWS's own package takes a second).

/** An attribute of a resource type. */
export interface AttributeSpec {
  readonly name: string;
  readonly kind: 'string' | 'list' | 'number' | 'boolean' | 'object';
}

/** What the twin knows about a resource type. Source: `@aws-cdk/aws-service-spec`. */
export interface ResourceSpec {
  /** Properties or attributes that `Ref` consists of. */
  readonly ref: readonly string[];
  readonly primaryIdentifier: readonly string[];
  /** Such as `arn:${Partition}:s3:::${BucketName}`; empty where it is not known. */
  readonly arnTemplate: string;
  /** Identifying values that a template may set. */
  readonly names: readonly string[];
  readonly attributes: ReadonlyMap<string, AttributeSpec>;
  /** Property paths whose change replaces the resource, such as `Code/S3Bucket`; `*` is any item of a list. */
  readonly createOnly: readonly string[];
  /** Property paths whose change may replace the resource. */
  readonly conditionalCreateOnly: readonly string[];
}

const KINDS = { '[]': 'list', '#': 'number', '?': 'boolean', '{}': 'object' } as const;

/** Looks resource types up; each is decoded once. */
export class ResourceIndex {
  private static loading: Promise<ResourceIndex> | undefined;
  private readonly decoded = new Map<string, ResourceSpec>();

  private constructor(private readonly lines: Readonly<Record<string, string>>) {}

  /** The index, loaded at the first call. */
  public static load(): Promise<ResourceIndex> {
    this.loading ??= import('./resource-index.json', { with: { type: 'json' } }).then(
      ({ default: lines }) => new ResourceIndex(lines),
    );
    return this.loading;
  }

  /** The facts of a type; `undefined` for one that AWS's specification does not list. */
  public find(type: string): ResourceSpec | undefined {
    const known = this.decoded.get(type);
    if (known) return known;
    const line = Object.hasOwn(this.lines, type) ? this.lines[type] : undefined;
    if (line === undefined) return undefined;
    const spec = decode(line);
    this.decoded.set(type, spec);
    return spec;
  }
}

function decode(line: string): ResourceSpec {
  const [ref = [], primaryIdentifier = [], arn = [], names = [], attributes = [], createOnly = [], conditional = []] =
    line.split(';').map((field) => (field === '' ? [] : field.split(',')));
  return {
    ref: ref.length > 0 ? ref : primaryIdentifier,
    primaryIdentifier,
    arnTemplate: arn.join(','),
    names,
    attributes: new Map(attributes.map((text) => attributeSpec(text)).map((spec) => [spec.name, spec])),
    createOnly,
    conditionalCreateOnly: conditional,
  };
}

function attributeSpec(text: string): AttributeSpec {
  for (const [suffix, kind] of Object.entries(KINDS)) {
    if (text.endsWith(suffix)) return { name: text.slice(0, -suffix.length), kind };
  }
  return { name: text, kind: 'string' };
}
