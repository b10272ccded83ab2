// One branch that has a pipeline of its own, and what is named after it.
import { branchSlug } from './feature-branch-names';
import { shellWord } from './shell-word';

/** What `FeatureBranch` holds. */
export interface FeatureBranchProps {
  /** The branch, such as `feature/x`. */
  readonly branch: string;

  /** The stages of the configuration that the branch has its own of, by the names of those. */
  readonly baseStages: Record<string, string>;

  /** After how many days its pipeline reports itself. */
  readonly reportAfterDays: number;
}

/**
 * The branch that this synthesis is for: `npx cdk synth -c branch=feature/x`. Its pipeline, its stages and their stacks are
 * named after it, and nothing of any other branch is.
 */
export class FeatureBranch {
  /**
   * A branch as it stands in names: what can be read of it, and a hash of its exact name. `services-<slug>` is what the
   * pipeline of a branch of `services` is called.
   *
   * @param branch such as `feature/x`
   * @returns such as `feature-x-6b1c0a2f`: lower-case letters, digits and dashes, 21 at most
   */
  public static slugOf(branch: string): string {
    return branchSlug(branch);
  }

  /** The branch, such as `feature/x`. */
  public readonly branch: string;

  /** The branch as it stands in names, such as `feature-x-6b1c0a2f`. */
  public readonly slug: string;

  /** After how many days its pipeline reports that it is still there. */
  public readonly reportAfterDays: number;

  readonly #baseStages: Readonly<Record<string, string>>;

  /**
   * Made by `PipelineConfig`, which has checked the values.
   *
   * @param props the values
   */
  public constructor(props: FeatureBranchProps) {
    this.branch = props.branch;
    this.slug = branchSlug(props.branch);
    this.reportAfterDays = props.reportAfterDays;
    this.#baseStages = { ...props.baseStages };
  }

  /** The stages of the configuration that the branch has its own of, by the names of those: `dev` by `dev-feature-x-...`. */
  public get baseStages(): Record<string, string> {
    return { ...this.#baseStages };
  }

  /**
   * What a command of the CDK CLI needs to be about this branch, quoted for a shell: `-c 'branch=feature/x'`. git allows
   * `$`, quotes and semicolons in the names of branches.
   */
  public get contextArgument(): string {
    return `-c ${shellWord(`branch=${this.branch}`)}`;
  }
}
