// The catalogue of findings: every id once, everything said, and the texts that are printed of it.
import { describe, expect, test } from 'vitest';
import { EXPLANATIONS, explanationOf, explanationText, rulesPage } from '../../src/preflight/explain.js';
import { CAUSES } from '../../src/preflight/proof/causes/table.js';
import { quotasSchema, QUOTAS, quotasWith } from '../../src/preflight/rules/quotas.js';
import { RULES } from '../../src/preflight/rules/table.js';

describe('every kind of finding', () => {
  test('has an id of its own, in kebab case', () => {
    const ids = EXPLANATIONS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+(?:-[a-z]+)*$/.test(id))).toEqual([]);
    expect(ids).toEqual(expect.arrayContaining([...Object.keys(CAUSES), ...RULES.map(({ id }) => id)]));
  });

  test('says everything, in sentences', () => {
    for (const { id, checks, why, falsePositives, source, mend } of EXPLANATIONS) {
      for (const part of [checks, why, falsePositives, source, mend]) {
        expect(part.trim().length, id).toBeGreaterThan(3);
        expect(part, id).toMatch(/[.)]$/);
      }
    }
  });

  test('stands in docs/rules.md, with the quotas', () => {
    const page = rulesPage();
    for (const { id } of EXPLANATIONS) expect(page).toContain(`### \`${id}\`\n`);
    for (const name of Object.keys(QUOTAS)) expect(page).toContain(`| \`${name}\` |`);
  });
});

test('one is explained by its id', () => {
  const entry = explanationOf('approval-guards-nothing');
  expect(entry).toMatchObject({ severity: 'warning', from: 'rule' });
  const text = entry === undefined ? '' : explanationText(entry);
  expect(text).toMatch(/^approval-guards-nothing \(warning\)\n/);
  expect(text).toContain("node.addMetadata('trunkline:acknowledge', { id: 'approval-guards-nothing'");
  expect(explanationOf('no-such-rule')).toBeUndefined();
  expect(explanationOf('toString')).toBeUndefined();
});

describe('quotas', () => {
  test('of the settings go before those of AWS', () => {
    expect(quotasWith({ stages_of_a_pipeline: 70 })).toMatchObject({
      stages_of_a_pipeline: 70,
      actions_of_a_stage: 50,
    });
  });

  test('are whole numbers under known names', () => {
    expect(quotasSchema.safeParse({ actions_of_a_stage: 100 }).success).toBe(true);
    const { error } = quotasSchema.safeParse({ actions: 100, actions_of_a_stage: '100', template_bytes: 0 });
    const mistakes = error?.issues.map(({ path, message }) => [...path, message].join(': ')).sort();
    expect(mistakes).toEqual([
      expect.stringMatching(/^actions: there is no such quota; there are bucket_policy_bytes, /),
      'actions_of_a_stage: must be a whole number',
      'template_bytes: must be at least 1',
    ]);
  });
});
