// What each hook can be told to do, and how a synthesized pipeline shows it; hook-stories.test.ts tells the stories.
import { CfnOutput, CfnResource, Stack, type Stage } from 'aws-cdk-lib';
import type { BuildEnvironment } from 'aws-cdk-lib/aws-codebuild';
import { ExecutionMode, Result, Variable } from 'aws-cdk-lib/aws-codepipeline';
import {
  CodePipelineSource,
  ManualApprovalStep,
  ShellStep,
  type CodeBuildStep,
  type Step,
} from 'aws-cdk-lib/pipelines';
import type { Construct } from 'constructs';
import {
  ArtifactStores,
  StageRule,
  type EndStageOptions,
  type NotificationSettings,
  type PipelineTriggers,
  type StageConditions,
  type StageContext,
  type StepOptions,
} from '../../src';
import { CONFIG, OneStackStage, type ServicesPipeline } from './services-pipeline';

/** What a hook is called with: the pipeline, the hook's parameters, and a word that the synthesis shows. */
export interface Call {
  readonly pipeline: ServicesPipeline;
  readonly args: readonly unknown[];
  readonly mark: string;
}

/** How a hook is overridden and extended, and what `undefined` does. */
export interface HookStory {
  /** Answers in place of the base. */
  readonly instead: (call: Call) => unknown;
  /** Answers what the base answers, and more. */
  readonly more: (base: never, call: Call) => unknown;
  /** What shows that the base answered; left out where the base has nothing. */
  readonly base?: string;
  /** What is said where the hook answers `undefined`; left out where it may, and takes away what the base has. */
  readonly refused?: RegExp;
  /** Where `undefined` falls back to the same thing that the base answers. */
  readonly sameWithout?: true;
  /** What the hook answers with, where that cannot be any word. */
  readonly words?: readonly [string, string];
  /** Where the answer is one value, so that more of it takes the former's place. */
  readonly replaces?: true;
  /** Where the pipeline of a branch alone is asked. */
  readonly ofBranch?: true;
}

function step(mark: string): ShellStep {
  return new ShellStep(mark, { commands: ['true'], primaryOutputDirectory: 'out' });
}

/** One step in place of another one, which it needs. */
function behind<T extends Step>(base: Step, made: T): T {
  made.addStepDependency(base);
  return made;
}

function deliver({ args, mark }: Call): Stage {
  const [scope, context] = args as [Construct, StageContext];
  return new OneStackStage(scope, context.id, mark, context.stageProps);
}

function stack(base: Stage, { mark }: Call): Stage {
  new CfnResource(new Stack(base, mark), 'Topic', { type: 'AWS::SNS::Topic' });
  return base;
}

function output({ args, mark }: Call): Record<string, CfnOutput> {
  const [stage] = args as [OneStackStage];
  return { [mark]: stage.output };
}

const commands: Pick<HookStory, 'instead' | 'more'> = {
  instead: ({ mark }) => [mark],
  more: (base: string[], { mark }) => [...base, mark],
};
const oneStep: Pick<HookStory, 'instead' | 'more'> = {
  instead: ({ mark }) => step(mark),
  more: (base: Step, { mark }) => behind(base, step(mark)),
};
const ownSteps: HookStory = {
  instead: ({ mark }) => [step(mark)],
  more: (base: Step[] | undefined, { mark }) => [...(base ?? []), step(mark)],
};
const text: Pick<HookStory, 'instead' | 'more'> = {
  instead: ({ mark }) => mark,
  more: (base: string, { mark }) => `${base}-${mark}`,
};
const stage: Pick<HookStory, 'instead' | 'more'> = { instead: deliver, more: stack };
const outputs: Pick<HookStory, 'instead' | 'more'> = {
  instead: output,
  more: (base: Record<string, CfnOutput>, call) => ({ ...base, ...output(call) }),
};
const guarded: HookStory = {
  instead: ({ mark }): StageConditions => ({
    onSuccess: { result: Result.FAIL, rules: [StageRule.deploymentWindow(mark, { cron: '* * 9-17 ? * MON-FRI *' })] },
  }),
  more: (base: StageConditions | undefined, { mark }): StageConditions => {
    const rule = StageRule.deploymentWindow(mark, { cron: '* * 9-17 ? * MON-FRI *' });
    return { ...base, onSuccess: { result: Result.FAIL, rules: [...(base?.onSuccess?.rules ?? []), rule] } };
  },
};
const options: HookStory = {
  instead: ({ mark }): StepOptions => ({ env: { [mark]: 'set' } }),
  more: (base: StepOptions | undefined, { mark }): StepOptions => ({ ...base, env: { ...base?.env, [mark]: 'set' } }),
};

function variable(mark: string): BuildEnvironment {
  return { environmentVariables: { [mark]: { value: 'set' } } };
}

function built({ pipeline, mark }: Call): void {
  new CfnOutput(pipeline, mark, { value: pipeline.codePipeline.pipelineArn });
}

/** Words that the template shows where a hook answers with them. */
const MODES: Readonly<Record<string, ExecutionMode>> = {
  QUEUED: ExecutionMode.QUEUED,
  PARALLEL: ExecutionMode.PARALLEL,
};

/** A story for every hook, by its name. */
export const STORIES: Readonly<Record<string, HookStory>> = {
  // ---- every build
  installCommands: { ...commands, base: 'test -f node_modules/.package-lock.json' },
  cachePaths: { ...commands, base: '"paths":["node_modules/**/*"' },
  cacheKey: {
    ...text,
    base: 'npm-$(codebuild-hash-files package-lock.json)',
    refused: /Hook cacheKey of .* returned nothing where a text has to be/,
  },
  buildEnvironment: {
    instead: ({ mark }) => variable(mark),
    more: (base: BuildEnvironment, { mark }): BuildEnvironment => ({
      ...base,
      environmentVariables: { ...base.environmentVariables, ...variable(mark).environmentVariables },
    }),
    base: 'aws/codebuild/standard:7.0',
    sameWithout: true,
  },
  runtimeVersions: {
    instead: ({ mark }) => ({ [mark]: '1' }),
    more: (base: Record<string, string>, { mark }) => ({ ...base, [mark]: '1' }),
    base: '"nodejs":"22"',
  },
  pipelineStepOptions: options,
  stageStepOptions: options,
  artifactStores: {
    instead: ({ mark }) =>
      ArtifactStores.byName({ regions: ['eu-central-1', 'us-east-1'], qualifier: mark.slice(0, 10) }),
    more: (base: ArtifactStores, { mark }) =>
      ArtifactStores.byName({ regions: base.regions, qualifier: mark.slice(0, 10) }),
    base: 'trunkline-artifacts-',
    refused: /Hook artifactStores of .* returned nothing where ArtifactStores/,
    replaces: true,
  },
  // ---- conditions
  stageConditions: guarded,
  pipelineStageConditions: {
    // Nothing guards the source, and the self-update of a guarded stage is none of this story.
    instead: (call) => (call.args[0] === 'Tests' ? guarded.instead(call) : undefined),
    more: (base, call) => (call.args[0] === 'Tests' ? guarded.more(base, call) : undefined),
  },
  disabledTransition: {
    instead: ({ mark }) => mark,
    more: (base: string | undefined, { mark }) => [base, mark].join(' ').trim(),
  },
  // ---- executions
  executionMode: {
    instead: ({ mark }) => MODES[mark],
    more: (_base, { mark }) => MODES[mark],
    refused: /Hook executionMode of .* returned nothing where an execution mode has to be/,
    words: ['QUEUED', 'PARALLEL'],
    replaces: true,
  },
  triggers: {
    instead: ({ mark }): PipelineTriggers => ({ push: [{ tagsIncludes: [mark] }] }),
    more: (base: PipelineTriggers | undefined, { mark }): PipelineTriggers => ({
      push: [...(base?.push ?? []), { tagsIncludes: [mark] }],
    }),
  },
  variables: {
    instead: ({ mark }) => [new Variable({ variableName: mark, defaultValue: 'x' })],
    more: (base: Variable[] | undefined, { mark }) => [
      ...(base ?? []),
      new Variable({ variableName: mark, defaultValue: 'x' }),
    ],
  },
  // ---- what is delivered
  appStage: {
    ...stage,
    base: 'services-Main',
    refused: /Hook appStage of .* returned nothing; a stage has to deliver/,
  },
  bootstrapStage: { ...stage, base: 'services-Repositories' },
  toolchainStage: { ...stage, base: 'Toolchain-services-Shared' },
  testEnvironment: { ...outputs, base: '"name":"PARAMETER"' },
  acceptanceTestEnvironment: { ...outputs, base: '"name":"PARAMETER_US_EAST_1"' },
  imageEnvironment: { ...outputs, base: '"name":"REPOSITORY"' },
  notifications: {
    instead: ({ mark }) => ({ emails: [`${mark}@example.com`] }),
    more: (base: NotificationSettings | undefined, { mark }) => ({
      emails: [...(base?.emails ?? []), `${mark}@example.com`],
    }),
  },
  stageNotifications: {
    instead: ({ mark }) => ({ emails: [`${mark}@example.com`] }),
    more: (base: NotificationSettings | undefined, { mark }) => ({
      emails: [...(base?.emails ?? []), `${mark}@example.com`],
    }),
  },
  approval: {
    instead: ({ mark }) => new ManualApprovalStep(mark),
    more: (base: Step | undefined, { mark }) =>
      base === undefined ? undefined : behind(base, new ManualApprovalStep(mark)),
    base: '"Name":"Approval"',
  },
  beforeStages: ownSteps,
  betweenStages: ownSteps,
  afterStages: ownSteps,
  beforeStage: ownSteps,
  betweenParts: ownSteps,
  afterStage: ownSteps,
  beforeRegion: ownSteps,
  betweenRegions: ownSteps,
  afterRegion: ownSteps,
  pipelineBuilt: {
    instead: built,
    more: (_base, call) => {
      built(call);
    },
  },
  endStage: {
    instead: ({ mark }) => ({ reason: mark }),
    more: (base: EndStageOptions, { mark }) => ({ ...base, reason: mark }),
    base: '"Name":"End"',
    replaces: true,
    ofBranch: true,
  },
  // ---- steps
  source: {
    instead: ({ mark }) =>
      CodePipelineSource.connection(`acme/${mark}`, 'main', { connectionArn: CONFIG.connection_arn }),
    more: (base: Step, { mark }) =>
      behind(base, CodePipelineSource.connection(`acme/${mark}`, 'main', { connectionArn: CONFIG.connection_arn })),
    base: '"FullRepositoryId":"acme/services"',
    refused: /Hook source of .* cannot be left out/,
  },
  synth: {
    instead: ({ args, mark }) =>
      new ShellStep(mark, { input: args[0] as Step, commands: ['make'], primaryOutputDirectory: 'out' }),
    more: (base: CodeBuildStep, { mark }) => {
      base.addOutputDirectory(mark);
      return base;
    },
    base: 'npx cdk synth',
    refused: /Hook synth of .* cannot be left out/,
  },
  synthCommands: { ...commands, base: 'npx cdk synth', refused: /synthCommands of .* cannot be left out/ },
  cloudAssemblyDirectory: {
    ...text,
    base: '"base-directory":"cdk.out',
    refused: /Hook cloudAssemblyDirectory of .* returned nothing where a text/,
  },
  infrastructureTests: { ...oneStep, base: '"Name":"InfrastructureTests"' },
  infrastructureTestCommands: { ...commands, base: 'npm run test:infrastructure' },
  lambdaTests: { ...oneStep, base: '"Name":"LambdaTests"' },
  lambdaTestCommands: { ...commands, base: 'npm run test:lambda' },
  preflight: { ...oneStep, base: '"Name":"Preflight"' },
  preflightCommands: { ...commands, base: 'trunkline preflight' },
  images: { ...oneStep, base: 'docker push' },
  imageCommands: { ...commands, base: 'docker push' },
  integrationTests: { ...oneStep, base: 'npm run test:integration' },
  integrationTestCommands: { ...commands, base: 'npm run test:integration' },
  acceptanceTests: { ...oneStep, base: 'npm run test:acceptance' },
  acceptanceTestCommands: { ...commands, base: 'npm run test:acceptance' },
};
