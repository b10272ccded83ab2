// One thing keeps one name, whatever way a template refers to it; what only a deployment tells is a marker.
import { describe, expect, test } from 'vitest';
import { hasHole } from '../../../src/preflight/iam/unresolved.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { assembly, HOME, MEMBER, REGION, role, stack } from './assemblies.js';

const ARN = { 'Fn::GetAtt': ['Role', 'Arn'] };
const ROLE = { Role: role() };

/** The resource of a policy statement that another stack, or the same one, writes. */
function resourceOf(landscape: ReturnType<typeof readLandscape>, name: string): unknown {
  const reader = landscape.roles.find(({ origin }) => origin.logicalId === name);
  const document = reader?.identity[0]?.document as { Statement: { Resource: unknown }[] } | undefined;
  return document?.Statement[0]?.Resource;
}

const inline = (Resource: unknown): ReturnType<typeof role> =>
  role({
    Policies: [
      { PolicyName: 'p', PolicyDocument: { Statement: [{ Effect: 'Allow', Action: '*', Resource }] } },
    ] as never,
  });

describe('the ARN of a role without a name', () => {
  const owner = stack('Owner', {
    Resources: {
      ...ROLE,
      SameStack: inline({ 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/${Role}' }),
      Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Type: 'String', Name: '/shared/role', Value: ARN } },
    },
    Outputs: {
      Plain: { Value: ARN },
      Exported: { Value: ARN, Export: { Name: { 'Fn::Sub': '${AWS::StackName}:Role' } } },
    },
  });
  const reader = stack('Reader', {
    Parameters: { Stored: { Type: 'AWS::SSM::Parameter::Value<String>', Default: '/shared/role' } },
    Resources: {
      ByImport: inline({ 'Fn::ImportValue': 'Owner:Role' }),
      ByOutput: inline({ 'Fn::GetStackOutput': { StackName: 'Owner', OutputName: 'Plain' } }),
      ByParameter: inline({ Ref: 'Stored' }),
      ByDynamicReference: inline('{{resolve:ssm:/shared/role}}'),
    },
  });
  // The stack that refers comes first: the order of an assembly says nothing.
  const landscape = readLandscape(assembly(reader, owner));
  const arn = landscape.roles.find(({ origin }) => origin.logicalId === 'Role')?.arn ?? '';

  test('begins with what CloudFormation makes the name of, and ends in a marker', () => {
    expect(arn).toMatch(/^arn:aws:iam::111111111111:role\/Owner-Role-\{\{unresolved [^{}]+\}\}$/);
    expect(landscape.role(arn)?.origin.stackName).toBe('Owner');
  });

  test.each(['SameStack', 'ByImport', 'ByOutput', 'ByParameter', 'ByDynamicReference'])('is the same %s', (name) => {
    expect(resourceOf(landscape, name)).toBe(arn);
  });

  test('is another one in another environment, also where stack and logical id are the same', () => {
    const elsewhere = stack('Owner', { environment: { account: MEMBER, region: REGION }, Resources: ROLE });
    const arns = readLandscape(assembly(owner, elsewhere)).roles.map((each) => each.arn.split('/').at(-1));
    expect(new Set(arns).size).toBe(arns.length);
  });

  test('ends in a marker early where stack and logical id leave no room for both', () => {
    const [long] = readLandscape(
      assembly(stack('AStackWithALongName-InAStage', { Resources: { [`Role${'X'.repeat(40)}`]: role() } })),
    ).roles;
    expect(long?.arn).toMatch(/:role\/AStackWithALongName-\{\{unresolved [^{}]+\}\}$/);
  });
});

describe('what a template does not tell', () => {
  const unknown = (Resource: unknown, parts: Parameters<typeof stack>[1] = {}): [unknown, string[]] => {
    const { Resources, ...others } = parts;
    const landscape = readLandscape(
      assembly(stack('Main', { ...others, Resources: { ...Resources, Reader: inline(Resource) } })),
    );
    return [resourceOf(landscape, 'Reader'), landscape.unreadable.map(({ problem }) => problem)];
  };

  test.each([
    ['an export of a stack that is not there', { 'Fn::ImportValue': 'Nobody' }],
    ['an output of a stack that is not there', { 'Fn::GetStackOutput': { StackName: 'No', OutputName: 'Body' } }],
    ['an SSM parameter that nobody declares', '{{resolve:ssm:/nobody}}'],
    ['a secret', '{{resolve:secretsmanager:secret}}'],
    ['the id of the stack', { Ref: 'AWS::StackId' }],
  ])('is a marker, and no mistake: %s', (_, value) => {
    const [resource, problems] = unknown(value);
    expect(resource).toSatisfy((text: unknown) => typeof text === 'string' && hasHole(text));
    expect(problems).toEqual([]);
  });

  test('a parameter without a default is a marker', () => {
    const [resource] = unknown({ Ref: 'P' }, { Parameters: { P: { Type: 'String' } } });
    expect(resource).toMatch(/^\{\{unresolved Main\.P/);
  });

  test('the value of a parameter that is not to be shown stays out', () => {
    const [resource] = unknown({ Ref: 'P' }, { Parameters: { P: { Type: 'String', Default: 'hush', NoEcho: true } } });
    expect(resource).not.toContain('hush');
    expect(resource).toMatch(/^\{\{unresolved Main\.P/);
  });

  test('an attribute that only AWS makes is a marker', () => {
    const [resource, problems] = unknown(
      { 'Fn::GetAtt': ['Thing', 'Endpoint'] },
      { Resources: { Thing: { Type: 'AWS::X::Y' } } },
    );
    expect(resource).toMatch(/^\{\{unresolved Main\.Thing\.Endpoint/);
    expect(problems).toEqual([]);
  });

  test('what the template itself gets wrong is a marker too, and said with its place', () => {
    const landscape = readLandscape(
      assembly(stack('Main', { Resources: { Reader: inline(['arn:known', { 'Fn::GetAtt': ['Nobody', 'Arn'] }]) } })),
    );
    expect(resourceOf(landscape, 'Reader')).toEqual(['arn:known', expect.stringMatching(/^\{\{unresolved /)]);
    expect(landscape.unreadable).toEqual([
      {
        origin: expect.objectContaining({ stackName: 'Main', logicalId: 'Reader', templateFile: 'Main.template.json' }),
        problem:
          'Fn::GetAtt at Resources.Reader.Properties.Policies[0].PolicyDocument.Statement[0].Resource[1].Fn::GetAtt: ' +
          "there is no resource 'Nobody' with attribute 'Arn'",
        severity: 'error',
      },
    ]);
  });

  test('an account that the stack does not say is a marker, never a word that looks like one', () => {
    const agnostic = stack('Main', {
      environment: { account: 'unknown-account', region: 'unknown-region' },
      Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } },
    });
    const [queue] = readLandscape(assembly(agnostic)).resources;
    expect(queue?.arn).toMatch(/^arn:aws:sqs:\{\{unresolved [^{}]+\}\}:\{\{unresolved [^{}]+\}\}:q$/);
  });
});

test('the same stack in two assemblies is read once', () => {
  const shared = stack('Store', {
    Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'b' } } },
  });
  const { buckets } = readLandscape([assembly(shared), { ...assembly(shared), directory: '/store/cdk.out' }]);
  expect(buckets.map(({ origin }) => origin.assembly)).toEqual(['/app/cdk.out']);
});

test('two stacks of one name in one environment of an assembly are said; the first is read', () => {
  const queue = { Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'q' } } };
  const { resources, unreadable } = readLandscape(
    assembly(
      stack('Main', { Resources: queue }),
      stack('Main', { templateFile: 'Again.template.json', Resources: queue }),
    ),
  );
  expect(resources).toHaveLength(1);
  expect(unreadable).toMatchObject([
    {
      origin: { templateFile: 'Again.template.json' },
      problem: 'stack Main is in 111111111111/eu-central-1 twice; only Main.template.json was read',
    },
  ]);
});

test('names and ARNs of other services', () => {
  const { resources } = readLandscape(
    assembly(
      stack('Main', {
        Resources: {
          Topic: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'news' } },
          Rule: { Type: 'AWS::Events::Rule', Properties: { Name: 'r', EventBusName: { Ref: 'Bus' } } },
          Bus: { Type: 'AWS::Events::EventBus', Properties: { Name: 'bus' } },
          Repository: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'app' } },
          Parameter: { Type: 'AWS::SSM::Parameter', Properties: { Name: '/a/b', Value: { Ref: 'Topic' } } },
          Service: {
            Type: 'AWS::ECS::Service',
            Properties: { ServiceName: 's', Cluster: { 'Fn::GetAtt': ['Cluster', 'Arn'] } },
          },
          Cluster: { Type: 'AWS::ECS::Cluster', Properties: { ClusterName: 'c' } },
        },
      }),
    ),
  );
  const place = `${REGION}:${HOME}`;
  expect(Object.fromEntries(resources.map(({ origin, arn }) => [origin.logicalId, arn]))).toEqual({
    Topic: `arn:aws:sns:${place}:news`,
    Rule: `arn:aws:events:${place}:rule/bus/r`,
    Bus: `arn:aws:events:${place}:event-bus/bus`,
    Repository: `arn:aws:ecr:${place}:repository/app`,
    Parameter: `arn:aws:ssm:${place}:parameter/a/b`,
    Service: `arn:aws:ecs:${place}:service/c/s`,
    Cluster: `arn:aws:ecs:${place}:cluster/c`,
  });
  expect(resources.find(({ type }) => type === 'AWS::SSM::Parameter')?.properties.Value).toBe(
    `arn:aws:sns:${place}:news`,
  );
});
