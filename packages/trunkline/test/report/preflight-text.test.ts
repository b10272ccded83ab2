// A preflight as text: what it is relative to, what is wrong and how to mend it, on one screen.
import { describe, expect, it } from 'vitest';
import type { PreflightResult } from '../../src/model/finding.js';
import { renderPreflight } from '../../src/report/preflight-text.js';
import { BOOTSTRAP_MISSING, finding, KEY_POLICY, obligation, resultOf } from './findings.js';

const ASSUMED = [
  'Assumed: bootstrapped with version 33, qualifier hnb659fds, trust in no other account, AdministratorAccess for CloudFormation: 111111111111/eu-central-1.',
  'Assumed: bootstrapped with version 33, qualifier hnb659fds, trust in 111111111111, AdministratorAccess for CloudFormation: 222222222222/eu-central-1.',
];

function lines(result: PreflightResult, width?: number): string[] {
  return renderPreflight(result, { app: 'cdk.out', ...(width === undefined ? {} : { width }) }).split('\n');
}

describe('a preflight as text', () => {
  it('says first what the proof is relative to, and last how much was proved', () => {
    const text = lines(resultOf([], [obligation(), obligation({ id: 'b' })], ASSUMED));

    expect(text[0]).toBe('Relative to');
    expect(text[1]).toMatch(/^ {2}Assumed: bootstrapped with version 33/);
    expect(text.slice(-3)).toEqual([
      '1 pipeline, 2 obligations: 2 proved, 0 refuted, 0 unproven',
      '0 errors, 0 warnings, 0 infos',
      '',
    ]);
  });

  it('says what is wrong, where, what would happen, and how it is mended', () => {
    const text = renderPreflight(resultOf([finding()]), { app: 'cdk.out' });

    expect(text).toContain('error bucket-policy  explains 2 obligations\n  The policy of bucket');
    expect(text).toMatch(
      /at {4}stores\/Bucket\/Policy\/Resource, cdk\.out\/stores\.template\.json:145, created at\s+lib\/stores\.ts:12\n/,
    );
    expect(text).toContain('then  services Dev/Main.Prepare and 9 more actions would fail');
    expect(text).toContain('mend  Add this statement to the policy of the bucket.');
  });

  it('gives statements and commands in a form that can be copied', () => {
    const text = renderPreflight(resultOf([finding(), BOOTSTRAP_MISSING]), { app: 'cdk.out', width: 80 });

    const statement = /^ {8}(\{[^]*?\})\n\n/m.exec(text)?.[1] ?? '';
    expect(JSON.parse(statement)).toEqual(finding().remedy.statement);
    const command = /^ {8}(npx [^]*?[^\\])\n\n/m.exec(text)?.[1] ?? '';
    expect(command.replaceAll(/ \\\n +/g, ' ')).toBe(BOOTSTRAP_MISSING.remedy.command);
  });

  it('fits three causes on a screen', () => {
    const text = lines(resultOf([BOOTSTRAP_MISSING, finding(), KEY_POLICY], [], ASSUMED), 120);
    expect(text.length).toBeLessThanOrEqual(44);
  });

  it.each([60, 80, 120])('wraps to a terminal of %d columns', (width) => {
    const wide = lines(resultOf([BOOTSTRAP_MISSING, finding()], [obligation()], ASSUMED), width).filter(
      (line) => line.length > width,
    );
    // What is wider is one word, beside a key of JSON, an option's name, brackets or a label.
    const words = wide.map((line) => line.split(/\s+/).filter((word) => !/^[\W\s]*$|^"[\w:]+":$|^--|^at$/.test(word)));
    for (const line of words) expect(line).toHaveLength(1);
  });

  it('says of what it could not prove how much that is, and why', () => {
    const why = "the condition key 'aws:PrincipalOrgID' of the request is not known";
    const unknown = ['a', 'b'].map((id) => obligation({ id, verdict: { kind: 'unproven', why } }));
    const text = renderPreflight(resultOf([], [...unknown, obligation()]), { app: 'cdk.out', width: 120 });

    expect(text).toContain(`unproven\n  ${why}; say it with "organization_id"`);
    expect(text).toContain('2 obligations, such as a\n');
    expect(text).toContain('1 proved, 0 refuted, 2 unproven');
  });

  it('shows a refuted obligation that no finding explains', () => {
    const text = renderPreflight(
      resultOf([], [obligation({ id: 'orphan', verdict: { kind: 'refuted', why: 'it is denied' } })]),
      { app: 'cdk.out' },
    );
    expect(text).toContain('refuted: it is denied\n    orphan');
  });

  it('notes what was proved in a roundabout way', () => {
    const note = (region: string): string => `the key is named by its alias; proved through the key of ${region}`;
    const proved = ['x', 'y'].map((id) => obligation({ id, verdict: { kind: 'proved', note: note(id) } }));
    const text = renderPreflight(resultOf([], proved), { app: 'cdk.out' });
    expect(text).toContain('Noted: the key is named by its alias (2 obligations).');
  });

  it('is brief about what is only to be known, and counts what it leaves out', () => {
    const infos = Array.from({ length: 9 }, (_, index) =>
      finding({ id: 'floating-version', severity: 'info', problem: `Version ${index} floats.`, explains: [] }),
    );
    const text = renderPreflight(resultOf(infos), { app: 'cdk.out', width: 120 });

    expect(text.match(/info floating-version/g)).toHaveLength(1);
    expect(text).toContain('Version 0 floats. (stores/Bucket/Policy/Resource');
    expect(text).toContain('and 4 more such findings; --json has all');
    expect(text).not.toContain('mend');
  });

  it('lists what was acknowledged, with its reason, and does not count it', () => {
    const acknowledged = { reason: 'The account is closed.', where: '.trunklinerc.json' };
    const text = renderPreflight(resultOf([finding({ acknowledged })]), { app: 'cdk.out', width: 120 });

    expect(text).toContain('Acknowledged\n  bucket-policy at stores/Bucket/Policy/Resource');
    expect(text).toMatch(/The\s+account is closed\. \(\.trunklinerc\.json\)/);
    expect(text).toContain('0 errors, 0 warnings, 0 infos, 1 acknowledged');
    expect(text).not.toContain('error bucket-policy');
  });

  it('takes escape sequences and line breaks out of names that come from a template', () => {
    const evil = '\u001b[2J\u009b31m\nerror all-is-well';
    const text = renderPreflight(
      resultOf(
        [
          finding({
            problem: `Role ${evil}`,
            place: { constructPath: `App/${evil}`, file: `x${evil}.json` },
            consequence: evil,
            remedy: { text: evil, command: `npx cdk bootstrap ${evil}`, statement: { Action: evil } },
          }),
        ],
        [obligation({ id: evil, verdict: { kind: 'unproven', why: evil } })],
        [evil],
      ),
      { app: 'cdk.out' },
    );
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(text).not.toMatch(/^error all/m);
  });

  it('keeps a path with spaces in one line', () => {
    const app = '../some where/with a very long name of a folder/cdk.out';
    const text = renderPreflight(resultOf([finding()]), { app, width: 60 });
    expect(text).toContain(`\n        ${app}/stores.template.json:145,\n`);
  });

  it('says where an acknowledgement is written that is wrong', () => {
    const place = { file: '.trunklinerc.json', jsonPath: 'acknowledge[0]' };
    const text = renderPreflight(resultOf([finding({ id: 'acknowledgement-invalid', place })]), { app: 'cdk.out' });
    expect(text).toContain('at    .trunklinerc.json\n');
  });
});
