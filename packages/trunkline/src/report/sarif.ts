// A preflight as a SARIF 2.1.0 log, which code scanning services and editors read.
// Source: OASIS, Static Analysis Results Interchange Format 2.1.0.
import { isAbsolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Finding, FindingPlace, PreflightResult, Severity } from '../model/finding.js';
import { fileOf } from './finding-place.js';

/** What is written about a kind of finding. */
export interface SarifRule {
  readonly id: string;
  readonly severity: Severity;
  readonly checks: string;
  readonly why: string;
  readonly mend: string;
}

/** How {@link sarifLog} writes. */
export interface SarifOptions {
  /** The assembly's folder, relative to the project's: the files of findings are named from there. */
  readonly app: string;
  /** Every kind of finding that there is. */
  readonly rules: readonly SarifRule[];
}

/** Part of the log: any JSON object. */
type Json = Readonly<Record<string, unknown>>;

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

/** The rule of what could not be proved: it is no finding, and must not look as if it were proved. */
const UNPROVEN: SarifRule = {
  id: 'unproven',
  severity: 'info',
  checks: 'Every obligation of every role can be proved or refuted.',
  why: 'What cannot be proved may work on AWS, or not.',
  mend: 'Give what the reason says is not known.',
};

/** The log of one preflight. */
export function sarifLog(result: PreflightResult, { app, rules }: SarifOptions): Json {
  const known = [...rules, UNPROVEN];
  const indexOf = new Map(known.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: result.tool.name,
            semanticVersion: result.tool.version,
            rules: known.map(ruleOf),
          },
        },
        columnKind: 'utf16CodeUnits',
        properties: { assumptions: result.assumptions, summary: result.summary },
        results: [
          ...result.findings.map((finding) => resultOf(finding, app, indexOf.get(finding.id))),
          ...unprovenResults(result, indexOf.get(UNPROVEN.id)),
        ],
      },
    ],
  };
}

function ruleOf({ id, severity, checks, why, mend }: SarifRule): Json {
  return {
    id,
    shortDescription: { text: checks },
    fullDescription: { text: why },
    help: { text: mend },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: Finding, app: string, ruleIndex: number | undefined): Json {
  const { id, severity, problem, place, consequence, remedy, explains, acknowledged } = finding;
  const { statement, command } = remedy;
  const text = [
    problem,
    consequence,
    [remedy.text, statement === undefined ? '' : JSON.stringify(statement), command ?? ''].filter(Boolean).join('\n'),
  ].join('\n\n');
  const [location, ...related] = locationsOf(place, app);
  return {
    ruleId: id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: 'fail',
    level: LEVELS[severity],
    message: { text },
    ...(location === undefined ? {} : { locations: [location] }),
    ...(related.length === 0 ? {} : { relatedLocations: related }),
    partialFingerprints: { 'finding/v1': fingerprintOf(finding) },
    ...(acknowledged === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: acknowledged.where.endsWith('.json') ? 'external' : 'inSource',
              justification: acknowledged.reason,
            },
          ],
        }),
    ...(explains.length === 0 ? {} : { properties: { explains } }),
  };
}

/** The source first, as reviews show it, and then the template that was made of it. */
function locationsOf(place: FindingPlace, app: string): Json[] {
  const { constructPath, source } = place;
  const logical =
    constructPath === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: constructPath, kind: 'resource' }] };
  const files = [source, fileOf(place, app)].flatMap((file) => (file === undefined ? [] : [physical(file)]));
  const [first, ...others] = files;
  if (first === undefined) return constructPath === undefined ? [] : [logical];
  return [{ ...first, ...logical }, ...others];
}

function physical(file: string): Json {
  const [, path = file, line] = /^(.*?)(?::(\d+))?$/s.exec(file) ?? [];
  const uri = isAbsolute(path) ? pathToFileURL(path).href : path.split(/[/\\]/).map(encodeURIComponent).join('/');
  return {
    physicalLocation: {
      artifactLocation: { uri },
      ...(line === undefined || Number(line) < 1 ? {} : { region: { startLine: Number(line) } }),
    },
  };
}

/** What is the same from run to run: lines move. */
function fingerprintOf({ id, place }: Finding): string {
  const { constructPath, stackName, environment, logicalId, arn, jsonPath } = place;
  const at = environment === undefined ? '' : `${environment.account}/${environment.region}`;
  return [id, at, stackName, logicalId ?? arn ?? constructPath, jsonPath].map((part) => part ?? '').join('|');
}

/** One for each reason, as there may be hundreds of obligations with one. */
function unprovenResults({ obligations }: PreflightResult, ruleIndex: number | undefined): Json[] {
  const byReason = new Map<string, string[]>();
  for (const { id, verdict } of obligations) {
    if (verdict.kind !== 'unproven') continue;
    const ids = byReason.get(verdict.why);
    if (ids === undefined) byReason.set(verdict.why, [id]);
    else ids.push(id);
  }
  return [...byReason].map(([why, ids]) => ({
    ruleId: UNPROVEN.id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    kind: 'open',
    level: 'none',
    message: { text: `${ids.length} obligations could not be proved: ${why}.` },
    partialFingerprints: { 'finding/v1': `${UNPROVEN.id}|${why}` },
    properties: { obligations: ids },
  }));
}
