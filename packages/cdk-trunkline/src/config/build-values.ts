// Makes accounts and pipelines of a checked configuration: adds the defaults, and merges what the levels say.
import { AccountConfig } from './account-config';
import { CONDITION_KEYS } from './condition-keys';
import type { FeatureBranch } from './feature-branch';
import type { AccountProps, PipelineConfigProps, PipelineProps } from './pipeline-config-props';
import { PipelineDefinition } from './pipeline-definition';
import { spell } from './place';
import { PRODUCTION_STAGE, TOOLING } from './stage-names';
import { mergePipelineSettings } from './merge-pipeline-settings';
import { mergeSettings, type MergedSettings } from './merge-settings';

/** The toolchain account, then the accounts of the stages in the configuration's order. */
export function buildAccounts(config: PipelineConfigProps, branch?: FeatureBranch): AccountConfig[] {
  const pipelines = pipelineProps(config);
  const [tooling, ...stages] = [TOOLING, ...stageNames(config)].map((name) => {
    const account = config.accounts[name] as AccountProps;
    const pipeline = Object.values(pipelines).find(({ stages }) => stages.flat().includes(name)) ?? {};
    const { approval, ...settings } =
      name === TOOLING ? withoutConditions(mergeSettings(config, account)) : mergeSettings(config, pipeline, account);
    return new AccountConfig({
      name,
      account: account.account,
      regions: account.regions ?? (account.region === undefined ? [] : [account.region]),
      ...settings,
      // Those of the levels around are about the pipeline as a whole.
      ...(account.notifications === undefined ? {} : { notifications: account.notifications }),
      ...(approval === undefined || name === TOOLING ? {} : { approval }),
      ...baseStageOf(name, branch),
    });
  });
  return tooling === undefined ? [] : [tooling, ...stages];
}

/** The pipelines in the configuration's order. */
export function buildPipelines(config: PipelineConfigProps): PipelineDefinition[] {
  const pipelines = Object.entries(pipelineProps(config));
  const claimed = pipelines.find(([, { toolchain }]) => toolchain === true);
  const first = pipelines.find(([, { toolchain }], index) => index === 0 && toolchain !== false);
  const owner = (claimed ?? first)?.[0];
  return pipelines.map(([name, pipeline], index) => {
    const { buildConfig, permissionsBoundary } = mergeSettings(config, pipeline);
    const notifications = pipeline.notifications ?? config.notifications;
    return new PipelineDefinition({
      name,
      branch: pipeline.branch,
      waves: pipeline.stages.map((stage) => [stage].flat()),
      toolchain: name === owner,
      isFirst: index === 0,
      buildConfig,
      ...mergePipelineSettings(config, pipeline),
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
      ...(notifications === undefined ? {} : { notifications }),
    });
  });
}

function baseStageOf(name: string, branch: FeatureBranch | undefined): { readonly baseStage?: string } {
  const baseStage = branch?.baseStages[name];
  return baseStage === undefined ? {} : { baseStage };
}

/** The toolchain account is no stage: what stands for all stages is not about it. */
function withoutConditions(settings: MergedSettings): MergedSettings {
  const keys = CONDITION_KEYS.map(({ name }) => spell(name, 'props'));
  return Object.fromEntries(
    Object.entries(settings).filter(([key]) => !keys.includes(key)),
  ) as unknown as MergedSettings;
}

function stageNames(config: PipelineConfigProps): string[] {
  return Object.keys(config.accounts).filter((name) => name !== TOOLING);
}

/** What `pipelines` says, or else the two default pipelines, as far as they have stages. */
export function pipelineProps(config: PipelineConfigProps): Readonly<Record<string, PipelineProps>> {
  if (config.pipelines !== undefined) return config.pipelines;
  const { developmentBranch = '', productionBranch = '' } = config;
  const stages = stageNames(config);
  const defaults: [string, PipelineProps][] = [
    ['development', { branch: developmentBranch, stages: stages.filter((name) => name !== PRODUCTION_STAGE) }],
    ['production', { branch: productionBranch, stages: stages.filter((name) => name === PRODUCTION_STAGE) }],
  ];
  return Object.fromEntries(defaults.filter(([, pipeline]) => pipeline.stages.length > 0));
}
