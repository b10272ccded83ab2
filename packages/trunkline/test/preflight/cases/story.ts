// Tells one case: what is broken, what preflight says of it, and that following it mends everything.
import { expect } from 'vitest';
import type { Finding, PreflightResult } from '../../../src/model/finding.js';
import type { TemplateValue } from '../../../src/model/template.js';
import { isPublic } from '../../../src/preflight/iam/is-public.js';
import { follow } from './remedies.js';
import { newFolder, Scenario, type Settings } from './scenario.js';

/** What is to be read in one finding. */
export interface Told {
  readonly id: string;
  /** In the order of the text: who, what, on what, which side. */
  readonly problem: readonly string[];
  /** Where it is written: the construct path, and what the named line of the file holds. Absent outside of templates. */
  readonly at?: { readonly constructPath?: string; readonly file: string; readonly line: string };
  readonly consequence?: string;
  readonly statement?: object;
  readonly command?: string;
  /** `Stage/Action` of all obligations that it explains. */
  readonly explains: readonly string[];
}

/** An app in which nothing is broken. */
export interface Base {
  readonly assembly: string;
  /** Assemblies beside the app's; each case breaks copies of its own. */
  readonly beside: readonly string[];
  readonly settings: Settings;
  /** How many obligations it has, all proved. */
  readonly obligations: number;
}

/** Synthesizes an app, and sees that all of it is proved: only then does a case tell anything. */
export async function baseOf(
  synthesize: (folder: string) => void,
  settings: Settings = {},
  beside: readonly ((folder: string) => void)[] = [],
): Promise<Base> {
  const made = [synthesize, ...beside].map((make) => {
    const folder = newFolder();
    make(folder);
    return folder;
  });
  const [assembly = '', ...others] = made;
  const result = await new Scenario({ assembly, beside: others, settings }).run();
  expect(errorsOf(result)).toEqual([]);
  const { proved, refuted, unproven } = result.summary;
  expect({ refuted, unproven }).toEqual({ refuted: 0, unproven: 0 });
  return { assembly, beside: others, settings, obligations: proved };
}

/** One case. */
export interface Case {
  readonly settings?: Settings;
  /** Breaks what is on disk. @default the settings are what is wrong */
  readonly broken?: (scenario: Scenario) => void;
  /** The findings of the proof, in their order. */
  readonly told: readonly Told[];
  /** Does what the remedy says where that is no statement and no command. @default what is printed */
  readonly mend?: (scenario: Scenario) => void;
}

/** Errors alone; what else the rules may say of an app is no case of the proof. */
export function errorsOf({ findings }: PreflightResult): Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** Breaks the app, reads what is said, follows the remedies, and finds everything proved. */
export async function tell(base: Base, { settings, broken, told, mend }: Case): Promise<void> {
  const { obligations } = base;
  const scenario = new Scenario({ ...base, settings: { ...base.settings, ...settings } });
  broken?.(scenario);
  const result = await scenario.run();
  const errors = errorsOf(result);
  expect(errors.map(({ id }) => id)).toEqual(told.map(({ id }) => id));
  told.forEach((expected, index) => {
    const finding = errors[index];
    if (finding !== undefined) read(finding, expected, scenario, result);
  });

  // Nothing is dropped for being broken, and everything else stays proved.
  expect(result.obligations).toHaveLength(obligations);
  const explained = new Set(errors.flatMap(({ explains }) => explains));
  for (const { id, verdict } of result.obligations) {
    expect(verdict.kind, id).toBe(explained.has(id) ? 'refuted' : 'proved');
  }

  if (mend === undefined) for (const finding of errors) follow(finding, scenario);
  else mend(scenario);
  const mended = await scenario.run();
  expect(errorsOf(mended)).toEqual([]);
  expect(mended.summary).toMatchObject({ proved: obligations, refuted: 0, unproven: 0 });
}

function read(finding: Finding, told: Told, scenario: Scenario, { obligations }: PreflightResult): void {
  let rest = finding.problem;
  for (const words of told.problem) {
    expect(rest).toContain(words);
    rest = rest.slice(rest.indexOf(words) + words.length);
  }
  const { at } = told;
  if (at !== undefined) {
    if (at.constructPath !== undefined) expect(finding.place.constructPath).toBe(at.constructPath);
    expect(finding.place.file?.replace(/:\d+$/, '').replace(/^.*\.\.\/.*\//, '')).toBe(at.file);
    expect(scenario.lineAt(finding.place.file ?? '').trim()).toBe(at.line);
  }
  if (told.consequence !== undefined) expect(finding.consequence).toContain(told.consequence);
  if (told.statement !== undefined) expect(finding.remedy.statement).toEqual(told.statement);
  if (finding.id === 'bucket-policy') {
    // Block Public Access would refuse the remedy.
    const document = { Version: '2012-10-17', Statement: [finding.remedy.statement as TemplateValue] };
    expect(isPublic({ name: 'remedy', document }).kind).toBe('not-public');
  }
  if (told.command !== undefined) expect(finding.remedy.command).toBe(told.command);
  const actions = obligations
    .filter(({ id }) => finding.explains.includes(id))
    .map(({ stage, action }) => `${stage}/${action}`);
  expect([...new Set(actions)]).toEqual(told.explains);
}
