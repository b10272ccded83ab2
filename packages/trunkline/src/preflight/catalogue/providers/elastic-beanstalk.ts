// Elastic Beanstalk.
import type { CatalogueEntry, Need } from '../catalogue.js';
import { required } from '../keys.js';

function need(step: string, calls: readonly string[], resource: string): Need {
  return {
    who: 'action role',
    step,
    calls: calls.map((call) => `elasticbeanstalk:${call}`),
    on: `arn:{partition}:elasticbeanstalk:{region}:{account}:${resource}`,
    source:
      'CodePipeline User Guide, Elastic Beanstalk deploy action reference, which asks for elasticbeanstalk:*, and ' +
      'Troubleshooting for DescribeEvents; unsure: which of them are called',
  };
}

/** `Deploy/AWS/ElasticBeanstalk/1`. */
export const elasticBeanstalk: CatalogueEntry = {
  type: 'Deploy/AWS/ElasticBeanstalk/1',
  reads: 'action role',
  keys: [required('ApplicationName'), required('EnvironmentName')],
  needs: [
    need(
      'makes the application version',
      ['CreateApplicationVersion', 'DescribeApplicationVersions'],
      'applicationversion/{ApplicationName}/{some version}',
    ),
    need(
      'updates the environment',
      ['DescribeEnvironments', 'DescribeEvents', 'UpdateEnvironment'],
      'environment/{ApplicationName}/{EnvironmentName}',
    ),
  ],
  unproven:
    "Elastic Beanstalk changes the environment's resources with the action role's permissions, and which calls of EC2, " +
    'S3, CloudFormation and other services that takes is not documented',
};
