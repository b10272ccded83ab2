// Regions that an account has to enable before anything can be deployed there.
import { stackDeployments } from './deployed-stacks.js';
import { actionPlace } from './places.js';
import type { Rule } from './rule.js';

// Source: aws-cdk-lib 2.275.0, region-info: RegionInfo.isOptInRegion.
const OPT_IN: ReadonlySet<string> = new Set([
  'af-south-1',
  'ap-east-1',
  'ap-east-2',
  'ap-south-2',
  'ap-southeast-3',
  'ap-southeast-4',
  'ap-southeast-5',
  'ap-southeast-6',
  'ap-southeast-7',
  'ca-west-1',
  'eu-central-2',
  'eu-south-1',
  'eu-south-2',
  'il-central-1',
  'me-central-1',
  'me-south-1',
  'mx-central-1',
]);

/** One finding for each region and account. */
export const optInRegion: Rule = {
  id: 'opt-in-region',
  severity: 'info',
  checks: 'A pipeline deploys to regions that every account has; others are named.',
  why: 'A region of this kind is off until somebody enables it in the account, and tokens of STS’s global endpoint are not valid there.',
  falsePositives: 'High, and only for information: the account may have the region enabled.',
  source: 'AWS Account Management Reference Guide, Enable or disable AWS Regions; aws-cdk-lib, region-info.',
  mend: 'Enable the region in the account, and acknowledge the finding.',
  check: (facts) => {
    const found = new Map<string, ReturnType<Rule['check']>[number]>();
    for (const { declared, stage, action, account, region } of stackDeployments(facts)) {
      const key = `${account}/${region}`;
      if (!OPT_IN.has(region) || found.has(key)) continue;
      found.set(key, {
        problem: `Pipeline ${declared.pipeline.name} deploys to ${region} of account ${account}, a region that is off until the account enables it.`,
        place: actionPlace(declared, stage.name, action.name),
        consequence: `${declared.pipeline.name} ${stage.name}/${action.name} would fail where the region is not enabled.`,
        remedy: {
          text: 'Enable the region in the account, once, and acknowledge this finding.',
          command: `aws account enable-region --account-id ${account} --region-name ${region}`,
        },
      });
    }
    return [...found.values()];
  },
};
