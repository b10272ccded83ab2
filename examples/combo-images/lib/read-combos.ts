// Reads context `combos` of cdk.json: single combos and matrices of them, each mistake named with its path.
import type { IConstruct } from 'constructs';
import type { Combo } from './combo';

type JsonObject = Readonly<Record<string, unknown>>;

const KEYS = ['images', 'matrix', 'from', 'environment'];
const NAME = '[a-z0-9]+(?:[._-][a-z0-9]+)*';
const TAG = '[A-Za-z0-9_][A-Za-z0-9_.-]*';

/**
 * The combos of the app, in the order of the list.
 *
 * @throws one error named `CombosError` that lists every mistake with its JSON path
 */
export function readCombos(scope: IConstruct): Combo[] {
  const list: unknown = scope.node.tryGetContext('combos');
  const mistakes: string[] = [];
  if (!Array.isArray(list) || list.length === 0) {
    mistakes.push('$.combos: has to be a list of combos, such as [{ "images": ["python:3.12", "node:22"] }].');
  }
  const combos = (Array.isArray(list) ? (list as unknown[]) : []).flatMap((entry, index) =>
    readEntry(entry, `$.combos[${String(index)}]`, mistakes).map((combo) => ({ combo, index })),
  );
  const first = new Map<string, number>();
  for (const { combo, index } of combos) {
    const name = combo.images.join(' ');
    const other = first.get(name);
    if (other === undefined) first.set(name, index);
    else mistakes.push(`$.combos[${String(index)}]: makes ${name}, which $.combos[${String(other)}] makes already.`);
  }
  if (mistakes.length > 0) throw combosError(mistakes);
  return combos.map(({ combo }) => combo);
}

function readEntry(entry: unknown, path: string, mistakes: string[]): Combo[] {
  if (!isObject(entry)) {
    mistakes.push(`${path}: has to be an object with "images" or "matrix".`);
    return [];
  }
  for (const key of Object.keys(entry).filter((each) => !KEYS.includes(each))) {
    mistakes.push(`${path}.${key}: is no key of a combo; there are ${KEYS.join(', ')}.`);
  }
  const { images, matrix, from, environment } = entry;
  if ((images === undefined) === (matrix === undefined)) {
    mistakes.push(`${path}: needs one of "images" and "matrix".`);
    return [];
  }
  if (from !== undefined && (typeof from !== 'string' || !new RegExp(`^${NAME}:${TAG}$`).test(from))) {
    mistakes.push(`${path}.from: has to be an image with its tag, such as "debian:bookworm".`);
  }
  const variables = readEnvironment(environment, `${path}.environment`, mistakes);
  const rest = { ...(typeof from === 'string' ? { from } : {}), ...variables };
  const lists = images === undefined ? readMatrix(matrix, `${path}.matrix`, mistakes) : [images];
  return lists.flatMap((each) => readImages(each, `${path}.images`, mistakes).map((all) => ({ images: all, ...rest })));
}

/** Every combination: the versions of the last image change first. */
function readMatrix(matrix: unknown, path: string, mistakes: string[]): string[][] {
  if (!isObject(matrix) || Object.keys(matrix).length < 2) {
    mistakes.push(`${path}: has to name two images or more with their versions, such as { "python": ["3.12"], ... }.`);
    return [];
  }
  return Object.entries(matrix).reduce<string[][]>(
    (all, [name, versions]) => {
      const images = readVersions(name, versions, `${path}.${name}`, mistakes);
      return all.flatMap((before) => images.map((image) => [...before, image]));
    },
    [[]],
  );
}

function readVersions(name: string, versions: unknown, path: string, mistakes: string[]): string[] {
  if (!new RegExp(`^${NAME}$`).test(name)) mistakes.push(`${path}: is no name of an image.`);
  if (!Array.isArray(versions) || versions.length === 0) {
    mistakes.push(`${path}: has to be a list of versions, such as ["3.12", "3.13"].`);
    return [];
  }
  return versions.flatMap((version: unknown, index) => {
    if (typeof version === 'string' && new RegExp(`^${TAG}$`).test(version)) return [`${name}:${version}`];
    // A number would lose the zero of 3.10.
    mistakes.push(`${path}[${String(index)}]: ${JSON.stringify(version)} has to be a tag in quotes, such as "3.10".`);
    return [];
  });
}

function readImages(images: unknown, path: string, mistakes: string[]): string[][] {
  const isImage = (image: unknown): boolean =>
    typeof image === 'string' && new RegExp(`^${NAME}:${TAG}(@https://\\S+)?$`).test(image);
  if (Array.isArray(images) && images.length >= 2 && images.every(isImage)) return [images as string[]];
  mistakes.push(`${path}: has to be a list of two images or more, such as ["python:3.12", "node:22"].`);
  return [];
}

function readEnvironment(value: unknown, path: string, mistakes: string[]): Pick<Combo, 'environment'> {
  if (value === undefined) return {};
  if (isObject(value) && Object.values(value).every((each) => typeof each === 'string')) {
    return { environment: value as Record<string, string> };
  }
  mistakes.push(`${path}: has to be an object with texts, such as { "LANG": "C.UTF-8" }.`);
  return {};
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** One error for all mistakes of the list. */
export function combosError(mistakes: readonly string[]): Error {
  const count = mistakes.length === 1 ? 'a mistake' : `${String(mistakes.length)} mistakes`;
  const error = new Error(
    [
      `The list of combos (context "combos" of cdk.json) has ${count}:`,
      ...mistakes.map((mistake) => `  ${mistake}`),
      `Correct ${mistakes.length === 1 ? 'it' : 'them'}, then run \`npx cdk synth\` again.`,
    ].join('\n'),
  );
  error.name = 'CombosError';
  return error;
}
