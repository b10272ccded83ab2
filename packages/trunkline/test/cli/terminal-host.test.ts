// The terminal as host: plain lines when piped, a live line for people, and questions that can be answered or left.
import { PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { TerminalHost } from '../../src/cli/terminal-host.js';
import type { ActionExecution } from '../../src/model/execution.js';
import type { Question } from '../../src/model/host.js';

const QUESTION: Question = {
  what: 'approve',
  pipelineName: 'delivery',
  stageName: 'Prod',
  actionName: 'Approval',
  comment: 'Deliver to prod?',
  fallback: { approved: false, by: 'nobody' },
};
const ENDED: ActionExecution = {
  stageName: 'Tests',
  actionName: 'Unit',
  actionType: 'Build/AWS/CodeBuild/1',
  runOrder: 1,
  status: 'Succeeded',
  performedBy: 'real',
  durationMs: 1200,
};

function terminal(given: { interactive: boolean; colours?: boolean; signal?: AbortSignal }) {
  const input = new PassThrough();
  // What readline asks of a terminal, so that it reads key by key.
  const output = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  let written = '';
  output.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const interrupt = vi.fn<() => void>();
  const signal = given.signal ?? new AbortController().signal;
  const host = new TerminalHost({ colours: false, ...given, input, output, signal, interrupt });
  return { host, input, interrupt, written: () => written };
}

describe('a terminal', () => {
  it('that is piped gets whole plain lines', () => {
    const { host, written } = terminal({ interactive: false });
    host.notify({ kind: 'action-started', pipelineName: 'delivery', stageName: 'Tests', actionName: 'Unit' });
    host.notify({ kind: 'action-ended', pipelineName: 'delivery', action: ENDED });
    host.notify({ kind: 'action-ended', pipelineName: 'delivery', action: { ...ENDED, performedBy: 'twin' } });
    host.close();
    expect(written()).toBe('  ✓ Tests/Unit Succeeded 1.2 s\n  ✓ Tests/Unit Succeeded by the twin 1.2 s\n');
  });

  it('shows people what runs, and takes that line away at the end', () => {
    vi.useFakeTimers();
    try {
      const { host, written } = terminal({ interactive: true });
      host.notify({ kind: 'action-started', pipelineName: 'delivery', stageName: 'Tests', actionName: 'Unit' });
      vi.advanceTimersByTime(250);
      expect(written()).toContain('Tests/Unit');
      host.close();
      expect(written().endsWith('\r\u001b[K')).toBe(true);
    } finally {
      vi.useRealTimers();
    }
  });

  it.each([
    ['y', true],
    ['yes', true],
    ['n', false],
    ['', false],
  ])('answered with "%s" approves: %s', async (answer, approved) => {
    const { host, input, written } = terminal({ interactive: true });
    const asked = host.ask(QUESTION);
    input.write(`${answer}\r`);
    expect(await asked).toEqual({ approved, by: 'an answer on the terminal' });
    expect(written()).toContain('delivery: approve Prod/Approval (Deliver to prod?)? [y/N]');
    host.close();
  });

  it('shows the link of what is asked about, without the control characters that a template may hold', async () => {
    const { host, input, written } = terminal({ interactive: true });
    const asked = host.ask({ ...QUESTION, link: 'https://example.com/\u001b[2Jcommit' });
    input.write('y\r');
    await asked;
    expect(written()).toMatch(
      /Prod\/Approval \(Deliver to prod\? https:\/\/example\.com\/[^\u001b]*commit\)\? \[y\/N\]/,
    );
    host.close();
  });

  it('does not ask when it is piped, nor when --yes has answered', async () => {
    expect(await terminal({ interactive: false }).host.ask(QUESTION)).toEqual(QUESTION.fallback);
    const fallback = { approved: true, by: '--yes' };
    const { host, written } = terminal({ interactive: true });
    expect(await host.ask({ ...QUESTION, fallback })).toEqual(fallback);
    host.close();
    expect(written()).not.toContain('approve');
  });

  it('takes Ctrl-C at a question for an interruption, and the closed input for no answer', async () => {
    const controller = new AbortController();
    const { host, input, interrupt } = terminal({ interactive: true, signal: controller.signal });
    interrupt.mockImplementation(() => controller.abort());
    const asked = host.ask(QUESTION);
    input.write('\u0003');
    expect(await asked).toEqual({ approved: false, by: 'nobody: the rehearsal was interrupted' });
    expect(interrupt).toHaveBeenCalledOnce();
    host.close();

    const other = terminal({ interactive: true });
    const left = other.host.ask(QUESTION);
    other.input.write('\u0004');
    expect(await left).toEqual({ approved: false, by: 'nobody: the terminal gave no answer' });
    other.host.close();
  });
});
