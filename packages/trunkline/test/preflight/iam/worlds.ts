// Requests and policies at random, of a small vocabulary, so that they meet often enough.
import fc from 'fast-check';
import type { TemplateValue } from '../../../src/model/template.js';
import type { ApplicablePolicies, Policy } from '../../../src/preflight/iam/policy.js';
import type { AccessRequest, Principal } from '../../../src/preflight/iam/request.js';
import { unresolved } from '../../../src/preflight/iam/unresolved.js';

/** A statement as a policy has it. */
export type Statement = Readonly<Record<string, TemplateValue>>;

/** A request, and the statements of every kind of policy that applies to it. */
export interface World {
  readonly request: AccessRequest;
  readonly identity: readonly Statement[];
  readonly resource: readonly Statement[] | undefined;
  readonly boundary: readonly Statement[] | undefined;
  readonly session: readonly Statement[] | undefined;
  readonly serviceControl: readonly (readonly Statement[])[];
  readonly resourceControl: readonly Statement[];
}

/** The accounts of the vocabulary. */
export const ACCOUNTS = ['111111111111', '222222222222'];

/** The ARNs of the vocabulary. */
export const ARNS = ['arn:aws:s3:::bucket/key', 'arn:aws:s3:::other/*', '*', 'arn:aws:s3:::bucket/*'];

const CONDITIONS: readonly TemplateValue[] = [
  { StringEquals: { 'aws:PrincipalAccount': '111111111111' } },
  { StringNotEquals: { 'aws:PrincipalAccount': '111111111111' } },
  { StringLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/B*' } },
  { StringEquals: { 'aws:ResourceAccount': '${aws:PrincipalAccount}' } },
  { StringEqualsIfExists: { 'aws:PrincipalTag/team': 'x' } },
  { 'ForAllValues:StringEquals': { 'company:Keys': ['x', 'y'] } },
  { 'ForAnyValue:StringEquals': { 'company:Keys': ['x'] } },
  { Null: { 'company:Keys': 'true' } },
  { NumericLessThan: { 'company:Number': '10' } },
  { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { Bool: { 'aws:SecureTransport': 'true' } },
];

const OPEN_CONDITIONS: readonly TemplateValue[] = [
  { StringEquals: { 'aws:PrincipalTag/team': 'x' } },
  { Strange: { 'aws:PrincipalAccount': '111111111111' } },
];

const PRINCIPALS: readonly TemplateValue[] = [
  '*',
  { AWS: '111111111111' },
  { AWS: 'arn:aws:iam::222222222222:root' },
  { AWS: 'arn:aws:iam::111111111111:role/Build' },
  { Service: 'codebuild.amazonaws.com' },
];

const ACTIONS: readonly TemplateValue[] = [
  's3:GetObject',
  's3:*',
  '*',
  ['s3:PutObject', 'kms:*'],
  'kms:Decrypt',
  'sts:*',
];

/** Statements for policies of either kind; `holes` for values that are not told among them. */
function statements(holes: boolean): { identity: fc.Arbitrary<Statement>; resource: fc.Arbitrary<Statement> } {
  const base = {
    Effect: fc.constantFrom('Allow', 'Allow', 'Deny'),
    Condition: fc.constantFrom<TemplateValue>({}, {}, {}, ...CONDITIONS, ...(holes ? OPEN_CONDITIONS : [])),
  };
  const action = fc.tuple(fc.constantFrom('Action', 'Action', 'NotAction'), fc.constantFrom(...ACTIONS));
  const resource = fc.tuple(
    fc.constantFrom('Resource', 'Resource', 'NotResource'),
    fc.constantFrom<TemplateValue>(
      '*',
      'arn:aws:s3:::bucket/*',
      'arn:aws:s3:::other/*',
      ...(holes ? [unresolved('Some.Arn')] : []),
    ),
  );
  const principals = fc.constantFrom<TemplateValue>(
    ...PRINCIPALS,
    ...(holes ? [{ AWS: unresolved('Some.Role') }] : []),
  );
  const some = fc
    .tuple(fc.record(base), action, resource)
    .map(([rest, [did, actions], [on, resources]]): Statement => ({ ...rest, [did]: actions, [on]: resources }));
  const everything: Statement = { Effect: 'Allow', Action: '*', Resource: '*' };
  const identity = fc.oneof({ arbitrary: some, weight: 3 }, { arbitrary: fc.constant(everything), weight: 1 });
  return {
    identity,
    resource: fc.tuple(identity, principals).map(([rest, Principal]): Statement => ({ ...rest, Principal })),
  };
}

const requests: fc.Arbitrary<AccessRequest> = fc
  .record({
    caller: fc.constantFrom(...ACCOUNTS),
    name: fc.constantFrom('Build', 'Other'),
    service: fc.constantFrom(false, false, false, true),
    resourceAccount: fc.constantFrom(...ACCOUNTS),
    what: fc.constantFrom(
      { action: 's3:GetObject', resource: 'arn:aws:s3:::bucket/key' },
      { action: 'kms:Decrypt', resource: 'arn:aws:kms:eu-central-1:111111111111:key/1' },
      { action: 'sts:AssumeRole', resource: 'arn:aws:iam::111111111111:role/Target' },
    ),
    context: fc.constantFrom<AccessRequest['context']>(
      {},
      { 'company:Keys': ['x'], 'company:Number': '9', 'aws:SourceIp': '203.0.113.1' },
      { 'company:Keys': ['x', 'z'], 'company:Number': '11', 'aws:SourceIp': '203.0.114.1' },
      { 'company:Keys': null, 'company:Number': null, 'aws:SourceIp': null },
    ),
  })
  .map(({ caller, name, service, resourceAccount, what, context }): AccessRequest => {
    const role: Principal = { kind: 'role', arn: `arn:aws:iam::${caller}:role/${name}`, account: caller };
    const principal: Principal = service ? { kind: 'service', name: 'codebuild.amazonaws.com' } : role;
    return { principal, resourceAccount, ...what, ...(context === undefined ? {} : { context }) };
  });

/** One more statement for a policy without, and with principals. */
export const STATEMENTS = statements(true);

/** Worlds; without holes, everything of their policies is told. */
export function worlds(holes = true): fc.Arbitrary<World> {
  const { identity, resource } = statements(holes);
  const maybe = (each: fc.Arbitrary<Statement>): fc.Arbitrary<readonly Statement[] | undefined> =>
    fc.option(fc.array(each, { maxLength: 2 }), { nil: undefined, freq: 1 });
  return fc.record({
    request: requests,
    identity: fc.array(identity, { maxLength: 3 }),
    resource: fc.option(fc.array(resource, { maxLength: 3 }), { nil: undefined }),
    boundary: maybe(identity),
    session: maybe(identity),
    serviceControl: fc.array(fc.array(identity, { maxLength: 2 }), { maxLength: 1 }),
    resourceControl: fc.array(resource, { maxLength: 1 }),
  });
}

/** The policies of a world; trust policies name no resources. */
export function policiesOf(world: World): ApplicablePolicies {
  const policy = (name: string, Statement: readonly Statement[]): Policy => ({
    name,
    document: { Version: '2012-10-17', Statement },
  });
  const theirs = (given: readonly Statement[]): readonly Statement[] =>
    world.request.action.startsWith('sts:') ? given.map(withoutResource) : given;
  return {
    identity: [policy('Identity', world.identity)],
    ...(world.resource === undefined ? {} : { resource: policy('Resource', theirs(world.resource)) }),
    ...(world.boundary === undefined ? {} : { boundary: policy('Boundary', world.boundary) }),
    ...(world.session === undefined ? {} : { session: [policy('Session', world.session)] }),
    serviceControl: world.serviceControl.map((level) => [policy('ServiceControl', level)]),
    resourceControl: [policy('ResourceControl', world.resourceControl)],
  };
}

function withoutResource(statement: Statement): Statement {
  // A test may have put a marker in its place.
  if (typeof statement !== 'object') return statement;
  const entries = Object.entries(statement as Readonly<Record<string, TemplateValue>>);
  return Object.fromEntries(entries.filter(([name]) => name !== 'Resource' && name !== 'NotResource'));
}
