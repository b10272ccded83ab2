// Labels on the command lines of builders, and in their answers.
import { TrunklineError } from '../../model/errors.js';
import type { ProgramResult } from '../../process/run-program.js';

/** `--label` for each, in the order of their names, so that the same labels give the same command line. */
export function labelArguments(labels: Readonly<Record<string, string>>): string[] {
  return Object.entries(labels)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .flatMap(([name, value]) => ['--label', `${name}=${value}`]);
}

/**
 * The labels that an inspection printed; undefined where there is no such image.
 * @param pick where they are in what was printed
 * @throws TrunklineError ImageBuildFailed where the inspection failed otherwise
 */
export function labelsFrom(
  { exitCode, stdout, stderr }: ProgramResult,
  pick: (value: unknown) => unknown = (value) => value,
): Record<string, string> | undefined {
  if (exitCode !== 0) {
    if (/no such (image|object)|image not known|not found/i.test(stderr)) return undefined;
    throw new TrunklineError('ImageBuildFailed', 'The images on this machine cannot be read:', [stderr.trim()]);
  }
  const value = pick(JSON.parse(stdout.trim() || 'null'));
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}
