// Commands actions, an S3 source and what V2 adds, as CDK's own constructs write them, from synthesis to the end.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { App, Stack } from 'aws-cdk-lib';
import { Artifact, Pipeline, PipelineType, Result, Rule, Variable } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodeStarConnectionsSourceAction,
  CommandsAction,
  S3SourceAction,
  S3Trigger,
} from 'aws-cdk-lib/aws-codepipeline-actions';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { Project } from './scenario.js';

let project: Project;
afterEach(() => project.remove());

/** Replaces the project's assembly by one that CDK writes. */
async function synthesized(write: (stack: Stack) => void): Promise<void> {
  project = await Project.create({
    repository: { 'src/app.txt': 'app', 'notes.md': 'notes' },
    stages: { Source: { Repository: { source: true, outputs: ['Repo'] } }, Go: { Approve: { approve: 'Go?' } } },
  });
  const outdir = join(project.directory, 'cdk.out');
  await rm(outdir, { recursive: true });
  const app = new App({ outdir, analyticsReporting: false });
  write(new Stack(app, 'Delivery', { env: { account: '111111111111', region: 'eu-central-1' } }));
  app.synth();
}

describe('a pipeline of CDK with Commands actions', () => {
  it('passes variables and files from one to the next', async () => {
    await synthesized((stack) => {
      const repository = new Artifact('Repository');
      const packed = new Artifact('Packed', ['out/**/*', 'notes.md']);
      const source = new CodeStarConnectionsSourceAction({
        actionName: 'Source',
        owner: 'example',
        repo: 'services',
        branch: 'main',
        connectionArn: 'arn:aws:codeconnections:eu-central-1:111111111111:connection/c0ffee',
        output: repository,
      });
      const pack = new CommandsAction({
        actionName: 'Pack',
        input: repository,
        output: packed,
        commands: ['mkdir out', 'cp src/app.txt out/', 'export DIGEST="of-$(cat out/app.txt)"'],
        outputVariables: ['DIGEST', 'CODEBUILD_BUILD_ID'],
      });
      const check = new CommandsAction({
        actionName: 'Check',
        input: packed,
        extraInputs: [repository],
        commands: [
          `test '${pack.variable('DIGEST')}' = of-app`,
          `test -n '${pack.variable('CODEBUILD_BUILD_ID')}'`,
          'test -f out/app.txt && test -f notes.md && test ! -e src',
          'test -f "$CODEBUILD_SRC_DIR_Repository/src/app.txt"',
          `echo "commit ${source.variables.commitId} is $CODEBUILD_RESOLVED_SOURCE_VERSION"`,
        ],
      });
      new Pipeline(stack, 'Pipeline', {
        pipelineType: PipelineType.V2,
        stages: [
          { stageName: 'Source', actions: [source] },
          { stageName: 'Build', actions: [pack] },
          { stageName: 'Check', actions: [check] },
        ],
      });
    });

    const report = await project.rehearse({}, {});

    const [execution] = report.executions;
    expect(execution?.actions.map(({ actionName, status, performedBy }) => [actionName, status, performedBy])).toEqual([
      ['Source', 'Succeeded', 'real'],
      ['Pack', 'Succeeded', 'real'],
      ['Check', 'Succeeded', 'real'],
    ]);
    const { commitId } = report.source;
    expect(await project.readLog(execution?.actions[2]?.log ?? '')).toContain(`commit ${commitId} is ${commitId}`);
  });

  it('takes the repository for the object of an S3 source, and says so', async () => {
    await synthesized((stack) => {
      const object = new Artifact('Object');
      const source = new S3SourceAction({
        actionName: 'Source',
        bucket: new Bucket(stack, 'Uploads', { bucketName: 'uploads', versioned: true }),
        bucketKey: 'source.zip',
        trigger: S3Trigger.NONE,
        output: object,
      });
      const read = new CommandsAction({
        actionName: 'Read',
        input: object,
        commands: ['cat src/app.txt', `test '${source.variables.versionId}' = "$CODEBUILD_RESOLVED_SOURCE_VERSION"`],
      });
      new Pipeline(stack, 'Pipeline', {
        pipelineType: PipelineType.V2,
        stages: [
          { stageName: 'Source', actions: [source] },
          { stageName: 'Read', actions: [read] },
        ],
      });
    });

    const report = await project.rehearse({}, {});

    expect(report.executions.map(({ status }) => status)).toEqual(['Succeeded']);
    expect(project.notes.join('\n')).toContain('s3://uploads/source.zip; here the repository of this machine stands');
  });
});

describe('a V2 pipeline of CDK', () => {
  it('has its variables, entry conditions and disabled transitions rehearsed', async () => {
    await synthesized((stack) => {
      const object = new Artifact('Object');
      const size = new Variable({ variableName: 'Size', defaultValue: 'small', description: 'Of the fleet' });
      const commands = (actionName: string) =>
        new CommandsAction({ actionName, input: object, commands: [`echo "the size is ${size.reference()}"`] });
      const onlyWhere = (operator: string) => ({
        conditions: [
          {
            result: operator === 'EQ' ? Result.SKIP : Result.FAIL,
            rules: [
              new Rule({
                name: `Size${operator}`,
                provider: 'VariableCheck',
                configuration: { Variable: size.reference(), Operator: operator, Value: 'large' },
              }),
            ],
          },
        ],
      });
      const source = new S3SourceAction({
        actionName: 'Source',
        bucket: new Bucket(stack, 'Uploads', { bucketName: 'uploads', versioned: true }),
        bucketKey: 'source.zip',
        trigger: S3Trigger.NONE,
        output: object,
      });
      new Pipeline(stack, 'Pipeline', {
        pipelineType: PipelineType.V2,
        variables: [size],
        stages: [
          { stageName: 'Source', actions: [source] },
          { stageName: 'Large', actions: [commands('Large')], beforeEntry: onlyWhere('EQ') },
          { stageName: 'Small', actions: [commands('Small')], beforeEntry: onlyWhere('NE') },
          {
            stageName: 'Prod',
            actions: [commands('Prod')],
            transitionToEnabled: false,
            transitionDisabledReason: 'after the review',
          },
        ],
      });
    });

    const held = await project.rehearse({}, {});
    expect(statuses(held)).toEqual([
      'InProgress',
      'Source Succeeded',
      'Large Skipped',
      'Small Succeeded',
      'Prod NotRun',
    ]);
    const entered = await project.rehearse({}, { enabledTransitions: ['Prod'] });
    expect(statuses(entered)[0]).toBe('Succeeded');
    expect(await project.readLog(entered.executions[0]?.actions[3]?.log ?? '')).toContain('the size is small');
    const large = await project.rehearse({}, { variables: { Size: 'large' } });
    expect(statuses(large)).toEqual(['Failed', 'Source Succeeded', 'Large Succeeded', 'Small NotRun', 'Prod NotRun']);
  });
});

function statuses({ executions }: Report): string[] {
  return executions.flatMap(({ status, actions }) => [
    status,
    ...actions.map((action) => `${action.actionName} ${action.status}`),
  ]);
}
