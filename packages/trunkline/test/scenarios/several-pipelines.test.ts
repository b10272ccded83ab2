// Several pipelines in one assembly: each runs, whatever becomes of the others, and every mistake can be mended.
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { isClean } from '../../src/rehearse/report-builder.js';
import { type GivenPipeline, type GivenStages, writePipelines } from './assembly-builder.js';
import { Project } from './scenario.js';

let project: Project;
afterEach(() => project.remove());

function building(command: string, actionName = 'Run'): GivenStages {
  const buildspec = { version: '0.2', phases: { build: { commands: [command] } } };
  return {
    Source: { Repository: { source: true, outputs: ['Repo'] } },
    Build: { [actionName]: { build: buildspec, inputs: ['Repo'] } },
  };
}

async function given(pipelines: Record<string, GivenPipeline>): Promise<void> {
  project = await Project.create({ repository: {}, stages: building('true') });
  await synthesized(pipelines);
}

/** What a user's synth would write. */
function synthesized(pipelines: Record<string, GivenPipeline>): Promise<void> {
  return writePipelines(join(project.directory, 'cdk.out'), pipelines);
}

function statuses(report: Report): string[] {
  return report.executions.map((execution) => `${execution.pipelineName} ${execution.status}`);
}

describe('several pipelines', () => {
  it('all run when the first one fails, and the rehearsal is not clean', async () => {
    await given({
      Development: { name: 'development', stages: building('exit 1') },
      Production: { name: 'production', stages: building('true') },
    });

    const report = await project.rehearse({}, {});

    expect(statuses(report)).toEqual(['development Failed', 'production Succeeded']);
    expect(isClean(report)).toBe(false);
  });

  it('of one name in two regions are told apart, so that a failure of the first one counts', async () => {
    await given({
      Frankfurt: { stages: building('exit 1') },
      Dublin: { region: 'eu-west-1', stages: building('true') },
    });

    const report = await project.rehearse({}, {});

    expect(statuses(report)).toEqual(['delivery Failed', 'delivery Succeeded']);
    expect(isClean(report)).toBe(false);
    const logs = report.executions.map((execution) => execution.actions[1]?.log);
    expect(new Set(logs).size).toBe(2);
  });

  it('run although another one is refused, which runs once it is mended', async () => {
    const good = { name: 'good', stages: building('true') };
    await given({ Bad: { name: 'bad', stages: building('true', 'Not a name') }, Good: good });

    const refused = await project.rehearse({}, {});

    expect(statuses(refused)).toEqual(['Bad Failed', 'good Succeeded']);
    expect(refused.executions[0]?.statusSummary).toContain('Not a name');

    await synthesized({ Bad: { name: 'bad', stages: building('true', 'Named') }, Good: good });
    expect(statuses(await project.rehearse({}, {}))).toEqual(['bad Succeeded', 'good Succeeded']);
  });
});

describe('a deployed pipeline that fails before it can update itself', () => {
  it('runs as it is deployed, until --deploy deploys the mended one', async () => {
    await given({ Delivery: { stages: building('exit 1') } });
    await project.rehearse({}, {});
    await synthesized({ Delivery: { stages: building('true') } });

    expect(statuses(await project.rehearse({}, {}))).toEqual(['delivery Failed']);
    expect(project.notes.join('\n')).toContain('trunkline rehearse --deploy');
    expect(statuses(await project.rehearse({}, { deploy: true }))).toEqual(['delivery Succeeded']);
  });

  it('is left as it is when the new one is refused', async () => {
    await given({ Delivery: { stages: building('true') } });
    await project.rehearse({}, {});
    await synthesized({ Delivery: { stages: building('true', 'Not a name') } });

    expect(statuses(await project.rehearse({}, { deploy: true }))).toEqual(['Delivery Failed']);
    expect(statuses(await project.rehearse({}, {}))).toEqual(['delivery Succeeded']);
  });
});

describe('what several pipelines are started with', () => {
  const variables = [{ Name: 'Colour', DefaultValue: 'blue' }, { Name: 'Size' }];
  const held = { DisableInboundStageTransitions: [{ StageName: 'Build', Reason: 'freeze' }] };

  it('goes to those that declare it', async () => {
    await given({
      Development: { name: 'development', stages: building('true'), properties: { Variables: variables } },
      Production: { name: 'production', stages: building('true'), properties: held },
    });

    const report = await project.rehearse({}, { variables: { Size: 'small' } });

    expect(statuses(report)).toEqual(['development Succeeded', 'production InProgress']);
    expect(report.executions.map((execution) => [execution.variables, execution.waitsBefore])).toEqual([
      [{ Colour: 'blue', Size: 'small' }, undefined],
      [undefined, { stageName: 'Build', reason: 'freeze' }],
    ]);
    expect(isClean(report)).toBe(true);
  });

  it('is refused as a whole, every mistake at once, before anything is written', async () => {
    await given({
      Development: { name: 'development', stages: building('true'), properties: { Variables: variables } },
      Production: { name: 'production', stages: building('true'), properties: held },
    });

    const refused = project.rehearse({}, { variables: { Colr: 'red', Colour: '' }, enabledTransitions: ['Biuld'] });

    await expect(refused).rejects.toMatchObject({
      code: 'UsageInvalid',
      details: [
        '--enable-transition Biuld: no pipeline has such a stage. There are:',
        '  development: Source, Build',
        '  production: Source, Build (disabled)',
        '--variable Colr: no pipeline has such a variable. There are:',
        '  development: Colour, Size',
        '  production: (none)',
        '--variable Colour: a value has 1 to 1000 characters',
        'variable Size of pipeline development has no default; give its value with --variable Size=VALUE',
      ],
    });
    expect(await readdir(project.directory)).not.toContain('.trunkline');
  });

  it('is judged by the pipeline that starts: the deployed one, or the new one with --deploy', async () => {
    await given({ Delivery: { stages: building('true') } });
    await project.rehearse({}, {});
    await synthesized({ Delivery: { stages: building('true'), properties: { Variables: variables } } });

    expect(statuses(await project.rehearse({}, {}))).toEqual(['delivery Succeeded']);
    await expect(project.rehearse({}, { deploy: true })).rejects.toMatchObject({ code: 'UsageInvalid' });
  });
});
