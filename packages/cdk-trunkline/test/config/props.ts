// Configurations as props, for the tests: the same as JSON, with our keys in camel case.
import { CONFIG } from '../../src/config/keys';
import type { PipelineConfigProps } from '../../src/config/pipeline-config-props';
import type { Shape } from '../../src/config/shapes';

/** The props of a configuration; keys at its root that are none of ours become `values`. */
export function asProps(config: Readonly<Record<string, unknown>>): PipelineConfigProps {
  const known = new Set(CONFIG.keys.map(({ name }) => name));
  const own = Object.fromEntries(Object.entries(config).filter(([name]) => !known.has(name)));
  const rest = Object.fromEntries(Object.entries(config).filter(([name]) => known.has(name)));
  const props = camel(rest, CONFIG) as PipelineConfigProps;
  return Object.keys(own).length === 0 ? props : { ...props, values: own };
}

/** Written without the reader's own conversion, so that the two check each other. */
function camel(value: unknown, shape: Shape | undefined): unknown {
  if (Array.isArray(value))
    return value.map((each: unknown) => camel(each, shape?.kind === 'list' ? shape.of : undefined));
  if (typeof value !== 'object' || value === null || shape === undefined) return value;
  const members = Object.entries(value) as [string, unknown][];
  if (shape.kind === 'map') {
    const inner = (name: string): Shape => shape.fixed?.find((key) => key.name === name)?.shape ?? shape.of;
    return Object.fromEntries(members.map(([name, each]) => [name, camel(each, inner(name))]));
  }
  if (shape.kind !== 'object') return value;
  return Object.fromEntries(
    members.map(([name, each]) => {
      const [first = '', ...words] = name.split('_');
      const prop = first + words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
      return [
        { build: 'buildConfig', type: 'sourceType', default: 'defaultValue' }[name] ?? prop,
        camel(each, shape.keys.find((key) => key.name === name)?.shape),
      ];
    }),
  );
}
