// Notifications bring no finding of AwsSolutions with them.
import { AwsSolutionsChecks } from 'cdk-nag';
import { expect, test } from 'vitest';
import type { MainOnlyPipeline } from '../services-pipeline';
import { appWith, pipelineIn, qaWith } from './notified';

/** The findings in what was made for notifications, and those of the roles that publish, without the construct's path. */
function findings(pipeline: MainOnlyPipeline): { readonly own: string[]; readonly all: string[] } {
  pipeline.buildPipeline();
  const found = new AwsSolutionsChecks()
    .validateScope(pipeline)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => `${ruleName} ${constructPath}`),
    );
  return { own: found.filter((each) => /\/(Notifications|Slack)/.test(each)), all: found };
}

test('the topics, rules, channels and roles are clean, and the pipeline has no more findings than without', () => {
  const slack = [{ workspace_id: 'T0123ABCDEF', channel_id: 'C0123ABCDEF' }];
  const everything = { on: ['failure', 'approval', 'success'], emails: ['team@example.com'], slack };
  const pipeline = pipelineIn(appWith({ notifications: everything }, qaWith(everything)));
  const { own, all } = findings(pipeline);
  expect(pipeline.node.tryFindChild('Notifications')).toBeDefined();
  expect(own).toEqual([]);
  expect(all).toEqual(findings(pipelineIn(appWith())).all);
});
