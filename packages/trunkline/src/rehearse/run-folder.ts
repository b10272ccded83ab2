// Where a run keeps its things: `.trunkline/runs/<id>/`, and the twin and cache that outlive it.
import { join } from 'node:path';

/** The folders of a project that the engine writes; all below `.trunkline/`. */
export class RunFolder {
  /** `.trunkline/` of the project. */
  public readonly state: string;
  /** This run's own folder. */
  public readonly directory: string;

  /**
   * @param project the project's folder, absolute
   * @param runId the run's id, also the folder's name
   */
  public constructor(
    public readonly project: string,
    public readonly runId: string,
  ) {
    this.state = join(project, '.trunkline');
    this.directory = join(this.state, 'runs', runId);
  }

  /** The twin's stacks and object stores. */
  public get twin(): string {
    return join(this.state, 'twin');
  }

  /** Build caches, as S3 would keep them between executions. */
  public get cache(): string {
    return join(this.state, 'cache');
  }

  /** What was started and may have to be swept after a kill. */
  public get processes(): string {
    return join(this.state, 'processes');
  }

  /** Names the one rehearsal that runs. */
  public get lock(): string {
    return join(this.state, 'locks');
  }

  public get journal(): string {
    return join(this.directory, 'journal.ndjson');
  }

  public get report(): string {
    return join(this.directory, 'report.json');
  }

  /** The log of one action; `execution` is the execution's folder name. */
  public log(execution: string, stageName: string, actionName: string): string {
    return join(this.directory, 'logs', execution, stageName, `${actionName}.log`);
  }

  /** An output artifact's folder, relative to {@link directory}. */
  public artifact(execution: string, artifactName: string): string {
    return join('artifacts', execution, artifactName);
  }
}

/** A new run's id: sortable by time, unique through its last part. */
export function newRunId(now: Date, random: string): string {
  const stamp = now.toISOString().slice(0, 19).replace(/[-:]/g, '').replace('T', '-');
  return `${stamp}-${random}`;
}
