// Step: `cdk bootstrap` of every account and region that the app's stacks go to.
import { DEFAULT_QUALIFIER } from '../../assembly/bootstrap-needs.js';
import { partitionOf } from '../../assembly/environment.js';
import type { StackArtifact } from '../../model/assembly.js';
import { formatEnvironment } from '../../model/environment.js';
import type { SetupGroup, SetupStep } from '../../model/setup.js';
import { credentials, groupBy, listed } from '../commands.js';
import type { Landscape } from '../landscape.js';
import { permissionsBoundaries } from '../permissions-boundaries.js';

/** One bootstrap stack: an environment and a qualifier. */
interface BootstrapStack {
  readonly account: string;
  readonly region: string;
  readonly qualifier: string | undefined;
  readonly trusted: readonly string[];
  readonly trustedForLookup: readonly string[];
  readonly boundaries: readonly string[];
}

/** Stacks that rely on no bootstrap stack (CDK's own support stacks, for one) ask for none. */
export function bootstrapStep(landscape: Landscape): SetupStep | undefined {
  const needing = landscape.stacks.filter(({ bootstrap }) => bootstrap?.requiredVersion !== undefined);
  if (needing.length === 0) return undefined;
  const stacks = [...groupBy(needing, keyOf).values()].map((same) => bootstrapStackOf(same, landscape));
  // The toolchain's accounts come first: their own roles deploy everything else.
  const toolchains = landscape.deliveries.map(({ environment }) => environment.account);
  const byAccount = groupBy(
    [
      ...stacks.filter(({ account }) => toolchains.includes(account)),
      ...stacks.filter(({ account }) => !toolchains.includes(account)),
    ],
    ({ account }) => account,
  );
  const lookups = stacks.some(({ trustedForLookup }) => trustedForLookup.length > 0);
  const versions = needing.map(({ bootstrap }) =>
    Math.max(bootstrap?.requiredVersion ?? 0, lookups ? (bootstrap?.requiredVersionForLookups ?? 0) : 0),
  );
  return {
    id: 'bootstrap',
    title: 'Bootstrapping of every account and region',
    notes: [
      `The stacks need version ${Math.max(...versions)} of the bootstrap stack or a newer one.`,
      'AdministratorAccess is what CloudFormation may do with in these environments; name managed policies of your own in ' +
        'its place to allow less.',
      'In an environment that has been bootstrapped before, --trust and --trust-for-lookup replace the accounts that it ' +
        'trusts by now: repeat the options for those of other pipelines.',
    ],
    groups: [...byAccount].map(([account, ofAccount]) => groupOf(account, ofAccount)),
  };
}

function keyOf({ environment, bootstrap }: StackArtifact): string {
  return JSON.stringify([environment.account, environment.region, bootstrap?.qualifier ?? null]);
}

function bootstrapStackOf(same: readonly StackArtifact[], { deliveries }: Landscape): BootstrapStack {
  const [{ environment, bootstrap }] = same as readonly [StackArtifact];
  const { account, region } = environment;
  const foreign = deliveries.filter((delivery) => delivery.environment.account !== account);
  const delivering = foreign.filter(({ accounts }) => accounts.has(account));
  const lookingUp = foreign.filter(({ lookups, accounts }) =>
    lookups === 'all' ? accounts.has(account) : lookups.has(account),
  );
  const accountsOf = (some: typeof deliveries): string[] => [
    ...new Set(some.map((delivery) => delivery.environment.account)),
  ];
  return {
    account,
    region,
    qualifier: bootstrap?.qualifier,
    trusted: accountsOf(delivering),
    trustedForLookup: accountsOf(lookingUp),
    boundaries: permissionsBoundaries(same),
  };
}

/** Environments of one account that take the same options are bootstrapped by one command. */
function groupOf(account: string, stacks: readonly BootstrapStack[]): SetupGroup {
  const alike = groupBy(stacks, ({ region, ...options }) => JSON.stringify([partitionOf(region), options]));
  const boundaries = [...new Set(stacks.flatMap((stack) => stack.boundaries))];
  return {
    account,
    notes: [
      ...(boundaries.length === 0
        ? []
        : [
            `The managed policy ${listed(boundaries)} has to be there first: roles carry it as their permissions boundary.`,
          ]),
      ...stacks
        .filter((stack) => stack.boundaries.length > 1)
        .map(
          (stack) =>
            `Roles in ${formatEnvironment(stack)} carry several permissions boundaries; give bootstrapping the one that ` +
            'its own roles shall have.',
        ),
    ],
    commands: [...alike.values()].map((same) => commandOf(same)),
  };
}

function commandOf(same: readonly BootstrapStack[]): string[] {
  const [{ account, region, qualifier, trusted, trustedForLookup, boundaries }] = same as readonly [BootstrapStack];
  return [
    'npx',
    'cdk',
    'bootstrap',
    ...same.map((stack) => `aws://${formatEnvironment(stack)}`),
    ...trusted.flatMap((other) => ['--trust', other]),
    ...trustedForLookup.flatMap((other) => ['--trust-for-lookup', other]),
    '--cloudformation-execution-policies',
    `arn:${partitionOf(region)}:iam::aws:policy/AdministratorAccess`,
    ...(qualifier === undefined || qualifier === DEFAULT_QUALIFIER
      ? []
      : // Without a name of its own it would take over the bootstrap stack of the default qualifier.
        ['--qualifier', qualifier, '--toolkit-stack-name', `CDKToolkit-${qualifier.replaceAll('_', '-')}`]),
    ...(boundaries.length === 0
      ? []
      : [
          '--custom-permissions-boundary',
          boundaries.length === 1 ? (boundaries[0] ?? '') : `<${boundaries.join(' or ')}>`,
        ]),
    ...credentials(account),
  ];
}
