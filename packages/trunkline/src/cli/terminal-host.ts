// The terminal as host: a line for everything that ends, and one live line for what runs.
import { createInterface } from 'node:readline/promises';
import type { ActionExecution } from '../model/execution.js';
import type { Answer, Host, Question, RehearsalEvent } from '../model/host.js';
import { formatDuration } from '../report/duration.js';
import { type Paint, painter, plain } from '../report/paint.js';

/** What the terminal can do. */
export interface TerminalOptions {
  /** Where progress goes. */
  readonly output: NodeJS.WritableStream & { readonly columns?: number };
  /** Where answers come from. */
  readonly input: NodeJS.ReadableStream;
  readonly colours: boolean;
  /** Whether a live line may be redrawn, and questions asked. */
  readonly interactive: boolean;
  /** Ends a waiting question. */
  readonly signal: AbortSignal;
  /** Called for Ctrl-C while a question is read. */
  readonly interrupt: () => void;
}

const REDRAW_INTERVAL = 200;

/** Shows a rehearsal on a terminal; plain lines, each final, where the output is piped. */
export class TerminalHost implements Host {
  private readonly paint: Paint;
  private readonly running = new Map<string, number>();
  private readonly timer: NodeJS.Timeout | undefined;
  private done = 0;
  private total = 0;
  private asking = false;

  public constructor(private readonly options: TerminalOptions) {
    this.paint = painter(options.colours);
    if (options.interactive) this.timer = setInterval(() => this.draw(), REDRAW_INTERVAL).unref();
  }

  public notify(event: RehearsalEvent): void {
    switch (event.kind) {
      case 'note':
        this.print(this.paint('dim', plain(event.message)));
        break;
      case 'execution-started':
        this.done = 0;
        this.total = event.actionCount;
        this.print(
          `${this.paint('bold', plain(event.pipelineName))}: ${event.restarted ? 'starting again on the new definition' : 'starting'}, ${event.actionCount} actions`,
        );
        break;
      case 'action-started':
        this.running.set(`${event.stageName}/${event.actionName}`, performance.now());
        break;
      case 'action-ended':
        this.running.delete(`${event.action.stageName}/${event.action.actionName}`);
        this.done += 1;
        this.print(this.actionLine(event.action));
        break;
      case 'execution-ended':
        this.print(`${this.paint('bold', plain(event.pipelineName))}: ${event.status}`);
        break;
    }
  }

  public async ask(question: Question): Promise<Answer> {
    if (question.fallback.approved || !this.options.interactive) return question.fallback;
    this.clear();
    this.asking = true;
    const terminal = createInterface({ input: this.options.input, output: this.options.output });
    // While it reads, the terminal hands Ctrl-C to us instead of making a signal of it.
    terminal.on('SIGINT', this.options.interrupt);
    const closed = new AbortController();
    terminal.on('close', () => closed.abort());
    try {
      const about = [question.comment, question.link].flatMap((each) => (each ? [plain(each)] : [])).join(' ');
      const comment = about ? ` (${about})` : '';
      const text = `${plain(question.pipelineName)}: approve ${plain(question.stageName)}/${plain(question.actionName)}${comment}? [y/N] `;
      const answer = await terminal.question(text, {
        signal: AbortSignal.any([this.options.signal, closed.signal]),
      });
      return { approved: /^y(es)?$/i.test(answer.trim()), by: 'an answer on the terminal' };
    } catch (error) {
      if ((error as Error).name !== 'AbortError') throw error;
      const why = this.options.signal.aborted ? 'the rehearsal was interrupted' : 'the terminal gave no answer';
      return { approved: false, by: `nobody: ${why}` };
    } finally {
      terminal.close();
      this.asking = false;
    }
  }

  /** Takes the live line away. */
  public close(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private actionLine(action: ActionExecution): string {
    const mark =
      { Succeeded: this.paint('green', '✓'), Failed: this.paint('red', '✗') }[action.status as string] ?? '-';
    const time = action.durationMs === undefined ? '' : ` ${formatDuration(action.durationMs)}`;
    const note = (action.summary ?? action.reason ?? action.failure?.message ?? '').split('\n')[0] ?? '';
    const by = action.performedBy === 'twin' && action.status === 'Succeeded' ? ' by the twin' : '';
    const name = `${plain(action.stageName)}/${plain(action.actionName)}`;
    return `  ${mark} ${name} ${action.status}${by}${this.paint('dim', `${time}${note ? `  ${plain(note)}` : ''}`)}`;
  }

  private print(line: string): void {
    this.clear();
    this.options.output.write(`${line}\n`);
  }

  private clear(): void {
    if (this.options.interactive && !this.asking) this.options.output.write('\r\u001b[K');
  }

  private draw(): void {
    if (this.asking || this.running.size === 0) return;
    const now = performance.now();
    const names = [...this.running].map(([name, since]) => `${plain(name)} ${formatDuration(now - since)}`);
    const line = `  … ${this.done}/${this.total}  ${names.join(', ')}`;
    this.options.output.write(
      `\r\u001b[K${this.paint('cyan', line.slice(0, (this.options.output.columns || 80) - 1))}`,
    );
  }
}
