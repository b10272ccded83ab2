// The key `feature_branches`, and what it needs of accounts and pipelines.
import { globProblem } from './feature-branch-glob';
import { LONGEST_BRANCH_STAGE } from './feature-branch-names';
import { quoted, type Mistakes } from './mistakes';
import { STAGE } from './patterns';
import type { Place } from './place';
import type { ConfigKey } from './shapes';
import { PRODUCTION_STAGE, TOOLING } from './stage-names';

/** After how many days a branch's pipeline reports itself where the configuration does not say. */
export const DEFAULT_REPORT_AFTER_DAYS = 14;

/** Production by the names that it usually has, for stages and for pipelines. */
const PRODUCTION = new RegExp(`^${PRODUCTION_STAGE}(?:uction)?$`, 'i');

/** `feature_branches`. */
export const FEATURE_BRANCHES: ConfigKey = {
  name: 'feature_branches',
  shape: {
    kind: 'object',
    holds: 'stages and branches',
    keys: [
      {
        name: 'stages',
        shape: { kind: 'list', what: 'stage', of: STAGE },
        required: true,
        missing: 'list the stages that each branch gets one of its own of, such as "dev"',
        description: 'The stages, in order, of which each branch gets its own, in the same account and regions.',
      },
      {
        name: 'branches',
        // A filter of a CodePipeline trigger takes as many. Source: CodePipeline API Reference, GitBranchFilterCriteria.
        shape: {
          kind: 'list',
          what: 'pattern',
          max: 8,
          of: {
            kind: 'text',
            what: 'pattern for branches',
            pattern: '^[^\\x00-\\x20\\x7f]{1,255}$',
            hint: 'it looks like "feature/**", in the glob syntax of CodePipeline triggers',
            refuse: globProblem,
            example: 'feature/**',
          },
        },
        required: true,
        missing: 'say which branches may have pipelines, such as "feature/**"',
        description: 'Which branches may have a pipeline, as patterns in the syntax of CodePipeline triggers.',
      },
      {
        name: 'report_after_days',
        shape: { kind: 'integer', min: 1, max: 365 },
        default: DEFAULT_REPORT_AFTER_DAYS,
        description:
          "After how many days a branch's pipeline reports that it is still there, and how often it does again.",
      },
      {
        name: 'approval',
        shape: { kind: 'flag' },
        default: false,
        description: "Whether somebody approves before a branch's stage is deployed, whatever the stage itself says.",
      },
    ],
  },
  otherwise: 'no branch has a pipeline of its own',
  description: 'Pipelines of single branches, which `-c branch=<branch>` selects.',
};

/** Checks the stages of feature branches against the accounts and pipelines. */
export function checkFeatureBranches(config: Place, mistakes: Mistakes): void {
  for (const place of config.key('feature_branches').key('stages').elements) {
    const problem = wrong(place, config);
    if (problem !== undefined) mistakes.add(place.path, problem);
  }
}

function wrong(place: Place, config: Place): string | undefined {
  const stage = place.text;
  // What is no name at all was reported already.
  if (stage === undefined || !new RegExp(STAGE.pattern ?? '', 'u').test(stage)) return undefined;
  const accounts = config.key('accounts');
  if (stage === TOOLING) return 'the toolchain account is no stage; every branch shares what is in it.';
  if (!accounts.names.includes(stage)) return `stage ${quoted(stage)} has no account; add it to ${accounts.path}.`;
  const production = inProduction(stage, config);
  if (production !== undefined) return production;
  if (stage.length > LONGEST_BRANCH_STAGE) {
    return (
      `${quoted(stage)} is longer than ${String(LONGEST_BRANCH_STAGE)} characters, which leaves no room for the ` +
      "branch's name; add an account with a shorter name."
    );
  }
  return undefined;
}

/** Why a stage belongs to production: by its name, its pipeline or its account. */
function inProduction(stage: string, config: Place): string | undefined {
  if (PRODUCTION.test(stage)) return `${quoted(stage)} is production, which no feature branch is delivered to.`;
  const production = pipelinesOf(config).filter((pipeline) => pipeline.flat().some((name) => PRODUCTION.test(name)));
  const [owner, delivered = []] = production.find(([, stages]) => stages.includes(stage)) ?? [];
  if (owner !== undefined) {
    const others = delivered.filter((name) => PRODUCTION.test(name)).map((name) => quoted(name));
    const also = others.length === 0 ? '' : ` together with ${others.join(' and ')}`;
    return (
      `stage ${quoted(stage)} is delivered by pipeline ${quoted(owner)}${also}, and no feature branch to production; ` +
      'add an account for branches that no such pipeline delivers.'
    );
  }
  const accounts = config.key('accounts');
  const numberOf = (name: string): string | undefined => accounts.entry(name).key('account').text;
  const number = numberOf(stage);
  const other = [
    ...accounts.names.filter((name) => PRODUCTION.test(name)),
    ...production.flatMap(([, all]) => all),
  ].find((name) => number !== undefined && numberOf(name) === number);
  if (other === undefined) return undefined;
  return (
    `stage ${quoted(stage)} is in account ${number ?? ''}, as stage ${quoted(other)} of production is, where no feature ` +
    'branch is delivered to; give a stage in another account.'
  );
}

/** Pipelines with their stages: those that are written, or else the default ones. */
function pipelinesOf(config: Place): (readonly [name: string, stages: readonly string[]])[] {
  const pipelines = config.key('pipelines');
  if (pipelines.isThere) return pipelines.names.map((name) => [name, stagesOf(pipelines.entry(name))] as const);
  const stages = config.key('accounts').names.filter((name) => name !== TOOLING);
  return [
    ['development', stages.filter((name) => name !== PRODUCTION_STAGE)],
    ['production', stages.filter((name) => name === PRODUCTION_STAGE)],
  ];
}

function stagesOf(pipeline: Place): string[] {
  const stages = pipeline.key('stages').elements.flatMap(({ value }): unknown[] => [value].flat());
  return stages.filter((name) => typeof name === 'string');
}
