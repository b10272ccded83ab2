// Checks what the hooks of builds returned: aws-cdk-lib would take it as it is, or fail over it far away from the hook.
import type { Duration } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import { isJsonObject } from '../../config/place';
import { describeValue, HookMistake, type HookContext } from './hook-call';
import type { StepOptions } from './step-options';
import { variableProblem } from './variable-names';

/** Source: CodeBuild API Reference, CreateProject, `timeoutInMinutes`. */
const SHORTEST_TIMEOUT = 5;
const LONGEST_TIMEOUT = 2160;

/** What is wrong with a value, as sentences that go after the hook's name; `path` says which part of the answer it is. */
type Check = (value: unknown, path: string) => string[];

/**
 * What a build keeps, empty where that is nothing.
 *
 * @throws a `HookMistake` for anything else than a list of texts
 */
export function asCachePaths(hook: string, context: HookContext, value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const remedy = "Return a list of strings such as ['node_modules/**/*'], or undefined for no cache.";
  check(hook, context, listOf('paths', text)(value, ''), remedy);
  return [...(value as string[])];
}

/**
 * Versions by language, empty where there are none.
 *
 * @throws a `HookMistake` for anything else than texts by name
 */
export function asRuntimeVersions(hook: string, context: HookContext, value: unknown): Record<string, string> {
  if (value === undefined || value === null) return {};
  check(
    hook,
    context,
    versions(value, ''),
    "Return an object such as { nodejs: '22' }, or undefined for none (None in Python).",
  );
  return { ...(value as Record<string, string>) };
}

/**
 * A build environment, or `undefined` where there is none.
 *
 * @throws a `HookMistake` that lists what is wrong with it
 */
export function asBuildEnvironment(hook: string, context: HookContext, value: unknown): BuildEnvironment | undefined {
  if (value === undefined || value === null) return undefined;
  const remedy =
    'Return an object with `buildImage`, `computeType`, `privileged` or `environmentVariables`, or undefined for none (None in Python).';
  check(hook, context, environment(value, ''), remedy);
  return value as BuildEnvironment;
}

/**
 * Options of a step, empty where there are none.
 *
 * @param id the step that the hook was asked about
 * @throws a `HookMistake` that lists what is wrong with them
 */
export function asStepOptions(hook: string, context: HookContext, value: unknown, id: string): StepOptions {
  if (value === undefined || value === null) return {};
  const remedy = `Return for step ${id} an object as \`StepOptions\` describes it, or undefined for none (None in Python).`;
  check(hook, context, options(value, ''), remedy);
  return value as StepOptions;
}

function check(hook: string, context: HookContext, problems: readonly string[], remedy: string): void {
  if (problems.length > 0) throw new HookMistake(hook, context, `${problems.join(' ')} ${remedy}`);
}

function wrong(value: unknown, path: string, what: string): string[] {
  return [`returned ${describeValue(value)}${path === '' ? '' : ` as ${path}`} where ${what} has to be.`];
}

/** Something that another language, or another copy of aws-cdk-lib, may have made: so not by class. */
function having(what: string, ...members: string[]): Check {
  return (value, path) =>
    isJsonObject(value) && members.every((member) => member in value) ? [] : wrong(value, path, what);
}

function ofType(type: 'string' | 'boolean', what: string): Check {
  return (value, path) => (typeof value === type ? [] : wrong(value, path, what));
}

const text: Check = (value, path) =>
  typeof value === 'string' && value.trim() !== '' ? [] : wrong(value, path, 'a text that is not blank');

function listOf(what: string, element: Check): Check {
  return (value, path) =>
    Array.isArray(value)
      ? value.flatMap((each: unknown, index) => element(each, `${path}[${String(index)}]`))
      : wrong(value, path, `a list of ${what}`);
}

function byName(what: string, element: Check, name: Check = () => []): Check {
  return (value, path) =>
    isJsonObject(value)
      ? Object.entries(value).flatMap(([key, each]) => [...name(key, path), ...element(each, member(path, key))])
      : wrong(value, path, what);
}

/** Members that are left out are as good as ones that are `undefined`; ones that nobody knows are nobody's business. */
function fields(what: string, checks: Readonly<Record<string, Check>>, foreign: readonly string[] = []): Check {
  return (value, path) => {
    if (!isJsonObject(value) || foreign.some((each) => each in value)) return wrong(value, path, what);
    return Object.entries(checks).flatMap(([key, check]) => {
      const each = value[key];
      return each === undefined ? [] : check(each, member(path, key));
    });
  };
}

function member(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`;
}

const variableName: Check = (value, path) => {
  const problem = variableProblem(String(value));
  return problem === undefined ? [] : [`returned a variable${path === '' ? '' : ` in ${path}`} that ${problem}`];
};

const timeout: Check = (value, path) => {
  // Durations of another copy of aws-cdk-lib are some, too.
  const problems = having('a Duration', 'toMinutes', 'isUnresolved')(value, path);
  if (problems.length > 0 || (value as Duration).isUnresolved()) return problems;
  const minutes = (value as Duration).toMinutes({ integral: false });
  if (Number.isInteger(minutes) && minutes >= SHORTEST_TIMEOUT && minutes <= LONGEST_TIMEOUT) return [];
  return [
    `returned ${String(minutes)} minutes as ${path}, where CodeBuild takes ${String(SHORTEST_TIMEOUT)} to ` +
      `${String(LONGEST_TIMEOUT)} whole ones.`,
  ];
};

const versions = byName('versions by language', text);

const environment = fields(
  'a build environment',
  {
    buildImage: having('a build image', 'imageId', 'defaultComputeType'),
    computeType: text,
    privileged: ofType('boolean', 'true or false'),
    environmentVariables: byName('variables by name', having('an object with a `value`', 'value'), variableName),
  },
  // An image in place of the environment around it.
  ['imageId'],
);

const options = fields('step options', {
  timeout,
  env: byName('variables by name', ofType('string', 'a text'), variableName),
  buildEnvironment: environment,
  runtimeVersions: versions,
  reports: byName(
    'reports by name',
    fields('a report', { files: listOf('files', text), baseDirectory: text, fileFormat: text }),
  ),
  cached: ofType('boolean', 'true or false'),
  rolePolicyStatements: listOf('policy statements', having('a PolicyStatement', 'toStatementJson')),
  vpc: having('a VPC', 'vpcId'),
  subnetSelection: fields('a selection of subnets', {}),
  securityGroups: listOf('security groups', having('a security group', 'securityGroupId')),
});
