// The baseline of the API: what callers of the library may rely on, without prose and places, one member a line, so that
// a change of the API is a readable change of one file.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, run, StepFailed } from '../run.mjs';

const HEADER = ['schema', 'name', 'dependencies'];

/** How jsii calls a constructor. */
const INITIALIZER = '<initializer>';

/** What says nothing about who may call what: prose, places, and what follows from the rest. */
const LEFT_OUT = ['docs', 'locationInModule', 'symbolId', 'assembly', 'fqn'];

/**
 * The text of the baseline.
 *
 * @param {object} assembly the assembly of the compiled library
 */
export function baselineOf(assembly) {
  const header = HEADER.map((key) => `${JSON.stringify(key)}: ${JSON.stringify(sorted(assembly[key]))},`);
  const types = Object.values(assembly.types)
    .sort((one, other) => (one.fqn < other.fqn ? -1 : 1))
    .map((type) => typeLines(type).join('\n'));
  return ['{', ...header, '"types": {', types.join(',\n'), '}', '}', ''].join('\n');
}

/**
 * The assembly that a baseline stands for.
 *
 * @param {string} text
 * @throws {StepFailed} where the text is no baseline
 */
export function readBaseline(text) {
  let baseline;
  try {
    baseline = JSON.parse(text);
  } catch (error) {
    throw new StepFailed(`The baseline of the API is no JSON: ${error.message}. Restore it from git.`);
  }
  for (const [fqn, type] of Object.entries(baseline.types)) Object.assign(type, { fqn, assembly: baseline.name });
  // jsii-diff prints it; it says nothing about the API.
  return { ...baseline, version: '0.0.0' };
}

/**
 * What breaks those who were written against the baseline, as jsii-diff says it; and parameters with another name, which
 * jsii-diff passes over, though they are keyword arguments in Python.
 *
 * @param {object} baseline an assembly
 * @param {object} current an assembly
 * @param {{ manifest: object, tools: { programs: string } }} means the library's package.json, which says where the types
 *   of other packages come from, and where jsii-diff is
 * @returns {Promise<string[]>}
 */
export async function incompatibilities(baseline, current, { manifest, tools }) {
  mkdirSync(join(ROOT, 'dist'), { recursive: true });
  // Inside the repository, so that the packages are found whose types the API names.
  const folder = mkdtempSync(join(ROOT, 'dist/api-'));
  try {
    const [before, after] = [baseline, current].map((assembly, index) => {
      const place = join(folder, ['before', 'after'][index]);
      mkdirSync(place);
      writeFileSync(join(place, '.jsii'), JSON.stringify(assembly));
      writeFileSync(join(place, 'package.json'), JSON.stringify(manifest));
      return place;
    });
    // Everything is marked experimental before 1.0; it is guarded all the same.
    const argv = [
      join(tools.programs, 'jsii-diff'),
      '--error-on',
      'all',
      '--default-stability',
      'experimental',
      before,
      after,
    ];
    const { code, output } = await run(argv, { allowed: [0, 1] });
    const found = output.split('\n').flatMap((line) => /^err\s+- (.*)/.exec(line)?.[1] ?? []);
    if (code === 1 && found.length === 0) throw new StepFailed(`jsii-diff failed without naming a change:\n${output}`);
    return [...found, ...renamedParameters(baseline, current)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Fails where the comparison does not notice that a method is gone: it would guard nothing.
 *
 * @param {object} baseline an assembly
 * @param {{ manifest: object, tools: { programs: string } }} means as above
 */
export async function proveThatItNotices(baseline, means) {
  const broken = structuredClone(baseline);
  const type = Object.values(broken.types).find(({ methods = [] }) => methods.length > 0);
  const { name } = type.methods.shift();
  const found = await incompatibilities(baseline, broken, means);
  if (!found.some((change) => change.includes(`.${name}: has been removed`)))
    throw new StepFailed(
      `The guard of the API does not notice that ${type.fqn}.${name} is gone. Mend ${import.meta.url}.`,
    );
}

/** Parameters that kept their place and changed their name. */
export function renamedParameters(baseline, current) {
  const renamed = [];
  for (const [fqn, type] of Object.entries(baseline.types)) {
    const was = [{ name: INITIALIZER, ...type.initializer }, ...(type.methods ?? [])];
    for (const { name, parameters = [] } of was) {
      const now = callable(current.types, fqn, name);
      for (const [index, parameter] of parameters.entries()) {
        const other = now?.parameters?.[index]?.name;
        if (other === undefined || other === parameter.name) continue;
        const way = `parameter ${parameter.name} is called ${other} now`;
        renamed.push(`METHOD ${fqn}.${name}: ${way}, and it is a keyword argument in Python`);
      }
    }
  }
  return renamed;
}

/** A method or the initializer of a type or of what it extends: a method may move up. */
function callable(types, fqn, name) {
  const type = types[fqn];
  if (type === undefined) return undefined;
  const own = name === INITIALIZER ? type.initializer : type.methods?.find((method) => method.name === name);
  if (own !== undefined) return own;
  return [type.base, ...(type.interfaces ?? [])].map((parent) => callable(types, parent, name)).find(Boolean);
}

function typeLines({ methods = [], properties = [], members = [], initializer, ...type }) {
  const lists = Object.entries({ initializer: initializer && [initializer], properties, methods, members })
    .filter(([, list]) => list !== undefined && list.length > 0)
    .map(([key, list]) => {
      const lines = list.map((member) => JSON.stringify(stripped(member))).sort();
      return key === 'initializer'
        ? `  "initializer": ${lines[0]}`
        : `  ${JSON.stringify(key)}: [\n    ${lines.join(',\n    ')}\n  ]`;
    });
  const header = JSON.stringify(stripped(type)).slice(1, -1);
  return [`${JSON.stringify(type.fqn)}: {`, [`  ${header}`, ...lists].join(',\n'), '}'];
}

/** Without what is left out, with its name first and the other keys in order. */
function stripped(value) {
  if (Array.isArray(value)) return value.map(stripped);
  if (typeof value !== 'object' || value === null) return value;
  const stability = value.docs?.stability;
  const kept = Object.entries(value).filter(([key]) => !LEFT_OUT.includes(key) && key !== 'name');
  return {
    ...(value.name === undefined ? {} : { name: value.name }),
    ...sorted(Object.fromEntries(kept.map(([key, each]) => [key, key === 'type' ? each : stripped(each)]))),
    // What is stable or deprecated is told; experimental is what is not.
    ...(stability === undefined || stability === 'experimental' ? {} : { docs: { stability } }),
  };
}

function sorted(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
