// A scope for tests: everything that a template could refer to, as plain data.
import type { IntrinsicScope } from '../../../src/assembly/intrinsics/scope.js';
import type { TemplateValue } from '../../../src/model/template.js';

/** What a test's template may refer to; whatever is left out does not exist. */
export interface Fixed {
  readonly refs?: Readonly<Record<string, TemplateValue>>;
  readonly attributes?: Readonly<Record<string, TemplateValue>>;
  readonly parameters?: Readonly<Record<string, TemplateValue>>;
  readonly conditions?: Readonly<Record<string, boolean>>;
  readonly mappings?: Readonly<Record<string, TemplateValue>>;
  readonly exports?: Readonly<Record<string, TemplateValue>>;
  readonly outputs?: Readonly<Record<string, TemplateValue>>;
  readonly ssm?: Readonly<Record<string, string>>;
}

/** Attributes by `Id.Attribute`, mappings by `Map.Top.Second`, outputs by `region/Stack.Output`. */
export function fixedScope(fixed: Fixed = {}): IntrinsicScope {
  return {
    ref: (id) => fixed.refs?.[id],
    getAtt: (id, attribute) => fixed.attributes?.[`${id}.${attribute}`],
    parameter: (name) => fixed.parameters?.[name],
    pseudoParameter: (name) => (name === 'AWS::Region' ? 'eu-central-1' : undefined),
    condition: (name) => fixed.conditions?.[name],
    mapping: (...keys) => fixed.mappings?.[keys.join('.')],
    importValue: (name) => fixed.exports?.[name],
    stackOutput: ({ stackName, outputName, region }) => fixed.outputs?.[`${region ?? ''}/${stackName}.${outputName}`],
    availabilityZones: (region) => [`${region}a`, `${region}b`],
    dynamicReference: ({ name }) => fixed.ssm?.[name],
  };
}
