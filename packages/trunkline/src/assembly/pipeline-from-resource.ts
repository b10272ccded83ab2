// From a deployed AWS::CodePipeline::Pipeline, every intrinsic resolved, to the model's Pipeline.
import { TrunklineError } from '../model/errors.js';
import type { Action, ArtifactStore, Pipeline } from '../model/pipeline.js';
import type { Stack, StackResource } from '../model/stack.js';
import { declarationOf, describeDeclaration } from './declaration.js';
import { stageEntryMistakes, stageEntryOf, unjudgedConditions } from './pipeline-conditions.js';
import { repeated } from './pipeline-places.js';
import { pipelineMistakes } from './pipeline-rules.js';
import { type ActionProperties, type PipelineProperties, pipelineShape } from './pipeline-shape.js';
import { describeIssues } from './schema-issues.js';

/**
 * The pipeline that a deployed resource describes, with the defaults of CloudFormation filled in. Throws TrunklineError
 * `PipelineInvalid` where CodePipeline would refuse the declaration; the details name every mistake.
 *
 * @param resource a resource of type AWS::CodePipeline::Pipeline
 * @param stack the stack that it is part of
 */
export function pipelineFromResource(resource: StackResource, stack: Stack): Pipeline {
  const { pipeline, mistakes } = pipelineWithMistakes(resource, stack);
  if (pipeline !== undefined && mistakes.length === 0) return pipeline;
  throw new TrunklineError(
    'PipelineInvalid',
    `Pipeline ${resource.physicalId} cannot run: CodePipeline would refuse what ` +
      `${describeDeclaration(declarationOf(resource, stack))} declares. Correct that construct and run 'npx cdk synth' again.`,
    mistakes,
  );
}

/** A pipeline as it is declared, and what CodePipeline would refuse of it; no pipeline where it cannot even be read. */
export interface InspectedPipeline {
  readonly pipeline?: Pipeline;
  readonly mistakes: readonly string[];
}

/** As `pipelineFromResource`, for whoever has to go on with a pipeline that CodePipeline would refuse. */
export function pipelineWithMistakes(resource: StackResource, stack: Stack): InspectedPipeline {
  if (resource.type !== 'AWS::CodePipeline::Pipeline') return { mistakes: [`it is of type ${resource.type}`] };
  const parsed = pipelineShape.safeParse(resource.properties);
  if (!parsed.success) return { mistakes: describeIssues(parsed.error) };
  const properties = parsed.data;
  const pipeline: Pipeline = {
    name: properties.Name ?? resource.physicalId,
    declaredAt: declarationOf(resource, stack),
    // unsure: what CloudFormation takes where PipelineType is absent; CDK always writes it.
    pipelineType: properties.PipelineType ?? 'V1',
    executionMode: properties.ExecutionMode ?? 'SUPERSEDED',
    restartExecutionOnUpdate: properties.RestartExecutionOnUpdate ?? false,
    roleArn: properties.RoleArn,
    artifactStores: artifactStoresOf(properties, stack.environment.region),
    variables: Object.fromEntries((properties.Variables ?? []).map(({ Name, DefaultValue }) => [Name, DefaultValue])),
    notRehearsed: notRehearsed(properties),
    stages: properties.Stages.map((stage) => ({
      name: stage.Name,
      actions: stage.Actions.map(actionOf).sort((a, b) => a.runOrder - b.runOrder),
      ...stageEntryOf(stage, properties),
    })),
  };
  const mistakes = [...storeMistakes(properties), ...stageEntryMistakes(properties), ...pipelineMistakes(pipeline)];
  return { pipeline, mistakes };
}

/** What the engine reads and does not act on. */
function notRehearsed(properties: PipelineProperties): string[] {
  return [
    ...(properties.Triggers?.length ? ['its triggers'] : []),
    ...properties.Stages.flatMap((stage) => [
      ...unjudgedConditions(stage),
      ...stage.Actions.flatMap((each) =>
        each.TimeoutInMinutes === undefined ? [] : [`the timeout of action ${stage.Name}/${each.Name}`],
      ),
    ]),
  ];
}

function actionOf(action: ActionProperties): Action {
  const { Category: category, Owner: owner, Provider: provider, Version: version } = action.ActionTypeId;
  return {
    name: action.Name,
    actionTypeId: { category, owner, provider, version },
    runOrder: action.RunOrder ?? 1,
    configuration: action.Configuration ?? {},
    inputArtifacts: (action.InputArtifacts ?? []).map(({ Name }) => Name),
    outputArtifacts: (action.OutputArtifacts ?? []).map(({ Name, Files }) => ({
      name: Name,
      ...(Files === undefined ? {} : { files: Files }),
    })),
    ...(action.Namespace === undefined ? {} : { namespace: action.Namespace }),
    ...(action.Region === undefined ? {} : { region: action.Region }),
    ...(action.RoleArn === undefined ? {} : { roleArn: action.RoleArn }),
    ...(action.Commands === undefined ? {} : { commands: action.Commands }),
    ...(action.OutputVariables === undefined ? {} : { outputVariables: action.OutputVariables }),
    ...(action.EnvironmentVariables === undefined
      ? {}
      : {
          environmentVariables: action.EnvironmentVariables.map(({ Name, Value, Type }) => ({
            name: Name,
            value: Value,
            type: Type ?? 'PLAINTEXT',
          })),
        }),
    ...(action.TimeoutInMinutes === undefined ? {} : { timeoutInMinutes: action.TimeoutInMinutes }),
  };
}

type StoreProperties = NonNullable<PipelineProperties['ArtifactStore']>;

function artifactStoresOf(properties: PipelineProperties, home: string): Record<string, ArtifactStore> {
  const storeOf = (store: StoreProperties): ArtifactStore => ({
    location: store.Location,
    ...(store.EncryptionKey === undefined ? {} : { encryptionKey: store.EncryptionKey.Id }),
  });
  return Object.fromEntries([
    ...(properties.ArtifactStore ? [[home, storeOf(properties.ArtifactStore)] as const] : []),
    ...(properties.ArtifactStores ?? []).map(({ Region, ArtifactStore }) => [Region, storeOf(ArtifactStore)] as const),
  ]);
}

/** What the model no longer shows. Source: API reference, PipelineDeclaration. */
function storeMistakes({ ArtifactStore, ArtifactStores }: PipelineProperties): string[] {
  const regions = (ArtifactStores ?? []).map(({ Region }) => Region);
  return [
    ...(ArtifactStore === undefined && ArtifactStores === undefined
      ? ['neither ArtifactStore nor ArtifactStores is set']
      : []),
    ...(ArtifactStore !== undefined && ArtifactStores !== undefined
      ? ['both ArtifactStore and ArtifactStores are set; only one may be']
      : []),
    ...repeated(regions).map((region) => `ArtifactStores names region ${region} more than once`),
  ];
}
