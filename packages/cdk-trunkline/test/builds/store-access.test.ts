// What builds may write in the artifact stores that all pipelines share.
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { CodeBuildStep, type Step } from 'aws-cdk-lib/pipelines';
import { describe, expect, test } from 'vitest';
import type { StepOptions } from '../../src';
import { artifactKeys } from '../../src/pipeline/builds/store-access';
import {
  BuildsPipeline,
  development,
  projectsOf,
  resourcesOf,
  roleOf,
  statementsOf,
  type Statement,
} from './synthesized-builds';

const STORE = 'trunkline-artifacts-111111111111-eu-central-1';

/** The keys of the home store that a build may act on, without the bucket itself. */
function keysOf(stack: BuildsPipeline, project: string, action: RegExp): string[] {
  const allowed = ({ Action }: Statement): boolean => [Action].flat().some((each) => action.test(each));
  const resources = statementsOf(stack, roleOf(stack, project))
    .filter(allowed)
    .flatMap(({ Resource }) => [Resource].flat())
    .map((resource) => JSON.stringify(resource));
  const keys = resources.flatMap((resource) => new RegExp(`${STORE}/([^"]+)"`).exec(resource)?.[1] ?? []);
  // Nothing of another bucket, and not everything.
  for (const resource of resources) expect(resource).toContain(`:s3:::${STORE}`);
  return [...new Set(keys)].sort();
}

const WRITE = /^s3:(?:Put|Delete|Abort)|^s3:\*$|^\*$/;
const READ = /^s3:GetObject/;

class WithOwnSteps extends BuildsPipeline {
  public override beforeStages(): Step[] {
    return [
      new CodeBuildStep('Scan', { commands: ['scan'] }),
      new CodeBuildStep('Report', { commands: ['report'], primaryOutputDirectory: 'out' }),
    ];
  }

  public override pipelineStepOptions(id: string): StepOptions | undefined {
    const statement = new PolicyStatement({ actions: ['ssm:GetParameter'], resources: ['*'] });
    if (id === 'LambdaTests') return { rolePolicyStatements: [statement] };
    return undefined;
  }
}

const CACHE = 'cache/services-development/*';
const ARTIFACTS = 'services-development/*';

describe('builds', () => {
  const stack = development({}, WithOwnSteps);

  test('read everything: what they take in may be any artifact', () => {
    for (const name of Object.keys(projectsOf(stack))) expect(keysOf(stack, name, READ)).toContain('*');
  });

  test.each([
    ['Build-Synth', [CACHE, ARTIFACTS]],
    ['Tests-InfrastructureTests', [CACHE]],
    ['Tests-LambdaTests', [CACHE]],
    ['Tests-Scan', [CACHE]],
    ['Tests-Report', [CACHE, ARTIFACTS]],
    ['Dev-IntegrationTests', [CACHE]],
    ['Qa-AcceptanceTests', [CACHE]],
    ['Dev-Images', []],
    ['UpdatePipeline-SelfMutation', []],
    ['Assets-FileAsset', []],
  ])('%s write what they output, and their cache, and nothing else: %j', (name, keys) => {
    expect(keysOf(stack, name, WRITE)).toEqual(keys);
  });

  test('write nothing at all where there is no cache', () => {
    class Uncached extends BuildsPipeline {
      public override cachePaths(): undefined {
        return undefined;
      }
    }
    const uncached = development({}, Uncached);
    expect(keysOf(uncached, 'Dev-IntegrationTests', WRITE)).toEqual([]);
    expect(keysOf(uncached, 'Build-Synth', WRITE)).toEqual([ARTIFACTS]);
  });

  test('that share a role have no two statements that differ in their actions alone', () => {
    for (const name of ['Tests-InfrastructureTests', 'Dev-IntegrationTests', 'Qa-AcceptanceTests']) {
      const resources = statementsOf(stack, roleOf(stack, name)).map(({ Resource }) => JSON.stringify(Resource));
      expect(new Set(resources).size).toBe(resources.length);
    }
  });
});

test('the pipeline itself writes everything: the source, and what it copies to other regions', () => {
  const stack = development();
  const pipeline = Object.values(resourcesOf(stack)).find(({ Type }) => Type === 'AWS::CodePipeline::Pipeline');
  const { 'Fn::GetAtt': role } = pipeline?.Properties.RoleArn as { 'Fn::GetAtt': [string, string] };
  const writing = statementsOf(stack, role[0]).filter(({ Action }) => [Action].flat().includes('s3:PutObject'));
  const resources = JSON.stringify(writing.map(({ Resource }) => Resource));
  for (const region of ['eu-central-1', 'us-east-1']) {
    expect(resources).toContain(`:s3:::trunkline-artifacts-111111111111-${region}/*"`);
  }
});

describe('the folder of artifacts', () => {
  test.each([
    ['shop-development', 'shop-development/*'],
    ['services-development', 'services-development/*'],
    ['customer-portal-development', 'customer-portal-deve*'],
    ['shop.v2@eu', 'shop?v2?eu/*'],
  ])('of %s is %s', (name, keys) => {
    expect(artifactKeys(name)).toBe(keys);
  });
});

test('publishers of assets cannot start the builds of another pipeline, as CDK has it', () => {
  const stack = development();
  const statements = statementsOf(stack, roleOf(stack, 'Assets-FileAsset')) as (Statement & { Effect?: string })[];
  const starting = statements.filter(({ Action }) => [Action].flat().some((each) => /^codebuild:Start/.test(each)));
  expect(starting.map(({ Effect, Resource }) => [Effect, Resource])).toEqual([
    ['Allow', '*'],
    ['Deny', '*'],
  ]);
});
