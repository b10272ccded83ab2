// A pipeline that cannot be read is no pipeline that needs nothing: it counts, it is unproven, and it is an error.
import { expect, test } from 'vitest';
import type { PreflightResult } from '../../../src/model/finding.js';
import type { TemplateValue } from '../../../src/model/template.js';
import { preflight } from '../../../src/preflight/preflight.js';
import { assembly, role, stack } from '../landscape/assemblies.js';

const FILES = {
  assets: new Map(),
  buildspecs: new Map(),
  missingContext: [],
  metadata: new Map(),
  templateSizes: new Map(),
};

const APPROVAL = {
  Name: 'Ask',
  ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
};

function said(edit: Record<string, TemplateValue>, action: Record<string, TemplateValue> = {}): PreflightResult {
  const read = assembly(
    stack('Delivery', {
      Resources: {
        Role: role(),
        Bucket: { Type: 'AWS::S3::Bucket' },
        Pipeline: {
          Type: 'AWS::CodePipeline::Pipeline',
          Properties: {
            RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
            ArtifactStore: { Location: { Ref: 'Bucket' }, Type: 'S3' },
            Stages: [{ Name: 'Stage', Actions: [{ ...APPROVAL, ...action }] }],
            ...edit,
          },
        },
      },
    }),
  );
  return preflight({ assembly: read, beside: [], ...FILES }, { version: '0.0.0' });
}

test.each<[string, Record<string, TemplateValue>, Record<string, TemplateValue>?]>([
  ['a run order that another stack exports', {}, { RunOrder: { 'Fn::ImportValue': 'Order' } }],
  ['a role that is gone', { RoleArn: { Ref: 'AWS::NoValue' } }],
  ['triggers that are null', { Triggers: null }],
  ['a name that is a number', { Name: 5 }],
  ['stages that a parameter tells', { Stages: { 'Fn::ImportValue': 'Stages' } }],
])('%s', (_, edit, action) => {
  const { summary, obligations, findings } = said(edit, action);
  expect(summary.pipelines).toBe(1);
  expect(obligations).toMatchObject([
    {
      pipeline: 'Delivery-Pipeline',
      verdict: { kind: 'unproven', why: expect.stringMatching(/^the pipeline cannot be read as a whole: /) },
    },
  ]);
  expect(findings).toContainEqual(
    expect.objectContaining({
      id: 'unreadable',
      severity: 'error',
      problem: expect.stringContaining('the pipeline cannot be read as a whole'),
      place: expect.objectContaining({ logicalId: 'Pipeline' }),
    }),
  );
  expect(summary.errors).toBeGreaterThan(0);
});

test('one that is read has no such obligation', () => {
  const { obligations, findings } = said({});
  expect(obligations.map(({ step }) => step)).not.toContain('the pipeline does what its declaration says');
  expect(findings.filter(({ id }) => id === 'unreadable')).toEqual([]);
});

test.each<[string, TemplateValue]>([
  ['Ref', { Ref: 'Gone' }],
  ['Fn::GetAtt', { 'Fn::GetAtt': ['Gone', 'Arn'] }],
  ['Fn::Sub', { 'Fn::Sub': '${Gone.Arn}' }],
])('a %s of what the template does not have is an error: CloudFormation refuses the template', (_, value) => {
  const { findings } = said({ RoleArn: value });
  expect(findings).toContainEqual(
    expect.objectContaining({ id: 'unreadable', severity: 'error', problem: expect.stringContaining("'Gone") }),
  );
});

test('what this program cannot work out stays a warning', () => {
  const { findings } = said({ Name: { 'Fn::FindInMap': ['None', 'a', 'b'] } });
  const unreadable = findings.filter(({ id }) => id === 'unreadable');
  expect(unreadable.length).toBeGreaterThan(0);
  expect(unreadable.map(({ severity }) => severity)).not.toContain('error');
});
