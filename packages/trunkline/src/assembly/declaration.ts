// Where a deployed resource was declared, and how messages name it.
import { formatEnvironment } from '../model/environment.js';
import type { Declaration } from '../model/pipeline.js';
import type { Stack, StackResource } from '../model/stack.js';

/** The declaration of a resource of a deployed stack. */
export function declarationOf(resource: StackResource, stack: Stack): Declaration {
  const { stackName, environment } = stack;
  const { logicalId, constructPath } = resource;
  return { stackName, environment, logicalId, ...(constructPath === undefined ? {} : { constructPath }) };
}

/** `Services/Pipeline (resource PipelineAB12 of stack Services in 111122223333/eu-central-1)`. */
export function describeDeclaration(declaration: Declaration): string {
  const { constructPath, logicalId, stackName, environment } = declaration;
  const place = `of stack ${stackName} in ${formatEnvironment(environment)}`;
  return constructPath === undefined
    ? `resource ${logicalId} ${place}`
    : `${constructPath} (resource ${logicalId} ${place})`;
}
