// What is said about each mistake of a configuration.
import { App } from 'aws-cdk-lib';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';
import { valid } from './configurations';
import { mistakesOf } from './errors';
import { MISTAKES } from './mistaken';

describe('mistakes', () => {
  test.each(MISTAKES)('$path: $problem', ({ path, problem, config }) => {
    const [mistake = '', ...others] = mistakesOf(config);
    expect(others).toEqual([]);
    const start = `$.config${path.startsWith('[') ? '' : '.'}${path}: `;
    expect(mistake.slice(0, start.length)).toBe(start);
    expect(mistake.slice(start.length)).toContain(problem);
    expect(mistake).toMatch(/[.?]$/);
  });

  test('every mistake is reported at once, with its JSON path, and the command to run next', () => {
    const accounts = {
      ...valid().accounts,
      dev: { account: '22222222222', region: 'eu-centrall-1' },
      qa: { account: 333333333333, region: 'eu-central-1', regions: ['eu-west-1'] },
    };
    const pipelines = {
      development: { stages: ['dev', 'dev', 'uat'] },
      production: { branch: 'main', stages: ['dev', 'prod'] },
    };
    const config = valid({
      connection_arn: undefined,
      accounts,
      pipelines,
      bild: {},
      tool_versions: { cdk: 'latest' },
    });
    expect(mistakesOf(config)).toEqual([
      '$.config.connection_arn: is missing; give the ARN that `aws codeconnections list-connections` shows.',
      '$.config.accounts.dev.account: "22222222222" has 11 digits; an account number has 12.',
      '$.config.accounts.dev.region: there is no region "eu-centrall-1", as far as this version of aws-cdk-lib knows.',
      '$.config.accounts.qa.account: 333333333333 is a number; put the 12 digits in quotes.',
      '$.config.accounts.qa: has both "region" and "regions"; keep one of them.',
      '$.config.pipelines.development.branch: is missing; name the branch that starts the pipeline.',
      '$.config.pipelines.development.stages[1]: lists stage "dev" a second time.',
      '$.config.tool_versions.cdk: "latest" is no exact version; it looks like "2.1148.1"; a range or a tag would let ' +
        'pipelines change by themselves.',
      '$.config.bild: is no key of the configuration; did you mean "build"?',
      '$.config.pipelines.development.stages[2]: stage "uat" has no account; add it to $.config.accounts.',
      '$.config.pipelines.production.stages[0]: stage "dev" is delivered by ' +
        '$.config.pipelines.development.stages[0] already; a stage belongs to one pipeline.',
    ]);
    expect(() => PipelineConfig.fromObject(config)).toThrow(
      /^The pipeline configuration \(context "config" of cdk.json\) has 11 mistakes:[^]*Correct them, then run `npx cdk synth` again\.$/,
    );
  });

  test.each([[undefined], [null], [[]], ['config'], [7]])('a configuration that is %j is one mistake', (config) => {
    expect(mistakesOf(config)).toEqual([expect.stringMatching(/^\$\.config: (is missing|has to be an object)/)]);
  });

  test('an app without the context says so', () => {
    expect(() => PipelineConfig.fromContext(new App())).toThrow(/\$\.config: is missing/);
  });

  test('what no JSON can hold is a mistake too', () => {
    expect(mistakesOf(valid({ own: () => 1 }))).toEqual([expect.stringContaining('is no value of JSON')]);
    expect(mistakesOf(valid({ owner: 7n }))).toEqual(['$.config.owner: has to be text, but is the bigint 7.']);
  });

  test('a proxy with a password is not quoted, for errors end in logs', () => {
    const build = { proxy: { http: 'http://me:secret@proxy.example.com:3128' } };
    expect(mistakesOf(valid({ build })).join()).not.toContain('secret');
  });
});
