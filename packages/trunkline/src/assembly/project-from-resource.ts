// From a deployed AWS::CodeBuild::Project, every intrinsic resolved, to the model's Project.
import { z } from 'zod';
import { TrunklineError } from '../model/errors.js';
import type { EnvironmentVariable, Project, ProjectCache } from '../model/project.js';
import type { Stack, StackResource } from '../model/stack.js';
import { declarationOf, describeDeclaration } from './declaration.js';
import { repeated } from './pipeline-places.js';
import { flag, text, whole } from './scalars.js';
import { describeIssues } from './schema-issues.js';

// Source: CloudFormation resource reference, AWS::CodeBuild::Project.
const projectShape = z.looseObject({
  Name: z.string().optional(),
  ServiceRole: z.string(),
  TimeoutInMinutes: whole.optional(),
  Source: z.looseObject({ Type: z.string(), BuildSpec: z.string().optional() }),
  Environment: z.looseObject({
    Image: z.string(),
    ComputeType: z.string(),
    PrivilegedMode: flag.optional(),
    EnvironmentVariables: z
      .array(
        z.looseObject({
          Name: z.string().min(1),
          Value: text,
          Type: z.enum(['PLAINTEXT', 'PARAMETER_STORE', 'SECRETS_MANAGER']).optional(),
        }),
      )
      .optional(),
  }),
  Cache: z
    .discriminatedUnion('Type', [
      z.looseObject({ Type: z.literal('NO_CACHE') }),
      z.looseObject({ Type: z.literal('LOCAL'), Modes: z.array(z.string()).optional() }),
      z.looseObject({ Type: z.literal('S3'), Location: z.string() }),
    ])
    .optional(),
});

type ProjectProperties = z.infer<typeof projectShape>;

/** Minutes that a build may take where the project says nothing. Source: CodeBuild API reference, CreateProject. */
const DEFAULT_TIMEOUT = 60;

/**
 * The CodeBuild project that a deployed resource describes, with the defaults of CloudFormation filled in. Throws
 * TrunklineError `PipelineInvalid`; the details name every mistake.
 *
 * @param resource a resource of type AWS::CodeBuild::Project
 * @param stack the stack that it is part of
 */
export function projectFromResource(resource: StackResource, stack: Stack): Project {
  const declaredAt = declarationOf(resource, stack);
  const refuse = (mistakes: string[]): never => {
    throw new TrunklineError(
      'PipelineInvalid',
      `CodeBuild project ${resource.physicalId} cannot run: CodeBuild would refuse what ` +
        `${describeDeclaration(declaredAt)} declares. Correct that construct and run 'npx cdk synth' again.`,
      mistakes,
    );
  };
  if (resource.type !== 'AWS::CodeBuild::Project') refuse([`it is of type ${resource.type}`]);
  const parsed = projectShape.safeParse(resource.properties);
  if (!parsed.success) return refuse(describeIssues(parsed.error));
  const { Name, Source, Environment, Cache, TimeoutInMinutes, ServiceRole } = parsed.data;
  const environmentVariables = variablesOf(Environment);
  const twice = repeated(environmentVariables.map(({ name }) => name));
  if (twice.length > 0) refuse(twice.map((name) => `environment variable ${name} is given more than once`));
  return {
    name: Name ?? resource.physicalId,
    declaredAt,
    ...(Source.BuildSpec === undefined ? {} : { buildSpec: Source.BuildSpec }),
    image: Environment.Image,
    computeType: Environment.ComputeType,
    privilegedMode: Environment.PrivilegedMode ?? false,
    environmentVariables,
    cache: cacheOf(Cache),
    timeoutInMinutes: TimeoutInMinutes ?? DEFAULT_TIMEOUT,
    serviceRole: ServiceRole,
  };
}

function variablesOf(environment: ProjectProperties['Environment']): EnvironmentVariable[] {
  return (environment.EnvironmentVariables ?? []).map(({ Name, Value, Type }) => ({
    name: Name,
    value: Value,
    type: Type ?? 'PLAINTEXT',
  }));
}

function cacheOf(cache: ProjectProperties['Cache']): ProjectCache {
  switch (cache?.Type) {
    case 'S3':
      return { type: 'S3', location: cache.Location };
    case 'LOCAL':
      return { type: 'LOCAL', modes: cache.Modes ?? [] };
    default:
      return { type: 'NO_CACHE' };
  }
}
