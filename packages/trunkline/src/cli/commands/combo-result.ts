// What `trunkline combo` prints: its JSON, and the same in words.
import type { ComboCheck } from '../../combo/check.js';
import type { Combo } from '../../combo/combo.js';
import type { BuiltCombo, SmokeTestResult } from '../../combo/builder/make.js';
import { plain } from '../../report/paint.js';

/** The result, as `--json` prints it. */
export interface ComboResult extends Pick<Combo, 'name' | 'tag' | 'base' | 'images' | 'chosen' | 'dockerfile'> {
  readonly format: 'trunkline-combo/1';
  /** Where it lies, or would. */
  readonly reference: string;
  readonly status: 'Combined' | ComboCheck['status'] | 'Built' | 'Pushed' | 'Failed';
  readonly check?: ComboCheck;
  readonly build?: BuiltCombo;
  /** Of the combo in its registry: of the one that was pushed, or that is up to date there. */
  readonly digest?: string;
  /** Of a combo whose push failed, the image is there on this machine, with its name. */
  readonly failure?: {
    readonly step: 'Build' | 'Push';
    readonly message: string;
    readonly details: readonly string[];
  };
}

/** The result in words. @param withDockerfile false where it went to a file */
export function renderCombo(result: ComboResult, withDockerfile: boolean): string {
  const { status, reference, dockerfile } = result;
  const text = {
    Combined: () => (withDockerfile ? dockerfile : ''),
    UpToDate: () => lines(`${reference} is up to date.`, bases(result), digest(result)),
    OutOfDate: () => lines(`${reference} is out of date.`, reasons(result), remedy(result)),
    NotFound: () => lines(`${reference} is not there.`, remedy(result)),
    Built: () => lines(`${reference} was built.`, tests(result), bases(result)),
    Pushed: () => lines(`${reference} was built and pushed.`, tests(result), bases(result), digest(result)),
    Failed: () => {
      const outcome = result.failure?.step === 'Push' ? 'was built, and not pushed' : 'was not made';
      return lines(`${reference} ${outcome}.`, tests(result), failure(result));
    },
  }[status]();
  return text;
}

function lines(first: string, ...more: readonly (readonly string[])[]): string {
  return [first, ...more.flat().map((line) => `  ${line}`), ''].map(plain).join('\n');
}

function reasons({ check }: ComboResult): readonly string[] {
  return check?.reasons ?? [];
}

function bases({ check }: ComboResult): string[] {
  return (check?.bases ?? []).map(({ image, digest }) => `${image}  ${digest}`);
}

function digest(result: ComboResult): string[] {
  return result.digest === undefined ? [] : [`digest: ${result.digest}`];
}

function remedy({ reference }: ComboResult): string[] {
  const isRemote = reference.includes('/');
  return [`Run the same command with --build${isRemote ? ' --push' : ''}.`];
}

function tests({ build }: ComboResult): string[] {
  return (build?.smokeTests ?? []).flatMap((test) => [
    `${mark(test)} ${test.image}  ${(test.reason ?? test.output ?? '').split('\n')[0] ?? ''}`,
    ...(test.status === 'Failed' ? (test.output ?? '').split('\n').map((line) => `    ${line}`) : []),
  ]);
}

function mark({ status }: SmokeTestResult): string {
  return { Succeeded: '✓', Failed: '✗', NotTested: '-' }[status];
}

function failure(result: ComboResult): string[] {
  return result.failure ? [result.failure.message, ...result.failure.details] : [];
}
