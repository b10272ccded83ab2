// References to variables: resolved just before an action starts.
import { describe, expect, it } from 'vitest';
import { resolveConfiguration, resolveVariables } from '../../src/rehearse/variables.js';

const namespaces = new Map<string, Record<string, string> | undefined>([
  ['Source', { CommitId: 'abc', CommitMessage: 'say "hi"\nto all' }],
  ['Live', undefined],
]);

describe('a reference', () => {
  it('is replaced inside other text, several times', () => {
    expect(resolveVariables('v#{Source.CommitId}-#{Source.CommitId}!', namespaces)).toEqual({
      kind: 'resolved',
      text: 'vabc-abc!',
    });
  });

  it('to a variable that nothing has set is told apart from one of an action that was not rehearsed', () => {
    expect(resolveVariables('#{Source.Nope}', namespaces)).toMatchObject({
      kind: 'unknown',
      reference: '#{Source.Nope}',
    });
    expect(resolveVariables('#{Other.CommitId}', namespaces)).toMatchObject({ kind: 'unknown' });
    expect(resolveVariables('#{Live.Url}', namespaces)).toMatchObject({ kind: 'not-rehearsed' });
  });

  it('is no reference when it names an inherited property', () => {
    expect(resolveVariables('#{Source.constructor}', namespaces)).toMatchObject({ kind: 'unknown' });
  });

  it('keeps a value with quotes and line breaks whole inside EnvironmentVariables', () => {
    const given = JSON.stringify([{ name: 'MESSAGE', value: '#{Source.CommitMessage}', type: 'PLAINTEXT' }]);
    const resolution = resolveConfiguration({ EnvironmentVariables: given }, namespaces);

    expect(resolution.kind).toBe('resolved');
    if (resolution.kind !== 'resolved') return;
    expect(JSON.parse(resolution.configuration.EnvironmentVariables ?? '')).toEqual([
      { name: 'MESSAGE', value: 'say "hi"\nto all', type: 'PLAINTEXT' },
    ]);
  });
});
