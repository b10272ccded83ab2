// An assembly that cannot be read: nothing is proved of it, and each of its mistakes is a finding.
import type { TrunklineError } from '../model/errors.js';
import type { Finding, PreflightResult } from '../model/finding.js';
import { OTHER_DOCUMENTATION } from './other-findings.js';

/** Whether an error is a mistake of an assembly, and not of whoever named it. */
export function isUnreadableAssembly({ code }: TrunklineError): boolean {
  return code === 'AssemblyUnreadable' || code === 'PathOutsideAssembly';
}

/** What a preflight comes to where the assembly was refused: no obligation, and a finding for each mistake. */
export function unreadableAssembly(error: TrunklineError, version: string): PreflightResult {
  const findings = mistakesOf(error).map((problem): Finding => ({
    id: 'assembly-unreadable',
    severity: OTHER_DOCUMENTATION['assembly-unreadable'].severity,
    problem,
    place: {},
    consequence: 'No deployment could use the assembly, and nothing of it is proved.',
    remedy: { text: 'Make the assembly anew.', command: 'npx cdk synth' },
    explains: [],
  }));
  return {
    format: 'trunkline-preflight/1',
    tool: { name: 'trunkline', version },
    assumptions: [],
    obligations: [],
    findings,
    summary: {
      pipelines: 0,
      proved: 0,
      refuted: 0,
      unproven: 0,
      errors: findings.length,
      warnings: 0,
      infos: 0,
      acknowledged: 0,
    },
  };
}

/** One for each, with what its reader had to add. */
function mistakesOf(error: TrunklineError): string[] {
  const parts = error.parts.length > 0 ? error.parts : [error];
  return parts.map(({ message, details }) => [message, ...details].join('\n'));
}
