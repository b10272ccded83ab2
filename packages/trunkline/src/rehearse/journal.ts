// The journal: every change of state of a run, synced to disk before its effect counts.
import { open, readFile, type FileHandle } from 'node:fs/promises';
import type { ActionOutcome, PipelineExecutionStatus } from '../model/execution.js';

/** One line of `journal.ndjson`. */
export type JournalEntry =
  | { readonly kind: 'run-started'; readonly runId: string; readonly workingTree: boolean }
  | {
      readonly kind: 'execution-started';
      readonly executionId: string;
      readonly pipelineName: string;
      /** The values of the pipeline's variables, and the stages whose disabled transition was enabled. */
      readonly variables: Readonly<Record<string, string>>;
      readonly enabledTransitions: readonly string[];
    }
  | {
      readonly kind: 'stage-not-entered';
      readonly executionId: string;
      readonly stageName: string;
      readonly outcome: 'Waiting' | 'Skipped' | 'Failed';
      readonly reason: string;
    }
  | {
      readonly kind: 'action-started';
      readonly executionId: string;
      readonly stageName: string;
      readonly actionName: string;
    }
  | {
      readonly kind: 'action-ended';
      readonly executionId: string;
      readonly stageName: string;
      readonly actionName: string;
      readonly outcome: ActionOutcome;
      /** Output artifacts by name: folders relative to the run's folder. */
      readonly artifacts: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'execution-ended'; readonly executionId: string; readonly status: PipelineExecutionStatus }
  | { readonly kind: 'run-ended'; readonly runId: string };

/** An entry as it stands in the file. */
export type JournalLine = JournalEntry & {
  /** ISO 8601. */
  readonly at: string;
};

/** Appends entries, one line each. */
export class Journal {
  private last: Promise<void> = Promise.resolve();

  private constructor(private readonly file: FileHandle) {}

  /** Creates the journal's file; its folder has to exist. */
  public static async create(path: string): Promise<Journal> {
    return new Journal(await open(path, 'ax'));
  }

  /** Resolves once the line is on disk; lines keep the order of the calls. */
  public append(entry: JournalEntry): Promise<void> {
    const line = `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`;
    this.last = this.last.then(async () => {
      await this.file.appendFile(line);
      await this.file.datasync();
    });
    return this.last;
  }

  /** Waits for what was appended and closes the file. */
  public async close(): Promise<void> {
    await this.last;
    await this.file.close();
  }
}

/** Reads a journal; a last line that a kill cut off is left out. */
export async function readJournal(path: string): Promise<JournalLine[]> {
  const text = await readFile(path, 'utf8');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as JournalLine);
}
