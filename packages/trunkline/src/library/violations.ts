// What preflight found, in the form in which the CDK prints what validation plugins find.
import { resolve } from 'node:path';
import type { Finding, FindingPlace, PreflightResult, Severity } from '../model/finding.js';
import type { Violation, ViolatingResource } from './validation.js';

/** How many unproven obligations are named; `trunkline preflight` lists all of them. */
const NAMED = 3;

/** How much of it is shown. */
interface Shown {
  /** Whether what is unproven is an error. */
  readonly strict: boolean;
  /** The least grave findings that are shown. */
  readonly show: Severity;
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/**
 * Everything to print; nothing where nothing is to be said. Acknowledged findings are left out.
 *
 * @param assembly the assembly's folder
 */
export function violationsOf(result: PreflightResult, assembly: string, { strict, show }: Shown): Violation[] {
  const shown = SEVERITIES.slice(0, SEVERITIES.indexOf(show) + 1);
  const open = result.findings.filter(
    ({ acknowledged, severity }) => acknowledged === undefined && shown.includes(severity),
  );
  const violations = [
    ...open.map((finding) => violationOf(finding, assembly)),
    ...unexplained(result),
    ...unproven(result, strict),
  ];
  if (violations.length === 0 || result.assumptions.length === 0) return violations;
  const relative = `Preflight's answers are relative to these assumptions:\n${indented(result.assumptions.join('\n'))}`;
  return [
    ...violations,
    violation(
      'preflight-assumptions',
      'info',
      relative,
      "Declare what is not so with 'bootstrap' in .trunklinerc.json.",
    ),
  ];
}

/** The same with no error among them, for where an error must not end the synth. */
export function withoutErrors(violations: readonly Violation[]): Violation[] {
  return violations.map((each) => (each.severity === 'error' ? { ...each, severity: 'warning' } : each));
}

/** A violation that is about no construct. */
export function violation(ruleName: string, severity: Severity, description: string, fix: string): Violation {
  return { ruleName, severity, description, fix, violatingResources: [{ locations: [] }] };
}

function violationOf({ id, severity, problem, place, consequence, remedy }: Finding, assembly: string): Violation {
  const written = [place.file, place.source].filter((each) => each !== undefined);
  const description = [problem, consequence, ...(written.length === 0 ? [] : [`Written in ${written.join(', ')}.`])];
  const fix = [
    remedy.text,
    ...(remedy.statement === undefined ? [] : [JSON.stringify(remedy.statement, undefined, 2)]),
    ...(remedy.command === undefined ? [] : [`Run: ${remedy.command}`]),
  ];
  return {
    ruleName: id,
    severity,
    description: indented(description.join('\n')).trimStart(),
    fix: fix.join('\n'),
    violatingResources: [resourceOf(place, assembly)],
  };
}

/** By logical id where there is one: the CDK then finds the construct, and where the app's source creates it. */
function resourceOf({ file, logicalId, constructPath, jsonPath }: FindingPlace, assembly: string): ViolatingResource {
  const templatePath = file?.replace(/:\d+$/, '');
  if (logicalId === undefined || templatePath === undefined) {
    return { locations: [], ...(constructPath === undefined ? {} : { constructPath }) };
  }
  const within = `Resources.${logicalId}.`;
  return {
    resourceLogicalId: logicalId,
    templatePath: resolve(assembly, templatePath),
    locations: jsonPath?.startsWith(within) === true ? [jsonPath.slice(within.length)] : [],
  };
}

/** What is refuted must be seen also where no cause was found for it. */
function unexplained({ obligations, findings }: PreflightResult): Violation[] {
  const explained = new Set(findings.flatMap(({ explains }) => explains));
  return obligations.flatMap(({ id, verdict }) =>
    verdict.kind === 'refuted' && !explained.has(id)
      ? [violation('preflight-refuted', 'error', `${id}: ${verdict.why}.`, 'Allow what is refused.')]
      : [],
  );
}

function unproven({ obligations, summary }: PreflightResult, strict: boolean): Violation[] {
  if (summary.unproven === 0) return [];
  const reasons = obligations.flatMap(({ id, verdict }) =>
    verdict.kind === 'unproven' ? [`${id}: ${verdict.why}`] : [],
  );
  const lines = [
    `${String(summary.unproven)} of ${String(obligations.length)} obligations are neither proved nor refuted:`,
    ...reasons.slice(0, NAMED),
    ...(reasons.length > NAMED ? [`and ${String(reasons.length - NAMED)} more`] : []),
  ];
  const fix = "Run 'npx trunkline preflight' for all of them, each with its reason.";
  return [violation('preflight-unproven', strict ? 'error' : 'warning', indented(lines.join('\n')).trimStart(), fix)];
}

/** As the CDK indents what it puts below the first line. */
function indented(text: string): string {
  return text.replaceAll(/^/gm, '   ');
}
