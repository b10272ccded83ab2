// Environments that are not bootstrapped, or not for this pipeline: `cdk bootstrap` mends them.
import { DEFAULT_QUALIFIER } from '../../../assembly/bootstrap-needs.js';
import { partitionOf } from '../../../assembly/environment.js';
import { parseArn } from '../../iam/arn.js';
import type { BootstrapState, Landscape } from '../../landscape/landscape.js';
import { bootstrapRoleOf, type BootstrapRole } from '../bootstrap-role.js';
import { bootstrapCommand, type Bootstrapping } from './bootstrap-command.js';
import type { Blame } from './blame.js';
import { actionsAt, callersOf, deniedOf, dutyOf, nameOf, namesOf, sentence, type CauseFinding } from './finding.js';

/** The roles of an environment are not there. */
export const bootstrapMissing: CauseFinding = (blames, landscape) => {
  const missing = [
    ...new Set(deniedOf(blames).flatMap(({ denial }) => (denial.kind === 'missing-role' ? denial.arn : []))),
  ];
  const role = roleOf(missing[0]);
  return {
    severity: 'error',
    consequence: `${actionsAt(blames)} would fail: a role that does not exist cannot be assumed.`,
    ...(ownTemplate(missing, role, landscape) ?? notBootstrapped(missing, role, blames, landscape)),
  };
};

type Said = Pick<ReturnType<CauseFinding>, 'problem' | 'place' | 'remedy'>;

/** A bootstrap stack of a company's own, which `cdk bootstrap` would not mend. */
function ownTemplate(missing: readonly string[], role: BootstrapRole, landscape: Landscape): Said | undefined {
  const sibling = landscape.roles.find(({ arn, origin: { kind } }) => {
    const other = kind === 'template' ? bootstrapRoleOf(arn) : undefined;
    return other?.account === role.account && other.region === role.region && other.qualifier === role.qualifier;
  });
  if (sibling === undefined) return undefined;
  const { stackName, environment, templateFile } = sibling.origin;
  return {
    problem: `There is no ${namesOf(missing, landscape)}: stack ${stackName}, which has the other bootstrap roles of ${role.account}/${role.region}, does not have it.`,
    place: { stackName, environment, ...(templateFile === undefined ? {} : { file: templateFile }) },
    remedy: {
      text: "Add the role to that stack's template as CDK's own has it; `npx cdk bootstrap --show-template` prints that.",
    },
  };
}

function notBootstrapped(
  missing: readonly string[],
  role: BootstrapRole,
  blames: readonly Blame[],
  landscape: Landscape,
): Said {
  const { account, region, qualifier } = role;
  const there = landscape.bootstraps.filter(
    ({ environment, exists }) => exists && environment.account === account && environment.region === region,
  );
  const same = there.some((state) => state.qualifier === qualifier);
  const other = same ? undefined : there[0]?.qualifier;
  const how =
    other !== undefined
      ? `is bootstrapped with qualifier ${other}, and the stacks are synthesized for ${qualifier}`
      : same
        ? 'is bootstrapped, but the role is gone'
        : 'is not bootstrapped';
  const again = 'Bootstrap the environment, once, with credentials of that account.';
  const either =
    `Either let the app use that bootstrap stack, by "@aws-cdk/core:bootstrapQualifier": "${other ?? ''}" in the context ` +
    'of cdk.json, or put a second one beside it, with credentials of that account.';
  return {
    problem: `There is no ${namesOf(missing, landscape)}: ${account}/${region} ${how}.`,
    place: environmentPlace(role),
    remedy: {
      text: other === undefined ? again : either,
      command: bootstrapCommand({
        account,
        region,
        qualifier,
        trust: accountsThatAssume(blames, landscape, role),
        trustForLookup: [],
        policies: [],
        beside: other !== undefined,
      }),
    },
  };
}

/** The environment is bootstrapped, and does not trust the account of the pipeline. */
export const bootstrapTrust: CauseFinding = (blames, landscape) => {
  const targets = [...new Set(deniedOf(blames).map(({ obligation }) => obligation.resource))];
  const role = roleOf(targets[0]);
  const state = stateOf(landscape, role);
  const trust = state?.trust ?? [];
  const callers = callersOf(blames);
  const account = parseArn(callers[0] ?? '')?.account ?? '';
  const lookupOnly = targets.every((target) => bootstrapRoleOf(target)?.purpose === 'lookup');
  const trusts = trust.length === 0 ? 'no other account' : `account ${trust.join(' and ')} alone`;
  const named = role.qualifier === DEFAULT_QUALIFIER ? '' : NAMED;
  const option = lookupOnly ? '--trust-for-lookup' : '--trust';
  return {
    severity: 'error',
    problem:
      `The trust policy of ${namesOf(targets, landscape)} does not let ${namesOf(callers, landscape)} assume it: ` +
      `${role.account}/${role.region} was bootstrapped without ${option} ${account}, and trusts ${trusts}.`,
    place: environmentPlace(role),
    consequence: `${actionsAt(blames)} would fail: not authorized to perform sts:AssumeRole.`,
    remedy: {
      text:
        'Bootstrap the environment again with the account among those that it trusts; those that it trusts today are in ' +
        `the command too, as it replaces them.${named}`,
      command: bootstrapCommand({
        ...again(role, state),
        ...(lookupOnly
          ? { trustForLookup: [...(state?.trustForLookup ?? []), account] }
          : { trust: [...trust, account] }),
      }),
    },
  };
};

/** The execution role may do nothing. */
export const bootstrapExecutionPolicies: CauseFinding = (blames, landscape) => {
  const duty = dutyOf(blames[0].failed);
  const arn = 'because' in duty ? duty.principal : '';
  const role = roleOf(arn);
  const state = stateOf(landscape, role);
  return {
    severity: 'error',
    problem:
      `${sentence(nameOf(arn, landscape))} has no policies, so CloudFormation can create nothing with it: ` +
      `${role.account}/${role.region} was bootstrapped with --trust and without --cloudformation-execution-policies.`,
    place: environmentPlace(role),
    consequence: `${actionsAt(blames)} would fail with the first resource of the stack.`,
    remedy: {
      text: 'Bootstrap the environment again with the policies that deployments may use; AdministratorAccess is what the CDK CLI takes for an account that trusts no other.',
      command: bootstrapCommand({ ...again(role, state), policies: [administrator(role)] }),
    },
  };
};

/** What a command for another qualifier than CDK's own cannot know. */
export const NAMED = ' Where that bootstrap stack is not called CDKToolkit, add --toolkit-stack-name.';

/** What the name of a bootstrap role says; duties are blamed on bootstrapping for such names alone. */
function roleOf(arn: string | undefined): BootstrapRole {
  const role = bootstrapRoleOf(arn ?? '');
  return role ?? { account: '', region: '', qualifier: DEFAULT_QUALIFIER, purpose: '' };
}

function stateOf(landscape: Landscape, { account, region, qualifier }: BootstrapRole): BootstrapState | undefined {
  return landscape.bootstraps.find(
    ({ environment, qualifier: own }) =>
      environment.account === account && environment.region === region && own === qualifier,
  );
}

/** As it is bootstrapped today, for a command that does it again. */
export function again({ account, region, qualifier }: BootstrapRole, state: BootstrapState | undefined): Bootstrapping {
  return {
    account,
    region,
    qualifier,
    trust: state?.trust ?? [],
    trustForLookup: state?.trustForLookup ?? [],
    policies: state?.executionPolicies ?? [],
    beside: false,
  };
}

/** The accounts whose roles are to assume the missing ones. */
function accountsThatAssume(blames: readonly Blame[], landscape: Landscape, role: BootstrapRole): string[] {
  const callers = callersOf(blames).flatMap((arn) => parseArn(arn)?.account ?? []);
  const own = callers.filter((account) => account !== role.account);
  const pipelines = landscape.pipelines.map(({ pipeline }) => pipeline.declaredAt.environment.account);
  return [...new Set(own.length > 0 ? own : pipelines)].filter((account) => account !== role.account);
}

function administrator({ region }: BootstrapRole): string {
  return `arn:${partitionOf(region)}:iam::aws:policy/AdministratorAccess`;
}

/** The bootstrap stack of an environment as the place of a finding. */
export function environmentPlace({ account, region }: BootstrapRole): ReturnType<CauseFinding>['place'] {
  return { stackName: 'CDKToolkit', environment: { account, region } };
}
