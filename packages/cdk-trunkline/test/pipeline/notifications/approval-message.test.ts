// What an approval says: which commit of what is delivered where, and a link to look at it, for every kind of source.
import type { App } from 'aws-cdk-lib';
import type { Artifact } from 'aws-cdk-lib/aws-codepipeline';
import { CodeStarConnectionsSourceAction, type Action } from 'aws-cdk-lib/aws-codepipeline-actions';
import { Repository } from 'aws-cdk-lib/aws-ecr';
import { CodePipelineSource, FileSet, ManualApprovalStep, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { PipelineContext, StageContext } from '../../../src';
import { CONFIG, MainOnlyPipeline, pipelineOf, quickApp, type SynthesizedAction } from '../services-pipeline';
import { appWith, pipelineIn, type PipelineClass } from './notified';

const CONSOLE = 'https://eu-central-1.console.aws.amazon.com/codesuite';
const EXECUTION =
  `${CONSOLE}/codepipeline/pipelines/services-development/executions/` +
  '#{codepipeline.PipelineExecutionId}/timeline?region=eu-central-1';

/** The source and the approval of the development pipeline. */
function actionsOf(
  app: App,
  of: PipelineClass = MainOnlyPipeline,
): { source: SynthesizedAction; approval: SynthesizedAction } {
  const { Stages } = pipelineOf(pipelineIn(app, 'development', of));
  const actions = Stages.flatMap(({ Actions }) => Actions);
  const [source] = actions;
  const approval = actions.find(({ ActionTypeId }) => ActionTypeId.Provider === 'Manual');
  if (source === undefined || approval === undefined) throw new Error('no such actions');
  return { source, approval };
}

/** A pipeline with another source. */
function from(source: (stack: MainOnlyPipeline) => Step): PipelineClass {
  return class extends MainOnlyPipeline {
    public override source(): Step {
      return source(this);
    }
  };
}

describe("the base's approval", () => {
  test('of a connection names the commit, and links to it as CodePipeline does', () => {
    const { source, approval } = actionsOf(appWith());
    expect(source.Namespace).toBe('Source@acme_services');
    expect(approval.Configuration).toEqual({
      CustomData: 'Deliver services to qa in eu-central-1, us-east-1? Commit #{Source@acme_services.CommitId}.',
      ExternalEntityLink:
        `${CONSOLE}/settings/connections/redirect?connectionArn=#{Source@acme_services.ConnectionArn}` +
        '&referenceType=COMMIT&FullRepositoryId=#{Source@acme_services.FullRepositoryName}' +
        '&Commit=#{Source@acme_services.CommitId}',
    });
  });

  test('of CodeCommit links to its page', () => {
    const { source, approval } = actionsOf(appWith({ source: { type: 'codecommit' } }));
    const { Namespace = '' } = source;
    expect(Namespace).toMatch(/^Source@/);
    expect(approval.Configuration).toEqual({
      CustomData: `Deliver services to qa in eu-central-1, us-east-1? Commit #{${Namespace}.CommitId}.`,
      ExternalEntityLink:
        `${CONSOLE}/codecommit/repositories/#{${Namespace}.RepositoryName}/commit/#{${Namespace}.CommitId}` +
        '?region=eu-central-1',
    });
  });

  test('of S3 has the version, and links to the execution', () => {
    const { source, approval } = actionsOf(
      appWith({ source: { type: 's3', bucket: 'acme-sources', object_key: 'x.zip' } }),
    );
    const { Namespace = '' } = source;
    expect(approval.Configuration).toEqual({
      CustomData: `Deliver services to qa in eu-central-1, us-east-1? Version #{${Namespace}.VersionId}.`,
      ExternalEntityLink: EXECUTION,
    });
  });

  test("of an image has its digest, where the project's own source reads one", () => {
    const Image = from((stack) => CodePipelineSource.ecr(Repository.fromRepositoryName(stack, 'Images', 'images')));
    const { source, approval } = actionsOf(appWith(), Image);
    expect(approval.Configuration?.['CustomData']).toContain(`Image #{${source.Namespace ?? ''}.ImageDigest}.`);
    expect(approval.Configuration?.['ExternalEntityLink']).toBe(EXECUTION);
  });

  test('of a source that nobody knows names no commit', () => {
    class Foreign extends CodePipelineSource {
      public constructor() {
        super('Foreign');
        this.configurePrimaryOutput(new FileSet('Source', this));
      }

      protected override getAction(output: Artifact, actionName: string, runOrder: number): Action {
        const [owner, repo, connectionArn] = ['acme', 'services', CONFIG.connection_arn];
        return new CodeStarConnectionsSourceAction({ output, actionName, runOrder, owner, repo, connectionArn });
      }
    }
    const { source, approval } = actionsOf(
      appWith(),
      from(() => new Foreign()),
    );
    expect(source.Namespace).toBeUndefined();
    expect(approval.Configuration).toEqual({
      CustomData: 'Deliver services to qa in eu-central-1, us-east-1?',
      ExternalEntityLink: EXECUTION,
    });
  });

  test('is short enough for CodePipeline, however many regions there are', () => {
    const regions = [
      ...['af-south-1', 'ap-east-1', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2'],
      ...['ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3', 'ap-southeast-4', 'ca-central-1', 'ca-west-1'],
      ...[
        'eu-central-1',
        'eu-central-2',
        'eu-north-1',
        'eu-south-1',
        'eu-south-2',
        'eu-west-1',
        'eu-west-2',
        'us-east-1',
      ],
    ];
    const { approval } = actionsOf(appWith({ repo: 'r'.repeat(59) }, { qa: { account: '333333333333', regions } }));
    const { CustomData = '' } = approval.Configuration as { CustomData?: string };
    expect(CustomData).toContain('to qa in 21 regions? Commit #{');
    expect(CustomData.length).toBeLessThan(500);
  });
});

describe('the commit', () => {
  test('is there for steps of the project, in their environment and in approvals of its own', () => {
    class Own extends MainOnlyPipeline {
      public override beforeStage(context: StageContext): Step[] {
        const { commitId = '', reviewUrl } = context.pipeline;
        return [
          new ManualApprovalStep(`Look-${context.stageName}`, { reviewUrl }),
          new ShellStep(`Note-${context.stageName}`, { commands: ['echo "$COMMIT"'], env: { COMMIT: commitId } }),
        ];
      }
    }
    const { Stages } = pipelineOf(pipelineIn(appWith(), 'development', Own));
    const actions = Stages.flatMap(({ Actions }) => Actions);
    const configurationOf = (name: string): unknown => actions.find(({ Name }) => Name === name)?.Configuration;
    expect(configurationOf('Look-dev')).toEqual({
      ExternalEntityLink: expect.stringContaining('.CommitId}') as string,
    });
    expect(JSON.stringify(configurationOf('Note-dev'))).toContain('#{Source@acme_services.CommitId}');
  });

  test('is not known before the source', () => {
    let before: string | undefined = 'unasked';
    class Early extends MainOnlyPipeline {
      public override source(context: PipelineContext): Step | undefined {
        before = context.commitId;
        return super.source(context);
      }
    }
    expect(actionsOf(appWith(), Early).approval.Configuration?.['CustomData']).toContain('CommitId');
    expect(before).toBeUndefined();
  });

  test('takes nothing where no step asks for it: the source hands no variables on', () => {
    const accounts = { ...CONFIG.accounts, qa: { ...CONFIG.accounts.qa, approval: false } };
    const app = quickApp({ config: { ...CONFIG, accounts } });
    const [source] = pipelineOf(pipelineIn(app)).Stages.flatMap(({ Actions }) => Actions);
    expect(source).not.toHaveProperty('Namespace');
  });
});
