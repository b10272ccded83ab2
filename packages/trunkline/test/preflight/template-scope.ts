// One template as the landscape reads it, for the tests of single policies.
import { evaluate } from '../../src/assembly/intrinsics/evaluate.js';
import type { Template, TemplateValue } from '../../src/model/template.js';
import type { Policy } from '../../src/preflight/iam/policy.js';
import { IdentityPolicies } from '../../src/preflight/landscape/identity-policies.js';
import { rolesOf } from '../../src/preflight/landscape/roles.js';
import type { StackScope } from '../../src/preflight/landscape/stack-scope.js';
import { World } from '../../src/preflight/landscape/world.js';

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
  readonly #scope: StackScope;
  readonly #roles: ReadonlyMap<string, TemplateRole>;

  public constructor({ stackName, account, region, template, parameters = {} }: PlacedTemplate) {
    const world = new World();
    const environment = { account, region };
    const [scope] = world.add([{ kind: 'template', stackName, environment, template, parameters }]);
    if (scope === undefined) throw new Error(`${stackName} was not read.`);
    this.#scope = scope;
    const policies = new IdentityPolicies(world);
    policies.add(scope);
    this.#roles = new Map(
      rolesOf(scope, policies).map((role) => [role.origin.logicalId, { arn: role.arn, policies: role.identity }]),
    );
    if (world.unreadable.length > 0) throw new Error(world.unreadable.map(({ problem }) => problem).join('; '));
  }

  public value(value: TemplateValue): TemplateValue {
    return evaluate(value, this.#scope);
  }

  /** Logical ids of a type's resources, without those whose condition does not hold. */
  public idsOf(type: string): string[] {
    return this.#scope.idsOf(type);
  }

  public property(logicalId: string, name: string): TemplateValue {
    const value = this.#scope.property(logicalId, name);
    if (value === undefined) throw new Error(`${logicalId} has no ${name}.`);
    return value;
  }

  public role(logicalId: string): TemplateRole {
    const role = this.#roles.get(logicalId);
    if (role === undefined) throw new Error(`There is no role ${logicalId} in ${this.#scope.source.stackName}.`);
    return role;
  }
}
