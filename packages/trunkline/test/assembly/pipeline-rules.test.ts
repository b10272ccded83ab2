// What CodePipeline would refuse, told all at once.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pipelineFromResource } from '../../src/assembly/pipeline-from-resource.js';
import { TrunklineError } from '../../src/model/errors.js';
import type { Pipeline } from '../../src/model/pipeline.js';
import type { Stack, StackResource } from '../../src/model/stack.js';
import type { TemplateValue } from '../../src/model/template.js';

type Properties = Record<string, TemplateValue>;

const stack: Stack = {
  environment: { account: '111111111111', region: 'eu-central-1' },
  stackName: 'Services',
  stackId: 'id',
  status: 'CREATE_COMPLETE',
  template: { Resources: {} },
  parameters: {},
  tags: {},
  resources: {},
  outputs: {},
  exports: {},
  imports: [],
};

const source = (name = 'Repo', more: Properties = {}): Properties => ({
  Name: name,
  ActionTypeId: { Category: 'Source', Owner: 'AWS', Provider: 'CodeStarSourceConnection', Version: '1' },
  OutputArtifacts: [{ Name: `${name}_Source` }],
  ...more,
});

const build = (name: string, more: Properties = {}): Properties => ({
  Name: name,
  ActionTypeId: { Category: 'Build', Owner: 'AWS', Provider: 'CodeBuild', Version: '1' },
  Configuration: { ProjectName: 'project' },
  InputArtifacts: [{ Name: 'Repo_Source' }],
  ...more,
});

const properties = (stages: Properties[], more: Properties = {}): Properties => ({
  Name: 'services',
  RoleArn: 'arn:aws:iam::111111111111:role/pipeline',
  ArtifactStore: { Type: 'S3', Location: 'bucket' },
  Stages: stages,
  ...more,
});

const variableCheck = (configuration: Properties = { Variable: 'a', Operator: 'EQ', Value: 'a' }): Properties => ({
  Name: 'Check',
  RuleTypeId: { Category: 'Rule', Owner: 'AWS', Provider: 'VariableCheck', Version: '1' },
  Configuration: configuration,
});

/** A pipeline whose second stage has an entry condition. */
const guarded = (condition: Properties): Properties =>
  properties([
    stage('Source', source()),
    { ...stage('Build', build('Run')), BeforeEntry: { Conditions: [condition] } },
  ]);

const stage = (name: string, ...actions: Properties[]): Properties => ({ Name: name, Actions: actions });

function read(declared: Properties, constructPath: string | undefined = 'Services/Pipeline'): Pipeline {
  const resource: StackResource = {
    logicalId: 'Pipeline1',
    type: 'AWS::CodePipeline::Pipeline',
    physicalId: 'services',
    attributes: {},
    properties: declared,
    deletionPolicy: 'Delete',
    updateReplacePolicy: 'Delete',
    ...(constructPath === undefined ? {} : { constructPath }),
  };
  return pipelineFromResource(resource, stack);
}

function mistakesOf(declared: Properties): readonly string[] {
  try {
    read(declared);
  } catch (error) {
    expect(error).toBeInstanceOf(TrunklineError);
    expect((error as TrunklineError).code).toBe('PipelineInvalid');
    return (error as TrunklineError).details;
  }
  return [];
}

const good = [stage('Source', source()), stage('Build', build('Test'))];

describe('a pipeline that CodePipeline takes', () => {
  it('gets defaults, and strings for the numbers and booleans of its configuration', () => {
    const pipeline = read(
      properties([
        stage('Source', source('Repo', { Configuration: { DetectChanges: false, Retries: 3 } })),
        stage('Build', build('Late', { RunOrder: '2' }), build('Early')),
      ]),
    );
    expect(pipeline).toMatchObject({
      pipelineType: 'V1',
      executionMode: 'SUPERSEDED',
      restartExecutionOnUpdate: false,
    });
    expect(pipeline.stages[0]?.actions[0]?.configuration).toEqual({ DetectChanges: 'false', Retries: '3' });
    expect(pipeline.stages[1]?.actions.map(({ name, runOrder }) => [name, runOrder])).toEqual([
      ['Early', 1],
      ['Late', 2],
    ]);
    expect(pipeline.artifactStores).toEqual({ 'eu-central-1': { location: 'bucket' } });
  });

  it('may be V2, have its name from CloudFormation, and read variables of earlier actions', () => {
    const pipeline = read({
      ...properties([
        stage('Source', source('Repo', { Namespace: 'Src' })),
        stage(
          'Build',
          build('Test', { Configuration: { ProjectName: 'p', EnvironmentVariables: '[{"value":"#{Src.CommitId}"}]' } }),
          build('Log', { Configuration: { ProjectName: '#{codepipeline.PipelineExecutionId} #{variables.Any}' } }),
        ),
      ]),
      Name: undefined as unknown as string,
      PipelineType: 'V2',
      ExecutionMode: 'QUEUED',
      RestartExecutionOnUpdate: 'true',
    });
    expect(pipeline).toMatchObject({
      name: 'services',
      pipelineType: 'V2',
      executionMode: 'QUEUED',
      restartExecutionOnUpdate: true,
    });
  });
});

describe('a pipeline that CodePipeline refuses', () => {
  it('is named by its construct path, with all mistakes at once', () => {
    const declared = properties([stage('Build', build('Test', { RunOrder: 0 }), build('Test'))]);
    expect(() => read(declared)).toThrow(
      /Services\/Pipeline \(resource Pipeline1 of stack Services in 111111111111\/eu-central-1\)/,
    );
    expect(mistakesOf(declared)).toEqual([
      'it has 1 stage; a pipeline has 2 to 50',
      'several actions of stage Build are named Test',
      'action Build.Test is no source action (Build/AWS/CodeBuild/1); the first stage holds only these',
      'action Build.Test is no source action (Build/AWS/CodeBuild/1); the first stage holds only these',
      'action Build.Test has run order 0; it is a whole number from 1 to 999',
      'action Build.Test reads artifact Repo_Source, which no action produces',
      'action Build.Test reads artifact Repo_Source, which no action produces',
    ]);
  });

  const cases: [string, Properties, string][] = [
    ['an empty stage', properties([...good, stage('Empty')]), 'stage Empty has 0 actions; a stage has 1 to 50'],
    ['two stages of one name', properties([...good, stage('Build', build('Other'))]), 'several stages are named Build'],
    ['a pipeline named ..', properties(good, { Name: '..' }), 'the pipeline is named ".."'],
    ['a stage named .', properties([good[0] ?? {}, stage('.', build('T'))]), 'a stage is named "."'],
    [
      'an action named ..',
      properties([good[0] ?? {}, stage('Build', build('..'))]),
      'an action of stage Build is named',
    ],
    ['a name with a space', properties([good[0] ?? {}, stage('My stage', build('T'))]), 'a stage is named "My stage"'],
    [
      'a late source',
      properties([...good, stage('Late', source('B'))]),
      'action Late.B is a source action; only the first stage may hold one',
    ],
    [
      'a run order that is no whole number',
      properties([good[0] ?? {}, stage('Build', build('T', { RunOrder: 1.5 }))]),
      'action Build.T has run order 1.5',
    ],
    [
      'an artifact of two producers',
      properties([
        stage('Source', source(), source('Other', { OutputArtifacts: [{ Name: 'Repo_Source' }] })),
        good[1] ?? {},
      ]),
      'artifact Repo_Source has several producers: action Source.Repo, action Source.Other',
    ],
    [
      'an input that a later action produces',
      properties([
        good[0] ?? {},
        stage(
          'Build',
          build('T', { InputArtifacts: [{ Name: 'Out' }] }),
          build('U', { OutputArtifacts: [{ Name: 'Out' }] }),
        ),
      ]),
      'action Build.T reads artifact Out, which action Build.U produces only later or at the same time',
    ],
    [
      'a build without input',
      properties([good[0] ?? {}, stage('Build', build('T', { InputArtifacts: [] }))]),
      'action Build.T (Build/AWS/CodeBuild/1) has 0 input artifacts; it takes 1 to 5',
    ],
    [
      'several inputs without a primary one',
      properties([
        stage('Source', source(), source('B')),
        stage('Build', build('T', { InputArtifacts: [{ Name: 'Repo_Source' }, { Name: 'B_Source' }] })),
      ]),
      'action Build.T has several inputs and no PrimarySource',
    ],
    [
      'an artifact name with a dot',
      properties([stage('Source', source(), source('a.b')), good[1] ?? {}]),
      'action Source.a.b names its output "a.b_Source"',
    ],
    [
      'a foreign region without a store',
      properties([good[0] ?? {}, stage('Build', build('T', { Region: 'us-east-1' }))]),
      'actions run in us-east-1, which has no artifact store',
    ],
    [
      'stores without the home region',
      properties(good, {
        ArtifactStore: undefined as unknown as string,
        ArtifactStores: [{ Region: 'us-east-1', ArtifactStore: { Location: 'b' } }],
      }),
      `the pipeline's own region eu-central-1 has no artifact store`,
    ],
    [
      'no store',
      properties(good, { ArtifactStore: undefined as unknown as string }),
      'neither ArtifactStore nor ArtifactStores is set',
    ],
    ['both kinds of stores', properties(good, { ArtifactStores: [] }), 'both ArtifactStore and ArtifactStores are set'],
    [
      'a reserved namespace',
      properties([stage('Source', source('Repo', { Namespace: 'codepipeline' })), good[1] ?? {}]),
      'which is reserved',
    ],
    [
      'one namespace twice',
      properties([stage('Source', source('Repo', { Namespace: 'N' })), stage('Build', build('T', { Namespace: 'N' }))]),
      'several actions have the namespace N',
    ],
    [
      'a variable of nobody',
      properties([good[0] ?? {}, stage('Build', build('T', { Configuration: { A: 'x#{Nobody.Url}' } }))]),
      'action Build.T reads variables of namespace Nobody, which no action has',
    ],
    [
      'a variable of the same run order',
      properties([
        good[0] ?? {},
        stage('Build', build('T', { Configuration: { A: '#{U.Url}' } }), build('U', { Namespace: 'U' })),
      ]),
      'action Build.T reads variables of action Build.U (namespace U), which ends only later or at the same time',
    ],
    [
      'a disabled transition into no stage',
      properties(good, { DisableInboundStageTransitions: [{ StageName: 'Biuld', Reason: 'freeze' }] }),
      'DisableInboundStageTransitions names stage Biuld, which it has not',
    ],
    [
      'a reason that CodePipeline does not take',
      properties(good, { DisableInboundStageTransitions: [{ StageName: 'Build', Reason: 'freeze: until Monday' }] }),
      'the transition into stage Build is disabled with the reason "freeze: until Monday"; a reason has 1 to 300',
    ],
    [
      'an entry condition with a result of another kind',
      guarded({ Result: 'ROLLBACK', Rules: [variableCheck()] }),
      'the entry condition of stage Build has the result "ROLLBACK"; it is FAIL or SKIP',
    ],
    [
      'an entry condition without rules',
      guarded({ Result: 'FAIL', Rules: [] }),
      'the entry condition of stage Build has 0 rules; a condition has 1 to 5',
    ],
    [
      'a variable check without a value',
      guarded({ Result: 'FAIL', Rules: [variableCheck({ Variable: '#{Source.BranchName}', Operator: 'EQ' })] }),
      'rule Check (VariableCheck) of the entry condition of stage Build has no Value in its configuration',
    ],
    [
      'a variable check with an operator that is none',
      guarded({ Result: 'SKIP', Rules: [variableCheck({ Variable: 'a', Operator: '==', Value: 'a' })] }),
      'has the operator "=="; it is one of EQ, NE, CONTAINS, MATCHES',
    ],
    ['a shape that is none', { ...properties(good), RoleArn: 5 }, 'RoleArn: '],
    ['a stage that is none', properties([good[0] ?? {}, { Name: 'Build' }]), 'Stages[1].Actions: '],
    [
      'an intrinsic that was not resolved',
      { ...properties(good), RoleArn: { 'Fn::GetAtt': ['A', 'Arn'] } },
      'RoleArn: ',
    ],
  ];

  it.each(cases)('has %s', (_, declared, expected) => {
    const mistakes = mistakesOf(declared);
    expect(mistakes).toHaveLength(1);
    expect(mistakes[0]).toContain(expected);
  });

  it('is one whose consumer does not come after the producer, in any arrangement', () => {
    const position = fc.record({ stage: fc.integer({ min: 1, max: 3 }), runOrder: fc.integer({ min: 1, max: 4 }) });
    fc.assert(
      fc.property(position, position, (producer, consumer) => {
        const stages = [1, 2, 3].map((number) =>
          stage(
            `S${number}`,
            build('Filler'),
            ...(producer.stage === number
              ? [build('Producer', { RunOrder: producer.runOrder, OutputArtifacts: [{ Name: 'Out' }] })]
              : []),
            ...(consumer.stage === number
              ? [build('Consumer', { RunOrder: consumer.runOrder, InputArtifacts: [{ Name: 'Out' }] })]
              : []),
          ),
        );
        const fine =
          producer.stage < consumer.stage ||
          (producer.stage === consumer.stage && producer.runOrder < consumer.runOrder);
        expect(mistakesOf(properties([stage('Source', source()), ...stages])).length === 0).toBe(fine);
      }),
    );
  });
});
