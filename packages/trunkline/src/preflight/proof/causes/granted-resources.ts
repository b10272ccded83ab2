// Statements that let a role do what it lacks: no wider than what was refused, and written as a template can name it.
import { parseArn } from '../../iam/arn.js';
import { hasHole } from '../../iam/unresolved.js';
import type { Landscape, Origin } from '../../landscape/landscape.js';
import { resourceType } from '../../landscape/resource-types.js';
import { bootstrapRoleOf } from '../bootstrap-role.js';
import type { Blame } from './blame.js';
import { asPattern, callsOf, deniedOf } from './finding.js';
import { oneOrMany, rolePattern, wholeBucket, type Statement } from './statements.js';

/** What is to be added to a policy. */
export interface Grants {
  readonly statements: readonly Statement[];
  /** Resources whose ARNs only another template's deployment tells: no statement of this one can name them. */
  readonly elsewhere: readonly string[];
}

/** The grants for everything that is blamed, in the policy at a place: calls stay with the resources that they are for. */
export function grantsOf(blames: readonly Blame[], place: Origin | undefined, landscape: Landscape): Grants {
  const elsewhere = new Set<string>();
  const groups = [...groupsOf(blames).values()].map((group) => ({
    calls: callsOf(group),
    resources: refusedOn(group).flatMap((arn) => {
      const resource = resourceIn(arn, place, landscape);
      if (resource === undefined) elsewhere.add(arn);
      return resource ?? [];
    }),
  }));
  const byResources = merged(
    groups.filter(({ resources }) => resources.length > 0),
    ({ resources }) => resources,
  );
  const statements = merged(byResources, ({ calls }) => calls).map(({ calls, resources }) => ({
    Effect: 'Allow',
    Action: oneOrMany(calls),
    Resource: oneOrMany(resources),
  }));
  return { statements, elsewhere: [...elsewhere] };
}

/** An alias grants nothing: a key is named by its own ARN, whatever the caller calls it. */
function refusedOn(blames: readonly Blame[]): string[] {
  return distinct(
    deniedOf(blames).map(({ obligation: { resource, target }, denial }) =>
      target.kind === 'key' && denial.kind === 'denied' ? denial.resource : resource,
    ),
  );
}

/** A bucket or key with all that is to be done with it; of everything else, each call by itself. */
function groupsOf(blames: readonly Blame[]): Map<string, Blame[]> {
  const groups = new Map<string, Blame[]>();
  for (const blame of blames) {
    for (const { obligation, denial } of deniedOf([blame])) {
      const { target } = obligation;
      const call = denial.kind === 'denied' ? denial.call : '';
      const about = target.kind === 'bucket' ? target.name : target.kind === 'key' ? target.id : call;
      const group = groups.get(about);
      if (group === undefined) groups.set(about, [blame]);
      else group.push(blame);
    }
  }
  return groups;
}

interface Group {
  readonly calls: readonly string[];
  readonly resources: readonly unknown[];
}

/** One group for all that are equal in one of their lists. */
function merged(groups: readonly Group[], equal: (group: Group) => readonly unknown[]): Group[] {
  const found = new Map<string, Group>();
  for (const group of groups) {
    const key = JSON.stringify(distinct(equal(group)));
    const before = found.get(key);
    found.set(key, {
      calls: distinct([...(before?.calls ?? []), ...group.calls]),
      resources: distinct([...(before?.resources ?? []), ...group.resources]),
    });
  }
  return [...found.values()];
}

function distinct<T>(values: readonly T[]): T[] {
  const byText = new Map(values.map((value) => [typeof value === 'string' ? value : JSON.stringify(value), value]));
  return [...byText].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, value]) => value);
}

/** Objects by their bucket, bootstrap roles by their purpose, and names that CloudFormation makes up by reference. */
function resourceIn(arn: string, place: Origin | undefined, landscape: Landscape): unknown {
  // The end of an object's key may be open: all objects of the bucket are granted anyway.
  const whole = wholeBucket(bootstrapRoleOf(arn) === undefined ? arn : rolePattern(arn));
  if (!hasHole(whole)) return whole;
  const found = declaredAs(arn, landscape);
  if (found === undefined) return parseArn(arn)?.service === 'kms' ? undefined : asPattern(wholeBucket(arn));
  const { origin, type, inside } = found;
  const isHere =
    place?.kind === 'template' && place.templateFile === origin.templateFile && place.assembly === origin.assembly;
  return isHere ? reference(origin.logicalId, type, inside) : undefined;
}

interface Declared {
  readonly origin: Origin;
  readonly type: string;
  /** What comes after the resource's own ARN. */
  readonly inside: string;
}

function declaredAs(arn: string, landscape: Landscape): Declared | undefined {
  const parsed = parseArn(arn);
  const as = (origin: Origin | undefined, type: string, inside = ''): Declared | undefined =>
    origin === undefined ? undefined : { origin, type, inside };
  switch (parsed?.service) {
    case 's3': {
      const [name = '', ...key] = parsed.resource.split('/');
      return as(landscape.bucket(name)?.origin, 'AWS::S3::Bucket', key.length === 0 ? '' : '/*');
    }
    case 'kms':
      return as(landscape.key(arn, parsed)?.origin, 'AWS::KMS::Key');
    case 'codepipeline': {
      const pipeline = landscape.pipelines.find((each) => arn === each.arn || arn.startsWith(`${each.arn}/`));
      return as(pipeline?.origin, 'AWS::CodePipeline::Pipeline', arn.slice(pipeline?.arn.length));
    }
    case 'codebuild':
      return as(landscape.projects.find((each) => each.arn === arn)?.origin, 'AWS::CodeBuild::Project');
    case 'iam':
      return as(landscape.role(arn)?.origin, 'AWS::IAM::Role');
    default: {
      const resource = landscape.resource(arn);
      return resource !== undefined && (resourceType(resource.type)?.ref === 'arn' || HAVE_ARN.has(resource.type))
        ? as(resource.origin, resource.type)
        : undefined;
    }
  }
}

/** Of the types that have no list of their own. Source: CloudFormation Template Reference, Return values. */
const HAVE_ARN: ReadonlySet<string> = new Set([
  'AWS::DynamoDB::Table',
  'AWS::ECR::Repository',
  'AWS::CodeCommit::Repository',
  'AWS::Lambda::Function',
  'AWS::SQS::Queue',
]);

function reference(id: string, type: string, inside: string): unknown {
  if (type === 'AWS::CodePipeline::Pipeline') {
    const own = 'arn:${AWS::Partition}:codepipeline:${AWS::Region}:${AWS::AccountId}:';
    return { 'Fn::Sub': `${own}\${${id}}${asPattern(inside)}` };
  }
  if (resourceType(type)?.ref === 'arn') return { Ref: id };
  return inside === '' ? { 'Fn::GetAtt': [id, 'Arn'] } : { 'Fn::Sub': `\${${id}.Arn}${inside}` };
}
