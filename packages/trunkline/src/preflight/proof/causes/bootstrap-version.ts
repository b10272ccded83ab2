// Environments whose bootstrap stack is older than what is deployed or looked up there asks for.
import { DEFAULT_QUALIFIER } from '../../../assembly/bootstrap-needs.js';
import { formatEnvironment } from '../../../model/environment.js';
import { isForegone, type Precondition } from '../obligation.js';
import { again, environmentPlace, NAMED } from './bootstrap.js';
import { bootstrapCommand } from './bootstrap-command.js';
import type { Blame } from './blame.js';
import { actionsAt, dutyOf, type CauseFinding } from './finding.js';

type TooOld = Extract<Precondition, { readonly kind: 'bootstrap-version' }>;

/** `cdk bootstrap` makes the stack as new as the CLI that runs it. */
export const bootstrapVersion: CauseFinding = (blames, landscape) => {
  // The newest version that is asked for is enough for all.
  const { environment, qualifier, needed, version, stackName, what } = blames
    .map(tooOldOf)
    .reduce((most, each) => (each.needed > most.needed ? each : most));
  const { account, region } = environment;
  const role = { account, region, qualifier, purpose: 'deploy' };
  const state = landscape.bootstraps.find(
    (each) => each.qualifier === qualifier && formatEnvironment(each.environment) === formatEnvironment(environment),
  );
  const needs = what === 'lookup' ? 'needs for looking values up' : 'needs';
  return {
    severity: 'error',
    problem: `The bootstrap stack of ${formatEnvironment(environment)} is of version ${String(version)}; stack ${stackName} ${needs} version ${String(needed)} or newer.`,
    place: environmentPlace(role),
    consequence: `${actionsAt(blames)} would fail: templates and the CDK CLI check the version, and refuse an older one.`,
    remedy: {
      text: `Bootstrap the environment again with a current CDK CLI, with what it has today.${qualifier === DEFAULT_QUALIFIER ? '' : NAMED}`,
      command: bootstrapCommand(again(role, state)),
    },
  };
};

function tooOldOf({ failed }: Blame): TooOld {
  const duty = dutyOf(failed);
  return isForegone(duty) && duty.because.kind === 'bootstrap-version' ? duty.because : NONE;
}

// Nothing else is blamed on this cause.
const NONE: TooOld = {
  kind: 'bootstrap-version',
  environment: { account: '', region: '' },
  qualifier: DEFAULT_QUALIFIER,
  needed: 0,
  version: 0,
  stackName: '',
  what: 'deployment',
};
