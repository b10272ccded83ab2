// The stack that creates a pipeline for each branch which is pushed: a small pipeline with a trigger and one build.
import { Aws, DefaultStackSynthesizer, BOOTSTRAP_QUALIFIER_CONTEXT, Duration, Stack } from 'aws-cdk-lib';
import { BuildSpec, PipelineProject } from 'aws-cdk-lib/aws-codebuild';
import { Artifact, ExecutionMode, Pipeline, PipelineType, ProviderType } from 'aws-cdk-lib/aws-codepipeline';
import { CodeBuildAction, CodeStarConnectionsSourceAction } from 'aws-cdk-lib/aws-codepipeline-actions';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import { ArtifactStores } from '../../artifacts/artifact-stores';
import { literalGlob, matchesGlob } from '../../config/feature-branch-glob';
import type { FeatureBranchesProps } from '../../config/feature-branches-props';
import type { PipelineConfig } from '../../config/pipeline-config';
import { qualifiedSynthesizer } from '../../config/qualified-synthesizer';
import { SourceType } from '../../config/source-config';
import { configurationValues } from '../assembled/action-configuration';
import { grantConnections } from '../assembled/connections';
import { importNetwork, proxyBuildSpec } from '../builds/build-network';
import { configuredEnvironment, configuredRuntimes, runtimesSection } from '../builds/build-settings';
import { artifactKeys, writableByBuilds } from '../builds/store-access';
import { deploymentScript } from './branch-deployment';
import type { BranchPipelinesOptions, BranchPipelinesStackProps } from './branch-pipelines-stack-props';

/** Source: CodePipeline API Reference, GitBranchFilterCriteria. */
const MOST_EXCLUDED = 8;

/**
 * Creates the pipelines of branches: a push to a branch of `feature_branches.branches` starts a pipeline, whose one build
 * deploys the stack of that branch's own pipeline, unless it is there already. One branch is done after the other, and none
 * is passed over.
 *
 * The build may assume the bootstrap stack's deploy and publishing roles of the toolchain account, and no others. It runs
 * code of the branch, as the branch's pipeline does: whoever may push to such a branch may do whatever these roles may.
 *
 * It is deployed by hand, once and after changes, with `npx cdk deploy <repo>-branches`, and needs a source of type
 * `connection`, as other sources have no triggers with patterns.
 */
export class BranchPipelinesStack extends Stack {
  /**
   * Creates the stack where the configuration has `feature_branches`, and none in the synthesis of a branch.
   *
   * @param scope the app
   * @param config the configuration
   * @param options how the pipelines are created
   * @returns the stack, named `<repo>-branches`, or `undefined`
   */
  public static forConfig(
    scope: Construct,
    config: PipelineConfig,
    options: BranchPipelinesOptions = {},
  ): BranchPipelinesStack | undefined {
    if (config.featureBranches === undefined || config.featureBranch !== undefined) return undefined;
    const id = `${stackNameOf(config)}-branches`;
    return new BranchPipelinesStack(scope, id, { ...options, config });
  }

  /** The pipeline that creates the others. */
  public readonly pipeline: Pipeline;

  /** The project of its build. */
  public readonly project: PipelineProject;

  /**
   * @param scope the app
   * @param id the stack's id
   * @param props for which branches
   * @throws where the configuration has no `feature_branches`, is that of a branch, or has no connection as its source
   */
  public constructor(scope: Construct, id: string, props: BranchPipelinesStackProps) {
    const { config, pipelineName, pipelineStacks, installCommands, synthCommands, ...stackProps } = props;
    const allowed = assertUsable(id, config);
    const { account, region } = config.tooling;
    super(scope, id, {
      description: `Creates the pipelines of branches of ${config.repo}`,
      ...qualifiedSynthesizer(config.bootstrapQualifier),
      ...stackProps,
      env: { account, region },
    });
    const name = pipelineName ?? `${config.repo}-branches`;
    const [defaultBranch = ''] = config.pipelines.map(({ branch }) => branch);
    const stacks = pipelineStacks ?? `${stackNameOf(config)}-*`;
    const lookups = config.lookups ? '' : ' --no-lookups';
    this.project = this.#project(config, stacks, {
      installCommands: installCommands ?? ['npm ci'],
      synthCommands: synthCommands ?? [`npx cdk synth --quiet${lookups} -c "branch=$BRANCH"`],
    });
    const output = new Artifact('Source');
    const source = this.#source(config, defaultBranch, output);
    this.pipeline = new Pipeline(this, 'Pipeline', {
      pipelineName: name,
      pipelineType: PipelineType.V2,
      executionMode: ExecutionMode.QUEUED,
      artifactBucket: this.#store(config, name),
      usePipelineRoleForActions: true,
      stages: [
        { stageName: 'Source', actions: [source] },
        {
          stageName: 'Deploy',
          actions: [
            new CodeBuildAction({
              actionName: 'BranchPipeline',
              project: this.project,
              input: output,
              environmentVariables: {
                BRANCH: { value: source.variables.branchName },
                DEFAULT_BRANCH: { value: defaultBranch },
              },
            }),
          ],
        },
      ],
    });
    this.#addTrigger(config, allowed, source);
    grantConnections(this.pipeline, configurationValues(this.pipeline));
  }

  #addTrigger(
    config: PipelineConfig,
    { branches }: FeatureBranchesProps,
    source: CodeStarConnectionsSourceAction,
  ): void {
    const regular = config.pipelines.map(({ branch }) => branch);
    const excluded = regular.filter((branch) => branches.some((pattern) => matchesGlob(pattern, branch)));
    this.pipeline.addTrigger({
      providerType: ProviderType.CODE_STAR_SOURCE_CONNECTION,
      gitConfiguration: {
        sourceAction: source,
        pushFilter: [
          {
            branchesIncludes: branches,
            // Those beyond are refused by the synthesis.
            ...(excluded.length > 0 ? { branchesExcludes: excluded.map(literalGlob).slice(0, MOST_EXCLUDED) } : {}),
          },
        ],
      },
    });
  }

  #source(config: PipelineConfig, branch: string, output: Artifact): CodeStarConnectionsSourceAction {
    const { repository = '', connectionArn = '' } = config.source;
    const slash = repository.lastIndexOf('/');
    return new CodeStarConnectionsSourceAction({
      actionName: 'Source',
      connectionArn,
      // In GitLab with its groups.
      owner: repository.slice(0, slash),
      repo: repository.slice(slash + 1),
      // Counts for executions that somebody starts by hand.
      branch,
      output,
    });
  }

  #store(config: PipelineConfig, name: string): ReturnType<ArtifactStores['bucket']> {
    const { artifactQualifier: qualifier, artifactKms: kms } = config;
    const stores = ArtifactStores.byName({
      regions: [this.region],
      ...(qualifier === undefined ? {} : { qualifier }),
      kms,
    });
    return writableByBuilds(stores.bucket(this, this.account, this.region), artifactKeys(name));
  }

  #project(
    config: PipelineConfig,
    pipelineStacks: string,
    commands: Required<Pick<BranchPipelinesOptions, 'installCommands' | 'synthCommands'>>,
  ): PipelineProject {
    const { buildConfig } = config.tooling;
    const { timeoutMinutes, vpc, proxy } = buildConfig;
    const runtimes = configuredRuntimes(this, buildConfig) ?? {};
    const project = new PipelineProject(this, 'Project', {
      description: `Creates the pipeline of a branch of ${config.repo}`,
      environment: configuredEnvironment(this, buildConfig),
      timeout: Duration.minutes(timeoutMinutes ?? 60),
      ...(vpc === undefined ? {} : importNetwork(this, vpc)),
      buildSpec: BuildSpec.fromObject({
        version: '0.2',
        ...proxyBuildSpec(proxy),
        phases: {
          install: { ...sectionOf(runtimes), commands: commands.installCommands },
          build: { commands: [deploymentScript({ pipelineStacks, synthCommands: commands.synthCommands })] },
        },
      }),
    });
    for (const statement of this.#statements(config, pipelineStacks)) project.addToRolePolicy(statement);
    return project;
  }

  /** What `cdk deploy` needs of the toolchain account, and to see whether the stack is there. */
  #statements(config: PipelineConfig, pipelineStacks: string): PolicyStatement[] {
    const fromContext = this.node.tryGetContext(BOOTSTRAP_QUALIFIER_CONTEXT) as string | undefined;
    const qualifier = config.bootstrapQualifier ?? fromContext ?? DefaultStackSynthesizer.DEFAULT_QUALIFIER;
    const role = (kind: string, account: string, region: string): string =>
      `arn:${Aws.PARTITION}:iam::${account}:role/cdk-${qualifier}-${kind}-role-${account}-${region}`;
    const { featureBranches, tooling } = config;
    const kinds = ['deploy', 'file-publishing', 'image-publishing'];
    const looked = [tooling, ...(featureBranches?.stages ?? []).map((stage) => config.account(stage))];
    const lookups = looked.flatMap(({ account, regions }) => regions.map((region) => role('lookup', account, region)));
    return [
      new PolicyStatement({
        actions: ['sts:AssumeRole'],
        resources: [
          ...kinds.map((kind) => role(kind, this.account, this.region)),
          ...(config.lookups ? [...new Set(lookups)] : []),
        ],
      }),
      new PolicyStatement({
        actions: ['cloudformation:DescribeStacks'],
        resources: [
          this.formatArn({ service: 'cloudformation', resource: 'stack', resourceName: `${pipelineStacks}/*` }),
        ],
      }),
    ];
  }
}

function sectionOf(runtimes: Record<string, string>): object {
  const { phases } = runtimesSection(runtimes) as { readonly phases?: { readonly install: object } };
  return phases?.install ?? {};
}

/** Names of stacks have letters, digits and dashes alone. */
function stackNameOf({ repo }: PipelineConfig): string {
  return repo.replaceAll(/[^A-Za-z0-9-]+/g, '-');
}

function assertUsable(id: string, config: PipelineConfig): FeatureBranchesProps {
  const fail = (problem: string): never => {
    throw new Error(`BranchPipelinesStack ${id}: ${problem} Correct this, then run \`npx cdk synth\` again.`);
  };
  const { featureBranches, featureBranch, source } = config;
  if (featureBranch !== undefined) {
    fail(
      `the configuration is that of branch ${featureBranch.branch}, which creates no others. Use ` +
        '`BranchPipelinesStack.forConfig`, which knows.',
    );
  }
  if (source.sourceType !== SourceType.CONNECTION) {
    fail(
      `a source of type "${source.sourceType}" has no triggers with patterns for branches. Use a connection, or let a workflow ` +
        'of the repository create the pipelines.',
    );
  }
  return featureBranches ?? fail('the configuration has no "feature_branches", which say for which branches.');
}
