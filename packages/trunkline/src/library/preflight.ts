// `trunkline/preflight`: preflight as a library, for tests and tools of one's own.
export { readPreflightInput, readPreflightInputSync } from '../assembly/read-preflight-input.js';
export { TrunklineError, type ErrorCode } from '../model/errors.js';
export { preflight, type PreflightOptions } from '../preflight/preflight.js';
export { passes, type Strictness } from '../preflight/passes.js';
export { unreadableAssembly } from '../preflight/unreadable-assembly.js';
export type { PreflightInput } from '../preflight/input.js';
export type {
  Acknowledgement,
  Finding,
  FindingPlace,
  ObligationVerdict,
  PreflightResult,
  Remedy,
  Severity,
  Verdict,
} from '../model/finding.js';
