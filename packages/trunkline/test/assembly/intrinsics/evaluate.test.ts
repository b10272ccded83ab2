// Stories of the evaluator: each intrinsic as templates use it, and what it says when it is used wrongly.
import { describe, expect, test } from 'vitest';
import { pathOf } from '../../../src/assembly/intrinsics/context.js';
import { evaluate, evaluateCondition, evaluateOptional } from '../../../src/assembly/intrinsics/evaluate.js';
import type { TemplateValue } from '../../../src/model/template.js';
import { fixedScope } from './fixed-scope.js';

const scope = fixedScope({
  refs: { Bucket: 'my-bucket' },
  attributes: { 'Bucket.Arn': 'arn:aws:s3:::my-bucket', 'Database.Endpoint.Address': 'db.example' },
  parameters: { Size: '3', Empty: '', Names: ['a', 'b'] },
  conditions: { Yes: true, No: false },
  mappings: { 'Regions.eu-central-1.zone': 'Z1' },
  exports: { shared: 'vpc-1' },
  outputs: { '/Other.Url': 'https://other', 'us-east-1/Other.Url': 'https://far' },
  ssm: { '/services/vpc': 'vpc-2' },
});

describe('each intrinsic gives what CloudFormation gives', () => {
  const cases: [string, TemplateValue, TemplateValue][] = [
    ['Ref of a resource', { Ref: 'Bucket' }, 'my-bucket'],
    ['Ref of a parameter', { Ref: 'Size' }, '3'],
    ['Ref of an empty parameter: an empty string is a value', { Ref: 'Empty' }, ''],
    ['Ref of a pseudo parameter', { Ref: 'AWS::Region' }, 'eu-central-1'],
    ['GetAtt as a list', { 'Fn::GetAtt': ['Bucket', 'Arn'] }, 'arn:aws:s3:::my-bucket'],
    ['GetAtt as a dotted string', { 'Fn::GetAtt': 'Database.Endpoint.Address' }, 'db.example'],
    [
      'Sub',
      { 'Fn::Sub': '${Bucket}/${Bucket.Arn}/${AWS::Region}/${!Left}' },
      'my-bucket/arn:aws:s3:::my-bucket/eu-central-1/${Left}',
    ],
    ['Sub with variables', { 'Fn::Sub': ['${x}-${Bucket}', { x: { Ref: 'Size' } }] }, '3-my-bucket'],
    [
      'Join, numbers and booleans as text',
      { 'Fn::Join': ['-', ['a', 1, true, { Ref: 'Bucket' }]] },
      'a-1-true-my-bucket',
    ],
    ['Join of a list parameter', { 'Fn::Join': [',', { Ref: 'Names' }] }, 'a,b'],
    ['Select with the index as text', { 'Fn::Select': ['1', { Ref: 'Names' }] }, 'b'],
    ['Split', { 'Fn::Split': ['|', 'a||b'] }, ['a', '', 'b']],
    ['FindInMap', { 'Fn::FindInMap': ['Regions', { Ref: 'AWS::Region' }, 'zone'] }, 'Z1'],
    [
      'FindInMap with a default',
      { 'Fn::FindInMap': ['Regions', 'nowhere', 'zone', { DefaultValue: { Ref: 'Size' } }] },
      '3',
    ],
    ['Base64', { 'Fn::Base64': 'grüß' }, 'Z3LDvMOf'],
    ['Cidr', { 'Fn::Cidr': ['10.0.0.0/16', '2', 8] }, ['10.0.0.0/24', '10.0.1.0/24']],
    ['Cidr of IPv6', { 'Fn::Cidr': ['2001:db8::/56', 2, 64] }, ['2001:db8::/64', '2001:db8:0:1::/64']],
    ['GetAZs', { 'Fn::GetAZs': '' }, ['eu-central-1a', 'eu-central-1b']],
    ['GetAZs with a Ref', { 'Fn::GetAZs': { Ref: 'AWS::Region' } }, ['eu-central-1a', 'eu-central-1b']],
    ['ImportValue', { 'Fn::ImportValue': { 'Fn::Sub': 'shared' } }, 'vpc-1'],
    ['GetStackOutput', { 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'Url' } }, 'https://other'],
    [
      'GetStackOutput of another region',
      { 'Fn::GetStackOutput': { StackName: 'Other', OutputName: 'Url', Region: 'us-east-1' } },
      'https://far',
    ],
    ['If, without a look at the other branch', { 'Fn::If': ['Yes', 'y', { Ref: 'Nowhere' }] }, 'y'],
    ['Length', { 'Fn::Length': { Ref: 'Names' } }, 2],
    ['ToJsonString', { 'Fn::ToJsonString': { a: { Ref: 'Size' } } }, '{"a":"3"}'],
    ['a dynamic reference', 'at {{resolve:ssm:/services/vpc}}!', 'at vpc-2!'],
    [
      'a dynamic reference that an intrinsic builds',
      { 'Fn::Join': ['', ['{{resolve:ssm:', '/services/vpc', ':1}}']] },
      'vpc-2',
    ],
    [
      'NoValue takes its property along',
      { a: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, b: [{ Ref: 'AWS::NoValue' }, 2] },
      { b: [2] },
    ],
    [
      'a policy statement may have a key Condition',
      { Condition: { StringEquals: { a: 'b' } } },
      { Condition: { StringEquals: { a: 'b' } } },
    ],
  ];
  test.each(cases)('%s', (_name, value, expected) => {
    expect(evaluate(value, scope)).toEqual(expected);
  });
});

test('secrets stay references: nothing that is stored may hold their value', () => {
  const secret = '{{resolve:secretsmanager:db:SecretString:password}}';
  const secure = '{{resolve:ssm-secure:/db/password:1}}';
  expect(evaluate({ 'Fn::Join': ['', [secret, secure]] }, scope)).toBe(secret + secure);
});

test('a key called __proto__ is data', () => {
  const value = evaluate(JSON.parse('{"__proto__": {"polluted": true}}') as TemplateValue, scope);
  expect(Object.keys(value as object)).toEqual(['__proto__']);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});

test('a whole value may be removed where the caller allows it, and only there', () => {
  expect(evaluateOptional({ Ref: 'AWS::NoValue' }, scope)).toBeUndefined();
  expect(() => evaluate({ Ref: 'AWS::NoValue' }, scope, pathOf('Outputs', 'Url', 'Value'))).toThrow(
    /Outputs\.Url\.Value/,
  );
});

test('what holds no intrinsic stays the same object, beside what is resolved or removed; the template stays as it is', () => {
  const plain = { Action: ['s3:GetObject', 's3:PutObject'], Effect: 'Allow' };
  const value = {
    first: plain,
    gone: { Ref: 'AWS::NoValue' },
    list: [plain, { Ref: 'AWS::NoValue' }, { Ref: 'Size' }, plain],
    last: plain,
  };
  const before = structuredClone(value);
  const resolved = evaluate(value, scope) as unknown as typeof value;
  expect(resolved).toEqual({ first: plain, list: [plain, '3', plain], last: plain });
  expect(resolved.first).toBe(plain);
  expect(evaluate(plain, scope)).toBe(plain);
  expect(value).toEqual(before);
});

describe('an error names the intrinsic and the JSON path', () => {
  const cases: [TemplateValue, RegExp][] = [
    [{ a: [{ Ref: 'Nowhere' }] }, /^Ref at R\.a\[0\]\.Ref: .*'Nowhere'/],
    [{ 'Fn::GetAtt': ['Bucket', 'Nothing'] }, /^Fn::GetAtt at R\.Fn::GetAtt: .*'Bucket' with attribute 'Nothing'/],
    [{ 'Fn::Sub': '${Nowhere}' }, /at R\.Fn::Sub: .*'Nowhere'/],
    [{ 'Fn::Join': [',', 'text'] }, /^Fn::Join at .*must be a list/],
    [{ 'Fn::Select': [2, ['a', 'b']] }, /^Fn::Select at .*index 2 of a list of 2/],
    [{ 'Fn::Split': ['', 'x'] }, /^Fn::Split at .*not empty/],
    [{ 'Fn::FindInMap': ['Regions', 'x', 'y'] }, /^Fn::FindInMap at .*'Regions\.x\.y'/],
    [{ 'Fn::Cidr': ['10.0.0.0/24', 2, 8] }, /^Fn::Cidr at .*do not fit/],
    [{ 'Fn::Cidr': ['10.0.0/24', 2, 4] }, /is not an address block/],
    [{ 'Fn::ImportValue': 'missing' }, /No export named missing found\./],
    [{ 'Fn::If': ['Unheard', 1, 2] }, /^Fn::If at .*'Unheard'/],
    [{ 'Fn::If': [{ toString: 1 }, 1, 2] }, /^Fn::If at .*no condition \{"toString":1\}/],
    [{ 'Fn::Transform': { Name: 'AWS::Include' } }, /^Fn::Transform at .*macros run on AWS/],
    [{ 'Fn::Frobnicate': 1 }, /^Fn::Frobnicate at .*not an intrinsic/],
    [{ 'Fn::Join': ['', []], beside: 1 }, /stands beside other keys/],
    ['{{resolve:ssm:/missing}}', /no parameter '\/missing'/],
  ];
  test.each(cases)('%j', (value, message) => {
    expect(() => evaluate(value, scope, pathOf('R'))).toThrow(message);
  });
});

describe('conditions', () => {
  const cases: [TemplateValue, boolean][] = [
    [{ 'Fn::Equals': [{ Ref: 'Size' }, 3] }, true],
    [{ 'Fn::And': [{ Condition: 'Yes' }, { Condition: 'No' }] }, false],
    [{ 'Fn::Or': [{ Condition: 'Yes' }, { Condition: 'No' }] }, true],
    [{ 'Fn::Not': [{ Condition: 'Yes' }] }, false],
    [{ 'Fn::Contains': [['1', '2'], { Ref: 'Size' }] }, false],
    [{ 'Fn::EachMemberEquals': [['a', 'a'], 'a'] }, true],
    [{ 'Fn::EachMemberIn': [{ Ref: 'Names' }, ['a', 'c']] }, false],
  ];
  test.each(cases)('%j is %s', (value, expected) => {
    expect(evaluateCondition(value, scope)).toBe(expected);
  });

  // Objects of a hostile template that have no text: `String({ toString: 1 })` throws a TypeError.
  const textless = { toString: 1 };
  const refused: [TemplateValue, RegExp][] = [
    [{ 'Fn::Contains': [['1'], textless] }, /^Fn::Contains at R\.Fn::Contains: the value must be a string/],
    [{ 'Fn::Contains': [['1', textless], '1'] }, /^Fn::Contains at .*item 1 of the list is not a string/],
    [{ 'Fn::Contains': [[[textless]], '1'] }, /^Fn::Contains at .*item 0 of the list is not a string/],
    [{ 'Fn::EachMemberEquals': [[textless], 'a'] }, /^Fn::EachMemberEquals at .*item 0 of the list is not a string/],
    [{ 'Fn::EachMemberEquals': [['a'], textless] }, /^Fn::EachMemberEquals at .*the value must be a string/],
    [{ 'Fn::EachMemberIn': [[textless], ['a']] }, /^Fn::EachMemberIn at .*item 0 of the first list is not a string/],
    [{ 'Fn::EachMemberIn': [['a'], [textless]] }, /^Fn::EachMemberIn at .*item 0 of the second list is not a string/],
    [{ Condition: textless }, /^Condition at R\.Condition: .*no condition \{"toString":1\}/],
  ];
  test.each(refused)('%j is refused', (value, message) => {
    expect(() => evaluateCondition(value, scope, pathOf('R'))).toThrow(message);
  });

  test('anything else is no condition', () => {
    expect(() => evaluateCondition({ 'Fn::Join': ['', []] }, scope)).toThrow(/Fn::Join/);
  });
});
