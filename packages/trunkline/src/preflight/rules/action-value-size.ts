// Values in the configuration of actions that are longer than CodePipeline takes.
import { hasHole } from '../iam/unresolved.js';
import { actionPlace } from './places.js';
import type { Rule } from './rule.js';

/** Variables of builds are one value, as JSON: a step with many of them comes near the limit. */
export const actionValueSize: Rule = {
  id: 'action-value-size',
  severity: 'error',
  checks: 'No value in the configuration of an action is longer than the quota (`action_value_characters`).',
  why: 'CodePipeline refuses the pipeline. CDK Pipelines writes the variables of a step that hold outputs of stacks into one value, `EnvironmentVariables`.',
  falsePositives: 'Low: values with parts that only a deployment knows are not measured.',
  source: 'CodePipeline User Guide, Quotas (1000 characters before variables are replaced).',
  mend: 'Give what is constant as `env` of the project instead of the action, pass fewer outputs, or read them in the build.',
  check: ({ landscape, quotas }) =>
    landscape.pipelines.flatMap((declared) =>
      declared.pipeline.stages.flatMap((stage) =>
        stage.actions.flatMap((action) =>
          Object.entries(action.configuration)
            .filter(([, value]) => value.length > quotas.action_value_characters && !hasHole(value))
            .map(([key, value]) => ({
              problem: `${key} of action ${stage.name}.${action.name} of pipeline ${declared.pipeline.name} has ${String(value.length)} characters; CodePipeline takes ${String(quotas.action_value_characters)}.`,
              place: actionPlace(declared, stage.name, action.name, `.Configuration.${key}`),
              consequence: 'CodePipeline would refuse the pipeline, so its stack cannot be deployed.',
              remedy: {
                text:
                  key === 'EnvironmentVariables'
                    ? 'Give what is constant to the project (`buildEnvironment.environmentVariables`), and have the build read the rest, such as from SSM.'
                    : 'Shorten the value.',
              },
            })),
        ),
      ),
    ),
};
