// Rules of stage conditions that no action is like: variables, times and alarms.
import type { CatalogueEntry } from '../catalogue.js';
import { required } from '../keys.js';

/** `Rule/AWS/VariableCheck/1`: CodePipeline compares by itself. */
export const variableCheck: CatalogueEntry = { type: 'Rule/AWS/VariableCheck/1', needs: [] };

/** `Rule/AWS/DeploymentWindow/1`: CodePipeline looks at the clock by itself. */
export const deploymentWindow: CatalogueEntry = { type: 'Rule/AWS/DeploymentWindow/1', needs: [] };

/** `Rule/AWS/CloudWatchAlarm/1`. */
export const cloudWatchAlarm: CatalogueEntry = {
  type: 'Rule/AWS/CloudWatchAlarm/1',
  keys: [required('AlarmName')],
  needs: [
    {
      who: 'action role',
      step: 'looks at the alarm',
      calls: ['cloudwatch:DescribeAlarms'],
      on: 'arn:{partition}:cloudwatch:{region}:{account}:alarm:{AlarmName|name}',
      source:
        "unsure: CodePipeline User Guide, CloudWatchAlarm rule reference, names no permissions; the call is CloudWatch's own",
    },
  ],
};
