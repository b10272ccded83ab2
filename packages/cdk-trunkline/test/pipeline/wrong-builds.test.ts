// Wrong answers of the hooks that concern builds: the error names the hook, the part of the answer and what to do.
import { Duration } from 'aws-cdk-lib';
import { LinuxBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { describe, expect, test } from 'vitest';
import { ServicesPipeline, quickApp, said } from './services-pipeline';

/** What is said of a pipeline with one hook that returns something else, as languages without types allow. */
function answering(hook: string, answer: unknown): string {
  class Answering extends ServicesPipeline {}
  Object.defineProperty(Answering.prototype, hook, {
    value(this: ServicesPipeline) {
      return typeof answer === 'function' ? (answer as (stack: ServicesPipeline) => unknown)(this) : answer;
    },
  });
  return said(new Answering(quickApp(), 'Pipeline', { pipeline: 'development' }));
}

const CACHE = "Return a list of strings such as ['node_modules/**/*'], or undefined for no cache.";
const VERSIONS = "Return an object such as { nodejs: '22' }, or undefined for none (None in Python).";
const ENVIRONMENT = 'Return an object with `buildImage`, `computeType`, `privileged` or `environmentVariables`, or';

describe('the hooks of every build', () => {
  test.each<[string, unknown, string]>([
    ['cachePaths', 'node_modules', `returned the text "node_modules" where a list of paths has to be. ${CACHE}`],
    ['cachePaths', ['a', 7], `returned number 7 as [1] where a text that is not blank has to be. ${CACHE}`],
    ['cachePaths', [' '], `returned the text " " as [0] where a text that is not blank has to be. ${CACHE}`],
    ['cacheKey', 7, 'returned number 7 where a text has to be. Return a string that is not blank.'],
    ['cacheKey', undefined, 'returned nothing where a text has to be. Return a string that is not blank.'],
    ['runtimeVersions', 'nodejs', `returned the text "nodejs" where versions by language has to be. ${VERSIONS}`],
    ['runtimeVersions', ['22'], `returned a list of 1 where versions by language has to be. ${VERSIONS}`],
    ['runtimeVersions', { nodejs: 22 }, `returned number 22 as nodejs where a text that is not blank has to be.`],
    [
      'buildEnvironment',
      'standard:7.0',
      `returned the text "standard:7.0" where a build environment has to be. ${ENVIRONMENT}`,
    ],
    [
      'buildEnvironment',
      LinuxBuildImage.STANDARD_7_0,
      'returned an object of class LinuxBuildImage where a build environment',
    ],
    [
      'buildEnvironment',
      { buildImage: 'standard:7.0' },
      'returned the text "standard:7.0" as buildImage where a build image',
    ],
    ['buildEnvironment', { privileged: 'yes' }, 'returned the text "yes" as privileged where true or false has to be.'],
    ['buildEnvironment', { computeType: 2 }, 'returned number 2 as computeType where a text that is not blank'],
    [
      'buildEnvironment',
      { environmentVariables: { A: '1' } },
      'returned the text "1" as environmentVariables.A where an object with a `value`',
    ],
    [
      'buildEnvironment',
      { environmentVariables: { 'A B': { value: 1 } } },
      'returned a variable in environmentVariables that is called "A B", which is no name of an environment variable; use letters, digits and underscores, a digit not first.',
    ],
  ])('%s: %j', (hook, answer, expected) => {
    const text = answering(hook, answer);
    expect(text).toMatch(new RegExp(`^Error: Pipeline: Hook ${hook} of pipeline development: returned `));
    expect(text).toContain(expected);
  });

  test('are asked once, and their mistakes are said once', () => {
    expect(answering('cachePaths', 'node_modules').split('\n')).toHaveLength(1);
  });
});

describe('options of steps', () => {
  test.each<[unknown, string]>([
    ['fast', 'returned the text "fast" where step options has to be.'],
    [{ timeout: 5 }, 'returned number 5 as timeout where a Duration has to be.'],
    [{ timeout: Duration.minutes(4) }, 'returned 4 minutes as timeout, where CodeBuild takes 5 to 2160 whole ones.'],
    [{ timeout: Duration.hours(37) }, 'returned 2220 minutes as timeout, where CodeBuild takes 5 to 2160 whole ones.'],
    [{ timeout: Duration.seconds(330) }, 'returned 5.5 minutes as timeout, where CodeBuild takes 5 to 2160'],
    [{ env: { 'BAD-NAME': '1' } }, 'returned a variable in env that is called "BAD-NAME", which is no name of an'],
    [
      { env: { CODEBUILD_X: '1' } },
      'returned a variable in env that is called "CODEBUILD_X", which begins with "CODEBUILD_"',
    ],
    [{ env: { COUNT: 1 } }, 'returned number 1 as env.COUNT where a text has to be.'],
    [{ env: ['A=1'] }, 'returned a list of 1 as env where variables by name'],
    [{ buildEnvironment: { privileged: 1 } }, 'returned number 1 as buildEnvironment.privileged where true or false'],
    [{ runtimeVersions: { nodejs: 22 } }, 'returned number 22 as runtimeVersions.nodejs where a text'],
    [
      { reports: { unit: { files: 'junit.xml' } } },
      'returned the text "junit.xml" as reports.unit.files where a list of files',
    ],
    [{ cached: 'no' }, 'returned the text "no" as cached where true or false has to be.'],
    [
      { rolePolicyStatements: [{ Action: '*' }] },
      'returned an object of class Object as rolePolicyStatements[0] where a PolicyStatement',
    ],
    [{ vpc: 'vpc-1' }, 'returned the text "vpc-1" as vpc where a VPC has to be.'],
    [{ subnetSelection: ['a'] }, 'returned a list of 1 as subnetSelection where a selection of subnets'],
    [{ securityGroups: ['sg-1'] }, 'returned the text "sg-1" as securityGroups[0] where a security group has to be.'],
  ])('%j', (answer, expected) => {
    for (const hook of ['pipelineStepOptions', 'stageStepOptions']) {
      const text = answering(hook, answer);
      expect(text).toContain(`Hook ${hook} of pipeline development`);
      expect(text).toContain(expected);
      expect(text).toMatch(
        /Return for step \w+ an object as `StepOptions` describes it, or undefined for none \(None in Python\)\./,
      );
    }
  });

  test('several mistakes are said together', () => {
    const text = answering('stageStepOptions', { timeout: 5, cached: 1 });
    expect(text).toContain(
      'returned number 5 as timeout where a Duration has to be. returned number 1 as cached where',
    );
  });

  test('that are right pass, at the ends of what is allowed too', () => {
    for (const timeout of [Duration.minutes(5), Duration.hours(36), undefined]) {
      const env = { _A1: '', URL: '#{codepipeline.PipelineExecutionId}' };
      expect(answering('stageStepOptions', { timeout, env, buildEnvironment: {}, reports: {} })).toBe('nothing');
    }
    expect(answering('stageStepOptions', null)).toBe('nothing');
  });
});

test.each(['testEnvironment', 'acceptanceTestEnvironment', 'imageEnvironment'])(
  '%s for a variable that no shell can read',
  (hook) => {
    for (const name of ['BAD-NAME', 'A B', '1ST', '']) {
      const text = answering(hook, { [name]: 'anything' });
      expect(text).toContain(
        `returned an output for a variable that is called ${JSON.stringify(name)}, which is no name of an environment ` +
          'variable; use letters, digits and underscores, a digit not first. Return an object of CfnOutputs by variable',
      );
    }
  },
);
