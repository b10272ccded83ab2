// Readable names for the CodeBuild projects of a pipeline, in place of those that CloudFormation would make up.
import { createHash } from 'node:crypto';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';

/** Source: CodeBuild API Reference, CreateProject, `name`. */
const LONGEST_NAME = 150;

/**
 * What the names of a pipeline's projects begin with. Its log groups and report groups begin with it too, which is what
 * the shared role goes by.
 */
export function projectPrefix(pipelineName: string): string {
  return `${legal(pipelineName)}-`;
}

/**
 * Names every project that was given no name: `<pipeline>-<stage>-<action>`.
 *
 * The name follows from the same parts of the construct path as the logical id, so that both change together: a project
 * never has to be replaced by another of its own name, which CloudFormation would refuse. Pipelines of one account and
 * region whose names go on like another's stages, such as `shop` with a stage `Dev` and `shop-Dev`, could still collide.
 *
 * @param roots the constructs whose projects are named
 * @param pipelineName the pipeline's name
 */
export function nameProjects(roots: readonly Construct[], pipelineName: string): void {
  const projects = roots.flatMap((root) =>
    root.node
      .findAll()
      .filter((each) => each instanceof CfnProject)
      // A project without a name has a token for one, which comes to nothing.
      .filter((each) => each.stack.resolve(each.name) === undefined)
      .map((project) => ({ project, path: pathBelow(root, project) })),
  );
  const prefix = projectPrefix(pipelineName);
  const names = projects.map(({ path }) => prefix + legal(path.join('-')));
  projects.forEach(({ project, path }, index) => {
    const name = names[index] ?? '';
    const isUnique = names.indexOf(name) === names.lastIndexOf(name);
    project.name = isUnique && name.length <= LONGEST_NAME ? name : withHash(name, path.join('/'));
  });
}

/** Stage and action, such as `Dev` and `IntegrationTests`; self-update and assets have no level of their own for it. */
function pathBelow(root: Construct, project: CfnProject): string[] {
  const ids = project.node.scopes.map((scope) => scope.node.id).slice(root.node.scopes.length);
  return ids.slice(0, 2);
}

function legal(text: string): string {
  return text.replaceAll(/[^A-Za-z0-9_-]/g, '-').replace(/^[^A-Za-z0-9]+/, '');
}

function withHash(name: string, path: string): string {
  const hash = createHash('sha256').update(path).digest('hex').slice(0, 8);
  return `${name.slice(0, LONGEST_NAME - hash.length - 1)}-${hash}`;
}
