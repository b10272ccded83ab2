// Names in CodePipeline: of stages, and of stages that are delivered together.

/**
 * The longest name that stages delivered together get from their own. CodePipeline allows 100 characters, some of which
 * are for `-OtherRegions`, and for the number that CDK Pipelines adds where a stage has more than 50 actions. Source:
 * CodePipeline API Reference, StageDeclaration.
 */
const LONGEST_JOINED = 80;

/** `dev` becomes `Dev`: the name of a stage in CodePipeline and the beginning of its stacks' names. */
export function titleOf(stageName: string): string {
  return stageName.charAt(0).toUpperCase() + stageName.slice(1);
}

/** `Dev.2` becomes `Dev`: CDK Pipelines splits a stage with more than 50 actions into `Dev.1`, `Dev.2` and so on. */
export function titleOfPart(stageName: string): string {
  return stageName.replace(/\.\d+$/, '');
}

/** `qa` and `perf` become `Qa-Perf`; so many that the name would be too long become `Qa-And-9-More`. */
export function jointTitleOf(stageNames: readonly string[]): string {
  const joined = stageNames.map(titleOf).join('-');
  const [first = ''] = stageNames;
  return joined.length <= LONGEST_JOINED ? joined : `${titleOf(first)}-And-${String(stageNames.length - 1)}-More`;
}
