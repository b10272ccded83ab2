// The command that bootstraps an environment, to be copied from a finding.
import { DEFAULT_QUALIFIER } from '../../../assembly/bootstrap-needs.js';
import { partitionOf } from '../../../assembly/environment.js';

/** How an environment is to be bootstrapped. */
export interface Bootstrapping {
  readonly account: string;
  readonly region: string;
  readonly qualifier: string;
  readonly trust: readonly string[];
  /** Accounts that are in `trust` need not be named here. */
  readonly trustForLookup: readonly string[];
  /** For CloudFormation; where there are none and somebody is trusted, AdministratorAccess. */
  readonly policies: readonly string[];
  /** Whether there is a bootstrap stack of another qualifier, which has to stay as it is. */
  readonly beside: boolean;
}

/** The command, each option as often as it has values. Source: aws-cdk-cli, `cdk bootstrap --help`. */
export function bootstrapCommand(wanted: Bootstrapping): string {
  const { account, region, qualifier, trust, trustForLookup, policies, beside } = wanted;
  const accounts = [...new Set(trust)];
  const lookups = [...new Set(trustForLookup)].filter((each) => !accounts.includes(each));
  // The CLI refuses trust without policies.
  const trusts = accounts.length > 0;
  const administrator = `arn:${partitionOf(region)}:iam::aws:policy/AdministratorAccess`;
  const execution = policies.length > 0 ? policies : trusts ? [administrator] : [];
  return [
    `npx cdk bootstrap aws://${account}/${region}`,
    // Under the name of the other one the stack would be changed to this qualifier, and its roles would be gone.
    ...(beside ? [`--toolkit-stack-name CDKToolkit-${qualifier.replaceAll('_', '-')}`] : []),
    ...(beside || qualifier !== DEFAULT_QUALIFIER ? [`--qualifier ${qualifier}`] : []),
    ...accounts.map((each) => `--trust ${each}`),
    ...lookups.map((each) => `--trust-for-lookup ${each}`),
    ...execution.map((each) => `--cloudformation-execution-policies ${each}`),
  ].join(' ');
}
