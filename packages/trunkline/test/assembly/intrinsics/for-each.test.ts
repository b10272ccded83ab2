// Fn::ForEach: loops unrolled before deployment.
import { expect, test } from 'vitest';
import { expandForEach } from '../../../src/assembly/intrinsics/for-each.js';
import { references } from '../../../src/assembly/intrinsics/references.js';
import type { TemplateValue } from '../../../src/model/template.js';
import { fixedScope } from './fixed-scope.js';

const scope = fixedScope({ parameters: { Names: ['Red', 'Blue-1'] } });

test('a loop over a list parameter makes one resource for each item', () => {
  const template: TemplateValue = {
    Resources: {
      'Fn::ForEach::Topics': [
        'Name',
        { Ref: 'Names' },
        {
          'Topic&{Name}': {
            Type: 'AWS::SNS::Topic',
            Properties: { TopicName: { Ref: 'Name' }, DisplayName: 'is ${Name}' },
          },
        },
      ],
      Other: { Type: 'AWS::S3::Bucket' },
    },
  };
  expect(expandForEach(template, scope)).toEqual({
    Resources: {
      TopicRed: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'Red', DisplayName: 'is Red' } },
      TopicBlue1: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'Blue-1', DisplayName: 'is Blue-1' } },
      Other: { Type: 'AWS::S3::Bucket' },
    },
  });
});

test('loops nest', () => {
  const loop = {
    'Fn::ForEach::Outer': [
      'A',
      ['1', '2'],
      { 'Fn::ForEach::Inner${A}': ['B', ['x', 'y'], { 'K${A}${B}': '${A}/${B}' }] },
    ],
  };
  expect(expandForEach(loop, scope)).toEqual({ K1x: '1/x', K1y: '1/y', K2x: '2/x', K2y: '2/y' });
});

test('two rounds with one key are a mistake, and so is a loop over nothing countable', () => {
  expect(() => expandForEach({ 'Fn::ForEach::L': ['A', ['1', '2'], { Same: 1 }] }, scope)).toThrow(/'Same' twice/);
  expect(() => expandForEach({ 'Fn::ForEach::L': ['A', 'text', { 'K${A}': 1 }] }, scope)).toThrow(/must be a list/);
});

test('references leave out the branch of an If that is not taken', () => {
  const value: TemplateValue = { 'Fn::If': ['Prod', { Ref: 'Table' }, { 'Fn::GetAtt': 'Bucket.Arn' }] };
  expect(references(value)).toEqual(['Table', 'Bucket']);
  expect(references(value, () => false)).toEqual(['Bucket']);
});

test('references take the variables of Sub for what they are', () => {
  expect(references({ 'Fn::Sub': ['${x}${Y.Arn}${!Z}${AWS::Region}', { x: { Ref: 'W' } }] })).toEqual(['W', 'Y']);
});
