// The build projects of a template, read although nothing is deployed.
import { projectFromResource } from '../../assembly/project-from-resource.js';
import { TrunklineError } from '../../model/errors.js';
import { describe } from '../iam/unresolved.js';
import { declaredForm } from './declared-form.js';
import type { LandscapeProject } from './landscape.js';
import type { StackScope } from './stack-scope.js';
import { originOf } from './template-source.js';
import type { World } from './world.js';

const PROJECT_TYPE = 'AWS::CodeBuild::Project';

/** The projects of a template; one that cannot be read is reported. */
export function projectsOf(scope: StackScope, world: World): LandscapeProject[] {
  return scope.idsOf(PROJECT_TYPE).flatMap((id) => {
    const { name, arn } = scope.identity(id);
    const { resource, stack } = declaredForm(scope, id, PROJECT_TYPE, name);
    try {
      const project = projectFromResource(resource, stack);
      return [{ project, arn, origin: originOf(scope.source, id), properties: resource.properties }];
    } catch (error) {
      if (!(error instanceof TrunklineError)) throw error;
      for (const mistake of error.details) {
        world.reportAt(scope.source, id, `the project cannot be read: ${describe(mistake)}`);
      }
      return [];
    }
  });
}
