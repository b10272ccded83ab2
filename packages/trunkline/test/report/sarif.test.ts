// A preflight as SARIF: valid by the published schema, and with everything that a code scanning service shows.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import type { PreflightResult } from '../../src/model/finding.js';
import { EXPLANATIONS } from '../../src/preflight/explain.js';
import { sarifLog } from '../../src/report/sarif.js';
import { BOOTSTRAP_MISSING, finding, KEY_POLICY, obligation, resultOf } from './findings.js';

const schemaFile = new URL('sarif-schema/sarif-2.1.0-rtm.5.json', import.meta.url);
// The schema is of draft 4, of which it uses what later drafts have too, but for the names of these two keys.
const published = JSON.parse(readFileSync(schemaFile, 'utf8')) as Record<string, unknown>;
const schema = { ...published, id: undefined, $schema: undefined };
const validate = new Ajv({
  strict: false,
  allErrors: true,
  unicodeRegExp: false,
  formats: { uri: /^[a-z]+:/, 'uri-reference': /^[^\s\\]*$/, 'date-time': true },
}).compile(schema);

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations?: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly suppressions?: readonly { readonly kind: string; readonly justification: string }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}
interface Location {
  readonly physicalLocation?: {
    readonly artifactLocation: { readonly uri: string };
    readonly region?: { readonly startLine: number };
  };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[];
}

function logOf(result: PreflightResult): {
  readonly results: readonly Result[];
  readonly rules: readonly { id: string }[];
} {
  const log = JSON.parse(JSON.stringify(sarifLog(result, { app: 'cdk.out', rules: EXPLANATIONS }))) as {
    readonly runs: readonly [
      {
        readonly results: readonly Result[];
        readonly tool: { readonly driver: { readonly rules: readonly { id: string }[] } };
      },
    ];
  };
  validate(log);
  expect(validate.errors ?? []).toEqual([]);
  const [run] = log.runs;
  return { results: run.results, rules: run.tool.driver.rules };
}

describe('a preflight as SARIF', () => {
  it('is valid for a result with everything, and for one with nothing', () => {
    const why = 'the condition key is not known';
    const everything = resultOf(
      [
        finding(),
        BOOTSTRAP_MISSING,
        KEY_POLICY,
        finding({ id: 'floating-version', severity: 'info', place: {}, explains: [] }),
        finding({ acknowledged: { reason: 'It is closed.', where: '.trunklinerc.json' } }),
      ],
      [obligation(), obligation({ id: 'b', verdict: { kind: 'unproven', why } })],
      ['Assumed: everything.'],
    );
    expect(logOf(everything).results).toHaveLength(6);
    expect(logOf(resultOf([])).results).toEqual([]);
  });

  it('the schema refuses what is no SARIF', () => {
    expect(validate({ version: '2.1.0', runs: [{ results: [] }] })).toBe(false);
  });

  it('points at the line of the source, and at that of the template', () => {
    const [result] = logOf(resultOf([finding()])).results;
    expect(result?.locations?.[0]).toMatchObject({
      physicalLocation: { artifactLocation: { uri: 'lib/stores.ts' }, region: { startLine: 12 } },
      logicalLocations: [{ fullyQualifiedName: 'stores/Bucket/Policy/Resource' }],
    });
    expect(result?.relatedLocations?.[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'cdk.out/stores.template.json' },
      region: { startLine: 145 },
    });
  });

  it('names files outside of the project, and with odd names, as URIs', () => {
    const place = { file: 'a b%c.template.json:3', source: '/elsewhere/my lib.ts:4' };
    const [result] = logOf(resultOf([finding({ place })])).results;
    expect(result?.locations?.[0]?.physicalLocation?.artifactLocation.uri).toBe('file:///elsewhere/my%20lib.ts');
    expect(result?.relatedLocations?.[0]?.physicalLocation?.artifactLocation.uri).toBe(
      'cdk.out/a%20b%25c.template.json',
    );
  });

  it('says problem, consequence and remedy, and which rule it is', () => {
    const { results, rules } = logOf(resultOf([BOOTSTRAP_MISSING]));
    expect(results[0]?.message.text).toContain('is not bootstrapped.');
    expect(results[0]?.message.text).toContain('cannot be assumed.');
    expect(results[0]?.message.text).toContain('npx cdk bootstrap aws://222222222222/eu-central-1');
    expect(results[0]).toMatchObject({ ruleId: 'bootstrap-missing', kind: 'fail', level: 'error' });
    expect(rules[results[0]?.ruleIndex ?? -1]?.id).toBe('bootstrap-missing');
  });

  it('suppresses what was acknowledged, with the reason', () => {
    const given = { reason: 'It is closed.', where: 'Services/Pipeline' };
    const [result] = logOf(resultOf([finding({ acknowledged: given })])).results;
    expect(result?.suppressions).toEqual([{ kind: 'inSource', justification: 'It is closed.' }]);
  });

  it('keeps what is unproven apart from what passed', () => {
    const unknown = ['a', 'b'].map((id) => obligation({ id, verdict: { kind: 'unproven', why: 'it is not known' } }));
    const { results } = logOf(resultOf([], unknown));
    expect(results).toMatchObject([{ ruleId: 'unproven', kind: 'open', level: 'none' }]);
    expect(results[0]?.message.text).toBe('2 obligations could not be proved: it is not known.');
  });

  it('gives one finding the same fingerprint when its line has moved', () => {
    const [before] = logOf(resultOf([finding()])).results;
    const moved = { ...finding().place, file: 'stores.template.json:151', source: 'lib/stores.ts:14' };
    const [after] = logOf(resultOf([finding({ place: moved })])).results;
    const [other] = logOf(resultOf([KEY_POLICY])).results;
    expect(after?.partialFingerprints).toEqual(before?.partialFingerprints);
    expect(other?.partialFingerprints).not.toEqual(before?.partialFingerprints);
  });
});
