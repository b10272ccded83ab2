// The front door of preflight: whether every role of every pipeline can do its part, and what else is wrong.
import type { Finding, PreflightResult, Severity } from '../model/finding.js';
import { acknowledged, type AcknowledgeSetting } from './acknowledge.js';
import type { BootstrapDeclarations } from './bootstrap/declaration.js';
import type { PreflightInput } from './input.js';
import { withLines } from './place-lines.js';
import { readLandscape, type LiveLandscape } from './landscape/read-landscape.js';
import type { OrganizationPolicies } from './organization-policies.js';
import { prove } from './proof/prove.js';
import { checkRules } from './rules/check.js';
import { quotasWith, type Quotas } from './rules/quotas.js';

/** What templates do not tell, and how the result is to be judged. */
export interface PreflightOptions {
  /** Of this program, for the result. */
  readonly version: string;
  /** How environments are bootstrapped. @default assumed: as the pipelines need it, with the newest template */
  readonly bootstrap?: BootstrapDeclarations;
  /** The organization of the accounts. @default not known */
  readonly organizationId?: string;
  /** Service and resource control policies. @default none apply */
  readonly organizationPolicies?: OrganizationPolicies;
  /** What was read from the accounts. @default nothing */
  readonly live?: LiveLandscape;
  /** Findings that are let stand, each with its reason. @default those of constructs' metadata alone */
  readonly acknowledge?: readonly AcknowledgeSetting[];
  /** Quotas that the accounts really have. @default AWS's own */
  readonly quotas?: Partial<Quotas>;
}

/** What every proof is relative to, whatever was read. */
const STANDING_ASSUMPTIONS: readonly string[] = [
  'What each action needs of whom is written by hand, from the pages that docs/actions.md names.',
  'No policy of the organization, no grant of a key and no policy of a VPC endpoint applies beside those that are given.',
];

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

/** Proves and checks. Pure: nothing is read, run or asked. */
export function preflight(input: PreflightInput, options: PreflightOptions): PreflightResult {
  const landscape = readLandscape([input.assembly, ...input.beside], options);
  const { obligations, findings: causes } = prove(landscape, input, options.organizationPolicies);
  const found = [...causes, ...checkRules({ landscape, input, quotas: quotasWith(options.quotas) })];
  // Acknowledgements name construct paths, some of which come with the lines.
  const placed = withLines(found, input);
  const findings = sorted(acknowledged(placed, options.acknowledge ?? [], input.metadata));
  const count = (kind: (typeof obligations)[number]['verdict']['kind']): number =>
    obligations.filter(({ verdict }) => verdict.kind === kind).length;
  const open = findings.filter(({ acknowledged }) => acknowledged === undefined);
  const ofSeverity = (severity: Severity): number => open.filter((finding) => finding.severity === severity).length;
  return {
    format: 'trunkline-preflight/1',
    tool: { name: 'trunkline', version: options.version },
    assumptions: [...landscape.assumptions, ...STANDING_ASSUMPTIONS],
    obligations,
    findings,
    summary: {
      pipelines: landscape.pipelines.length + landscape.unreadPipelines.length,
      proved: count('proved'),
      refuted: count('refuted'),
      unproven: count('unproven'),
      errors: ofSeverity('error'),
      warnings: ofSeverity('warning'),
      infos: ofSeverity('info'),
      acknowledged: findings.length - open.length,
    },
  };
}

/** Errors first; otherwise in the order in which they were found, which is that of the stages. */
function sorted(findings: readonly Finding[]): Finding[] {
  return [...findings].sort((left, right) => ORDER.indexOf(left.severity) - ORDER.indexOf(right.severity));
}
