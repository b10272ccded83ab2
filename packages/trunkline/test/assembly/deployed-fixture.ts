// Deployed resources for tests: a template's resource with its intrinsics resolved to recognizable values.
import type { StackArtifact } from '../../src/model/assembly.js';
import type { Stack, StackResource } from '../../src/model/stack.js';
import type { TemplateValue } from '../../src/model/template.js';

/** A stack of this artifact as it would be deployed, with just what declarations need. */
export function deployedStack(artifact: StackArtifact): Stack {
  const { environment, stackName, template, tags } = artifact;
  return {
    environment,
    stackName,
    stackId: `arn:aws:cloudformation:${environment.region}:${environment.account}:stack/${stackName}/1`,
    status: 'CREATE_COMPLETE',
    template,
    parameters: {},
    tags,
    resources: {},
    outputs: {},
    exports: {},
    imports: [],
  };
}

/** The resources of one type, resolved: `Ref` gives `<id>-ref`, `Fn::GetAtt` gives `<id>.<attribute>`. */
export function deployedResources(artifact: StackArtifact, type: string): StackResource[] {
  return Object.entries(artifact.template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([logicalId, resource]) => ({
      logicalId,
      type,
      physicalId: `${logicalId}-ref`,
      attributes: {},
      properties: resolve(resource.Properties ?? {}) as Record<string, TemplateValue>,
      deletionPolicy: 'Delete',
      updateReplacePolicy: 'Delete',
    }));
}

function resolve(value: TemplateValue): TemplateValue {
  if (Array.isArray(value)) return value.map(resolve);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value);
  const [[name, argument] = ['', null]] = entries;
  if (entries.length === 1 && name === 'Ref') return argument === 'AWS::Partition' ? 'aws' : `${String(argument)}-ref`;
  if (entries.length === 1 && name === 'Fn::GetAtt') return (argument as string[]).join('.');
  if (entries.length === 1 && name === 'Fn::Join') {
    const [separator, parts] = argument as [string, TemplateValue[]];
    return parts.map((part) => String(resolve(part))).join(separator);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, resolve(item)]));
}
