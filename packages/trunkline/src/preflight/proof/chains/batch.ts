// A batch of builds: CodeBuild assumes the project's batch role, which starts and stops the builds of the batch.
import type { LandscapeProject } from '../../landscape/landscape.js';
import { textField } from '../../landscape/values.js';
import type { ActionFacts } from '../action-facts.js';
import type { Duty } from '../obligation.js';
import { serviceAssumes } from './assume.js';

/** Source: CodeBuild User Guide, Batch builds in AWS CodeBuild, "Batch service role". */
export function batchDuties({ place, action }: ActionFacts, { project, properties, arn }: LandscapeProject): Duty[] {
  if (action.configuration.BatchEnabled !== 'true') return [];
  const role = textField(properties.BuildBatchConfig, 'ServiceRole');
  const calls = ['codebuild:StartBuild', 'codebuild:StopBuild', 'codebuild:RetryBuild'];
  const step = 'the batch role starts the builds of the batch';
  if (role === undefined) {
    const why = `project ${project.name} has no batch service role in its template`;
    return [
      {
        place,
        step,
        principal: project.serviceRole,
        call: calls.join(', '),
        resource: arn,
        because: { kind: 'unproven', why },
      },
    ];
  }
  const { account } = project.declaredAt.environment;
  return [
    serviceAssumes(place, 'CodeBuild assumes the batch role', 'codebuild.amazonaws.com', role),
    {
      place,
      step,
      caller: { kind: 'role', arn: role },
      calls,
      anyOf: false,
      resource: arn,
      target: { kind: 'other', arn, account },
    },
  ];
}
