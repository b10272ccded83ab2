// The pipeline that runs is the one deployed in the twin; its self-update replaces it by the one that synth has made.
import { afterEach, describe, expect, it } from 'vitest';
import type { Report } from '../../src/model/report.js';
import { type GivenPipeline, type GivenStages, templateOf } from './assembly-builder.js';
import { Project } from './scenario.js';

const SELF_UPDATE = {
  build: {
    version: '0.2',
    phases: {
      install: { commands: ['npm install -g aws-cdk@2'] },
      build: { commands: ['cdk -a . deploy Delivery --require-approval=never --verbose'] },
    },
  },
  inputs: ['Synth_Output'],
};

/** A pipeline whose synth copies app/ of the repository, so that a test can change what it makes. */
function pipelineWith(more: GivenStages, synthCommands: readonly string[] = []): GivenStages {
  return {
    Source: { Repository: { source: true, outputs: ['Repo'] } },
    Build: {
      Synth: {
        build: {
          version: '0.2',
          phases: { build: { commands: ['cp -R app out', ...synthCommands] } },
          artifacts: { 'base-directory': 'out', files: '**/*' },
        },
        inputs: ['Repo'],
        outputs: ['Synth_Output'],
      },
    },
    UpdatePipeline: { SelfMutate: SELF_UPDATE },
    ...more,
  };
}

function assemblyFiles(stages: GivenStages, properties: GivenPipeline['properties'] = {}): Record<string, string> {
  const artifact = {
    type: 'aws:cloudformation:stack',
    environment: 'aws://111111111111/eu-central-1',
    properties: { templateFile: 'Delivery.template.json' },
    displayName: 'Delivery',
  };
  return {
    'app/manifest.json': JSON.stringify({ version: '36.0.0', artifacts: { Delivery: artifact } }),
    'app/Delivery.template.json': JSON.stringify(templateOf(stages, 'delivery', properties)),
  };
}

const NOOP = { build: { version: '0.2', phases: { build: { commands: ['true'] } } }, inputs: ['Repo'] };

let project: Project | undefined;
afterEach(() => project?.remove());

async function deployedWith(stages: GivenStages): Promise<Project> {
  project = await Project.create({ stages, repository: assemblyFiles(stages) });
  return project;
}

function ran(report: Report): string[][] {
  return report.executions.map((execution) => [
    execution.status,
    ...execution.actions.map((action) => `${action.actionName} ${action.status}`),
  ]);
}

describe('a self-update', () => {
  it('goes on with the same execution while synth makes the deployed pipeline', async () => {
    const given = await deployedWith(pipelineWith({ Deploy: { Noop: NOOP } }));

    const report = await given.rehearse({}, {});

    expect(ran(report)).toEqual([
      ['Succeeded', 'Repository Succeeded', 'Synth Succeeded', 'SelfMutate Succeeded', 'Noop Succeeded'],
    ]);
    expect(report.executions[0]?.actions[2]).toMatchObject({ performedBy: 'twin', summary: 'pipeline unchanged' });
  });

  it('updates a changed pipeline and starts again on the new definition, once', async () => {
    const given = await deployedWith(pipelineWith({ Deploy: { Noop: NOOP } }));
    await given.rehearse({}, {});
    await given.write(assemblyFiles(pipelineWith({ Deploy: { Noop: NOOP, Added: NOOP } })));
    await given.commit();

    const report = await given.rehearse({}, {});

    expect(ran(report)).toEqual([
      ['Cancelled', 'Repository Succeeded', 'Synth Succeeded', 'SelfMutate Succeeded', 'Noop NotRun'],
      [
        'Succeeded',
        'Repository Succeeded',
        'Synth Succeeded',
        'SelfMutate Succeeded',
        'Noop Succeeded',
        'Added Succeeded',
      ],
    ]);
    expect(report.executions[0]?.actions[2]?.summary).toContain('pipeline updated, starts again');
    const third = await given.rehearse({}, {});
    expect(third.executions).toHaveLength(1);
  });

  it('that declares a new variable starts again with its value, and not without one', async () => {
    const given = await deployedWith(pipelineWith({ Deploy: { Noop: NOOP } }));
    await given.rehearse({}, {});
    const properties = { Variables: [{ Name: 'Size' }] };
    await given.write(assemblyFiles(pipelineWith({ Deploy: { Noop: NOOP, Added: NOOP } }), properties));
    await given.commit();

    const refused = await given.rehearse({}, {});

    expect(refused.executions.map(({ status }) => status)).toEqual(['Cancelled', 'Failed']);
    expect(refused.executions[1]?.statusSummary).toContain('--variable Size=VALUE');
    const started = await given.rehearse({}, { variables: { Size: 'small' } });
    expect(started.executions.map(({ status, variables }) => [status, variables])).toEqual([
      ['Succeeded', { Size: 'small' }],
    ]);
  });

  it('goes on, on the new definition of a build, when the pipeline itself stays as it is', async () => {
    const loud = { build: { version: '0.2', phases: { build: { commands: ['echo new words'] } } }, inputs: ['Repo'] };
    const given = await deployedWith(pipelineWith({ Deploy: { Noop: NOOP } }));
    await given.rehearse({}, {});
    await given.write(assemblyFiles(pipelineWith({ Deploy: { Noop: loud } })));
    await given.commit();

    const report = await given.rehearse({}, {});

    expect(report.executions.map((execution) => execution.status)).toEqual(['Succeeded']);
    expect(await given.readLog(report.executions[0]?.actions[3]?.log ?? '')).toContain('new words');
  });

  it('fails where synthesis makes another pipeline each time, which on AWS would restart for ever', async () => {
    const name = '"Name":"Deploy';
    const shuffle = [`sed -i.bak 's/${name}/${name}'"$(date +%N)$$/" out/Delivery.template.json`];
    const given = await deployedWith(pipelineWith({ Deploy: { Noop: NOOP } }, shuffle));

    const report = await given.rehearse({}, {});

    expect(report.executions.map((execution) => execution.status)).toEqual(['Cancelled', 'Failed']);
    expect(report.executions[1]?.actions[2]?.failure?.message).toContain('not deterministic');
  });

  it('fails, and leaves the deployed pipeline as it is, when the app has lost its pipeline', async () => {
    const given = await deployedWith(pipelineWith({ Deploy: { Noop: NOOP } }));
    await given.write({ 'app/manifest.json': JSON.stringify({ version: '36.0.0', artifacts: {} }) });
    await given.commit();

    const report = await given.rehearse({}, {});

    expect(ran(report)[0]?.slice(0, 4)).toEqual([
      'Failed',
      'Repository Succeeded',
      'Synth Succeeded',
      'SelfMutate Failed',
    ]);
  });
});
