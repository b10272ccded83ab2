// Merges what the root of the configuration, a pipeline and a stage say.
import type { RegionOrder } from './account-config';
import type { BuildConfig } from './build-config';
import type { StageConditionSettings } from './condition-props';
import type { StageSettings } from './pipeline-config-props';

/** Settings that were merged: `build` is whole. */
export interface MergedSettings extends StageConditionSettings {
  readonly approval?: boolean;
  readonly regionOrder?: RegionOrder;
  readonly permissionsBoundary?: string;
  readonly buildConfig: BuildConfig;
}

/**
 * Merges settings.
 *
 * @param levels from the outermost to the innermost, which counts; they may hold other keys
 */
export function mergeSettings(...levels: readonly StageSettings[]): MergedSettings {
  const last = <K extends keyof StageSettings>(key: K): { [P in K]?: NonNullable<StageSettings[P]> } => {
    const value = levels.map((level) => level[key]).findLast((each) => each !== undefined);
    return (value === undefined ? {} : { [key]: value }) as { [P in K]?: NonNullable<StageSettings[P]> };
  };
  const builds = levels.flatMap(({ buildConfig }) => (buildConfig === undefined ? [] : [buildConfig]));
  const environment = Object.assign({}, ...builds.map((build) => build.environment ?? {})) as Record<string, string>;
  return {
    ...last('approval'),
    ...last('regionOrder'),
    ...last('permissionsBoundary'),
    ...last('beforeEntry'),
    ...last('onSuccess'),
    ...last('onFailure'),
    ...last('disabledTransition'),
    buildConfig: Object.assign({}, ...builds, { environment }) as BuildConfig,
  };
}
