// Compares the templates of examples/services-python with those of examples/services: pipelines, artifact stores and
// access to the stages. What may differ is written down here, and nothing else may: logical ids, roles, policies, stages,
// actions and their order must agree.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { StepFailed } from '../run.mjs';

/** How the names of templates end. */
const TEMPLATE = '.template.json';

/** The feature branch whose pipelines are compared too. */
export const BRANCH = 'feature/Login';

/** What stands for it in names. */
const SLUG = /login-?48fad082/g;

/**
 * Compares two cloud assemblies.
 *
 * @param {string} typescript the folder of examples/services' assembly
 * @param {string} python the folder of examples/services-python's
 * @returns {string} how much was compared
 * @throws {StepFailed} with what differs
 */
export function compareAssemblies(typescript, python) {
  const theirs = templates(typescript);
  const ours = templates(python);
  if (theirs.size === 0) throw new StepFailed(`${typescript} holds no templates.`);
  const alone = [...theirs.keys()].filter((stack) => !ours.has(stack));
  const added = [...ours.keys()].filter((stack) => !theirs.has(stack));
  if (alone.length + added.length > 0) {
    throw new StepFailed(
      `Stacks of TypeScript alone: ${alone.join(', ') || 'none'}; of Python alone: ${added.join(', ') || 'none'}.`,
    );
  }
  const pairs = [...theirs].map(([stack, theirs]) => ({ stack, theirs, ours: ours.get(stack) }));
  const differences = pairs.flatMap(({ stack, theirs, ours }) =>
    differencesOf(normalize(theirs), normalize(ours)).map((difference) => `${stack}: ${difference}`),
  );
  if (differences.length > 0) {
    const shown = differences.slice(0, 20);
    const more = differences.length > shown.length ? [`and ${differences.length - shown.length} more`] : [];
    throw new StepFailed(['TypeScript and Python synthesize differently:', ...shown, ...more].join('\n  '));
  }
  const pipelines = [...ours].filter(([stack]) => /^services-(development|branch)$/.test(stack));
  if (pipelines.length !== 1) throw new StepFailed(`${python} holds no pipeline to prove the comparison with.`);
  proveThatItNotices(pipelines[0][1]);
  const resources = pairs.reduce((sum, { ours }) => sum + Object.keys(ours.Resources).length, 0);
  return `${pairs.length} templates with ${resources} resources agree`;
}

/** A template without what must differ between two languages and two projects. */
export function normalize(template) {
  return mapValues(template, (value, path) => {
    const [type, key] = [path.at(-2), path.at(-1)];
    // Which constructs were used is encoded here, module by module.
    if (key === 'Analytics') return '<analytics>';
    // The hash of the project that a step runs.
    if (key === 'EnvironmentVariables' && typeof value === 'string') {
      return names(value.replace(/("_PROJECT_CONFIG_HASH".*?"value":")[0-9a-f]{64}"/g, '$1<hash>"'));
    }
    // The container is the language's own, with its base and the hash of both.
    if (type === 'EnvironmentVariables' && ['BASE_IMAGE', 'TAG'].includes(value?.Name)) {
      return { ...value, Value: `<${value.Name}>` };
    }
    if (key === 'BuildSpec' && typeof value === 'string') {
      // Docker alone makes the image of Python; that of TypeScript is bundled before, by what was installed.
      const bundles = path.some((each) => /Images[0-9A-F]{8}$/.test(each));
      return value.startsWith('{') ? buildspec(JSON.parse(value), bundles) : value.replace(/[0-9a-f]{42}/, '<hash>');
    }
    return typeof value === 'string' ? names(value) : undefined;
  });
}

/**
 * The projects' names differ, and with them the hashes in the names of the stacks that they deliver. The hashes of
 * logical ids do not: those count from the stack.
 */
function names(text) {
  return (
    text
      .replaceAll('services-python', 'services')
      .replaceAll('servicespython', 'services')
      .replaceAll(SLUG, 'branch')
      // A long name of a role is cut, with a project's longer name inside of the branch.
      .replace(/\b(trunkline-services-branch-dev)-[a-z0-9-]+-[0-9a-f]{8}\b/g, '$1<...>')
      // Names of stacks and roles that begin with `trunkline` have a hash where the project's name has a dash.
      .replace(/\b(trunkline-[a-z-]*services-[a-z-]+)-[0-9a-f]{8}\b/g, '$1')
      // The folder of a pipeline's cache has a hash of its name, and that of its artifacts the beginning of a long one.
      .replace(/\b(services-(?:development|production|branch))-[0-9a-f]{8}\b/g, '$1-<hash>')
      .replace(/\/services-(deve|prod|logi)[a-z0-9-]*\/?\*/g, '/services-$1<...>')
      .replace(/\b(services(?:development|production|branch)\w+?)[0-9A-F]{8}\b/g, '$1<hash>')
  );
}

/** A buildspec without what is a language's own: commands, versions, what is cached. That there are commands counts. */
function buildspec({ phases = {}, cache, ...others }, bundles) {
  const { install, ...after } = phases;
  const commands = Object.fromEntries(Object.keys(after).map((phase) => [phase, '<commands>']));
  return names(
    JSON.stringify({
      ...others,
      phases: commands,
      installs: bundles ? '<commands>' : install !== undefined,
      caches: cache !== undefined,
    }),
  );
}

/** Where two JSON values differ, by path. */
export function differencesOf(one, other, path = '$') {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) {
    return one === other ? [] : [`${path}: ${short(one)} in TypeScript, ${short(other)} in Python`];
  }
  const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])];
  return keys.flatMap((key) => differencesOf(one[key], other[key], `${path}.${key}`));
}

/** Breaks a template in the ways that matter and fails where the comparison does not notice. */
function proveThatItNotices(template) {
  const pipeline = (copy) => Object.values(copy.Resources).find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  const stages = (copy) => pipeline(copy).Properties.Stages;
  const first = (copy, type) => Object.values(copy.Resources).find(({ Type }) => Type === type);
  const breaks = {
    'a missing action': (copy) =>
      stages(copy)
        .find(({ Actions }) => Actions.length > 1)
        .Actions.pop(),
    'actions in another order': (copy) =>
      stages(copy)
        .find(({ Actions }) => Actions.length > 1)
        .Actions.reverse(),
    'another run order': (copy) => (stages(copy).at(-1).Actions[0].RunOrder += 1),
    'stages in another order': (copy) => stages(copy).reverse(),
    'another variable of an action': (copy) => {
      const actions = stages(copy).flatMap(({ Actions }) => Actions);
      const { Configuration } = actions.find((each) => each.Configuration?.EnvironmentVariables?.includes('API_URL'));
      Configuration.EnvironmentVariables = Configuration.EnvironmentVariables.replace('API_URL', 'API_URI');
    },
    'a missing resource': (copy) => delete copy.Resources[Object.keys(copy.Resources)[0]],
    'another permission': (copy) =>
      (first(copy, 'AWS::IAM::Policy').Properties.PolicyDocument.Statement[0].Action = 's3:*'),
    'a build without commands': (copy) => {
      const project = Object.values(copy.Resources).find(({ Properties }) => /^\{/.test(Properties?.Source?.BuildSpec));
      project.Properties.Source.BuildSpec = JSON.stringify({ version: '0.2', phases: {} });
    },
  };
  for (const [what, breakIt] of Object.entries(breaks)) {
    const copy = structuredClone(template);
    breakIt(copy);
    if (differencesOf(normalize(template), normalize(copy)).length === 0) {
      throw new StepFailed(
        `The comparison of templates does not notice ${what}; it proves nothing. Mend ${import.meta.url}.`,
      );
    }
  }
}

/** Replaces values from the outside in; where `replace` returns undefined, what is inside is looked at. */
function mapValues(value, replace, path = []) {
  const replaced = replace(value, path);
  if (replaced !== undefined && (typeof replaced !== 'object' || replaced === null)) return replaced;
  const inside = replaced ?? value;
  if (Array.isArray(inside)) {
    // An element is asked about under the list's own name.
    return inside.map((each) => mapValues(each, replace, [...path, '']));
  }
  if (typeof inside !== 'object' || inside === null) return inside;
  return Object.fromEntries(
    Object.entries(inside).map(([key, each]) => [key, mapValues(each, replace, [...path, key])]),
  );
}

/** The templates of an assembly's own stacks, without those of the stages, by the name that they have in TypeScript. */
function templates(assembly) {
  const files = readdirSync(assembly).filter((file) => file.endsWith(TEMPLATE));
  return new Map(
    files.map((file) => [
      names(file.slice(0, -TEMPLATE.length)),
      JSON.parse(readFileSync(join(assembly, file), 'utf8')),
    ]),
  );
}

function short(value) {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
