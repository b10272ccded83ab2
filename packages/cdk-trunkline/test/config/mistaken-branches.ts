// Wrong `feature_branches`: each has one mistake.
import { valid, withAccounts } from './configurations';

type At<T> = (path: string, problem: string, config: unknown, only?: 'reader') => T;

const RIGHT = { stages: ['dev'], branches: ['feature/**'] };

const LONG = 'a-stage-with-a-name';

/** Mistakes about pipelines of single branches. */
export function mistakenBranches<T>(at: At<T>): T[] {
  const here = (path: string, problem: string, changes: Record<string, unknown>, only?: 'reader'): T =>
    at(`feature_branches${path}`, problem, valid({ feature_branches: { ...RIGHT, ...changes } }), only);
  const stage = (name: string, problem: string): T => here('.stages[0]', problem, { stages: [name] }, 'reader');
  return [
    at('feature_branches', 'has to be an object with stages and branches', valid({ feature_branches: ['feature/**'] })),
    here('.stages', 'is missing; list the stages', { stages: undefined }),
    here('.stages', 'is an empty list', { stages: [] }),
    here('.stages[1]', 'lists stage "dev" a second time', { stages: ['dev', 'dev'] }),
    here('.stages[0]', 'is no name for a stage', { stages: ['2nd one'] }),
    stage('uat', 'stage "uat" has no account; add it to $.config.accounts'),
    stage('tooling', 'the toolchain account is no stage'),
    stage('prod', '"prod" is production, which no feature branch is delivered to'),
    at(
      'feature_branches.stages[0]',
      'stage "qa" is delivered by pipeline "Production" together with "prod", and no feature branch to production',
      valid({
        feature_branches: { ...RIGHT, stages: ['qa'] },
        pipelines: {
          trunk: { branch: 'main', stages: ['dev'] },
          Production: { branch: 'live', stages: [['prod', 'qa']] },
        },
      }),
      'reader',
    ),
    at(
      'feature_branches.stages[0]',
      'stage "dev" is delivered by pipeline "live" together with "prod", and no feature branch to production; add an account',
      valid({
        feature_branches: RIGHT,
        pipelines: { live: { branch: 'main', stages: ['dev', ['qa', 'prod']] } },
      }),
      'reader',
    ),
    at(
      'feature_branches.stages[0]',
      'stage "dev" is delivered by pipeline "development" together with "Production"',
      {
        ...withAccounts({ Production: { account: '555555555555', region: 'eu-west-1' } }),
        feature_branches: RIGHT,
      },
      'reader',
    ),
    at(
      'feature_branches.stages[0]',
      'stage "sandbox" is in account 444444444444, as stage "prod" of production is',
      {
        ...withAccounts({ sandbox: { account: '444444444444', region: 'eu-west-1' } }),
        feature_branches: { ...RIGHT, stages: ['sandbox'] },
      },
      'reader',
    ),
    at(
      'feature_branches.stages[0]',
      'stage "sandbox" is in account 555555555555, as stage "live-eu" of production is',
      {
        ...withAccounts({
          'live-eu': { account: '555555555555', region: 'eu-west-1' },
          sandbox: { account: '555555555555', region: 'eu-west-1' },
        }),
        pipelines: {
          trunk: { branch: 'develop', stages: ['dev'] },
          production: { branch: 'main', stages: ['live-eu'] },
        },
        feature_branches: { ...RIGHT, stages: ['sandbox'] },
      },
      'reader',
    ),
    at(
      'feature_branches.stages[0]',
      `"${LONG}" is longer than 18 characters`,
      {
        ...withAccounts({ [LONG]: { account: '222222222222', region: 'eu-west-1' } }),
        feature_branches: { ...RIGHT, stages: [LONG] },
      },
      'reader',
    ),
    here('.branches', 'is missing; say which branches may have pipelines', { branches: undefined }),
    here('.branches', 'lists 9 patterns; at most 8 are allowed', { branches: [...'abcdefghi'] }),
    here('.branches[0]', 'is no pattern for branches; it looks like "feature/**"', { branches: ['a b'] }),
    here('.branches[0]', '"feature/{a" is no pattern: a "{" has no "}"', { branches: ['feature/{a'] }, 'reader'),
    here('.branches[0]', '"[b-a]" is no pattern', { branches: ['[b-a]'] }, 'reader'),
    here('.report_after_days', '0 is out of range; use 1 to 365', { report_after_days: 0 }),
    here('.report_after_days', '1.5 is no whole number', { report_after_days: 1.5 }),
    here('.approval', 'has to be true or false', { approval: 'no' }),
  ];
}
