// Resource control policies: what the organization denies of a resource's account, whoever calls.
import { judge, type JudgedStatement } from './judged-statements.js';
import type { Policy } from './policy.js';
import type { RequestContext } from './request-context.js';
import type { AccessRequest } from './request.js';

/**
 * The services of a pipeline that these policies are known to reach; of others the answer is open, as AWS adds to the list.
 * Source: Organizations User Guide, Resource control policies (RCPs), List of AWS services that support RCPs.
 */
const SERVICES: ReadonlySet<string> = new Set([
  'appconfig',
  'codeartifact',
  'codebuild',
  'codecommit',
  'codepipeline',
  'dynamodb',
  'ecr',
  'events',
  'kms',
  'logs',
  's3',
  'secretsmanager',
  'sqs',
  'sts',
]);

/** Whether a role is linked to a service, which exempts it. Source: IAM User Guide, Service-linked roles. */
export function isServiceLinked(arn: string): boolean {
  return arn.includes(':role/aws-service-role/');
}

/** The denials that cover the request, or may. An Allow is of no account: `RCPFullAWSAccess` allows everything already. */
export function judgeResourceControl(
  policies: readonly Policy[] | undefined,
  request: AccessRequest,
  context: RequestContext,
): readonly JudgedStatement[] {
  if (policies === undefined || policies.length === 0) return [];
  const action = request.action.toLowerCase();
  // The one action that they do not limit.
  if (action === 'kms:retiregrant') return [];
  const denials = judge(policies, 'resource-control', request, context).filter(
    ({ statement }) => statement.effect !== 'Allow',
  );
  const [service = ''] = action.split(':');
  return SERVICES.has(service) ? denials : denials.map((denial) => open(denial, service));
}

function open(denial: JudgedStatement, service: string): JudgedStatement {
  if (denial.covers.kind !== 'yes') return denial;
  const why = `whether resource control policies reach ${service} is not known`;
  return { ...denial, covers: { kind: 'unknown', because: [{ ...denial.statement.place, why }] } };
}
