// Where a finding is, in the words of a reader: the construct, and the file that holds it.
import { isAbsolute, posix } from 'node:path';
import type { FindingPlace } from '../model/finding.js';

const SETTINGS = '.trunklinerc.json';

/**
 * The file of a place with its line, as somebody in the folder that `app` is relative to would open it.
 *
 * @param app the assembly's folder, which files of findings are relative to
 */
export function fileOf({ file }: FindingPlace, app: string): string | undefined {
  if (file === undefined) return undefined;
  return file.startsWith(SETTINGS) ? file : posix.join(app, file);
}

/** The place in words, each of which is to stay on one line: a path may have spaces. Empty where nothing tells it. */
export function placeWords(place: FindingPlace, app: string): string[] {
  const { constructPath, stackName, environment, logicalId, source, arn } = place;
  const at = environment === undefined ? [] : ['in', `${environment.account}/${environment.region}`];
  const stack =
    stackName === undefined
      ? arn === undefined
        ? []
        : [arn]
      : [`${stackName}${logicalId === undefined ? '' : `.${logicalId}`}`];
  const file = fileOf(place, app);
  // A construct that a library made is not the reader's to edit where it is made.
  const created = source === undefined || isAbsolute(source) ? [] : ['created', 'at', source];
  return [constructPath === undefined ? [...stack, ...at] : [constructPath], file === undefined ? [] : [file], created]
    .filter((words) => words.length > 0)
    .flatMap((words, index, all) => (index === all.length - 1 ? words : [...words.slice(0, -1), `${words.at(-1)},`]));
}
