// Whatever an action is configured with, the proof answers: it never throws, and what it cannot read it does not prove.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { TemplateValue } from '../../../src/model/template.js';
import { CATALOGUE, catalogueEntry } from '../../../src/preflight/catalogue/table.js';
import { readLandscape } from '../../../src/preflight/landscape/read-landscape.js';
import { prove, type Proof } from '../../../src/preflight/proof/prove.js';
import { assembly, role, stack } from '../landscape/assemblies.js';

const FILES = {
  assets: new Map(),
  buildspecs: new Map(),
  missingContext: [],
  metadata: new Map(),
  templateSizes: new Map(),
};

function provenAction(type: string, configuration: Record<string, string>, rules?: TemplateValue): Proof {
  const [Category = '', Owner = '', Provider = '', Version = ''] = type.replaceAll('*', 'Any').split('/');
  const read = assembly(
    stack('Delivery', {
      Resources: {
        Role: role(),
        Bucket: { Type: 'AWS::S3::Bucket' },
        Project: {
          Type: 'AWS::CodeBuild::Project',
          Properties: {
            Name: 'project',
            ServiceRole: { 'Fn::GetAtt': ['Role', 'Arn'] },
            Source: { Type: 'CODEPIPELINE', BuildSpec: configuration.BuildSpec ?? '' },
            Artifacts: { Type: 'CODEPIPELINE' },
            Environment: { Type: 'LINUX_CONTAINER', Image: 'image', ComputeType: 'BUILD_GENERAL1_SMALL' },
          },
        },
        Pipeline: {
          Type: 'AWS::CodePipeline::Pipeline',
          Properties: {
            RoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
            ArtifactStore: { Location: { Ref: 'Bucket' }, Type: 'S3' },
            Stages: [
              {
                Name: 'Stage',
                ...(rules === undefined ? {} : { BeforeEntry: rules }),
                Actions: [
                  {
                    Name: 'Action',
                    ActionTypeId: { Category, Owner, Provider, Version },
                    Configuration: configuration,
                    InputArtifacts: [{ Name: 'In' }],
                    OutputArtifacts: [{ Name: 'Out' }],
                  },
                ],
              },
            ],
          },
        },
      },
    }),
  );
  return prove(readLandscape(read), { assembly: read, beside: [], ...FILES });
}

const KEYS = [
  ...new Set(CATALOGUE.flatMap(({ keys = [] }) => keys).map(({ key }) => key)),
  'EnvironmentVariables',
  'BuildSpec',
];

const value = fc.oneof(
  fc.string(),
  fc.constantFrom(
    '',
    '*',
    'project',
    'CODEBUILD_CLONE_REF',
    'true',
    'CREATE_UPDATE',
    'arn:aws:iam::1:role/x',
    'arn:aws:states:::',
    '[{"name":"A","value":"#{a.b}","type":"SECRETS_MANAGER"},null,7]',
    '{{unresolved Delivery.Value}}',
    '{{',
    '#{variables.x}',
  ),
  fc.json(),
);

/** The configuration with all that the type cannot do without, and no value that it does not know. */
function mend(type: string, configuration: Readonly<Record<string, string>>): Record<string, string> {
  const mended: Record<string, string> = { ...configuration };
  for (const { key, required, values } of catalogueEntry(type)?.keys ?? []) {
    const has = mended[key] ?? '';
    const asked =
      typeof required === 'boolean' ? required : (required.is?.includes(mended[required.key] ?? '') ?? false);
    if (has === '' ? asked : values?.includes(has) === false) mended[key] = values?.[0] ?? 'arn:aws:iam::1:role/x';
  }
  return mended;
}

function aboutKeys({ obligations }: Pick<Proof, 'obligations'>): number {
  return obligations.filter(({ verdict }) => 'why' in verdict && verdict.why.includes('configuration key')).length;
}

describe('an action of any type', () => {
  test('is answered whatever it is configured with', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...CATALOGUE.map(({ type }) => type), 'Deploy/AWS/Unknown/1', '///'),
        fc.dictionary(fc.constantFrom(...KEYS), value),
        (type, configuration) => {
          const { obligations } = provenAction(type, configuration);
          const mended = provenAction(type, mend(type, configuration));
          // Whoever assumes the pipeline's role is asked for always; what goes with a key is not lost in silence.
          expect(obligations.length).toBeGreaterThan(0);
          if (obligations.length < mended.obligations.length) {
            expect(aboutKeys({ obligations })).toBeGreaterThan(aboutKeys(mended));
          }
          const ids = obligations.map(({ id }) => id);
          expect(ids).toEqual([...new Set(ids)]);
        },
      ),
      { numRuns: 300 },
    );
  });

  test('that the catalogue does not know is unproven, with where to look', () => {
    const { obligations } = provenAction('Deploy/AWS/Unknown/1', {});
    const unproven = obligations.flatMap(({ verdict }) => (verdict.kind === 'unproven' ? [verdict.why] : []));
    expect(unproven).toContain(
      'action type Deploy/AWS/Unknown/1 is not in the catalogue; docs/actions.md lists those that are',
    );
  });

  test('that another provider performs is unproven by the entry of all custom ones', () => {
    const { obligations } = provenAction('Build/Custom/Solano-CI/1', {});
    expect(obligations.map(({ verdict }) => ('why' in verdict ? verdict.why : ''))).toContain(
      'a job worker of its own performs a custom action, with credentials that no template of the pipeline tells of',
    );
  });

  test('is answered with rules of any form', () => {
    const rules: TemplateValue[] = [
      { Conditions: [{ Rules: [{ RuleTypeId: { Provider: 'Nobody' } }, {}] }] },
      { Conditions: [{}] },
    ];
    const [first] = rules.map((each) => provenAction('Approval/AWS/Manual/1', {}, each));
    expect(first?.obligations.filter(({ verdict }) => verdict.kind === 'unproven').length).toBe(2);
  });
});
