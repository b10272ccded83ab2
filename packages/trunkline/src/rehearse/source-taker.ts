// Gives the source actions of a run their source: one snapshot for each configuration, taken once.
import { join } from 'node:path';
import type { Report } from '../model/report.js';
import type { RunFolder } from './run-folder.js';
import { checkedOutBranch, headCommit } from './source/commit.js';
import { openRepository } from './source/git.js';
import type { SourceSnapshot } from './source/request.js';
import { takeSource } from './source/take-source.js';

/** What a taker needs to know. */
export interface SourceSettings {
  /** A folder of the repository. */
  readonly project: string;
  readonly workingTree: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

/** Takes snapshots; a restarted execution gets the one that the first had, as CodePipeline keeps its revision. */
export class SourceTaker {
  private readonly snapshots = new Map<string, Promise<SourceSnapshot>>();

  private constructor(
    private readonly settings: SourceSettings,
    private readonly folder: RunFolder,
    /** Where all snapshots come from, for the report. */
    public readonly origin: Report['source'],
  ) {}

  /**
   * Looks at the repository and writes nothing.
   * @throws TrunklineError SourceNotFound without git, repository or commit
   */
  public static async open(settings: SourceSettings, folder: RunFolder): Promise<SourceTaker> {
    const git = await openRepository(settings.project, { env: settings.environment, signal: settings.signal });
    const commit = await headCommit(git);
    const branchName = (await checkedOutBranch(git)) ?? '(detached HEAD)';
    return new SourceTaker(settings, folder, {
      commitId: commit.id,
      branchName,
      workingTree: settings.workingTree,
    });
  }

  /** The snapshot for a source action. */
  public take(actionType: string, configuration: Readonly<Record<string, string>>): Promise<SourceSnapshot> {
    const key = JSON.stringify([actionType, configuration]);
    const known = this.snapshots.get(key);
    if (known) return known;
    const snapshot = takeSource({
      directory: this.settings.project,
      destination: join(this.folder.directory, 'sources', String(this.snapshots.size + 1)),
      workingTree: this.settings.workingTree,
      actionType,
      configuration,
      // Secrets of rehearsals are no part of any source, where git does not ignore them.
      exclude: [this.folder.state, join(this.settings.project, '.trunkline.env')],
      env: this.settings.environment,
      signal: this.settings.signal,
    });
    this.snapshots.set(key, snapshot);
    return snapshot;
  }
}
