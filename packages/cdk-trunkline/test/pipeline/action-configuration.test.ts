// What the actions are configured with: how long it may be, and the connection that it names.
import { App, type CfnOutput, type Stage } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { CodePipelineSource, type Step } from 'aws-cdk-lib/pipelines';
import { Repository } from 'aws-cdk-lib/aws-codecommit';
import { describe, expect, test } from 'vitest';
import { type GenericPipelineStack, type StageContext } from '../../src';
import { CONFIG, MainOnlyPipeline, pipelineOf, quickApp, type OneStackStage } from './services-pipeline';

class Talkative extends MainOnlyPipeline {
  public outputCount = 0;

  public override testEnvironment(stage: Stage): Record<string, CfnOutput> {
    const { output } = stage as OneStackStage;
    return Object.fromEntries(Array.from({ length: this.outputCount }, (_, index) => [`VARIABLE_${index}`, output]));
  }
}

function talkative(pipelineClass: typeof Talkative, variables: number): Talkative {
  const stack = new pipelineClass(quickApp(), 'Pipeline', { pipeline: 'development' });
  stack.outputCount = variables;
  return stack;
}

function variablesOf(stack: GenericPipelineStack, stage: string, action: string): string {
  const actions = pipelineOf(stack).Stages.find(({ Name }) => Name === stage)?.Actions ?? [];
  return String(actions.find(({ Name }) => Name === action)?.Configuration?.EnvironmentVariables);
}

describe('a value of an action configuration', () => {
  const texts = (entries: readonly { readonly entry: { readonly data?: unknown } }[]): string[] =>
    entries.map(({ entry }) => String(entry.data));

  test('that is as long as the documentation allows is nothing to talk about', () => {
    const found = Annotations.fromStack(talkative(Talkative, 2));
    expect(found.findWarning('*', Match.anyValue())).toEqual([]);
    expect(found.findError('*', Match.anyValue())).toEqual([]);
  });

  test('that is longer gives one warning, with every action, its length and the hooks to change', () => {
    const stack = talkative(Talkative, 12);
    const length = (stage: string, action: string): number => variablesOf(stack, stage, action).length;
    expect(length('Dev', 'IntegrationTests')).toBeGreaterThan(1000);
    const warnings = texts(Annotations.fromStack(stack).findWarning('/Pipeline', Match.anyValue()));
    expect(warnings).toEqual([
      'These values of action configurations are longer than the 1000 characters that AWS documents, and CodePipeline ' +
        'may refuse the pipeline: ' +
        `Dev/IntegrationTests: EnvironmentVariables has ${length('Dev', 'IntegrationTests')} characters, ` +
        `Dev/AcceptanceTests: EnvironmentVariables has ${length('Dev', 'AcceptanceTests')} characters, ` +
        `Qa/eu-central-1.IntegrationTests: EnvironmentVariables has ${length('Qa', 'eu-central-1.IntegrationTests')} characters, ` +
        `Qa/us-east-1.IntegrationTests: EnvironmentVariables has ${length('Qa', 'us-east-1.IntegrationTests')} characters, ` +
        `Qa/AcceptanceTests: EnvironmentVariables has ${length('Qa', 'AcceptanceTests')} characters. ` +
        'Return fewer outputs from the hook behind the step: testEnvironment (integration tests), ' +
        'acceptanceTestEnvironment (acceptance tests) or imageEnvironment (images). ' +
        '[ack: cdk-trunkline:actionConfigurationLength]',
    ]);
  });

  test('that is far longer is an error', () => {
    const stack = talkative(Talkative, 400);
    const found = Annotations.fromStack(stack);
    expect(variablesOf(stack, 'Dev', 'IntegrationTests').length).toBeLessThan(50_000);
    const [error, ...others] = texts(found.findError('/Pipeline', Match.anyValue()));
    expect(others).toEqual([]);
    expect(error).toMatch(/longer than the 50000 characters.*: Qa\/AcceptanceTests: EnvironmentVariables has \d{5} /);
    expect(error).not.toContain('IntegrationTests:');
    const [warning] = texts(found.findWarning('/Pipeline', Match.anyValue()));
    expect(warning).toContain('Dev/AcceptanceTests: ');
    expect(warning).not.toContain('Qa/AcceptanceTests: ');
  });

  test('of acceptance tests can be kept short by a hook of their own', () => {
    class Brief extends Talkative {
      public override acceptanceTestEnvironment(stage: Stage, context: StageContext): Record<string, CfnOutput> {
        const { VARIABLE_1: url } = super.acceptanceTestEnvironment(stage, context) ?? {};
        return url === undefined ? {} : { URL: url };
      }
    }
    const stack = talkative(Brief, 3);
    const names = (action: string): string[] =>
      (JSON.parse(variablesOf(stack, 'Qa', action)) as { name: string }[]).map(({ name }) => name);
    expect(names('eu-central-1.IntegrationTests')).toEqual(['VARIABLE_0', 'VARIABLE_1', 'VARIABLE_2']);
    expect(names('us-east-1.IntegrationTests')).toEqual(['VARIABLE_0', 'VARIABLE_1', 'VARIABLE_2']);
    expect(names('AcceptanceTests')).toEqual(['URL', 'URL_US_EAST_1']);
  });
});

describe('the connection', () => {
  interface Statement {
    readonly Action: string | string[];
    readonly Resource: unknown;
  }

  function connectionStatements(stack: GenericPipelineStack): Statement[] {
    const policies = Template.fromStack(stack).findResources('AWS::IAM::Policy', {
      Properties: { Roles: [{ Ref: Match.stringLikeRegexp('^PipelineRole') }] },
    }) as Record<string, { Properties: { PolicyDocument: { Statement: Statement[] } } }>;
    return Object.values(policies)
      .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
      .filter(({ Action }) => JSON.stringify(Action).includes('connections:'));
  }

  const former = CONFIG.connection_arn.replace('codeconnections', 'codestar-connections');

  test.each([
    [CONFIG.connection_arn, ['codestar-connections:UseConnection', 'codeconnections:UseConnection']],
    [former, ['codestar-connections:UseConnection']],
  ])('%s may be used by the pipeline under its own prefix', (connection_arn, actions) => {
    const app = new App({ context: { config: { ...CONFIG, connection_arn } }, builtinCloudFormationValidation: false });
    const statements = connectionStatements(new MainOnlyPipeline(app, 'Pipeline', { pipeline: 'development' }));
    expect(statements.flatMap(({ Action }) => Action)).toEqual(actions);
    for (const { Resource } of statements) expect(Resource).toBe(connection_arn);
  });

  test('is granted to nobody where the source is another', () => {
    class FromCodeCommit extends MainOnlyPipeline {
      public override source(): Step {
        return CodePipelineSource.codeCommit(Repository.fromRepositoryName(this, 'Repository', 'services'), 'main');
      }
    }
    const stack = new FromCodeCommit(quickApp(), 'Pipeline', { pipeline: 'development' });
    expect(connectionStatements(stack)).toEqual([]);
  });
});
