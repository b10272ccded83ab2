// When a preflight is good enough to go on.
import { describe, expect, it } from 'vitest';
import type { PreflightResult } from '../../src/model/finding.js';
import { passes } from '../../src/preflight/passes.js';
import { finding, obligation, resultOf } from '../report/findings.js';

const refuted = obligation({ id: 'refused', verdict: { kind: 'refuted', why: 'nobody allows it' } });
const unknown = obligation({ id: 'unknown', verdict: { kind: 'unproven', why: 'it is not known' } });
const acknowledged = { reason: 'The account is closed.', where: '.trunklinerc.json' };

describe('a preflight passes', () => {
  const cases: [string, PreflightResult, Parameters<typeof passes>[1], boolean][] = [
    ['where everything is proved', resultOf([], [obligation()]), { strict: true, failOn: 'warning' }, true],
    ['not with an error', resultOf([finding({ explains: [] })]), {}, false],
    ['not with a refuted obligation that nothing explains', resultOf([], [refuted]), {}, false],
    [
      'with what was acknowledged, and the obligations that it explains',
      resultOf([finding({ acknowledged, explains: ['refused'] })], [refuted]),
      {},
      true,
    ],
    [
      'not with obligations that the acknowledged finding does not explain',
      resultOf([finding({ acknowledged, explains: ['other'] })], [refuted]),
      {},
      false,
    ],
    ['with a warning', resultOf([finding({ severity: 'warning' })]), {}, true],
    [
      'not with a warning, where warnings are too much',
      resultOf([finding({ severity: 'warning' })]),
      { failOn: 'warning' },
      false,
    ],
    [
      'with an info, where warnings are too much',
      resultOf([finding({ severity: 'info' })]),
      { failOn: 'warning' },
      true,
    ],
    ['with what is unproven', resultOf([], [unknown]), {}, true],
    ['not with what is unproven, where that is too much', resultOf([], [unknown]), { strict: true }, false],
  ];
  it.each(cases)('%s', (_name, result, strictness, expected) => {
    expect(passes(result, strictness)).toBe(expected);
  });
});
