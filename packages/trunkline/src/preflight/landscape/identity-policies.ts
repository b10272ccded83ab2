// The identity-based policies of all templates, by the role that they are attached to.
import { managedPolicy } from '../iam/managed-policies.js';
import { scalarText } from '../../assembly/intrinsics/context.js';
import { sameText } from '../iam/arn.js';
import { hasHole, unresolved } from '../iam/unresolved.js';
import type { Origin, PlacedPolicy } from './landscape.js';
import { placedPolicy } from './placed-policy.js';
import type { StackScope } from './stack-scope.js';
import { accountOf } from './template-source.js';
import { items } from './values.js';
import type { World } from './world.js';

/** The policies that a template attaches to what it calls a role. */
interface Attached {
  readonly account: string;
  readonly role: string;
  readonly policies: PlacedPolicy[];
}

/** Finds policies by the role's name, or by their ARN. */
export class IdentityPolicies {
  readonly #byRole = new Map<string, Attached>();
  #open: readonly Attached[] = [];
  readonly #managed = new Map<string, PlacedPolicy>();

  public constructor(private readonly world: World) {}

  /** Reads the policies of a template. */
  public add(scope: StackScope): void {
    for (const id of scope.idsOf('AWS::IAM::Policy'))
      this.attach(scope, id, placedPolicy(scope, id, 'PolicyDocument'), 'Roles');
    for (const id of scope.idsOf('AWS::IAM::RolePolicy'))
      this.attach(scope, id, placedPolicy(scope, id, 'PolicyDocument'), 'RoleName');
    for (const id of scope.idsOf('AWS::IAM::ManagedPolicy')) {
      const policy = placedPolicy(scope, id, 'PolicyDocument');
      this.#managed.set(scope.identity(id).arn, policy);
      this.attach(scope, id, policy, 'Roles');
    }
  }

  /** The policies that are attached to a role by themselves; one that may be, or may not, is not known. */
  public ofRole(account: string, roleName: string): readonly PlacedPolicy[] {
    const open = this.#open.filter(
      (each) => sameText(each.account, account).kind !== 'no' && sameText(each.role, roleName).kind !== 'no',
    );
    return [
      ...(this.#byRole.get(`${account}/${roleName}`)?.policies ?? []),
      ...open.flatMap(({ policies }) =>
        policies.map(({ name, origin }) => ({ name, origin, document: unresolved(`whether ${name} is the role's`) })),
      ),
    ];
  }

  /** A managed policy of a template or of AWS; the document of any other one is not known. */
  public managed(arn: string, origin: Origin): PlacedPolicy {
    return this.#managed.get(arn) ?? { ...managedPolicy(arn), origin };
  }

  private attach(scope: StackScope, id: string, policy: PlacedPolicy, property: string): void {
    const account = accountOf(scope.source);
    for (const item of items(scope.property(id, property))) {
      const role = scalarText(item) ?? scope.mark(`${id}.${property}`);
      const key = `${account}/${role}`;
      const attached = this.#byRole.get(key);
      if (attached === undefined) this.#byRole.set(key, { account, role, policies: [policy] });
      else attached.policies.push(policy);
    }
  }

  /**
   * Once the policies of all templates were read: finds those whose role nobody knows. What they allow or deny is missing
   * somewhere, and every role of the account that they may be for has a policy that is not known.
   */
  public settle(scopes: readonly StackScope[]): void {
    const known = new Set(
      scopes.flatMap((scope) =>
        scope.idsOf('AWS::IAM::Role').map((id) => `${accountOf(scope.source)}/${scope.identity(id).name}`),
      ),
    );
    const open = [...this.#byRole].filter(([key]) => hasHole(key) && !known.has(key)).map(([, each]) => each);
    this.#open = open.filter(({ role }) => hasHole(role));
    for (const { origin, name } of open.flatMap(({ policies }) => policies)) {
      this.world.report({ origin, problem: `the template does not tell which role has the policy ${name}` });
    }
  }
}
