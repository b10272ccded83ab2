// All of it works under cdk-nag: it sees the late-built pipeline, the stores and the stages, and takes acknowledgements.
import { type App, Stack, Stage, Validations } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { Construct } from 'constructs';
import { describe, expect, test } from 'vitest';
import { ArtifactStoreStack, PipelineConfig, StageAccessStack, type StageContext } from '../../src';
import { CONFIG, quickApp, type ServicesPipeline } from '../pipeline/services-pipeline';
import { EXCEPTIONS, ReviewedPipeline } from './reviewed-pipeline';

type PipelineClass = new (...args: ConstructorParameters<typeof ServicesPipeline>) => ServicesPipeline;

/** An app that AwsSolutions checks when it is synthesized, with the development pipeline in it. */
function checked(pipelineClass: PipelineClass): { readonly app: App; readonly pipeline: ServicesPipeline } {
  const app = quickApp();
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app, { writeSuppressionsToCloudFormation: true }));
  return { app, pipeline: new pipelineClass(app, 'Pipeline', { pipeline: 'development' }) };
}

/** `<rule> <construct path>` of what AwsSolutions finds in a synthesized app. */
function findings(app: App): string[] {
  return new AwsSolutionsChecks()
    .validateScope(app)
    .violations.flatMap(({ ruleName, violatingResources }) =>
      violatingResources.map(({ constructPath = '' }) => `${ruleName} ${constructPath}`),
    );
}

describe('the pipeline', () => {
  test('is clean once its findings are acknowledged in pipelineBuilt', () => {
    const { app } = checked(ReviewedPipeline);
    app.synth();
    expect(findings(app)).toEqual([]);
  });

  test.each(EXCEPTIONS)('a missing acknowledgement stops the synthesis: $rule', (exception) => {
    const { app, pipeline } = checked(ReviewedPipeline);
    (pipeline as ReviewedPipeline).exceptions = EXCEPTIONS.filter((each) => each !== exception);
    expect(() => app.synth()).toThrow(/AwsSolutions/);
    const found = findings(app);
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) {
      const [rule = '', path = ''] = each.split(' ');
      expect(rule).toMatch(exception.rule);
      expect(path).toMatch(exception.where);
    }
  });

  test('acknowledgements end in the template, with their reasons', () => {
    const { app, pipeline } = checked(ReviewedPipeline);
    const template = JSON.stringify(app.synth().getStackByName(pipeline.stackName).template);
    for (const { reason } of EXCEPTIONS) expect(template).toContain(reason);
  });
});

describe('the stages', () => {
  class Careless extends Stage {
    public constructor(scope: Construct, context: StageContext, acknowledged: boolean) {
      super(scope, context.id, context.stageProps);
      const bucket = new Bucket(new Stack(this, 'Main'), 'Open');
      if (!acknowledged) return;
      for (const id of ['AwsSolutions-S1', 'AwsSolutions-S10']) {
        Validations.of(bucket).acknowledge({ id, reason: 'A sample, without data.' });
      }
    }
  }

  function delivering(acknowledged: boolean): PipelineClass {
    return class extends ReviewedPipeline {
      public override appStage(scope: Construct, context: StageContext): Stage {
        return new Careless(scope, context, acknowledged);
      }

      public override testEnvironment(): Record<string, never> {
        return {};
      }
    };
  }

  test('what they deploy is checked as well', () => {
    const { app } = checked(delivering(false));
    expect(() => app.synth()).toThrow('Pipeline/Dev-eu-central-1/Main/Open/Resource');
    const bucket = (id: string): string[] =>
      ['Dev-eu-central-1', 'Qa-eu-central-1', 'Qa-us-east-1'].map(
        (stage) => `AwsSolutions-${id} Pipeline/${stage}/Main/Open/Resource`,
      );
    expect(findings(app).sort()).toEqual([...bucket('S1'), ...bucket('S10')]);
  });

  test('acknowledges itself in the Stage, and that ends in the templates of its stacks', () => {
    const { app } = checked(delivering(true));
    const stack = stackOf(app.synth(), 'Qa-services-Main');
    expect(findings(app)).toEqual([]);
    expect(JSON.stringify(stack)).toContain('A sample, without data.');
  });
});

describe('the artifact stores', () => {
  test('are clean by themselves; what else stands in their app is checked', () => {
    const app = quickApp();
    ArtifactStoreStack.forConfig(app, PipelineConfig.fromObject(CONFIG));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
    expect(findings(app)).toEqual([]);

    new Bucket(new Stack(app, 'Other'), 'Open');
    expect(() => app.synth({ force: true })).toThrow('Other/Open/Resource');
  });
});

describe("the stages' access", () => {
  test('is clean by itself; what tests may do besides is checked', () => {
    const app = quickApp();
    StageAccessStack.forConfig(app, PipelineConfig.fromObject(CONFIG));
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
    expect(findings(app)).toEqual([]);

    const wide = quickApp();
    const policyStatements = [new PolicyStatement({ actions: ['s3:GetObject'], resources: ['*'] })];
    StageAccessStack.forConfig(wide, PipelineConfig.fromObject(CONFIG), { stages: { dev: { policyStatements } } });
    Validations.of(wide).addPlugins(new AwsSolutionsChecks(wide));
    expect(() => wide.synth()).toThrow('trunkline-access-services-dev/Role/DefaultPolicy/Resource');
  });
});

/** The template of a stack that a stage deploys. */
function stackOf(assembly: CloudAssembly, name: string): unknown {
  return assembly.stacksRecursively.find(({ stackName }) => stackName === name)?.template;
}
