// A step of tests with a role that the stage's access role does not trust: told when the pipeline is built.
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Step } from 'aws-cdk-lib/pipelines';
import { expect, test } from 'vitest';
import { StageAccessRole, StageTestStep, type StageContext, type StageTestStepProps } from '../../src';
import { pipelineOf, quickApp, ServicesPipeline } from '../pipeline/services-pipeline';

function problemOf(step: (context: StageContext, pipeline: ServicesPipeline) => Step): string | undefined {
  class Tested extends ServicesPipeline {
    public override afterRegion(context: StageContext): Step[] | undefined {
      return context.stageName === 'dev' ? [step(context, this)] : undefined;
    }
  }
  try {
    pipelineOf(new Tested(quickApp(), 'Pipeline', { pipeline: 'development' }));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function testStep(context: StageContext, props: Partial<StageTestStepProps> = {}): StageTestStep {
  const accessRoleArn = StageAccessRole.arnOf(context.config, context.stageName);
  return new StageTestStep('Smoke', { accessRoleArn, region: context.region, commands: ['npm test'], ...props });
}

test('without a role: the hook, the step, the stage, and what to use', () => {
  const message = problemOf((context) => testStep(context));
  expect(message).toMatch(/afterRegion.*returned step "Smoke", a StageTestStep without "role"/);
  expect(message).toContain('the access role of stage dev trusts the role of its tests alone. Use `stageTestStep()`');
});

test('needed by another step', () => {
  const message = problemOf((context, pipeline) => {
    const step = pipeline.stageStep('After', ['true'], context);
    step.addStepDependency(testStep(context));
    return step;
  });
  expect(message).toContain('returned step "Smoke", a StageTestStep without "role"');
});

test('nothing is said of a role that somebody gave, of another access role, and of `stageTestStep()`', () => {
  expect(
    problemOf((context, pipeline) =>
      testStep(context, {
        role: new Role(pipeline, 'Mine', { assumedBy: new ServicePrincipal('codebuild.amazonaws.com') }),
      }),
    ),
  ).toBeUndefined();
  const accessRoleArn = 'arn:aws:iam::222222222222:role/ours';
  expect(problemOf((context) => testStep(context, { accessRoleArn }))).toBeUndefined();
  expect(problemOf((context, pipeline) => pipeline.stageTestStep('Smoke', ['npm test'], context))).toBeUndefined();
});
