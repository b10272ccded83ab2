// The configuration of one branch: that of the project, with the branch's own stages, and its pipeline as the only one.
import { DEFAULT_REPORT_AFTER_DAYS } from './branch-keys';
import { pipelineProps } from './build-values';
import { FeatureBranch } from './feature-branch';
import { matchesGlob } from './feature-branch-glob';
import { branchSlug, branchStageName } from './feature-branch-names';
import { mergeSettings } from './merge-settings';
import { kindOf, Mistakes, quoted, type Spelling } from './mistakes';
import { BRANCH } from './patterns';
import type { AccountProps, PipelineConfigProps, PipelineProps } from './pipeline-config-props';

/** The context key that names a branch which is to have a pipeline of its own. */
export const BRANCH_CONTEXT_KEY = 'branch';

/** A branch's configuration. */
export interface BranchConfig {
  readonly branch: FeatureBranch;
  readonly props: PipelineConfigProps;
}

/**
 * Not taken over from the pipeline that delivers a stage otherwise, nor from the root: what starts it is the branch, and
 * what it delivers the branch's stages. Its executions supersede each other: at the stage `End` one waits, and in no other
 * mode one alone. A transition is disabled for a reason that is about the stage itself, such as an audit.
 */
const NOT_INHERITED = [
  ...['branch', 'stages', 'toolchain', 'approval', 'triggers', 'executionMode'],
  'disabledTransition',
];

/**
 * Derives the configuration of a branch.
 *
 * @param props the checked configuration of the project
 * @param branch the branch, which nobody has checked yet: from the context of the CDK CLI
 * @param spelling how the configuration was written, for errors
 * @throws an error named `PipelineConfigError` where the branch is to have no pipeline of its own
 */
export function branchConfig(props: PipelineConfigProps, branch: unknown, spelling: Spelling): BranchConfig {
  const problem = problemOf(props, branch);
  if (problem !== undefined) {
    const mistakes = new Mistakes();
    mistakes.add('-c branch', problem);
    throw mistakes.toError(spelling);
  }
  const name = branch as string;
  const slug = branchSlug(name);
  const { stages = [], approval = false, reportAfterDays = DEFAULT_REPORT_AFTER_DAYS } = props.featureBranches ?? {};
  const pipelines = Object.values(pipelineProps(props));
  const pipelineOf = (stage: string): Partial<PipelineProps> =>
    pipelines.find((pipeline) => pipeline.stages.flat().includes(stage)) ?? {};
  const own = stages.map((stage) => [branchStageName(stage, slug), stage] as const);
  const accounts = own.map(([derived, stage]) => {
    const account = props.accounts[stage] as AccountProps;
    const settings = { ...account, ...mergeSettings(pipelineOf(stage), account) };
    return [derived, { ...(without(settings) as AccountProps), approval }] as const;
  });
  const pipeline: PipelineProps = {
    ...without(pipelineOf(stages[0] ?? '')),
    branch: name,
    stages: own.map(([derived]) => derived),
    toolchain: false,
  };
  return {
    branch: new FeatureBranch({ branch: name, baseStages: Object.fromEntries(own), reportAfterDays }),
    props: {
      ...(without(props) as PipelineConfigProps),
      accounts: { ...props.accounts, ...Object.fromEntries(accounts) },
      pipelines: { [slug]: pipeline },
    },
  };
}

function without<T extends object>(object: T): Partial<T> {
  const kept = Object.entries(object).filter(([key]) => !NOT_INHERITED.includes(key));
  return Object.fromEntries(kept) as Partial<T>;
}

function problemOf(props: PipelineConfigProps, branch: unknown): string | undefined {
  if (props.featureBranches === undefined) {
    return (
      'the configuration allows no pipelines of single branches; add "feature_branches" with their stages and patterns, ' +
      'or leave `-c branch` out.'
    );
  }
  if (typeof branch !== 'string') return `has to be the name of a branch, but is ${kindOf(branch)}.`;
  if (branch === '') return 'is empty; give the name of a branch.';
  const shape = BRANCH.refuse?.(branch);
  if (shape !== undefined) return shape;
  // What was no UTF-8 is a replacement character by now, and may have been anything.
  if (!new RegExp(BRANCH.pattern ?? '', 'u').test(branch) || /[\p{Surrogate}\uFFFD]/u.test(branch)) {
    return `${quoted(branch)} is no ${BRANCH.what}; ${BRANCH.hint ?? ''}.`;
  }
  if (branch.length > (BRANCH.maxLength ?? Infinity)) {
    return `${quoted(branch)} is longer than ${String(BRANCH.maxLength)} characters.`;
  }
  if (branch.includes('#{')) return `${quoted(branch)} has "#{" in it, which CodePipeline takes for a variable.`;
  // CodePipeline puts a value into the JSON of a build's variables as it is. Source: aws/aws-cdk#8458.
  if (branch.includes('"')) {
    return `${quoted(branch)} has a double quote in it, which CodePipeline cannot hand to a build; rename it.`;
  }
  const regular = Object.entries(pipelineProps(props)).find(([, pipeline]) => pipeline.branch === branch);
  if (regular !== undefined) {
    return `${quoted(branch)} is the branch of pipeline ${quoted(regular[0])}, which delivers it; leave \`-c branch\` out.`;
  }
  const { branches } = props.featureBranches;
  if (branches.some((pattern) => matchesGlob(pattern, branch))) return undefined;
  const allowed = branches.map((pattern) => quoted(pattern)).join(', ');
  return `${quoted(branch)} is none of "feature_branches.branches", which are ${allowed}; rename it, or add a pattern.`;
}
