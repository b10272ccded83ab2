// The bootstrap stack that the twin assumes in every account and region.

/** The version that `cdk bootstrap` of aws-cdk 2.1148 writes. Source: its bootstrap-template.yaml, CdkBootstrapVersion. */
export const ASSUMED_BOOTSTRAP_VERSION = '33';

const VERSION_PARAMETER = /^\/cdk-bootstrap\/[A-Za-z0-9_-]{1,10}\/version$/;

/** Whether an SSM parameter's name is that of a bootstrap version, of whatever qualifier. */
export function isBootstrapVersion(parameterName: string): boolean {
  return VERSION_PARAMETER.test(parameterName);
}

/** What the twin takes for granted, for the report. */
export const STANDING_ASSUMPTIONS: readonly string[] = [
  'The twin deploys CloudFormation stacks as records: it does not emulate the services behind the resources.',
  `Every account and region is bootstrapped, with bootstrap version ${ASSUMED_BOOTSTRAP_VERSION}.`,
  'Roles may do what deployments need: the twin checks no permissions.',
];
