// Builds share a cache where the packages of one run in the other, and nowhere else: a cache is never updated once it exists.
import { App } from 'aws-cdk-lib';
import { Cache, LinuxArmBuildImage } from 'aws-cdk-lib/aws-codebuild';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Lazy } from 'aws-cdk-lib';
import { CodeBuildStep, ShellStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { StepOptions } from '../../src';
import { separateCaches } from '../../src/pipeline/builds/cache-namespaces';
import { CONFIG } from '../pipeline/services-pipeline';
import { BuildsPipeline, development, projectsOf } from './synthesized-builds';

/** Projects by the namespace of their cache, each group in order. */
function sharing(stack: BuildsPipeline): string[][] {
  const groups = new Map<unknown, string[]>();
  for (const [name, { Cache: cache }] of Object.entries(projectsOf(stack))) {
    if (cache.Type !== 'S3') continue;
    groups.set(cache.CacheNamespace, [...(groups.get(cache.CacheNamespace) ?? []), name]);
  }
  return [...groups.values()].map((names) => names.sort()).sort((one, other) => other.length - one.length);
}

function ofStage(build: Record<string, unknown>): Record<string, unknown> {
  return { accounts: { ...CONFIG.accounts, dev: { ...CONFIG.accounts.dev, build } } };
}

const ALL = [
  'Build-Synth',
  'Dev-AcceptanceTests',
  'Dev-IntegrationTests',
  'Qa-AcceptanceTests',
  'Qa-eu-central-1-IntegrationTests',
  'Qa-us-east-1-IntegrationTests',
  'Tests-InfrastructureTests',
  'Tests-LambdaTests',
];
const DEV = ['Dev-AcceptanceTests', 'Dev-IntegrationTests'];
const OTHERS = ALL.filter((name) => !DEV.includes(name));

describe('a cache', () => {
  test('is shared by all builds of one image with the same versions, whatever else they differ in', () => {
    expect(sharing(development())).toEqual([ALL]);
    expect(sharing(development(ofStage({ compute_type: 'BUILD_GENERAL1_LARGE', timeout_minutes: 9 })))).toEqual([ALL]);
  });

  test('is not shared with another processor, another image or another Node', () => {
    for (const build of [
      { image: 'aws/codebuild/amazonlinux-aarch64-standard:3.0' },
      { image: 'aws/codebuild/amazonlinux-x86_64-standard:5.0' },
      { image: '555555555555.dkr.ecr.eu-west-1.amazonaws.com/tools/builder:4' },
      { runtime_versions: { nodejs: '20' } },
      { runtime_versions: { nodejs: '22', python: '3.12' } },
    ]) {
      expect(sharing(development(ofStage(build)))).toEqual([OTHERS, DEV]);
    }
  });

  test('is shared whatever the order of the versions', () => {
    const versions = { nodejs: '22', python: '3.12' };
    const turned = { python: '3.12', nodejs: '22' };
    expect(
      sharing(development({ build: { runtime_versions: versions }, ...ofStage({ runtime_versions: turned }) })),
    ).toEqual([ALL]);
  });

  test('is not that of another pipeline, and keeps its name from one synthesis to the next', () => {
    const namespace = (config: Record<string, unknown>): unknown =>
      projectsOf(development(config))['Build-Synth']?.Cache.CacheNamespace;
    expect(namespace({})).toMatch(/^services-development-[0-9a-f]{8}$/);
    expect(namespace({})).toBe(namespace({}));
    expect(namespace({ repo: 'other' })).toMatch(/^other-development-/);
  });

  test('follows the options of a step', () => {
    class Optioned extends BuildsPipeline {
      public override pipelineStepOptions(id: string): StepOptions | undefined {
        return id === 'LambdaTests' ? { runtimeVersions: { nodejs: '20' } } : undefined;
      }
    }
    const others = ALL.filter((name) => name !== 'Tests-LambdaTests');
    expect(sharing(development({}, Optioned))).toEqual([others, ['Tests-LambdaTests']]);
  });

  test("follows a project's own steps, which may have an image of their own and select languages by themselves", () => {
    class Own extends BuildsPipeline {
      public override beforeStages(): Step[] {
        const buildImage = LinuxArmBuildImage.AMAZON_LINUX_2023_STANDARD_3_0;
        const commands = ['echo \'"runtime-versions": {"nodejs": "22"}\''];
        return [
          new ShellStep('Plain', { commands }),
          new CodeBuildStep('Again', { commands: [Lazy.string({ produce: () => this.stackId })] }),
          new CodeBuildStep('Arm', { commands, buildEnvironment: { buildImage } }),
          new CodeBuildStep('Elsewhere', {
            commands,
            cache: Cache.bucket(Bucket.fromBucketName(this, 'Ours', 'ours'), { cacheNamespace: 'ours' }),
          }),
        ];
      }
    }
    const stack = development({}, Own);
    expect(sharing(stack).slice(0, 2)).toEqual([ALL, ['Tests-Again', 'Tests-Plain']]);
    expect(sharing(stack).slice(2).sort()).toEqual([['Tests-Arm'], ['Tests-Elsewhere']]);
    expect(projectsOf(stack)['Tests-Elsewhere']?.Cache.CacheNamespace).toBe('ours');
  });
});

test('a project whose buildspec is a file has a cache too', () => {
  const stack = new BuildsPipeline(new App({ context: { config: CONFIG } }), 'Files', { pipeline: 'development' });
  const project = new CfnProject(stack, 'Project', {
    artifacts: { type: 'CODEPIPELINE' },
    environment: { type: 'LINUX_CONTAINER', image: 'image', computeType: 'BUILD_GENERAL1_SMALL' },
    serviceRole: 'role',
    source: { type: 'CODEPIPELINE', buildSpec: 'buildspec.yaml' },
    cache: { type: 'S3', location: 'bucket', cacheNamespace: 'shared' },
  });
  separateCaches([stack], 'shared');
  expect(project.cache).toMatchObject({ location: 'bucket', cacheNamespace: expect.stringMatching(/^shared-/) });
});
