// Templates that nobody would write, or only to do harm: each is read to the end, and says what could not be read.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TemplateValue } from '../../../src/model/template.js';
import { isUnresolved } from '../../../src/preflight/iam/unresolved.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { allow, assembly, role, stack, type StackParts } from './assemblies.js';

const read = (parts: object): ReturnType<typeof readLandscape> =>
  readLandscape(assembly(stack('Main', parts as StackParts)));

const problems = (parts: object): string[] => read(parts).unreadable.map(({ problem }) => problem);

describe('a policy document', () => {
  const trust = (document: unknown): unknown =>
    read({ Resources: { Role: role({ AssumeRolePolicyDocument: document as TemplateValue }) } }).roles[0]?.trust
      .document;

  test.each([
    ['as text', JSON.stringify(allow('sts:AssumeRole', '*'))],
    ['of a single statement', { Statement: { Effect: 'Allow' } }],
    ['of a version that nobody knows', { Version: '2099-01-01', Statement: [] }],
    ['that is a list', [1, 2]],
  ])('stays as it is written: %s', (_, document) => {
    expect(trust(document)).toEqual(document);
  });

  test('that is not there is not known', () => {
    expect(read({ Resources: { Role: { Type: 'AWS::IAM::Role' } } }).roles[0]?.trust.document).toSatisfy(isUnresolved);
  });

  test('of a megabyte is read', () => {
    const Statement = Array.from({ length: 10_000 }, (_, index) => ({ Sid: `S${index}`, Action: 'x'.repeat(80) }));
    expect(trust({ Statement })).toEqual({ Statement });
    expect(trust('x'.repeat(1_000_000))).toHaveLength(1_000_000);
  });

  test('that is nested without an end is given up, and said', () => {
    let deep: TemplateValue = 'x';
    for (let level = 0; level < 50_000; level++) deep = { a: [deep] };
    const { roles, unreadable } = read({ Resources: { Role: role({ AssumeRolePolicyDocument: deep }) } });
    expect(roles[0]?.trust.document).toSatisfy(isUnresolved);
    expect(unreadable[0]?.problem).toBe(
      'Resources.Role.Properties.AssumeRolePolicyDocument is nested deeper than 100 levels',
    );
  });
});

describe('references', () => {
  const topic = (name: unknown): object => ({ Type: 'AWS::SNS::Topic', Properties: { TopicName: name } });

  test.each([
    ['to itself', { A: topic({ 'Fn::GetAtt': ['A', 'TopicName'] }) }],
    ['in a circle', { A: topic({ 'Fn::GetAtt': ['B', 'TopicName'] }), B: topic({ 'Fn::GetAtt': ['A', 'TopicName'] }) }],
  ])('%s are given up, and said', (_, Resources) => {
    expect(problems({ Resources })).toEqual(['Resources.A.Properties.TopicName refers to itself']);
  });

  test('of exports in a circle are given up', () => {
    const Outputs = { A: { Value: { 'Fn::ImportValue': 'a' }, Export: { Name: 'a' } } };
    const Resources = { T: topic({ 'Fn::ImportValue': 'a' }) };
    expect(problems({ Resources, Outputs })).toEqual(['Outputs.A.Value refers to itself']);
  });

  test('in a long row are given up, and said', () => {
    const Resources = Object.fromEntries(
      Array.from({ length: 400 }, (_, index) => [
        `T${index}`,
        topic(index === 399 ? 'end' : { 'Fn::GetAtt': [`T${index + 1}`, 'TopicName'] }),
      ]),
    );
    expect(problems({ Resources })).toContainEqual(
      expect.stringMatching(/refers to values that refer to others, too many/),
    );
  });

  test('that double with each step do not fill the memory', () => {
    const Resources = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [
        `T${index}`,
        topic(index === 0 ? 'x'.repeat(100) : { 'Fn::Sub': `\${T${index - 1}.TopicName}\${T${index - 1}.TopicName}` }),
      ]),
    );
    expect(problems({ Resources })).toContainEqual(expect.stringMatching(/is longer than 1500000 characters$/));
  });
});

test('an object that cannot become a text, where a text belongs, is said', () => {
  const Conditions = { C: { Condition: { toString: 1 } }, D: { 'Fn::Contains': [[{ toString: 1 }], 'x'] } };
  const Resources = {
    R: role({ RoleName: { 'Fn::If': [{ toString: 1 }, 'a', 'b'] } }),
    S: { ...role(), Condition: 'C' },
    T: { ...role(), Condition: 'D' },
  };
  expect(problems({ Conditions, Resources, Transform: [{ toString: 1 }] })).toEqual([
    'Condition at Conditions.C.Condition: takes the name of a condition',
    'Fn::Contains at Conditions.D.Fn::Contains: item 0 of the list is not a string',
    'Fn::If at Resources.R.Properties.RoleName.Fn::If: the template has no condition {"toString":1}',
  ]);
});

test('macros are said, and loops are unrolled', () => {
  expect(problems({ Transform: ['AWS::Serverless-2016-10-31'] })).toEqual([
    'transform AWS::Serverless-2016-10-31 is a macro that runs on AWS: what it makes of the template is not known',
  ]);
  const { roles } = read({
    Transform: 'AWS::LanguageExtensions',
    Resources: { 'Fn::ForEach::Roles': ['Id', ['A', 'B'], { 'Role${Id}': role() }] },
  });
  expect(roles.map(({ origin }) => origin.logicalId)).toEqual(['RoleA', 'RoleB']);
});

test.each([
  ['parts that are lists', { Parameters: [], Mappings: [], Conditions: [], Outputs: [], Resources: { R: role() } }],
  [
    'parts that are null',
    { Parameters: null, Mappings: null, Conditions: null, Outputs: null, Resources: { R: role() } },
  ],
  ['a resource that is none', { Resources: { A: 1, B: null, C: [], D: { Type: 3 }, R: role() } }],
  ['properties that are none', { Resources: { A: { Type: 'AWS::IAM::Policy', Properties: 'x' }, R: role() } }],
  ['a condition that is none', { Resources: { A: { ...role(), Condition: 7 }, R: role() } }],
  ['names of the language', { Resources: { constructor: role(), toString: { Type: '__proto__' }, R: role() } }],
  ['metadata that is none', { Resources: { R: { ...role(), Metadata: [] } } }],
])('%s', (_, parts) => {
  const { roles } = read(parts);
  expect(roles.map(({ origin }) => origin.logicalId)).toContain('R');
});

const INTRINSICS = [
  'Ref',
  'Fn::GetAtt',
  'Fn::Join',
  'Fn::Sub',
  'Fn::If',
  'Fn::Select',
  'Fn::Split',
  'Fn::ImportValue',
  'Fn::FindInMap',
  'Fn::Base64',
  'Fn::Cidr',
  'Fn::GetAZs',
  'Fn::Equals',
  'Fn::Not',
  'Fn::And',
  'Fn::Length',
  'Fn::Nonsense',
  'Condition',
];
const NAMES = [
  'A',
  'B',
  'C',
  'Arn',
  'P',
  'AWS::AccountId',
  'AWS::NoValue',
  'AWS::Nonsense',
  '${A}',
  '${A.Arn}-${!B}',
  '{{unresolved x}}',
  '{{resolve:ssm:P}}',
  '{{resolve:ssm:',
  '__proto__',
  'toString',
  'constructor',
  ':',
  '',
];
const PROPERTIES = [
  'AssumeRolePolicyDocument',
  'Policies',
  'ManagedPolicyArns',
  'Roles',
  'PolicyDocument',
  'PermissionsBoundary',
  'RoleName',
  'Path',
  'Tags',
  'BucketName',
  'Bucket',
  'BucketEncryption',
  'KeyPolicy',
  'AliasName',
  'TargetKeyId',
  'Name',
  'Stages',
  'Topics',
  'FunctionName',
  'Principal',
  'Value',
  'Environment',
  'ServiceRole',
  'Source',
  'LifecycleConfiguration',
];
const TYPES = [
  'AWS::IAM::Role',
  'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy',
  'AWS::S3::Bucket',
  'AWS::S3::BucketPolicy',
  'AWS::KMS::Key',
  'AWS::KMS::Alias',
  'AWS::CodePipeline::Pipeline',
  'AWS::CodeBuild::Project',
  'AWS::SNS::Topic',
  'AWS::SNS::TopicPolicy',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Function',
  'AWS::SSM::Parameter',
  'AWS::Events::Rule',
  'AWS::Events::EventBusPolicy',
];

const { value: anyValue } = fc.letrec<{ value: TemplateValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom<TemplateValue>(...NAMES, 1, true, null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...INTRINSICS), tie('value'), { minKeys: 1, maxKeys: 1 }),
    fc.dictionary(fc.constantFrom(...NAMES, 'Statement', 'Key', 'PolicyDocument', 'Name'), tie('value'), {
      maxKeys: 3,
    }),
  ),
}));
const anyPart = fc.dictionary(fc.constantFrom('A', 'B', 'C', 'P'), anyValue, { maxKeys: 4 });
const anyResource = fc.record(
  {
    Type: fc.constantFrom(...TYPES),
    Condition: fc.constantFrom('A', 'B', 'Nobody'),
    Properties: fc.dictionary(fc.constantFrom(...PROPERTIES), anyValue, { maxKeys: 6 }),
  },
  { requiredKeys: ['Type'] },
);

test('no template, whatever it holds, ends in a throw, and reading it twice says the same', () => {
  const anyTemplate = fc.record({
    Parameters: anyPart,
    Mappings: anyPart,
    Conditions: anyPart,
    Outputs: fc.dictionary(
      fc.constantFrom('A', 'B'),
      fc.record({ Value: anyValue, Export: fc.record({ Name: anyValue }) }),
    ),
    Resources: fc.dictionary(fc.constantFrom('A', 'B', 'C', 'D', 'E'), anyResource),
  });
  fc.assert(
    fc.property(anyTemplate, (generated) => {
      // As a file would give it: objects with a prototype, and keys of any name as their own.
      const template = JSON.parse(JSON.stringify(generated)) as object;
      const first = read(template);
      expect(JSON.stringify(read(template))).toBe(JSON.stringify(first));
      for (const { problem, origin } of first.unreadable)
        expect([problem.length > 0, origin.stackName]).toEqual([true, 'Main']);
    }),
    { numRuns: 1_000 },
  );
});
