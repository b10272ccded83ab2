// CodeBuild projects with everything that they can say about a build.
import { describe, expect, it } from 'vitest';
import { projectFromResource } from '../../src/assembly/project-from-resource.js';
import type { TrunklineError } from '../../src/model/errors.js';
import type { Project } from '../../src/model/project.js';
import type { Stack, StackResource } from '../../src/model/stack.js';
import type { TemplateValue } from '../../src/model/template.js';

const stack = {
  environment: { account: '111111111111', region: 'eu-central-1' },
  stackName: 'Services',
} as Stack;

function read(properties: Record<string, TemplateValue>): Project {
  const resource: StackResource = {
    logicalId: 'Project1',
    type: 'AWS::CodeBuild::Project',
    physicalId: 'Project1-ab12',
    attributes: {},
    properties: {
      ServiceRole: 'arn:aws:iam::111111111111:role/build',
      Source: { Type: 'CODEPIPELINE' },
      Environment: { Image: 'aws/codebuild/standard:7.0', ComputeType: 'BUILD_GENERAL1_SMALL' },
      ...properties,
    },
    deletionPolicy: 'Delete',
    updateReplacePolicy: 'Delete',
    constructPath: 'Services/Project',
  };
  return projectFromResource(resource, stack);
}

const environment = (...variables: TemplateValue[]): Record<string, TemplateValue> => ({
  Environment: { Image: 'i', ComputeType: 'c', EnvironmentVariables: variables },
});

describe('a CodeBuild project', () => {
  it('has CloudFormation’s defaults, and the name that CloudFormation gave it', () => {
    const project = read({});
    expect(project).toMatchObject({
      name: 'Project1-ab12',
      privilegedMode: false,
      environmentVariables: [],
      cache: { type: 'NO_CACHE' },
      timeoutInMinutes: 60,
    });
    expect(project).not.toHaveProperty('buildSpec');
  });

  it('has variables of every type; numbers become text', () => {
    expect(
      read(
        environment(
          { Name: 'A', Value: 1 },
          { Name: 'B', Value: '/path', Type: 'PARAMETER_STORE' },
          { Name: 'C', Value: '', Type: 'PLAINTEXT' },
        ),
      ).environmentVariables,
    ).toEqual([
      { name: 'A', value: '1', type: 'PLAINTEXT' },
      { name: 'B', value: '/path', type: 'PARAMETER_STORE' },
      { name: 'C', value: '', type: 'PLAINTEXT' },
    ]);
  });

  it.each([
    [
      { Type: 'S3', Location: 'bucket/prefix' },
      { type: 'S3', location: 'bucket/prefix' },
    ],
    [
      { Type: 'LOCAL', Modes: ['LOCAL_CUSTOM_CACHE'] },
      { type: 'LOCAL', modes: ['LOCAL_CUSTOM_CACHE'] },
    ],
    [{ Type: 'NO_CACHE' }, { type: 'NO_CACHE' }],
  ])('has the cache %j', (declared, expected) => {
    expect(read({ Cache: declared }).cache).toEqual(expected);
  });

  it('takes "90" for 90 and "true" for true, as CloudFormation does', () => {
    const project = read({
      TimeoutInMinutes: '90',
      Environment: { Image: 'i', ComputeType: 'c', PrivilegedMode: 'true' },
    });
    expect(project).toMatchObject({ timeoutInMinutes: 90, privilegedMode: true });
  });

  it('is refused with all its mistakes at once, by its construct path', () => {
    const broken = () => read({ Source: {}, ServiceRole: 1, Cache: { Type: 'S3' }, TimeoutInMinutes: 'soon' });
    expect(broken).toThrow('Services/Project (resource Project1 of stack Services');
    try {
      broken();
    } catch (error) {
      const { code, details } = error as TrunklineError;
      expect(code).toBe('PipelineInvalid');
      expect(details.map((line) => line.split(':')[0])).toEqual([
        'ServiceRole',
        'TimeoutInMinutes',
        'Source.Type',
        'Cache.Location',
      ]);
    }
    expect.assertions(3);
  });

  it('is refused where a variable is given twice', () => {
    try {
      read(environment({ Name: 'A', Value: '1' }, { Name: 'A', Value: '2' }));
    } catch (error) {
      expect((error as TrunklineError).details).toEqual(['environment variable A is given more than once']);
    }
    expect.assertions(1);
  });
});
