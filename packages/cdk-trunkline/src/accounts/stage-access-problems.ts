// What a stage's access role must not be allowed, and how errors about it read.
import type { Stack } from 'aws-cdk-lib';
import { ManagedPolicy, type IManagedPolicy, type PolicyStatement } from 'aws-cdk-lib/aws-iam';

/** An error that lists mistakes; its name tells the reader's mistakes from ours. */
export function accessError(what: string, problems: readonly string[]): Error {
  const error = new Error([`${what}:`, ...problems.map((problem) => `  ${problem}`), remedy(problems)].join('\n'));
  // An exported subclass of Error cannot pass through jsii.
  error.name = 'StageAccessError';
  return error;
}

/** What to do about problems. */
export function remedy(problems: readonly string[]): string {
  return `Change ${problems.length === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`;
}

/** A statement as it stands in a template; of its principals there may be none. */
interface RenderedStatement {
  readonly Effect?: string;
  readonly Action?: unknown;
  readonly NotAction?: unknown;
  readonly Resource?: unknown;
  readonly NotResource?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/**
 * What is wrong with a managed policy.
 *
 * @param policy the policy
 * @param stack where the role is created
 */
export function policyProblems(policy: IManagedPolicy, stack: Stack): string[] {
  if (policy instanceof ManagedPolicy) return documentProblems(stack.resolve(policy.document));
  return managedPolicyProblems(stack.resolve(policy.managedPolicyArn));
}

/** What is wrong with a statement. */
export function statementProblems(statement: PolicyStatement, stack: Stack): string[] {
  return allowsProblems(stack.resolve(statement.toStatementJson()) as RenderedStatement);
}

/** What is wrong with a managed policy that is named by its ARN, as it stands in a template. */
export function managedPolicyProblems(arn: unknown): string[] {
  const name = /^arn:[^:]*:iam::aws:policy\/(?:.*\/)?([^/]+)$/.exec(textOf(arn))?.[1] ?? '';
  if (!ADMINISTRATORS.includes(name)) return [];
  return [
    `the managed policy ${name} would let every test, and every package that a test installs, do anything in ` +
      'the account, or give itself that right. Name what the tests need, as `policyStatements` or as narrower managed ' +
      'policies.',
  ];
}

/** What is wrong with a policy, as it stands in a template. Each kind of mistake is told once. */
export function documentProblems(document: unknown): string[] {
  return [...new Set(statementsOf(document).flatMap(allowsProblems))];
}

/** What is wrong with the policy of who may assume the role, as it stands in a template. */
export function trustProblems(document: unknown): string[] {
  const open = statementsOf(document).filter(({ Effect, Principal, NotPrincipal, Condition = {} }) => {
    if (Effect !== 'Allow') return false;
    if (NotPrincipal !== undefined) return true;
    const whole = principalsOf(Principal).filter((principal) => WHOLE_ACCOUNT.test(principal));
    const narrowed = Object.entries(Condition).some(
      ([operator, values]) =>
        /^(?:Arn|String)(?:Equals|Like)$/.test(operator) &&
        Object.keys(values).some((key) => key.toLowerCase() === 'aws:principalarn'),
    );
    return principalsOf(Principal).includes('*') || (whole.length > 0 && !narrowed);
  });
  if (open.length === 0) return [];
  return [
    'it lets everybody assume it, or everybody in an account, as a principal is "*" or an account without a condition on ' +
      'aws:PrincipalArn. Name the roles that may.',
  ];
}

/** AWS managed policies whose holder may do everything, or everything once it has given itself the right. */
const ADMINISTRATORS = ['AdministratorAccess', 'PowerUserAccess', 'IAMFullAccess'];

/** Conditions do not matter: what they hold back is everything still. */
function allowsProblems({ Effect, Action, NotAction, Resource, NotResource }: RenderedStatement): string[] {
  if (Effect !== 'Allow') return [];
  const actions = listOf(Action);
  const resources = listOf(Resource);
  const anyResource = NotResource !== undefined || resources.some((resource) => ANY_RESOURCE.test(resource));
  if ((NotAction !== undefined || actions.some((action) => ANY_ACTION.test(action))) && anyResource) {
    return [
      'a statement allows every action, or all but some, on every resource, or all but some, which is what ' +
        'AdministratorAccess does. Name the actions, or the resources, that the tests need.',
    ];
  }
  const allOfIam = actions.some((action) => /^iam:\*+$/i.test(action));
  if (!allOfIam || !(anyResource || resources.some((resource) => ANY_ROLE.test(resource)))) return [];
  return [
    'a statement allows every action of IAM on every resource, so that its holder can give itself what ' +
      'AdministratorAccess allows. Name the actions, or the resources, that the tests need.',
  ];
}

/** `*` and `*:*`. */
const ANY_ACTION = /^\*+(?::\*+)?$/;

/** `*`, and ARNs that leave everything open but perhaps the partition. */
const ANY_RESOURCE = /^(?:\*+|arn:(?:[^:]*:)?\*+(?::\*+)*)$/;

/** ARNs of everything in IAM, or of every role there. */
const ANY_ROLE = /^arn:[^:]*:iam:[^:]*:[^:]*:(?:role\/)?\*+$/;

/** An account, by its number or by its root. */
const WHOLE_ACCOUNT = /^(?:\d{12}|arn:[^:]*:iam::[^:]*:root)$/;

function statementsOf(document: unknown): readonly RenderedStatement[] {
  const { Statement = [] } = (document ?? {}) as { readonly Statement?: RenderedStatement | RenderedStatement[] };
  return [Statement].flat();
}

function principalsOf(principal: unknown): string[] {
  if (typeof principal === 'string') return [principal];
  return listOf((principal as { readonly AWS?: unknown } | undefined)?.AWS);
}

function listOf(value: unknown): string[] {
  return value === undefined ? [] : [value].flat().map(textOf);
}

/** Text as far as it is known: a reference, such as that to the partition, is some text without a colon. */
function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  const [separator, parts] = (value as { readonly 'Fn::Join'?: [string, unknown[]] } | null)?.['Fn::Join'] ?? ['', []];
  return parts.length === 0 ? '<reference>' : parts.map(textOf).join(separator);
}
