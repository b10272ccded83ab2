// Manual approvals, with the topic that they tell.
import type { CatalogueEntry } from '../catalogue.js';
import { arn, optional } from '../keys.js';

/** `Approval/AWS/Manual/1`. */
export const manualApproval: CatalogueEntry = {
  type: 'Approval/AWS/Manual/1',
  keys: [arn(optional('NotificationArn'))],
  needs: [
    {
      who: 'action role',
      step: 'tells the topic of the approval',
      calls: ['sns:Publish'],
      on: '{NotificationArn}',
      source: 'CodePipeline User Guide, Grant Amazon SNS permissions to a CodePipeline service role',
    },
  ],
};
