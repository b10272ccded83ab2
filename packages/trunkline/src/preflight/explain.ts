// What `trunkline explain` prints of a finding's id, and docs/rules.md of all of them.
import type { FindingDocumentation } from './documentation.js';
import { OTHER_DOCUMENTATION } from './other-findings.js';
import { CAUSE_DOCUMENTATION } from './proof/causes/documentation.js';
import { QUOTAS } from './rules/quotas.js';
import { RULES } from './rules/table.js';

/** One kind of finding. */
export interface Explanation extends FindingDocumentation {
  readonly id: string;
  /** Where it comes from: the proof of permissions, a rule, or preflight itself. */
  readonly from: 'proof' | 'rule' | 'preflight';
}

const pick = ({ severity, checks, why, falsePositives, source, mend }: FindingDocumentation): FindingDocumentation => ({
  severity,
  checks,
  why,
  falsePositives,
  source,
  mend,
});

/** Every kind of finding that there is: the proof's, the rules', and preflight's own. */
export const EXPLANATIONS: readonly Explanation[] = [
  ...Object.entries(CAUSE_DOCUMENTATION).map(([id, entry]) => ({ id, from: 'proof' as const, ...pick(entry) })),
  ...RULES.map((rule) => ({ id: rule.id, from: 'rule' as const, ...pick(rule) })),
  ...Object.entries(OTHER_DOCUMENTATION).map(([id, entry]) => ({ id, from: 'preflight' as const, ...pick(entry) })),
];

const BY_ID = new Map(EXPLANATIONS.map((explanation) => [explanation.id, explanation]));

/** The entry of an id; undefined where there is no such finding. */
export function explanationOf(id: string): Explanation | undefined {
  return BY_ID.get(id);
}

/** One entry as text for a terminal; lines are not wrapped. */
export function explanationText({ id, severity, checks, why, falsePositives, source, mend }: Explanation): string {
  return [
    `${id} (${severity})`,
    '',
    checks,
    '',
    `Why it matters: ${why}`,
    `How to mend it: ${mend}`,
    `False positives: ${falsePositives}`,
    `Source: ${source}`,
    '',
    'To let it stand, with a reason that is printed with every result:',
    `  .trunklinerc.json: "acknowledge": [{ "id": "${id}", "at": "<construct path>", "reason": "..." }]`,
    `  in the app: construct.node.addMetadata('trunkline:acknowledge', { id: '${id}', reason: '...' })`,
  ].join('\n');
}

const PARTS = [
  [
    'proof',
    'Permissions',
    'What keeps a role from doing its part. One cause is one finding, with all obligations that fail for it.',
  ],
  ['rule', 'Rules', 'What else can be told from the assembly before anything is deployed.'],
  ['preflight', 'Preflight itself', 'About what preflight was given.'],
] as const;

/** docs/rules.md. */
export function rulesPage(): string {
  const parts = PARTS.map(([from, title, about]) => {
    const entries = EXPLANATIONS.filter((entry) => entry.from === from);
    const rows = entries.map(({ id, severity }) => `| [\`${id}\`](#${id}) | ${severity} |`);
    const list = `| id | severity |\n|---|---|\n${rows.join('\n')}\n`;
    return `## ${title}\n\n${about}\n\n${list}\n${entries.map(section).join('\n')}`;
  });
  const quotas = Object.entries(QUOTAS).map(
    ([name, { value, counts, source }]) => `| \`${name}\` | ${String(value)} | ${counts} | ${source} |`,
  );
  return [
    '# Findings of preflight',
    '',
    'Printed from the tables of rules and causes by `npm run docs`. `trunkline explain ID` prints one of them.',
    '',
    'An `error` would fail on AWS, a `warning` may, an `info` is only to be known. A finding that is meant to stand is',
    'acknowledged with a reason: in `.trunklinerc.json` with `"acknowledge": [{ "id", "at", "reason" }]`, where `at` is a',
    'construct path (and what is under it), a stack’s name or `aws://account/region`, and may be left out; or in the app with',
    "`construct.node.addMetadata('trunkline:acknowledge', { id, reason })` on a stack or a construct in one. CDK does not write",
    'the metadata of an app or a stage itself. An acknowledged finding is still listed, and does not count.',
    '',
    ...parts,
    '## Quotas',
    '',
    'What rules compare with. The key `quotas` of `.trunklinerc.json` sets what an account really has, such as',
    '`"quotas": { "actions_of_a_stage": 100 }`.',
    '',
    '| name | default | counts | source |',
    '|---|---|---|---|',
    ...quotas,
    '',
  ].join('\n');
}

function section({ id, severity, checks, why, falsePositives, source, mend }: Explanation): string {
  return [
    `### \`${id}\``,
    '',
    `**${severity}** ${checks}`,
    '',
    `- Why it matters: ${why}`,
    `- How to mend it: ${mend}`,
    `- False positives: ${falsePositives}`,
    `- Source: ${source}`,
    '',
  ].join('\n');
}
