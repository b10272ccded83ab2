// Several pipelines in one assembly: each runs, whatever becomes of the others, and every mistake can be mended.
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

describe('what a V2 pipeline declares', () => {
  it('is read where the engine acts on it, and named where it does not', async () => {
    const properties = {
      Variables: [{ Name: 'Colour', DefaultValue: 'blue' }, { Name: 'Size' }],
      DisableInboundStageTransitions: [{ StageName: 'Build', Reason: 'freeze' }],
    };
    const stages = building('test "$COLOUR" = blue');
    const build = {
      ...stages.Build?.Run,
      environment: { COLOUR: '#{variables.Colour}' },
    } as GivenStages[string][string];
    await given({ Delivery: { stages: { ...stages, Build: { Run: build } }, properties } });

    expect(statuses(await project.rehearse({}, {}))).toEqual(['delivery Succeeded']);
    expect(project.notes).toContain('delivery: not rehearsed: the disabled transition into stage Build (freeze)');

    const other = { ...build, environment: { SIZE: '#{variables.Size}' } };
    await synthesized({ Delivery: { stages: { ...stages, Build: { Run: other } }, properties } });
    expect(statuses(await project.rehearse({}, { deploy: true }))).toEqual(['delivery Failed']);
  });
});
