// Findings that come from neither the proof nor a rule: about the assembly as a whole, and about acknowledgements.
import type { FindingDocumentation } from './documentation.js';

/** By their ids. */
export const OTHER_DOCUMENTATION = {
  'assembly-unreadable': {
    severity: 'error',
    checks:
      'The cloud assembly can be read: its manifest, its templates and its asset manifests are there and are JSON.',
    why: 'Nothing can be said of an assembly that cannot be read.',
    falsePositives: 'None known.',
    source: 'cloud-assembly-schema.',
    mend: 'Make the assembly anew with `npx cdk synth`.',
  },
  'acknowledgement-invalid': {
    severity: 'error',
    checks: 'An acknowledgement names a finding that there is, and a reason.',
    why: 'A misspelt id lets nothing stand, and a finding that stands without a reason is one that nobody has thought about.',
    falsePositives: 'None known.',
    source: 'docs/rules.md.',
    mend: 'Correct the id, or give the reason.',
  },
  'acknowledgement-unused': {
    severity: 'info',
    checks: 'An acknowledgement matches a finding.',
    why: 'What it let stand is mended, or has moved. Left there, it would let the next one of its kind stand unseen.',
    falsePositives: 'Low: what is found may depend on the settings of a run, such as `--live`.',
    source: 'docs/rules.md.',
    mend: 'Take the acknowledgement out.',
  },
} as const satisfies Readonly<Record<string, FindingDocumentation>>;

/** The id of such a finding. */
export type OtherFindingId = keyof typeof OTHER_DOCUMENTATION;
