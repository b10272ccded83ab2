// Looks at a stage's access role once the app is complete: what it may do by then, and who may assume it.
import {
  DefaultTokenResolver,
  Reference,
  Stack,
  StringConcat,
  Tokenization,
  type IResolvable,
  type IResolveContext,
  type IPostProcessor,
} from 'aws-cdk-lib';
import { CfnManagedPolicy, CfnPolicy, CfnRolePolicy, type CfnRole, type Role } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { documentProblems, managedPolicyProblems, remedy, trustProblems } from './stage-access-problems';

/**
 * Has a role checked when the app is synthesized. There are many ways to add to a role, and statements can be changed
 * after they were added; what is rendered is what counts. Left out is what overrides of the template's raw properties do.
 *
 * @param role the role
 */
export function checkAtSynthesis(role: Role): void {
  role.node.addValidation({
    validate: () => {
      const problems = roleProblems(role);
      return problems.length === 0 ? [] : [`StageAccessRole: ${problems.join(' ')} ${remedy(problems)}`];
    },
  });
}

function roleProblems(role: Role): string[] {
  const cfnRole = role.node.defaultChild as CfnRole;
  const stack = Stack.of(role);
  const arns = (stack.resolve(cfnRole.managedPolicyArns) ?? []) as unknown[];
  const inline = (stack.resolve(cfnRole.policies) ?? []) as { readonly policyDocument: unknown }[];
  return [
    ...new Set([
      ...trustProblems(stack.resolve(cfnRole.assumeRolePolicyDocument)),
      ...arns.flatMap(managedPolicyProblems),
      ...inline.flatMap(({ policyDocument }) => documentProblems(policyDocument)),
      ...attachedTo(cfnRole, role.node.root).flatMap((policy) =>
        documentProblems(Stack.of(policy).resolve(policy.policyDocument)),
      ),
    ]),
  ];
}

type AttachedPolicy = CfnPolicy | CfnManagedPolicy | CfnRolePolicy;

/** The policies of the app that name the role, by whichever property, and those that the role names. */
function attachedTo(cfnRole: CfnRole, root: IConstruct): AttachedPolicy[] {
  const named = referencesIn(cfnRole, cfnRole.managedPolicyArns);
  return root.node.findAll().filter((each): each is AttachedPolicy => {
    if (named.has(each) && each instanceof CfnManagedPolicy) return true;
    if (each instanceof CfnRolePolicy) return names(each, [each.roleName], cfnRole);
    if (each instanceof CfnPolicy || each instanceof CfnManagedPolicy) return names(each, each.roles, cfnRole);
    return false;
  });
}

function names(policy: AttachedPolicy, roles: unknown, cfnRole: CfnRole): boolean {
  if (referencesIn(policy, roles).has(cfnRole)) return true;
  // A stack of another region cannot refer to the role, and has its name.
  const [stack, own] = [Stack.of(policy), Stack.of(cfnRole)];
  return stack.account === own.account && ((stack.resolve(roles) ?? []) as unknown[]).includes(cfnRole.roleName);
}

/** The constructs that a value refers to. */
function referencesIn(scope: IConstruct, value: unknown): ReadonlySet<IConstruct> {
  const references = new References();
  Tokenization.resolve(value, { scope, resolver: references, preparing: true });
  return references.targets;
}

class References extends DefaultTokenResolver {
  public readonly targets = new Set<IConstruct>();

  public constructor() {
    super(new StringConcat());
  }

  public override resolveToken(token: IResolvable, context: IResolveContext, post: IPostProcessor): unknown {
    if (Reference.isReference(token)) this.targets.add(token.target);
    return super.resolveToken(token, context, post);
  }
}
