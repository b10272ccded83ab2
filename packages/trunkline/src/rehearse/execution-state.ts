// What one execution knows so far: variables, artifacts, and what was not rehearsed.
import { join } from 'node:path';
import type { ActionOutcome } from '../model/execution.js';
import type { Action } from '../model/pipeline.js';

/** Grows as actions end; rebuilt from a journal for a retry. */
export class ExecutionState {
  /** Output variables by namespace; `undefined` where the action was not rehearsed. */
  public readonly namespaces = new Map<string, Readonly<Record<string, string>> | undefined>();
  /** Absolute folders by artifact name. */
  public readonly artifacts = new Map<string, string>();
  /** `Stage/Action` of actions that were not rehearsed, in the order in which they ended. */
  public readonly notRehearsed: string[] = [];
  /** The name of the action that would have made an artifact, had it been rehearsed. */
  private readonly missing = new Map<string, string>();
  private commitId: string | undefined;

  /**
   * @param executionId readable by every action as `#{codepipeline.PipelineExecutionId}`
   * @param variables the values of the pipeline's own, readable as `#{variables.NAME}`
   */
  public constructor(
    executionId: string,
    public readonly variables: Readonly<Record<string, string>>,
  ) {
    this.namespaces.set('codepipeline', { PipelineExecutionId: executionId });
    this.namespaces.set('variables', variables);
  }

  /** The commit that the first source action yielded. */
  public get sourceVersion(): string | undefined {
    return this.commitId;
  }

  /** Takes in an ended action; `artifacts` holds folders relative to `root`. */
  public record(
    stageName: string,
    action: Action,
    outcome: ActionOutcome,
    artifacts: Readonly<Record<string, string>>,
    root: string,
  ): void {
    const path = `${stageName}/${action.name}`;
    if (outcome.status === 'NotRehearsed') {
      this.notRehearsed.push(path);
      if (action.namespace) this.namespaces.set(action.namespace, undefined);
      for (const output of action.outputArtifacts) this.missing.set(output.name, path);
    }
    if (outcome.status !== 'Succeeded') return;
    if (action.actionTypeId.category === 'Source') {
      // An S3 source's revision is its object's version.
      this.commitId ??= outcome.variables.CommitId ?? outcome.variables.VersionId;
    }
    if (action.namespace) this.namespaces.set(action.namespace, outcome.variables);
    for (const [name, folder] of Object.entries(artifacts)) this.artifacts.set(name, join(root, folder));
  }

  /** The action's input folders, or why there are none. */
  public inputsOf(
    action: Action,
  ): { readonly inputs: ReadonlyMap<string, string> } | { readonly missing: string; readonly producer?: string } {
    const inputs = new Map<string, string>();
    for (const name of action.inputArtifacts) {
      const folder = this.artifacts.get(name);
      if (!folder) return { missing: name, producer: this.missing.get(name) };
      inputs.set(name, folder);
    }
    return { inputs };
  }
}
