// The configuration of one branch: what is its own, what stays as it is, and which branches have none.
import { App } from 'aws-cdk-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ArtifactStoreStack, PipelineConfig, StageAccessStack } from '../../src';
import { arbitraryConfig } from './arbitrary-config';
import { valid } from './configurations';
import { asProps } from './props';

const ALLOWED = { feature_branches: { stages: ['dev', 'qa'], branches: ['feature/**', 'fix-?'] } };

function refused(config: PipelineConfig, branch: unknown): string {
  try {
    config.forBranch(branch as string);
  } catch (error) {
    expect(error).toMatchObject({ name: 'PipelineConfigError' });
    return (error as Error).message;
  }
  return 'nothing';
}

describe('the configuration of a branch', () => {
  const config = PipelineConfig.fromObject(valid(ALLOWED)).forBranch('feature/x');

  test('has one pipeline, which delivers stages of its own and shares the toolchain', () => {
    expect(config.pipelines).toEqual([
      expect.objectContaining({ name: 'feature-x-217d2bf5', branch: 'feature/x', toolchain: false, isFirst: true }),
    ]);
    expect(config.pipelines[0]?.stages).toEqual(['dev-feature-x-217d2bf5', 'qa-feature-x-217d2bf5']);
    expect(config.featureBranch).toMatchObject({
      branch: 'feature/x',
      slug: 'feature-x-217d2bf5',
      reportAfterDays: 14,
    });
  });

  test('keeps all accounts, and adds those of its stages, in the same accounts and regions', () => {
    const names = ['dev', 'qa', 'prod'];
    expect(config.accounts.map(({ name, baseStage }) => [name, baseStage])).toEqual([
      ...names.map((name) => [name, undefined]),
      ['dev-feature-x-217d2bf5', 'dev'],
      ['qa-feature-x-217d2bf5', 'qa'],
    ]);
    const [own, base] = [config.account('qa-feature-x-217d2bf5'), config.account('qa')];
    expect([own.account, own.regions]).toEqual([base.account, base.regions]);
  });

  test('approves nothing, unless it says so of branches', () => {
    const demanding = valid({ approval: true, ...ALLOWED });
    const approval = (read: PipelineConfig): unknown => read.account('qa-feature-x-217d2bf5').approval;
    expect(approval(PipelineConfig.fromObject(demanding).forBranch('feature/x'))).toBe(false);
    const feature_branches = { ...ALLOWED.feature_branches, approval: true };
    expect(approval(PipelineConfig.fromObject({ ...demanding, feature_branches }).forBranch('feature/x'))).toBe(true);
  });

  test('gives settings of the stage, and of the pipeline that delivers it otherwise', () => {
    const written = valid({
      build: { timeout_minutes: 5, environment: { LEVEL: 'root', ROOT: '' } },
      pipelines: {
        trunk: {
          branch: 'develop',
          stages: ['dev', 'qa'],
          permissions_boundary: 'TrunkBoundary',
          region_order: 'first_region_first',
          approval: true,
          build: { environment: { LEVEL: 'pipeline', TRUNK: '' } },
        },
        release: { branch: 'main', stages: ['prod'] },
      },
      ...ALLOWED,
    });
    const regular = PipelineConfig.fromObject(written);
    const own = regular.forBranch('feature/x');
    for (const [name, base] of [
      ['dev-feature-x-217d2bf5', 'dev'],
      ['qa-feature-x-217d2bf5', 'qa'],
    ] as const) {
      const [derived, original] = [own.account(name), regular.account(base)];
      expect(derived.buildConfig).toEqual(original.buildConfig);
      expect(derived.permissionsBoundary).toBe('TrunkBoundary');
      expect(derived.regionOrder).toBe('first_region_first');
      expect(derived.approval).toBe(false);
    }
    expect(own.pipelines[0]?.permissionsBoundary).toBe('TrunkBoundary');
    expect(own.pipelines[0]?.buildConfig).toEqual(regular.pipeline('trunk').buildConfig);
  });

  test('is not started by what starts the others, and its executions supersede each other', () => {
    const written = valid({
      execution_mode: 'QUEUED',
      triggers: { push: [{ branches: { includes: ['develop'] } }] },
      ...ALLOWED,
    });
    const [pipeline] = PipelineConfig.fromObject(written).forBranch('feature/x').pipelines;
    expect(pipeline).toMatchObject({ executionMode: 'SUPERSEDED' });
    expect((pipeline as unknown as { triggers?: unknown }).triggers).toBeUndefined();
  });

  test('may be entered, whatever the transitions of the others say', () => {
    for (const [root, pipeline, stage] of [
      [{ disabled_transition: 'Frozen.' }, {}, {}],
      [{}, { disabled_transition: 'Frozen.' }, {}],
      [{}, {}, { disabled_transition: 'Frozen.' }],
    ]) {
      const written = valid({ pipelines: { trunk: { branch: 'develop', stages: ['dev'], ...pipeline } }, ...root });
      const accounts = written['accounts'] as Record<string, object>;
      const feature_branches = { stages: ['dev'], branches: ['**'] };
      const regular = PipelineConfig.fromObject({
        ...written,
        accounts: { ...accounts, dev: { ...accounts['dev'], ...stage } },
        feature_branches,
      });
      const reasonOf = (read: PipelineConfig, name: string): string | undefined =>
        read.account(name).disabledTransition;
      expect(reasonOf(regular, 'dev')).toBe('Frozen.');
      expect(reasonOf(regular.forBranch('feature/x'), 'dev-feature-x-217d2bf5')).toBeUndefined();
    }
  });

  test('can be asked of another branch, which has nothing of the first', () => {
    const other = config.forBranch('feature/X');
    expect(other.accounts.map(({ name }) => name)).not.toContain('dev-feature-x-217d2bf5');
    expect(other.pipelines.map(({ branch }) => branch)).toEqual(['feature/X']);
  });

  test('comes of a sandbox account too, that no regular pipeline delivers to', () => {
    const written = valid({
      pipelines: { trunk: { branch: 'develop', stages: ['qa'] } },
      feature_branches: { stages: ['dev'], branches: ['feature/**'] },
    });
    const own = PipelineConfig.fromObject(written).forBranch('feature/x');
    expect(own.pipelines[0]?.stages).toEqual(['dev-feature-x-217d2bf5']);
  });
});

test('what is shared stays the same: artifact stores, and no access stack for what ends', () => {
  const stores = (branch?: string): unknown => {
    const app = new App({ context: { config: valid(ALLOWED), ...(branch === undefined ? {} : { branch }) } });
    const config = PipelineConfig.fromContext(app);
    ArtifactStoreStack.forConfig(app, config);
    const access = StageAccessStack.forConfig(app, config, { stages: { dev: {} } });
    const { stacks } = app.synth();
    expect(access.map(({ stackName }) => stackName)).toHaveLength(branch === undefined ? 3 : 0);
    return stacks.filter(({ stackName }) => stackName.includes('artifacts')).map(({ template }) => template as unknown);
  };
  const regular = stores();
  expect(regular).toHaveLength(3);
  expect(stores('feature/x')).toEqual(regular);
});

test('of any configuration, a branch has the regions of the stages that it has its own of, and their builds', () => {
  fc.assert(
    fc.property(arbitraryConfig, fc.boolean(), (written, asOne) => {
      const stages = Object.keys(written['accounts'] as object).filter((name) => name !== 'tooling');
      const config = { ...written, feature_branches: { stages, branches: ['**'] } };
      const regular = asOne ? PipelineConfig.fromObject(config) : PipelineConfig.fromProps(asProps(config));
      const own = regular.forBranch('x/y');
      expect(own.artifactRegions).toEqual(regular.artifactRegions);
      expect(own.pipelines).toHaveLength(1);
      for (const stage of own.pipelines[0]?.stages ?? []) {
        const [derived, base] = [own.account(stage), regular.account(own.account(stage).baseStage ?? '')];
        expect([derived.account, derived.regions]).toEqual([base.account, base.regions]);
        expect(derived.buildConfig).toEqual(base.buildConfig);
        expect(derived.permissionsBoundary).toBe(base.permissionsBoundary);
      }
      for (const name of ['tooling', ...stages]) {
        expect(own.account(name)).toEqual(regular.account(name));
        expect(own.account(name).buildConfig).toEqual(regular.account(name).buildConfig);
      }
    }),
  );
});

describe('no pipeline of its own has', () => {
  const config = PipelineConfig.fromObject(valid({ ...ALLOWED, source: { repository: 'acme/x' } }));

  test.each<[unknown, string]>([
    ['main', '-c branch: "main" is the branch of pipeline "production", which delivers it; leave `-c branch` out'],
    ['bug/1', '"bug/1" is none of "feature_branches.branches", which are "feature/**", "fix-?"; rename it'],
    ['Feature/x', '"Feature/x" is none of "feature_branches.branches"'],
    ['', 'is empty; give the name of a branch'],
    ['refs/heads/feature/x', 'is a reference; give the branch alone'],
    ['feature/a..b', 'git allows no such branch'],
    ['feature/a b', 'git allows no such branch'],
    ['feature/x\n', 'git allows no such branch'],
    [`feature/${'x'.repeat(260)}`, 'is longer than 256 characters'],
    ['feature/"x"', 'has a double quote in it, which CodePipeline cannot hand to a build; rename it'],
    ['feature/#{variables.X}', 'has "#{" in it, which CodePipeline takes for a variable'],
    ['feature/\uFFFD', 'git allows no such branch'],
    ['feature/\uD800', 'git allows no such branch'],
    [7, 'has to be the name of a branch, but is the number 7'],
    [['feature/x'], 'has to be the name of a branch, but is a list'],
  ])('%j', (branch, problem) => {
    expect(refused(config, branch)).toContain(problem);
  });

  test('any branch, where the configuration allows none', () => {
    expect(refused(PipelineConfig.fromObject(valid()), 'feature/x')).toContain(
      'allows no pipelines of single branches',
    );
    expect(PipelineConfig.fromObject(valid()).featureBranches).toBeUndefined();
  });
});

test('the context of the CDK CLI selects the branch', () => {
  const of = (context: Record<string, unknown>): PipelineConfig =>
    PipelineConfig.fromContext(new App({ context: { config: valid(ALLOWED), ...context } }));
  expect(of({ branch: 'fix-1' }).featureBranch?.branch).toBe('fix-1');
  expect(of({}).featureBranch).toBeUndefined();
  expect(of({}).featureBranches).toEqual({
    ...{ stages: ['dev', 'qa'] },
    branches: ['feature/**', 'fix-?'],
    approval: false,
    reportAfterDays: 14,
  });
  expect(() => of({ branch: '' })).toThrow(/^The pipeline configuration .* has a mistake:\n {2}-c branch: is empty/);
});

test('a branch reaches a shell as it is, whatever git allows in its name', () => {
  const feature_branches = { stages: ['dev'], branches: ['**'] };
  const config = PipelineConfig.fromObject(valid({ feature_branches }));
  const branch = config.forBranch(`f/$(id)';\`&x`).featureBranch;
  expect(branch?.contextArgument).toBe(`-c 'branch=f/$(id)'\\'';\`&x'`);
});
