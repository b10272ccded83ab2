// Whether a preflight is good enough to go on: what exit codes and gates are made of.
import type { PreflightResult } from '../model/finding.js';

/** What else than errors is too much. */
export interface Strictness {
  /** Whether an obligation that could not be proved is. @default false */
  readonly strict?: boolean;
  /** From which severity on a finding is. @default error */
  readonly failOn?: 'error' | 'warning';
}

/**
 * Whether nothing was refuted, and no finding is too grave. What somebody has acknowledged does not count, nor do the
 * obligations that it explains.
 */
export function passes(result: PreflightResult, { strict = false, failOn = 'error' }: Strictness = {}): boolean {
  const { summary, findings, obligations } = result;
  if (summary.errors > 0 || (failOn === 'warning' && summary.warnings > 0)) return false;
  if (strict && summary.unproven > 0) return false;
  const acknowledged = new Set(
    findings.filter((finding) => finding.acknowledged !== undefined).flatMap(({ explains }) => explains),
  );
  return obligations.every(({ id, verdict }) => verdict.kind !== 'refuted' || acknowledged.has(id));
}
