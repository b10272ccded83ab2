// A resource of a template in the form that the assembly room reads pipelines and projects from.
import type { Stack, StackResource } from '../../model/stack.js';
import type { StackScope } from './stack-scope.js';
import { constructPathOf, environmentOf } from './template-source.js';

/** A resource and its stack, as they stand before any deployment. */
export interface DeclaredForm {
  readonly resource: StackResource;
  readonly stack: Stack;
}

/**
 * The resource with resolved properties.
 * @param physicalId what takes the name's place where the template gives none
 */
export function declaredForm(scope: StackScope, logicalId: string, type: string, physicalId: string): DeclaredForm {
  const { source } = scope;
  const constructPath = constructPathOf(source, logicalId);
  return {
    resource: {
      logicalId,
      type,
      physicalId,
      attributes: {},
      properties: scope.properties(logicalId),
      deletionPolicy: 'Delete',
      updateReplacePolicy: 'Delete',
      ...(constructPath === undefined ? {} : { constructPath }),
    },
    stack: {
      environment: environmentOf(source),
      stackName: source.stackName,
      stackId: scope.mark('AWS::StackId'),
      status: 'REVIEW_IN_PROGRESS',
      template: source.template,
      parameters: source.parameters,
      tags: source.stack?.tags ?? {},
      resources: {},
      outputs: {},
      exports: {},
      imports: [],
    },
  };
}
