// Policies that templates attach to a resource by a resource of their own: bucket policies, topic policies, permissions.
import { scalarText } from '../../assembly/intrinsics/context.js';
import { formatEnvironment } from '../../model/environment.js';
import type { TemplateValue } from '../../model/template.js';
import { sameText } from '../iam/arn.js';
import { describe, hasHole, unresolved } from '../iam/unresolved.js';
import { busStatement, functionPermission } from './single-statements.js';
import type { PlacedPolicy } from './landscape.js';
import { placedPolicy } from './placed-policy.js';
import type { StackScope } from './stack-scope.js';
import { marker, nameOf, originOf, type TemplateSource } from './template-source.js';
import { field, items } from './values.js';
import type { World } from './world.js';

/** How a type attaches a policy. Source: Template Reference, each type's page. */
interface Attachment {
  /** The type of the resource that gets the policy. */
  readonly to: string;
  /** The property that names the resource, or several, by what its `Ref`, its name or its ARN is. */
  readonly property: string;
  /** The property with the document, or what makes one statement of the resource. */
  readonly document: string | ((scope: StackScope, id: string) => TemplateValue);
  /** Whether several of them make one policy together; otherwise the last one written stands. */
  readonly adds?: boolean;
  /** Whether it denies nothing, whoever it is for. */
  readonly allowsOnly?: boolean;
}

const ATTACHMENTS: ReadonlyMap<string, Attachment> = new Map<string, Attachment>([
  [
    'AWS::Events::EventBusPolicy',
    { to: 'AWS::Events::EventBus', property: 'EventBusName', document: busStatement, adds: true },
  ],
  [
    'AWS::Lambda::Permission',
    {
      to: 'AWS::Lambda::Function',
      property: 'FunctionName',
      document: functionPermission,
      adds: true,
      allowsOnly: true,
    },
  ],
  ['AWS::S3::BucketPolicy', { to: 'AWS::S3::Bucket', property: 'Bucket', document: 'PolicyDocument' }],
  ['AWS::SNS::TopicInlinePolicy', { to: 'AWS::SNS::Topic', property: 'TopicArn', document: 'PolicyDocument' }],
  ['AWS::SNS::TopicPolicy', { to: 'AWS::SNS::Topic', property: 'Topics', document: 'PolicyDocument' }],
  ['AWS::SQS::QueueInlinePolicy', { to: 'AWS::SQS::Queue', property: 'Queue', document: 'PolicyDocument' }],
  ['AWS::SQS::QueuePolicy', { to: 'AWS::SQS::Queue', property: 'Queues', document: 'PolicyDocument' }],
  [
    'AWS::SecretsManager::ResourcePolicy',
    { to: 'AWS::SecretsManager::Secret', property: 'SecretId', document: 'ResourcePolicy' },
  ],
]);

/** One attached policy. */
interface Attached {
  readonly policy: PlacedPolicy;
  readonly adds: boolean;
}

/** A policy that is attached to nobody knows what. */
interface Open {
  readonly environment: string;
  readonly type: string;
  readonly target: string;
  readonly policy: PlacedPolicy;
}

/** Finds the policy of a resource. */
export class ResourcePolicies {
  readonly #byTarget = new Map<string, Attached[]>();
  /** Of targets that only a deployment tells, as far as they are those of no resource that is known. */
  #open: Open[] = [];

  public constructor(private readonly world: World) {}

  /** Reads the policies of a template. */
  public add(scope: StackScope): void {
    for (const [type, attachment] of ATTACHMENTS) {
      for (const id of scope.idsOf(type)) this.attach(scope, id, attachment);
    }
  }

  /** The policy that is attached to a resource of this type, by what templates may call it: its `Ref`, name or ARN. */
  public find(source: TemplateSource, type: string, ...names: readonly string[]): PlacedPolicy | undefined {
    const open = this.#open.find((each) => mayBe(each, source, type, names));
    if (open !== undefined) {
      const { name, origin } = open.policy;
      return { name, origin, document: unresolved(`whether ${name} is the policy of ${describe(names[0] ?? '')}`) };
    }
    const found = [...new Set(names)].flatMap((name) => this.#byTarget.get(keyOf(source, type, name)) ?? []);
    const [first, ...others] = found;
    if (first === undefined || others.length === 0) return first?.policy;
    if (found.every(({ adds }) => adds)) return joined(found.map(({ policy }) => policy));
    const { origin, name } = first.policy;
    this.world.report({
      origin,
      problem: `${found.length} resources write one policy (${found.map((each) => each.policy.name).join(', ')}); which one stands is not known`,
    });
    return { name, origin, document: marker(source, `policy of ${names[0] ?? name}`) };
  }

  private attach(
    scope: StackScope,
    id: string,
    { to, property, document, adds = false, allowsOnly = false }: Attachment,
  ): void {
    const policy =
      typeof document === 'string' ? placedPolicy(scope, id, document) : statementPolicy(scope, id, document);
    for (const item of items(scope.property(id, property))) {
      const target = scalarText(item) ?? scope.mark(`${id}.${property}`);
      const key = keyOf(scope.source, to, target);
      const attached = this.#byTarget.get(key);
      if (attached === undefined) this.#byTarget.set(key, [{ policy, adds }]);
      else attached.push({ policy, adds });
      if (allowsOnly || !hasHole(target)) continue;
      const environment = formatEnvironment(scope.source.environment);
      this.#open.push({ environment, type: to, target, policy });
    }
  }

  /**
   * Once the policies of all templates were read: those of a target that nobody knows may be that of every resource of the
   * type in their environment.
   */
  public settle(scopes: readonly StackScope[]): void {
    const known = new Set<string>();
    for (const scope of scopes) {
      for (const type of new Set([...ATTACHMENTS.values()].map(({ to }) => to))) {
        for (const id of scope.idsOf(type)) {
          const { name, arn, ref } = scope.identity(id);
          for (const each of [name, arn, scalarText(ref) ?? name]) known.add(keyOf(scope.source, type, each));
        }
      }
    }
    this.#open = this.#open.filter(({ environment, type, target }) => !known.has(`${environment}/${type}/${target}`));
    for (const { type, policy } of this.#open) {
      const { origin, name } = policy;
      this.world.report({ origin, problem: `the template does not tell which ${type} has the policy ${name}` });
    }
  }
}

/** Whether a policy of an unknown target may be that of a resource. */
function mayBe(open: Open, { environment }: TemplateSource, type: string, names: readonly string[]): boolean {
  if (open.type !== type || open.environment !== formatEnvironment(environment)) return false;
  return names.some((name) => sameText(open.target, name).kind !== 'no');
}

function keyOf({ environment }: TemplateSource, type: string, name: string): string {
  // A bucket's policy is in the bucket's account and region, as any of these is: no other stack may attach it.
  return `${formatEnvironment(environment)}/${type}/${name}`;
}

/** A resource that is one statement; nothing is known of one that may not exist. */
function statementPolicy(
  scope: StackScope,
  id: string,
  statement: (scope: StackScope, id: string) => TemplateValue,
): PlacedPolicy {
  const document =
    scope.exists(id) === undefined ? scope.mark(id) : { Version: '2012-10-17', Statement: [statement(scope, id)] };
  return { name: nameOf(scope.source, id), document, origin: originOf(scope.source, id) };
}

/** Several statements, each from a resource of its own, as the one policy that they make. */
function joined(policies: readonly PlacedPolicy[]): PlacedPolicy | undefined {
  const [first] = policies;
  if (first === undefined) return undefined;
  const statements = policies.flatMap(({ document }) => items(field(document, 'Statement') ?? document));
  return { ...first, document: { Version: '2012-10-17', Statement: statements } };
}
