// Warns of keys of the configuration that nobody knows, once an app.
import { Annotations, type Stack } from 'aws-cdk-lib';
import type { PipelineConfig } from '../config/pipeline-config';

/** On the app: the configurations whose keys were reported. */
const REPORTED = Symbol.for('cdk-trunkline.UnknownKeysReported');
/** On the app: the configurations that were read from its context. They are one, and each knows who read its keys. */
const FROM_CONTEXT = Symbol.for('cdk-trunkline.ConfigsFromContext');

/**
 * Arranges the warning `cdk-trunkline:unknownConfigKey`. It waits for the end of the synthesis, when everybody who knows a
 * key has read it, and stands on the first pipeline's stack, where it can be acknowledged: CDK shows none that stands on
 * the app.
 *
 * @param stack the pipeline's stack
 * @param config its configuration
 * @param fromContext whether it came from the app's context
 */
export function warnOfUnknownKeys(stack: Stack, config: PipelineConfig, fromContext: boolean): void {
  const { root } = stack.node;
  const shared = fromContext ? onApp(root, FROM_CONTEXT) : new Set([config]);
  shared.add(config);
  stack.node.addValidation({
    validate: () => {
      const reported = onApp(root, REPORTED);
      if (reported.has(config)) return [];
      for (const each of shared) reported.add(each);
      const keys = config.unknownKeys.filter((key) => [...shared].every((each) => each.unknownKeys.includes(key)));
      if (keys.length === 0) return [];
      const [is, them] = keys.length === 1 ? ['is no key', 'it'] : ['are no keys', 'them'];
      Annotations.of(stack).addWarningV2(
        'cdk-trunkline:unknownConfigKey',
        `${keys.join(', ')} ${is} that trunkline knows, and nothing has read ${them}. Correct ${them}, take ${them} out, ` +
          'or read the value in a hook with `context.config.value(...)`.',
      );
      return [];
    },
  });
}

/** It belongs to the app, not to this module: the next app of the same process has its own. */
function onApp(root: object, key: symbol): Set<PipelineConfig> {
  const holder = root as Record<symbol, Set<PipelineConfig> | undefined>;
  const held = holder[key];
  if (held !== undefined) return held;
  const value = new Set<PipelineConfig>();
  Object.defineProperty(root, key, { value });
  return value;
}
