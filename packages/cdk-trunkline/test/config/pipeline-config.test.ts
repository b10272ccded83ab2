// The configuration: what is read from it, and what is said about each mistake in it.
import { App } from 'aws-cdk-lib';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PipelineConfig } from '../../src';

const CONNECTION = 'arn:aws:codeconnections:eu-central-1:111111111111:connection/0f1e2d3c-0000-4000-8000-000000000000';

function valid(): Record<string, unknown> & { accounts: Record<string, unknown> } {
  return {
    owner: 'acme',
    repo: 'services',
    connection_arn: CONNECTION,
    development_branch: 'develop',
    production_branch: 'main',
    accounts: {
      tooling: { account: '111111111111', region: 'eu-central-1' },
      dev: { account: '222222222222', region: 'eu-central-1' },
      qa: { account: '333333333333', regions: ['eu-west-1', 'eu-central-1'] },
      prod: { account: '444444444444', regions: ['eu-central-1', 'us-east-1'], approval: false },
    },
  };
}

/** The lines of the error that reading a configuration gives: one for each mistake. */
function mistakesOf(config: unknown): string[] {
  try {
    PipelineConfig.fromObject(config);
  } catch (error) {
    expect(error).toMatchObject({ name: 'PipelineConfigError' });
    return (error as Error).message
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim());
  }
  return [];
}

/** Mistakes of an otherwise valid configuration with some values replaced. */
function mistakesWith(changes: Record<string, unknown>): string[] {
  return mistakesOf({ ...valid(), ...changes });
}

/** Mistakes of an otherwise valid configuration with some accounts replaced. */
function mistakesWithAccounts(accounts: Record<string, unknown>): string[] {
  return mistakesWith({ accounts: { ...valid().accounts, ...accounts } });
}

describe('what is read', () => {
  test('the context of the app becomes accounts, and two pipelines where none are defined', () => {
    const config = PipelineConfig.fromContext(new App({ context: { config: valid() } }));
    expect(config.tooling).toMatchObject({ account: '111111111111', region: 'eu-central-1' });
    expect(config.accounts.map(({ name, regions }) => [name, regions])).toEqual([
      ['dev', ['eu-central-1']],
      ['qa', ['eu-west-1', 'eu-central-1']],
      ['prod', ['eu-central-1', 'us-east-1']],
    ]);
    expect(config.account('prod').approval).toBe(false);
    expect(config.account('qa').approval).toBeUndefined();
    expect(
      config.pipelines.map(({ name, branch, stages, toolchain }) => ({ name, branch, stages, toolchain })),
    ).toEqual([
      { name: 'development', branch: 'develop', stages: ['dev', 'qa'], toolchain: true },
      { name: 'production', branch: 'main', stages: ['prod'], toolchain: false },
    ]);
    expect(config.artifactRegions).toEqual(['eu-central-1', 'eu-west-1', 'us-east-1']);
  });

  test('defined pipelines stand as they are, and any of them may own the toolchain part', () => {
    const pipelines = {
      fast: { branch: 'trunk', stages: ['dev'] },
      slow: { branch: 'release', stages: ['qa', 'prod'], toolchain: true },
    };
    const rest = { ...valid(), development_branch: undefined, production_branch: undefined };
    const config = PipelineConfig.fromObject({ ...rest, pipelines });
    expect(config.pipelines.map(({ name, toolchain, isFirst }) => [name, toolchain, isFirst])).toEqual([
      ['fast', false, true],
      ['slow', true, false],
    ]);
  });

  test('the first pipeline owns the toolchain part unless it declines', () => {
    const owner = (toolchain?: boolean): string[] =>
      PipelineConfig.fromObject({
        ...valid(),
        pipelines: { a: { branch: 'x', stages: ['dev'], ...(toolchain === undefined ? {} : { toolchain }) } },
      })
        .pipelines.filter((pipeline) => pipeline.toolchain)
        .map(({ name }) => name);
    expect(owner()).toEqual(['a']);
    expect(owner(false)).toEqual([]);
  });

  test('keys that trunkline does not know can be read, and nothing can be changed', () => {
    const source = { ...valid(), internet_vpc: { id: 'vpc-1' } };
    const config = PipelineConfig.fromObject(source);
    source.internet_vpc.id = 'changed by the project';
    (config.value('internet_vpc') as { id: string }).id = 'changed by a reader';
    config.pipelines.pop();
    config.account('qa').regions.pop();
    expect(config.value('internet_vpc')).toEqual({ id: 'vpc-1' });
    expect(config.value('nothing')).toBeUndefined();
    expect(config.value('constructor')).toBeUndefined();
    expect(config.pipelines).toHaveLength(2);
    expect(config.account('qa').regions).toHaveLength(2);
  });

  test('both names of the connections service are ARNs of a connection', () => {
    const former = CONNECTION.replace('codeconnections', 'codestar-connections');
    expect(PipelineConfig.fromObject({ ...valid(), connection_arn: former }).connectionArn).toBe(former);
  });

  test('asking for what is not there names what is', () => {
    const config = PipelineConfig.fromObject(valid());
    expect(() => config.pipeline('staging')).toThrow(/no pipeline "staging"; it has development, production/);
    expect(() => config.account('staging')).toThrow(/no account "staging"; it has tooling, dev, qa, prod/);
  });
});

describe('mistakes', () => {
  test('every mistake is reported at once, with its JSON path, and the command to run next', () => {
    const rest = { ...valid(), connection_arn: undefined };
    const accounts = {
      ...valid().accounts,
      dev: { account: '22222222222', region: 'eu-centrall-1' },
      qa: { account: 333333333333, region: 'eu-central-1', regions: ['eu-west-1'] },
    };
    const pipelines = {
      development: { stages: ['dev', 'dev', 'uat'] },
      production: { branch: 'main', stages: ['dev', 'prod'] },
    };
    const mistakes = mistakesOf({ ...rest, accounts, pipelines });
    expect(mistakes).toEqual([
      '$.config.connection_arn: is missing; give the ARN that `aws codeconnections list-connections` shows.',
      '$.config.accounts.dev.account: "22222222222" has 11 digits; an account number has 12.',
      '$.config.accounts.dev.region: there is no region "eu-centrall-1", as far as this version of aws-cdk-lib knows.',
      '$.config.accounts.qa.account: 333333333333 is a number; put the 12 digits in quotes.',
      '$.config.accounts.qa: has both "region" and "regions"; keep one of them.',
      '$.config.pipelines.development.branch: is missing; name the branch that starts the pipeline.',
      '$.config.pipelines.development.stages[1]: lists stage "dev" a second time.',
      '$.config.pipelines.development.stages[2]: stage "uat" has no account; add it to $.config.accounts.',
      '$.config.pipelines.production.stages[0]: stage "dev" is delivered by ' +
        '$.config.pipelines.development.stages[0] already; a stage belongs to one pipeline.',
    ]);
    expect(() => PipelineConfig.fromObject({ ...rest, accounts, pipelines })).toThrow(
      /has 9 mistakes:[^]*Correct them, then run `npx cdk synth` again\.$/,
    );
  });

  test.each([[undefined], [null], [[]], ['config'], [7]])('a configuration that is %j is one mistake', (config) => {
    expect(mistakesOf(config)).toEqual([expect.stringMatching(/^\$\.config: (is missing|has to be an object)/)]);
  });

  test('an app without the context says so', () => {
    expect(() => PipelineConfig.fromContext(new App())).toThrow(/\$\.config: is missing/);
  });

  test.each([
    ['owner', undefined, 'is missing'],
    ['owner', 7, 'has to be text, but is the number 7'],
    ['repo', '', 'is missing'],
    ['repo', 'acme/services', 'is no name of a repository'],
    ['connection_arn', 'arn:aws:s3:::bucket', 'is no ARN of a connection'],
    ['connection_arn', CONNECTION.replace('eu-central-1', 'eu-nowhere-1'), 'there is no region "eu-nowhere-1"'],
    ['connection_arn', CONNECTION.replace('111111111111', '1'), 'has 1 digits'],
    ['development_branch', undefined, 'is missing'],
    ['production_branch', ' main', 'begins or ends with white space'],
    ['accounts', [], 'has to be an object of accounts by name, but is a list'],
    ['pipelines', {}, 'is empty'],
    ['pipelines', { 'a b': { branch: 'x', stages: ['dev'] } }, 'is no name for a pipeline'],
    ['artifact_stores', 'here', 'has to be an object'],
    ['artifact_stores', { qualifier: 'Far-Too-Long' }, '1 to 10 small letters and digits'],
    ['artifact_stores', { organization_id: 'acme' }, 'like "o-a1b2c3d4e5"'],
    ['artifact_stores', { regions: ['eu-west-1', 'eu-west-1'] }, 'lists region "eu-west-1" a second time'],
  ])('%s that is %j', (key, value, problem) => {
    const mistakes = mistakesWith({ [key]: value });
    expect(mistakes[0]).toMatch(new RegExp(`^\\$\\.config\\.${key}\\b`));
    expect(mistakes[0]).toContain(problem);
  });

  test.each([
    ['dev', null, '$.config.accounts.dev: has to be an object'],
    ['dev', { region: 'eu-west-1' }, '$.config.accounts.dev.account: is missing'],
    ['dev', { account: '222222222222' }, '$.config.accounts.dev.region: is missing'],
    ['dev', { account: '222222222222', regions: [] }, '$.config.accounts.dev.regions: is an empty list'],
    ['dev', { account: '222222222222', regions: 'eu-west-1' }, '$.config.accounts.dev.regions: has to be a list'],
    ['dev', { account: '222222222222', region: 'Ireland' }, '$.config.accounts.dev.region: "Ireland" is no region'],
    [
      'dev',
      { account: '222222222222', regions: ['eu-west-1', 'eu-west-1'] },
      '$.config.accounts.dev.regions[1]: lists region "eu-west-1" a second time',
    ],
    [
      'dev',
      { account: '222222222222', regions: ['eu-west-1', 'xx-west-1'] },
      '$.config.accounts.dev.regions[1]: there is no region "xx-west-1"',
    ],
    [
      'dev',
      { account: '222222222222', region: 'eu-west-1', approval: 'yes' },
      '$.config.accounts.dev.approval: has to be true or false',
    ],
    [
      'tooling',
      { account: '111111111111', regions: ['eu-west-1'] },
      '$.config.accounts.tooling.regions: the toolchain',
    ],
    ['Dev', { account: '222222222222', region: 'eu-west-1' }, '$.config.accounts.Dev: differs from account "dev"'],
    ['tests', { account: '222222222222', region: 'eu-west-1' }, '$.config.accounts.tests: cannot be a stage'],
    ['2nd one', { account: '222222222222', region: 'eu-west-1' }, '$.config.accounts["2nd one"]: is no name'],
    [
      'dev-bootstrap',
      { account: '222222222222', region: 'eu-west-1' },
      '$.config.accounts["dev-bootstrap"]: cannot end',
    ],
  ])('account %s that is %j', (name, account, mistake) => {
    expect(mistakesWithAccounts({ [name]: account })).toEqual([expect.stringContaining(mistake)]);
  });

  test('the toolchain account has to be there, is no stage, and is not enough', () => {
    const { tooling, ...stages } = valid().accounts;
    expect(mistakesWith({ accounts: stages })).toEqual([expect.stringMatching(/accounts\.tooling: is missing/)]);
    expect(mistakesWith({ accounts: { tooling } })).toEqual([expect.stringMatching(/accounts: has no stage/)]);
    const pipelines = { all: { branch: 'main', stages: ['tooling'] } };
    expect(mistakesWith({ pipelines })).toEqual([expect.stringMatching(/the toolchain account is no stage/)]);
  });

  test('two pipelines cannot both own the toolchain part', () => {
    const pipelines = {
      a: { branch: 'x', stages: ['dev'], toolchain: true },
      b: { branch: 'y', stages: ['qa'], toolchain: true },
    };
    expect(mistakesWith({ pipelines })).toEqual([
      '$.config.pipelines.b.toolchain: pipeline "a" deploys the toolchain part already.',
    ]);
  });
});

describe('for all values', () => {
  test('an account number is exactly twelve digits', () => {
    const digits = fc
      .integer({ min: 1, max: 20 })
      .chain((length) => fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }));
    fc.assert(
      fc.property(digits, (each) => {
        const account = each.join('');
        const mistakes = mistakesWithAccounts({ dev: { account, region: 'eu-west-1' } });
        expect(mistakes.length).toBe(account.length === 12 ? 0 : 1);
      }),
    );
  });

  test('a region is one that aws-cdk-lib knows', () => {
    const known = RegionInfo.regions.map((region) => region.name);
    const region = fc.oneof(fc.constantFrom(...known), fc.string(), fc.stringMatching(/^[a-z]{2}-[a-z]{4,9}-\d$/));
    fc.assert(
      fc.property(region, (name) => {
        const mistakes = mistakesWithAccounts({ dev: { account: '222222222222', region: name } });
        expect(mistakes.length).toBe(known.includes(name) ? 0 : 1);
      }),
    );
  });

  test('whatever the configuration is, it is read, or one error named PipelineConfigError says why not', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom(...Object.keys(valid()), 'pipelines', 'dev', 'tooling') }),
        (config) => {
          expect(mistakesOf(config).length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
