// The shape of an AWS::CodePipeline::Pipeline's resolved properties. Source: CloudFormation resource reference.
import { z } from 'zod';
import { flag, text, whole } from './scalars.js';

const artifactStore = z.looseObject({
  Location: z.string(),
  EncryptionKey: z.looseObject({ Id: z.string() }).optional(),
});

const action = z.looseObject({
  Name: z.string(),
  ActionTypeId: z.looseObject({ Category: z.string(), Owner: z.string(), Provider: z.string(), Version: text }),
  RunOrder: z.union([z.number(), whole]).optional(),
  Configuration: z.record(z.string(), text).optional(),
  InputArtifacts: z.array(z.looseObject({ Name: z.string() })).optional(),
  OutputArtifacts: z.array(z.looseObject({ Name: z.string(), Files: z.array(z.string()).optional() })).optional(),
  Namespace: z.string().optional(),
  Region: z.string().optional(),
  RoleArn: z.string().optional(),
  Commands: z.array(z.string()).optional(),
  OutputVariables: z.array(z.string()).optional(),
  EnvironmentVariables: z
    .array(z.looseObject({ Name: z.string(), Value: text, Type: z.enum(['PLAINTEXT', 'SECRETS_MANAGER']).optional() }))
    .optional(),
  TimeoutInMinutes: whole.optional(),
});

const condition = z.looseObject({
  Result: z.string().optional(),
  Rules: z
    .array(
      z.looseObject({
        Name: z.string().optional(),
        RuleTypeId: z.looseObject({ Provider: z.string().optional() }).optional(),
        Configuration: z.record(z.string(), text).optional(),
      }),
    )
    .optional(),
});

const conditions = z.looseObject({ Conditions: z.array(condition).optional() });

/** What the engine reads of a pipeline; other properties may be there. */
export const pipelineShape = z.looseObject({
  Name: z.string().optional(),
  PipelineType: z.enum(['V1', 'V2']).optional(),
  ExecutionMode: z.enum(['SUPERSEDED', 'QUEUED', 'PARALLEL']).optional(),
  RestartExecutionOnUpdate: flag.optional(),
  RoleArn: z.string(),
  ArtifactStore: artifactStore.optional(),
  ArtifactStores: z.array(z.looseObject({ Region: z.string(), ArtifactStore: artifactStore })).optional(),
  Variables: z.array(z.looseObject({ Name: z.string(), DefaultValue: z.string().optional() })).optional(),
  Triggers: z.array(z.unknown()).optional(),
  DisableInboundStageTransitions: z
    .array(z.looseObject({ StageName: z.string(), Reason: z.string().optional() }))
    .optional(),
  Stages: z.array(
    z.looseObject({
      Name: z.string(),
      Actions: z.array(action),
      BeforeEntry: conditions.optional(),
      OnSuccess: conditions.optional(),
      OnFailure: conditions.extend({ Result: z.string().optional() }).optional(),
    }),
  ),
});

/** A pipeline's resolved properties. */
export type PipelineProperties = z.infer<typeof pipelineShape>;

/** One condition's resolved properties. */
export type ConditionProperties = z.infer<typeof condition>;

/** One action's resolved properties. */
export type ActionProperties = z.infer<typeof action>;
