// What CodePipeline would refuse of a Commands action.
import { describe, expect, it } from 'vitest';
import { pipelineMistakes } from '../../src/assembly/pipeline-rules.js';
import type { Action } from '../../src/model/pipeline.js';
import { action, pipeline } from '../rehearse/builders.js';

const SOURCE = action('Repo', {
  actionTypeId: { category: 'Source', owner: 'AWS', provider: 'S3', version: '1' },
  outputArtifacts: [{ name: 'Repo_Source' }],
  namespace: 'Src',
});

function mistakes(given: Partial<Action>, pipelineType: 'V1' | 'V2' = 'V2'): string[] {
  const commands = action('Unit', {
    actionTypeId: { category: 'Compute', owner: 'AWS', provider: 'Commands', version: '1' },
    inputArtifacts: ['Repo_Source'],
    commands: ['npm test'],
    ...given,
  });
  return pipelineMistakes({ ...pipeline({ Source: [SOURCE], Tests: [commands] }), pipelineType });
}

describe('a Commands action', () => {
  it('is taken with one line, with fifty, and with everything that it may have', () => {
    expect(mistakes({})).toEqual([]);
    expect(mistakes({ commands: Array.from({ length: 50 }, () => 'x'.repeat(1000)) })).toEqual([]);
    expect(
      mistakes({
        commands: ['echo #{Src.VersionId}'],
        environmentVariables: [{ name: 'A', value: '#{Src.ETag}', type: 'PLAINTEXT' }],
        outputVariables: ['A'],
        outputArtifacts: [{ name: 'Out', files: ['dist/**/*'] }],
        region: 'eu-central-1',
        roleArn: 'arn:aws:iam::111111111111:role/tests',
      }),
    ).toEqual([]);
  });

  const cases: [string, Partial<Action>, string][] = [
    ['no command', { commands: [] }, 'has 0 commands; a Commands action has 1 to 50'],
    ['51 commands', { commands: Array.from({ length: 51 }, () => 'true') }, 'has 51 commands'],
    ['a blank command', { commands: ['true', ' '] }, 'has command 2 empty'],
    ['a command on two lines', { commands: ['if true\nthen true; fi'] }, 'has command 1 on several lines'],
    [
      'a command that is too long',
      { commands: ['x'.repeat(1001)] },
      'has command 1 of 1001 characters; it may have 1000',
    ],
    ['no input', { inputArtifacts: [] }, '(Compute/AWS/Commands/1) has 0 input artifacts; it takes 1 to 10'],
    [
      'two outputs',
      { outputArtifacts: [{ name: 'A' }, { name: 'B' }] },
      '(Compute/AWS/Commands/1) has 2 output artifacts; it takes 0 to 1',
    ],
    ['an output of no files', { outputArtifacts: [{ name: 'A', files: [] }] }, 'names 0 files for its output A'],
    ['16 output variables', { outputVariables: Array.from({ length: 16 }, String) }, 'has 16 output variables'],
    [
      'a role of another account',
      { roleArn: 'arn:aws:iam::222222222222:role/tests' },
      "has a role of account 222222222222; a Commands action runs in the pipeline's own account",
    ],
    [
      'a variable in a command that nobody sets',
      { commands: ['echo #{Nobody.Url}'] },
      'reads variables of namespace Nobody, which no action has',
    ],
    [
      'a variable in its environment that nobody sets',
      { environmentVariables: [{ name: 'A', value: '#{Nobody.Url}', type: 'PLAINTEXT' }] },
      'reads variables of namespace Nobody, which no action has',
    ],
  ];

  it.each(cases)('is refused with %s', (_, given, expected) => {
    expect(mistakes(given)).toEqual([expect.stringContaining(`action Tests.Unit ${expected}`)]);
  });

  it('is refused in another region, which has no store here either', () => {
    expect(mistakes({ region: 'us-east-1' })).toContain(
      "action Tests.Unit runs in us-east-1; a Commands action runs in the pipeline's own region",
    );
  });

  it('is refused in a pipeline of type V1', () => {
    expect(mistakes({}, 'V1')).toEqual([
      'action Tests.Unit is a Commands action, which only pipelines of type V2 may have',
    ]);
  });
});
