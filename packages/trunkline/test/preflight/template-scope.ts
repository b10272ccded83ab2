// What a synthesized template tells before anything is deployed; all else is written by its name, as unresolved.
import type { Template, TemplateResource, TemplateValue } from '../../src/model/template.js';
import { evaluate, evaluateCondition } from '../../src/assembly/intrinsics/evaluate.js';
import type { IntrinsicScope } from '../../src/assembly/intrinsics/scope.js';
import { managedPolicy } from '../../src/preflight/iam/managed-policies.js';
import type { Policy } from '../../src/preflight/iam/policy.js';
import { unresolved } from '../../src/preflight/iam/unresolved.js';

/** A template in the environment that it is meant for. */
export interface PlacedTemplate {
  readonly stackName: string;
  readonly account: string;
  readonly region: string;
  readonly template: Template;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A role of a template, with all policies that the template gives it. */
export interface TemplateRole {
  readonly arn: string;
  readonly policies: readonly Policy[];
}

/** Resolves values of one template. */
export class TemplateReader {
  readonly #scope: IntrinsicScope;

  public constructor(private readonly placed: PlacedTemplate) {
    this.#scope = this.scope();
  }

  public value(value: TemplateValue): TemplateValue {
    return evaluate(value, this.#scope);
  }

  /** Logical ids of a type's resources, without those whose condition does not hold. */
  public idsOf(type: string): string[] {
    return Object.entries(this.placed.template.Resources)
      .filter(
        ([, { Type, Condition }]) => Type === type && (Condition === undefined || this.#scope.condition(Condition)),
      )
      .map(([id]) => id);
  }

  public property(logicalId: string, name: string): TemplateValue {
    const value = this.resource(logicalId).Properties?.[name];
    if (value === undefined) throw new Error(`${logicalId} has no ${name}.`);
    return this.value(value);
  }

  public role(logicalId: string): TemplateRole {
    const { Policies = [], ManagedPolicyArns = [] } = this.resource(logicalId).Properties ?? {};
    const inline = this.value(Policies) as { PolicyName: string; PolicyDocument: TemplateValue }[];
    const attached = this.idsOf('AWS::IAM::Policy').filter((id) =>
      (this.property(id, 'Roles') as string[]).includes(this.value({ Ref: logicalId }) as string),
    );
    return {
      arn: this.value({ 'Fn::GetAtt': [logicalId, 'Arn'] }) as string,
      policies: [
        ...inline.map(({ PolicyName, PolicyDocument }) => ({
          name: `${logicalId}/${PolicyName}`,
          document: PolicyDocument,
        })),
        ...attached.map((id) => ({ name: id, document: this.property(id, 'PolicyDocument') })),
        ...(this.value(ManagedPolicyArns) as string[]).map(managedPolicy),
      ],
    };
  }

  private resource(logicalId: string): TemplateResource {
    const resource = this.placed.template.Resources[logicalId];
    if (resource === undefined) throw new Error(`There is no ${logicalId} in ${this.placed.stackName}.`);
    return resource;
  }

  /** The physical name, as far as it is told: CloudFormation begins generated names with that of the stack. */
  private name(logicalId: string): string {
    const { Type, Properties = {} } = this.resource(logicalId);
    const property = { 'AWS::S3::Bucket': 'BucketName', 'AWS::IAM::Role': 'RoleName' }[Type];
    const given = property === undefined ? undefined : Properties[property];
    if (given !== undefined) return this.value(given) as string;
    const id = unresolved(`${this.placed.stackName}.${logicalId}`);
    return Type === 'AWS::IAM::Role' ? `${this.placed.stackName}-${id}` : id;
  }

  private arn(logicalId: string): string {
    const { account, region, stackName } = this.placed;
    const name = this.name(logicalId);
    switch (this.resource(logicalId).Type) {
      case 'AWS::S3::Bucket':
        return `arn:aws:s3:::${name}`;
      case 'AWS::KMS::Key':
        return `arn:aws:kms:${region}:${account}:key/${name}`;
      case 'AWS::IAM::Role':
        return `arn:aws:iam::${account}:role/${name}`;
      default:
        return unresolved(`${stackName}.${logicalId}.Arn`);
    }
  }

  private scope(): IntrinsicScope {
    const { account, region, stackName, template, parameters } = this.placed;
    const pseudo: Record<string, string> = {
      'AWS::AccountId': account,
      'AWS::Region': region,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::StackName': stackName,
    };
    return {
      ref: (id) => (template.Resources[id] === undefined ? undefined : this.name(id)),
      getAtt: (id, attribute) => (attribute === 'Arn' ? this.arn(id) : unresolved(`${stackName}.${id}.${attribute}`)),
      parameter: (name) => {
        const declared = template.Parameters?.[name];
        if (declared === undefined) return undefined;
        const text = parameters?.[name] ?? String(declared.Default ?? unresolved(`${stackName}.${name}`));
        return declared.Type === 'CommaDelimitedList' ? text.split(',') : text;
      },
      pseudoParameter: (name) => pseudo[name],
      condition: (name) => {
        const condition = template.Conditions?.[name];
        return condition === undefined ? undefined : evaluateCondition(condition, this.#scope);
      },
      mapping: () => undefined,
      importValue: (name) => unresolved(`export ${name}`),
      stackOutput: ({ stackName: stack, outputName }) => unresolved(`${stack}.${outputName}`),
      availabilityZones: () => undefined,
      dynamicReference: ({ name }) => unresolved(`parameter ${name}`),
    };
  }
}
