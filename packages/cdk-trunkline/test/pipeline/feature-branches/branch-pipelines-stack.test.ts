// The pipeline that creates the pipelines of branches: what starts it, what it may do, and what its build does.
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { App } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { BranchPipelinesStack, PipelineConfig, type BranchPipelinesOptions } from '../../../src';
import { deploymentScript } from '../../../src/pipeline/feature-branches/branch-deployment';
import { BRANCH_CONFIG } from './branch-pipeline';

function created(changes: Record<string, unknown> = {}, options: BranchPipelinesOptions = {}): BranchPipelinesStack {
  const app = new App({ analyticsReporting: false });
  const config = PipelineConfig.fromObject({ ...BRANCH_CONFIG, ...changes });
  const stack = BranchPipelinesStack.forConfig(app, config, options);
  if (stack === undefined) throw new Error('There is none.');
  return stack;
}

interface Synthesized {
  readonly Name: string;
  readonly PipelineType: string;
  readonly ExecutionMode: string;
  readonly Triggers: unknown;
  readonly Stages: readonly { readonly Actions: readonly { readonly Configuration: Record<string, unknown> }[] }[];
}

function pipelineOf(stack: BranchPipelinesStack): Synthesized {
  const [pipeline] = Object.values(Template.fromStack(stack).findResources('AWS::CodePipeline::Pipeline'));
  return (pipeline as { Properties: Synthesized }).Properties;
}

describe('the pipeline', () => {
  test('is started by pushes to the branches that may have pipelines, and lets none of them pass', () => {
    const pipeline = pipelineOf(created());
    expect(pipeline).toMatchObject({ Name: 'services-branches', PipelineType: 'V2', ExecutionMode: 'QUEUED' });
    expect(pipeline.Triggers).toEqual([
      {
        ProviderType: 'CodeStarSourceConnection',
        GitConfiguration: { SourceActionName: 'Source', Push: [{ Branches: { Includes: ['feature/**'] } }] },
      },
    ]);
  });

  test('is not started by branches that have a regular pipeline', () => {
    const feature_branches = { stages: ['dev'], branches: ['**', 'feature/**'] };
    const { Triggers } = pipelineOf(created({ feature_branches, development_branch: 'a{1}!' }));
    expect(Triggers).toEqual([
      expect.objectContaining({
        GitConfiguration: {
          SourceActionName: 'Source',
          Push: [{ Branches: { Includes: ['**', 'feature/**'], Excludes: ['a\\{1\\}\\!', 'main'] } }],
        },
      }),
    ]);
  });

  test('hands the branch on as a variable, which nothing else is made of', () => {
    const stack = created();
    const action = pipelineOf(stack).Stages[1]?.Actions[0];
    expect(JSON.parse(String(action?.Configuration['EnvironmentVariables']))).toEqual([
      { name: 'BRANCH', type: 'PLAINTEXT', value: expect.stringMatching(/^#\{[\w@]+\.BranchName\}$/) },
      { name: 'DEFAULT_BRANCH', type: 'PLAINTEXT', value: 'develop' },
    ]);
    expect(JSON.stringify(Template.fromStack(stack).toJSON()).split('BranchName}')).toHaveLength(2);
  });

  test('reads a repository in groups of GitLab', () => {
    const { Stages } = pipelineOf(created({ source: { repository: 'acme/platform/services' } }));
    expect(Stages[0]?.Actions[0]?.Configuration).toMatchObject({ FullRepositoryId: 'acme/platform/services' });
  });
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

/** The resources that a stack's policies name for an action, with partitions as `aws`. */
function resourcesFor(stack: BranchPipelinesStack, action: string): string[] {
  const policies = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy')) as {
    Properties: { PolicyDocument: { Statement: Statement[] } };
  }[];
  return policies
    .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
    .filter(({ Action }) => [Action].flat().includes(action))
    .flatMap(({ Resource }) => [Resource].flat())
    .map((resource) => JSON.stringify(resource).replaceAll('",{"Ref":"AWS::Partition"},"', 'aws'))
    .map((text) => /arn:[^"]*/.exec(text)?.[0] ?? text);
}

describe('its build', () => {
  const role = (kind: string): string =>
    `arn:aws:iam::111111111111:role/cdk-hnb659fds-${kind}-role-111111111111-eu-central-1`;

  test('may assume the deploy and publishing roles of the toolchain account, and no others', () => {
    expect(resourcesFor(created(), 'sts:AssumeRole')).toEqual([
      role('deploy'),
      role('file-publishing'),
      role('image-publishing'),
    ]);
  });

  test('may look things up where the configuration allows lookups, in the accounts of branches alone', () => {
    const resources = resourcesFor(created({ lookups: true, bootstrap_qualifier: 'teamb' }), 'sts:AssumeRole');
    expect(resources.filter((resource) => resource.includes('lookup')).map((arn) => arn.split('-role-')[1])).toEqual([
      '111111111111-eu-central-1',
      '222222222222-eu-central-1',
      '333333333333-eu-central-1',
      '333333333333-us-east-1',
    ]);
    expect(resources.every((resource) => resource.includes(':role/cdk-teamb-'))).toBe(true);
  });

  test('has no right on everything', () => {
    const policies = Template.fromStack(created()).findResources('AWS::IAM::Policy');
    expect(JSON.stringify(policies)).not.toMatch(/"(Resource|Action)":\s*"\*"|"[a-z0-9-]+:\*"/);
    expect(resourcesFor(created(), 'cloudformation:DescribeStacks')).toEqual([
      'arn:aws:cloudformation:eu-central-1:111111111111:stack/services-*/*',
    ]);
  });

  test('runs as the configuration says of builds', () => {
    const stack = created({
      build: { compute_type: 'BUILD_GENERAL1_LARGE', timeout_minutes: 20, environment: { A: 'b' } },
    });
    Template.fromStack(stack).hasResourceProperties('AWS::CodeBuild::Project', {
      TimeoutInMinutes: 20,
      Environment: { ComputeType: 'BUILD_GENERAL1_LARGE', EnvironmentVariables: [{ Name: 'A', Value: 'b' }] },
    });
  });
});

describe('there is none', () => {
  const app = (): App => new App({ analyticsReporting: false });

  test('in the synthesis of a branch, and without feature_branches', () => {
    const config = PipelineConfig.fromObject(BRANCH_CONFIG);
    expect(BranchPipelinesStack.forConfig(app(), config.forBranch('feature/x'))).toBeUndefined();
    expect(() => new BranchPipelinesStack(app(), 'X', { config: config.forBranch('feature/x') })).toThrow(
      /BranchPipelinesStack X: the configuration is that of branch feature\/x, .*forConfig/,
    );
    const without = PipelineConfig.fromObject({ ...BRANCH_CONFIG, feature_branches: undefined });
    expect(BranchPipelinesStack.forConfig(app(), without)).toBeUndefined();
    expect(() => new BranchPipelinesStack(app(), 'X', { config: without })).toThrow(/has no "feature_branches"/);
  });

  test('for a source that has no triggers', () => {
    expect(() => created({ source: { type: 'codecommit' } })).toThrow(/source of type "codecommit" has no triggers/);
  });
});

describe('the commands', () => {
  let folder = '';

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'trunkline-branch-'));
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  /** Programs that stand in for the CDK and AWS CLIs: they write down how they were called, and answer as told. */
  function run(
    branch: string,
    answers: { list?: string; status?: string } = {},
    synth?: string,
  ): { calls: string[]; code: number } {
    const calls = join(folder, 'calls');
    const program = (name: string, lines: readonly string[]): void => {
      const file = join(folder, name);
      writeFileSync(
        file,
        [
          '#!/bin/sh',
          `printf '%s' ${name} >> '${calls}'`,
          `for a in "$@"; do printf ' [%s]' "$a" >> '${calls}'; done`,
          `echo >> '${calls}'`,
          ...lines,
          '',
        ].join('\n'),
      );
      chmodSync(file, 0o755);
    };
    program('npx', [`case "$*" in *" list "*) printf '%s\\n' "$LIST" ;; esac`]);
    program('aws', ['test -n "$STATUS" || exit 254', 'echo "$STATUS"']);
    const script = deploymentScript({
      pipelineStacks: 'services-pipeline-*',
      synthCommands: [synth ?? 'npx cdk synth --quiet -c "branch=$BRANCH"'],
    });
    const { list = 'services-pipeline-x-1', status = '' } = answers;
    let code = 0;
    try {
      execFileSync('/bin/sh', ['-c', script], {
        cwd: folder,
        stdio: 'pipe',
        env: { PATH: `${folder}:/usr/bin:/bin`, BRANCH: branch, DEFAULT_BRANCH: 'develop', LIST: list, STATUS: status },
      });
    } catch (error) {
      code = (error as { status: number }).status;
    }
    return { calls: existsSync(calls) ? readFileSync(calls, 'utf8').trimEnd().split('\n') : [], code };
  }

  const DEPLOY =
    'npx [cdk] [--app] [cdk.out] [deploy] [--exclusively] [--require-approval] [never] [services-pipeline-x-1]';

  test('deploy the pipeline of a new branch, and nothing else', () => {
    expect(run('feature/x')).toEqual({
      code: 0,
      calls: [
        'npx [cdk] [synth] [--quiet] [-c] [branch=feature/x]',
        'npx [cdk] [--app] [cdk.out] [list] [services-pipeline-*]',
        'aws [cloudformation] [describe-stacks] [--stack-name] [services-pipeline-x-1] [--query] [Stacks[0].StackStatus] [--output] [text]',
        DEPLOY,
      ],
    });
  });

  test.each(['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_COMPLETE'])(
    'leave a pipeline alone that is there (%s): it updates itself',
    (status) => {
      expect(run('feature/x', { status }).calls).not.toContain(DEPLOY);
    },
  );

  test.each(['ROLLBACK_COMPLETE', 'REVIEW_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'CREATE_FAILED'])(
    'deploy again what did not come about, or goes (%s)',
    (status) => {
      expect(run('feature/x', { status }).calls).toContain(DEPLOY);
    },
  );

  test('do nothing where no push to a branch started the execution', () => {
    expect(run('develop')).toEqual({ code: 0, calls: [] });
  });

  test('take every character of a branch for what it is', () => {
    const name = `f/$(touch owned)\`touch owned\`';touch owned;"$HOME"&|>owned*`;
    const { calls, code } = run(name);
    expect(code).toBe(0);
    expect(calls[0]).toBe(`npx [cdk] [synth] [--quiet] [-c] [branch=${name}]`);
    expect(existsSync(join(folder, 'owned'))).toBe(false);
  });

  test.each(['', 'services-pipeline-x-1\nservices-pipeline-y-2'])('deploy nothing where %j is meant', (list) => {
    const { calls, code } = run('feature/x', { list });
    expect(code).not.toBe(0);
    expect(calls.some((call) => call.includes('[deploy]'))).toBe(false);
  });

  test('end where the synthesis fails', () => {
    const { calls, code } = run('feature/x', {}, 'false');
    expect([calls, code]).toEqual([[], 1]);
  });
});
