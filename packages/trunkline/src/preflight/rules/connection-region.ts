// Connections of another region than the pipeline.
import { parseArn } from '../iam/arn.js';
import { hasHole } from '../iam/unresolved.js';
import { connectionsOf } from './connections.js';
import { actionPlace } from './places.js';
import type { Rule } from './rule.js';

/** Source actions run in the pipeline's own region. */
export const connectionRegion: Rule = {
  id: 'connection-region',
  severity: 'warning',
  checks: 'A connection is of the account and region of the pipeline that uses it.',
  why: 'A connection of another region is more often a mistake in copying than meant. unsure: for which regions CodePipeline takes one of another region.',
  falsePositives: 'Medium: AWS lets some regions share connections.',
  source: 'Developer Tools console User Guide, Connections. unsure: use across regions.',
  mend: 'Create a connection in the pipeline’s region, and authorize it in the console.',
  check: ({ landscape }) =>
    landscape.pipelines.flatMap((declared) => {
      const { name, declaredAt } = declared.pipeline;
      const { region, account } = declaredAt.environment;
      return connectionsOf(declared).flatMap(({ stage, action, arn }) => {
        const connection = parseArn(arn);
        if (connection === undefined || hasHole(connection.region) || hasHole(connection.account)) return [];
        if (connection.region === region && connection.account === account) return [];
        // Where the pipeline is only its deployment tells.
        if (hasHole(region) || hasHole(account)) return [];
        return [
          {
            problem: `Action ${stage.name}.${action.name} of pipeline ${name} uses a connection of ${connection.account}/${connection.region}; the pipeline is in ${account}/${region}.`,
            place: actionPlace(declared, stage.name, action.name, '.Configuration.ConnectionArn'),
            consequence: `${name} ${stage.name}/${action.name} would most likely fail: the connection is not found.`,
            remedy: {
              text: `Create a connection in ${account}/${region}, authorize it in the console, and name its ARN.`,
            },
          },
        ];
      });
    }),
};
