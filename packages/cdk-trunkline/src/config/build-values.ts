// Makes accounts and pipelines of a checked configuration: adds the defaults, and merges what the levels say.
import { AccountConfig } from './account-config';
import type { AccountProps, PipelineConfigProps, PipelineProps } from './pipeline-config-props';
import { PipelineDefinition } from './pipeline-definition';
import { PRODUCTION_STAGE, TOOLING } from './stage-names';
import { mergeSettings } from './merge-settings';

/** The toolchain account, then the accounts of the stages in the configuration's order. */
export function buildAccounts(config: PipelineConfigProps): AccountConfig[] {
  const pipelines = pipelineProps(config);
  const [tooling, ...stages] = [TOOLING, ...stageNames(config)].map((name) => {
    const account = config.accounts[name] as AccountProps;
    const pipeline = Object.values(pipelines).find(({ stages }) => stages.flat().includes(name)) ?? {};
    const { approval, ...settings } = mergeSettings(config, pipeline, account);
    return new AccountConfig({
      name,
      account: account.account,
      regions: account.regions ?? (account.region === undefined ? [] : [account.region]),
      ...settings,
      ...(approval === undefined || name === TOOLING ? {} : { approval }),
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
    return new PipelineDefinition({
      name,
      branch: pipeline.branch,
      waves: pipeline.stages.map((stage) => [stage].flat()),
      toolchain: name === owner,
      isFirst: index === 0,
      buildConfig,
      ...(permissionsBoundary === undefined ? {} : { permissionsBoundary }),
    });
  });
}

function stageNames(config: PipelineConfigProps): string[] {
  return Object.keys(config.accounts).filter((name) => name !== TOOLING);
}

/** What `pipelines` says, or else the two default pipelines, as far as they have stages. */
function pipelineProps(config: PipelineConfigProps): Readonly<Record<string, PipelineProps>> {
  if (config.pipelines !== undefined) return config.pipelines;
  const { developmentBranch = '', productionBranch = '' } = config;
  const stages = stageNames(config);
  const defaults: [string, PipelineProps][] = [
    ['development', { branch: developmentBranch, stages: stages.filter((name) => name !== PRODUCTION_STAGE) }],
    ['production', { branch: productionBranch, stages: stages.filter((name) => name === PRODUCTION_STAGE) }],
  ];
  return Object.fromEntries(defaults.filter(([, pipeline]) => pipeline.stages.length > 0));
}
