// The table of all keys of the configuration, which reader, JSON Schema and documentation follow from.
import { RegionOrder } from './account-config';
import { FEATURE_BRANCHES } from './branch-keys';
import { BUILD } from './build-keys';
import { CONDITION_KEYS } from './condition-keys';
import type { Mistakes } from './mistakes';
import { NOTIFICATIONS } from './notification-keys';
import {
  ACCOUNT,
  BOOTSTRAP_QUALIFIER,
  BRANCH,
  CONNECTION,
  ORGANIZATION,
  OWNER,
  PIPELINE,
  POLICY,
  REGION,
  REPO,
  STAGE,
  STORE_QUALIFIER,
  VERSION,
} from './patterns';
import type { Place } from './place';
import type { ConfigKey, ObjectShape } from './shapes';
import { SourceType } from './source-config';
import { SOURCE, sourceTypeOf } from './source-keys';
import { checkAccountNames, checkToolchain, PRODUCTION_STAGE, TOOLING } from './stage-names';
import { MISPLACED_PIPELINE_SETTINGS, PIPELINE_SETTINGS } from './v2-keys';

/** What the root, a pipeline and a stage may all say; the innermost counts. */
const STAGE_SETTINGS: readonly ConfigKey[] = (
  [
    {
      name: 'approval',
      shape: { kind: 'flag' },
      otherwise: 'every stage but the first of the first pipeline is approved',
      description:
        'Whether somebody approves before a stage is deployed; `true` demands it, whatever the hook returns.',
    },
    {
      name: 'region_order',
      shape: { kind: 'choice', values: Object.values(RegionOrder) },
      default: RegionOrder.TOGETHER,
      description:
        'Whether all regions of a stage are deployed at once, or the first with its tests before the others.',
    },
    {
      name: 'permissions_boundary',
      shape: POLICY,
      otherwise: 'none',
      description: 'Name of the managed policy, in every account, that bounds every role that is created.',
    },
    {
      name: 'build',
      shape: BUILD,
      otherwise: 'what the hooks return',
      description: 'What builds run with; the innermost counts key by key, of `environment` variable by variable.',
    },
    NOTIFICATIONS,
    ...CONDITION_KEYS,
  ] satisfies ConfigKey[]
).map((key) => ({ ...key, stageSetting: true }));

const ACCOUNT_KEY: ConfigKey = {
  name: 'account',
  shape: ACCOUNT,
  required: true,
  missing: 'give the number of the account, 12 digits in quotes',
  description: "The account's number, 12 digits in quotes.",
};

const REGION_KEY = {
  name: 'region',
  shape: REGION,
  required: (account: Place): boolean => !account.key('regions').isThere,
} as const;

const TOOLING_ACCOUNT: ObjectShape = {
  kind: 'object',
  holds: 'account and region',
  keys: [
    ACCOUNT_KEY,
    {
      ...REGION_KEY,
      missing: 'give "region"',
      description: 'The region of the toolchain account in which the pipelines live.',
    },
  ],
  schema: { required: ['region'] },
  misplaced: {
    regions: 'the toolchain account has one region, where the pipelines live; use "region".',
    ...Object.fromEntries(
      STAGE_SETTINGS.map(({ name }) => [
        name,
        'the toolchain account is no stage; set it for everything, or a pipeline.',
      ]),
    ),
    ...MISPLACED_PIPELINE_SETTINGS,
  },
};

const STAGE_ACCOUNT: ObjectShape = {
  kind: 'object',
  holds: 'account and region',
  keys: [
    ACCOUNT_KEY,
    {
      ...REGION_KEY,
      missing: 'give "region", or "regions" for several',
      otherwise: 'required where there is no `regions`',
      description: 'The region that the stage is deployed to.',
    },
    {
      name: 'regions',
      shape: { kind: 'list', what: 'region', of: REGION },
      otherwise: '`region` alone',
      description: 'The regions that the stage is deployed to, in place of `region`; the first one leads.',
    },
    ...STAGE_SETTINGS,
  ],
  also: (account: Place, mistakes: Mistakes) => {
    if (account.key('region').isThere && account.key('regions').isThere) {
      mistakes.add(account.path, 'has both "region" and "regions"; keep one of them.');
    }
  },
  misplaced: MISPLACED_PIPELINE_SETTINGS,
  schema: { oneOf: [{ required: ['region'] }, { required: ['regions'] }] },
};

const PIPELINE_KEYS: ObjectShape = {
  kind: 'object',
  holds: 'branch and stages',
  keys: [
    {
      name: 'branch',
      shape: BRANCH,
      required: true,
      missing: 'name the branch that starts the pipeline',
      description: 'The branch whose changes start the pipeline.',
    },
    {
      name: 'stages',
      shape: {
        kind: 'list',
        what: 'stage',
        of: { kind: 'either', text: STAGE, list: { kind: 'list', what: 'stage', of: STAGE } },
      },
      required: true,
      missing: 'list the stages that the pipeline delivers, in order',
      description: 'The stages that it delivers, in order; those of a list within the list together.',
    },
    {
      name: 'toolchain',
      shape: { kind: 'flag' },
      otherwise: '`true` for the first pipeline, unless another one has it',
      description: 'Whether it deploys the toolchain part, which at most one pipeline does.',
    },
    ...PIPELINE_SETTINGS,
    ...STAGE_SETTINGS,
  ],
};

const OTHER_SOURCES = Object.values(SourceType).filter((type) => type !== SourceType.CONNECTION);

/** The whole configuration. */
export const CONFIG: ObjectShape = {
  kind: 'object',
  holds: 'the source, branches and accounts',
  keys: [
    {
      name: 'owner',
      shape: OWNER,
      required: (config) => isConnection(config) && !config.key('source').key('repository').isThere,
      missing: 'name the organization or user that owns the repository',
      otherwise: 'none; a connection needs it, unless `source.repository` is given',
      description: 'Who owns the repository: an organization or user, in GitLab with subgroups (`group/subgroup`).',
    },
    {
      name: 'repo',
      shape: REPO,
      required: true,
      missing: "give the repository's name without its owner",
      description: "The repository's name, which pipelines and stacks are named after.",
    },
    {
      name: 'connection_arn',
      shape: CONNECTION,
      required: isConnection,
      missing: 'give the ARN that `aws codeconnections list-connections` shows',
      otherwise: 'none; a connection needs it',
      description: 'ARN of the connection (CodeConnections, formerly CodeStar) that the source is read through.',
    },
    { name: 'source', shape: SOURCE, otherwise: 'the connection', description: 'Where the source comes from.' },
    {
      name: 'development_branch',
      shape: BRANCH,
      required: (config) => hasDefaultPipeline(config, (stage) => stage !== PRODUCTION_STAGE),
      missing: 'name the branch that starts the development pipeline',
      otherwise: 'none; the default pipeline `development` needs it',
      description: 'The branch of the default pipeline `development`: all stages but `prod`, and the toolchain part.',
    },
    {
      name: 'production_branch',
      shape: BRANCH,
      required: (config) => hasDefaultPipeline(config, (stage) => stage === PRODUCTION_STAGE),
      missing: 'name the branch that starts the production pipeline',
      otherwise: 'none; the default pipeline `production` needs it',
      description: 'The branch of the default pipeline `production`: the stage `prod`.',
    },
    {
      name: 'accounts',
      shape: {
        kind: 'map',
        what: 'account',
        names: STAGE,
        of: STAGE_ACCOUNT,
        fixed: [
          {
            name: TOOLING,
            shape: TOOLING_ACCOUNT,
            required: true,
            missing: 'it is the toolchain account, where the pipelines live',
            description: 'The toolchain account, where the pipelines and artifact stores live.',
          },
        ],
        also: checkAccountNames,
        schema: { minProperties: 2 },
      },
      required: true,
      missing: 'name the accounts that are delivered to, each with account and region',
      description: 'The accounts by name: `tooling`, and one for each stage.',
    },
    {
      name: 'pipelines',
      shape: {
        kind: 'map',
        what: 'pipeline',
        names: PIPELINE,
        of: PIPELINE_KEYS,
        also: checkToolchain,
        schema: { minProperties: 1 },
      },
      otherwise: '`development` and `production`',
      description: 'The pipelines by name, in place of the two default ones.',
    },
    ...PIPELINE_SETTINGS,
    FEATURE_BRANCHES,
    ...STAGE_SETTINGS,
    {
      name: 'bootstrap_qualifier',
      shape: BOOTSTRAP_QUALIFIER,
      otherwise: 'context `@aws-cdk/core:bootstrapQualifier`, or else `hnb659fds`',
      description: 'The qualifier of the CDK bootstrap stacks of all accounts.',
    },
    {
      name: 'lookups',
      shape: { kind: 'flag' },
      default: false,
      description: 'Whether the synth step may assume the lookup roles of the stages.',
    },
    {
      name: 'preflight',
      shape: { kind: 'flag' },
      default: false,
      description: 'Whether the pipeline runs `trunkline preflight` before it deploys anything.',
    },
    {
      name: 'tool_versions',
      shape: {
        kind: 'object',
        holds: 'cdk or cdk_assets',
        keys: [
          {
            name: 'cdk',
            shape: VERSION,
            otherwise: 'the version that this version of cdk-trunkline was tested with',
            description: 'The exact version of the CDK CLI that the self-update installs.',
          },
          {
            name: 'cdk_assets',
            shape: VERSION,
            otherwise: 'the version that this version of cdk-trunkline was tested with',
            description: 'The exact version of cdk-assets that publishes assets.',
          },
        ],
      },
      otherwise: 'the versions that this version of cdk-trunkline was tested with',
      description: 'The tools that generated commands install.',
    },
    {
      name: 'artifact_stores',
      shape: {
        kind: 'object',
        holds: 'qualifier, organization_id, kms or regions',
        keys: [
          {
            name: 'qualifier',
            shape: STORE_QUALIFIER,
            otherwise: 'none',
            description: "Part of the stores' names, for several sets of them in one account.",
          },
          {
            name: 'organization_id',
            shape: ORGANIZATION,
            otherwise: 'the accounts of the configuration, one by one',
            description: 'Lets the deploy roles of the whole organization read, in place of the accounts one by one.',
          },
          {
            name: 'kms',
            shape: { kind: 'flag' },
            default: true,
            description: 'Whether the stores have a key of their own, which every stage in another account needs.',
          },
          {
            name: 'regions',
            shape: { kind: 'list', what: 'region', of: REGION },
            otherwise: 'none',
            description: 'Regions that need a store although no account lists them.',
          },
        ],
      },
      otherwise: 'one for each region of the accounts',
      description: 'The artifact stores that all pipelines share.',
    },
  ],
  schema: {
    allOf: [
      {
        if: {
          not: {
            properties: { source: { properties: { type: { enum: OTHER_SOURCES } }, required: ['type'] } },
            required: ['source'],
          },
        },
        then: {
          required: ['connection_arn'],
          anyOf: [
            { required: ['owner'] },
            { required: ['source'], properties: { source: { required: ['repository'] } } },
          ],
        },
      },
      {
        if: { required: ['pipelines'] },
        else: {
          allOf: [
            {
              if: { properties: { accounts: { propertyNames: { enum: [TOOLING, PRODUCTION_STAGE] } } } },
              else: { required: ['development_branch'] },
            },
            {
              if: { properties: { accounts: { required: [PRODUCTION_STAGE] } } },
              then: { required: ['production_branch'] },
            },
          ],
        },
      },
    ],
  },
};

function isConnection(config: Place): boolean {
  return sourceTypeOf(config) === SourceType.CONNECTION;
}

function hasDefaultPipeline(config: Place, delivers: (stage: string) => boolean): boolean {
  const stages = config.key('accounts').names.filter((name) => name !== TOOLING);
  return !config.key('pipelines').isThere && stages.some(delivers);
}
