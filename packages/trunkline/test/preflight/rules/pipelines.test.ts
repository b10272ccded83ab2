// Stories of pipelines that CodePipeline would refuse: each breaks the template on disk and reads the finding.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Finding } from '../../../src/model/finding.js';
import { synthesizePlain } from './apps.js';
import { actionOf, findingsAfter, newFolder, ofId, only, removeFolders, stageOf, type Json } from './broken.js';

const base = newFolder();
beforeAll(() => synthesizePlain(base));
afterAll(removeFolders);

const FILE = 'Delivery.template.json';

/** The only finding of a kind, after the pipeline's template was changed. */
async function found(id: string, change: (template: Json) => void): Promise<Finding> {
  const [finding, ...others] = ofId(await findingsAfter(base, { [FILE]: change }), id);
  if (finding === undefined) throw new Error(`Nothing was found as ${id}.`);
  expect(others).toEqual([]);
  return finding;
}

function manual(name: string, runOrder = 1): Json {
  return {
    Name: name,
    RunOrder: runOrder,
    ActionTypeId: { Category: 'Approval', Owner: 'AWS', Provider: 'Manual', Version: '1' },
  };
}

describe('names', () => {
  test('of more than 100 characters are refused, and the stage is the place', async () => {
    const long = 's'.repeat(120);
    const finding = await found('pipeline-names', (template) => (actionOf(template, 'Build', 'Synth').Name = long));
    expect(finding).toMatchObject({
      severity: 'error',
      problem: `Pipeline services: an action of stage Build is named "${long}"; a name has 1 to 100 letters, digits and characters of . @ _ -, not dots alone.`,
      place: { constructPath: 'Delivery/Pipeline/Pipeline/Resource', file: FILE, stackName: 'Delivery' },
      explains: [],
    });
    expect(finding.place.jsonPath).toMatch(/\.Stages\[1\]$/);
  });

  test('of artifacts have no dots', async () => {
    const finding = await found('artifact-names', (template) => {
      const text = JSON.stringify(template).replaceAll('"Name":"Synth_Output"', '"Name":"Synth.Output"');
      Object.assign(template, JSON.parse(text.replaceAll('Synth_Output::', 'Synth.Output::')));
    });
    expect(finding.problem).toContain('action Build.Synth names its output "Synth.Output"');
    expect(finding.place.jsonPath).toMatch(/\.Stages\[1\]\.Actions\[0\]$/);
  });

  test('of namespaces are unique', async () => {
    const finding = await found('variable-namespaces', (template) => {
      actionOf(template, 'Build', 'Synth').Namespace = 'Same';
      actionOf(template, 'UpdatePipeline', 'SelfMutate').Namespace = 'Same';
    });
    expect(finding.problem).toBe('Pipeline services: several actions have the namespace Same.');
  });
});

describe('sizes', () => {
  test('51 stages are too many, unless the account has a higher quota', async () => {
    const many = (template: Json): void => {
      const stages = only(template, 'AWS::CodePipeline::Pipeline').Stages as Json[];
      while (stages.length < 51)
        stages.splice(-1, 0, { Name: `More${String(stages.length)}`, Actions: [manual('Ask')] });
    };
    const finding = await found('pipeline-stages', many);
    expect(finding.problem).toBe('Pipeline services has 51 stages; CodePipeline takes 2 to 50.');
    const raised = await findingsAfter(base, { [FILE]: many }, { quotas: { stages_of_a_pipeline: 60 } });
    expect(ofId(raised, 'pipeline-stages')).toEqual([]);
    // What has a rule of its own is not told twice.
    expect(ofId(raised, 'pipeline-structure')).toEqual([]);
  });

  test('51 actions of a stage are too many', async () => {
    const finding = await found('stage-actions', (template) => {
      const { Actions } = stageOf(template, 'Prod');
      while (Actions.length < 51) Actions.push(manual(`Ask${String(Actions.length)}`));
    });
    expect(finding.problem).toBe('Stage Prod of pipeline services has 51 actions; CodePipeline takes 1 to 50.');
    expect(finding.place.jsonPath).toMatch(/\.Stages\[5\]$/);
  });

  test('all actions together have a quota', async () => {
    const few = await findingsAfter(
      base,
      { [FILE]: (template) => (stageOf(template, 'Prod').Name = 'Production') },
      { quotas: { actions_of_a_pipeline: 9 } },
    );
    expect(ofId(few, 'pipeline-actions')).toMatchObject([
      { problem: 'Pipeline services has 10 actions; CodePipeline takes 9.' },
    ]);
  });

  test('a value of more than 1000 characters is too long', async () => {
    const value = JSON.stringify([{ name: 'LONG', type: 'PLAINTEXT', value: 'x'.repeat(1000) }]);
    const finding = await found(
      'action-value-size',
      (template) => (actionOf(template, 'Dev', 'Smoke').Configuration.EnvironmentVariables = value),
    );
    expect(finding.problem).toBe(
      `EnvironmentVariables of action Dev.Smoke of pipeline services has ${String(value.length)} characters; CodePipeline takes 1000.`,
    );
    expect(finding.place.jsonPath).toMatch(/\.Configuration\.EnvironmentVariables$/);
  });
});

describe('artifacts', () => {
  test('that nobody produces are named with who reads them', async () => {
    const finding = await found(
      'artifact-not-produced',
      (template) => (actionOf(template, 'UpdatePipeline', 'SelfMutate').InputArtifacts = [{ Name: 'Nobody' }]),
    );
    expect(finding.problem).toBe(
      'Pipeline services: action UpdatePipeline.SelfMutate reads artifact Nobody, which no action produces.',
    );
  });

  test('that are produced in the same run order are too late', async () => {
    const finding = await found('artifact-not-produced', (template) => {
      const synth = actionOf(template, 'Build', 'Synth');
      const reader = { ...synth, Name: 'Reader', InputArtifacts: synth.OutputArtifacts, OutputArtifacts: undefined };
      stageOf(template, 'Build').Actions.push(reader);
    });
    expect(finding.problem).toBe(
      'Pipeline services: action Build.Reader reads artifact Synth_Output, which action Build.Synth produces only later or at the same time.',
    );
  });

  test('have one producer', async () => {
    const finding = await found('artifact-producers', (template) => {
      const synth = actionOf(template, 'Build', 'Synth');
      stageOf(template, 'Build').Actions.push({ ...synth, Name: 'Again' });
    });
    expect(finding.problem).toBe(
      'Pipeline services: artifact Synth_Output has several producers: action Build.Synth, action Build.Again.',
    );
  });
});

describe('variables', () => {
  const reading = (text: string) => (template: Json) => {
    actionOf(template, 'Prod', 'Promote').Configuration = { CustomData: text };
  };

  test('of a namespace that no action has are unknown', async () => {
    const finding = await found('unknown-variable', reading('Deliver #{Nobody.CommitId}?'));
    expect(finding.problem).toBe(
      'Pipeline services: action Prod.Promote reads variables of namespace Nobody, which no action has.',
    );
  });

  test('of the pipeline have to be declared', async () => {
    const finding = await found('unknown-variable', reading('#{variables.Reason}'));
    expect(finding.problem).toBe(
      'Action Prod.Promote of pipeline services reads #{variables.Reason}, which the pipeline does not declare.',
    );
    const declared = await findingsAfter(base, {
      [FILE]: (template) => {
        reading('#{variables.Reason}')(template);
        const pipeline = only(template, 'AWS::CodePipeline::Pipeline');
        pipeline.PipelineType = 'V2';
        pipeline.Variables = [{ Name: 'Reason', DefaultValue: 'none' }];
      },
    });
    expect(ofId(declared, 'unknown-variable')).toEqual([]);
  });

  test('of a build are those that its buildspec exports', async () => {
    const exporting = (names: readonly string[]) => (template: Json) => {
      reading('#{Smoke.Version}')(template);
      actionOf(template, 'Dev', 'Smoke').Namespace = 'Smoke';
      const project = only(template, 'AWS::CodeBuild::Project', 'Smoke');
      const buildspec = JSON.parse(project.Source.BuildSpec as string) as Json;
      buildspec.env = { 'exported-variables': names };
      project.Source.BuildSpec = JSON.stringify(buildspec);
    };
    const finding = await found('unknown-variable', exporting(['Other']));
    expect(finding.problem).toBe(
      'Action Prod.Promote of pipeline services reads #{Smoke.Version}, which action Smoke does not export.',
    );
    expect(ofId(await findingsAfter(base, { [FILE]: exporting(['Version']) }), 'unknown-variable')).toEqual([]);
  });
});

describe('outputs of a stack', () => {
  test('are the variables of the action that deploys it', async () => {
    const [file = ''] = readdirSync(join(base, 'assembly-Dev')).filter((name) => name.endsWith('.template.json'));
    const findings = await findingsAfter(base, {
      [`assembly-Dev/${file}`]: (template) => {
        template.Outputs = { Renamed: template.Outputs.Name };
      },
    });
    expect(ofId(findings, 'unknown-variable')).toMatchObject([
      {
        problem: expect.stringMatching(
          /^Action Dev\.Smoke of pipeline services reads #\{.*\.Name\}, which action .*Deploy does not export\.$/,
        ),
      },
    ]);
  });
});

describe('everything else of the structure', () => {
  test('is one finding for each mistake, and not told by two rules', async () => {
    const finding = await found('pipeline-structure', (template) => {
      actionOf(template, 'Prod', 'Promote').RunOrder = 1000;
      actionOf(template, 'Build', 'Synth').Name = 'not a name';
    });
    expect(finding.problem).toBe(
      'Pipeline services: action Prod.Promote has run order 1000; it is a whole number from 1 to 999.',
    );
  });
});
