// Keeps builds from sharing a cache where packages of the one would not run in the other.
import { createHash } from 'node:crypto';
import { CfnProject } from 'aws-cdk-lib/aws-codebuild';
import type { Construct } from 'constructs';

/**
 * Gives the builds of a pipeline that share a cache one namespace for each image and set of runtime versions: a cache is
 * never updated once it exists, so that native modules for another processor or another Node would stay in it. Source:
 * CodeBuild User Guide, Amazon S3 caching, "Cache sharing between projects".
 *
 * It looks at the projects themselves, so that it counts for a project's own steps too.
 *
 * @param roots the constructs whose projects are looked at
 * @param shared the namespace that all of them were given
 */
export function separateCaches(roots: readonly Construct[], shared: string): void {
  for (const project of roots.flatMap((root) => root.node.findAll())) {
    if (!(project instanceof CfnProject)) continue;
    const cache = project.cache as CfnProject.ProjectCacheProperty | undefined;
    if (cache?.type !== 'S3' || cache.cacheNamespace !== shared) continue;
    project.cache = { ...cache, cacheNamespace: `${shared}-${settingsHash(project)}` };
  }
}

function settingsHash(project: CfnProject): string {
  const { environment, source } = project.stack.resolve({
    environment: project.environment,
    source: project.source,
  }) as { environment: CfnProject.EnvironmentProperty; source: CfnProject.SourceProperty };
  const settings = [environment.type, environment.image, runtimesIn(source.buildSpec)];
  return createHash('sha256').update(JSON.stringify(settings)).digest('hex').slice(0, 8);
}

/** A buildspec is JSON, or where it has tokens a join of its parts, which the versions are never among. */
function runtimesIn(buildSpec: unknown): unknown {
  const join = (buildSpec as { 'Fn::Join'?: [string, unknown[]] } | undefined)?.['Fn::Join'];
  const text = join === undefined ? String(buildSpec) : join[1].filter((part) => typeof part === 'string').join('');
  // Inside of a command the quotes would have backslashes.
  const found = /"runtime-versions":\s*(\{[^{}]*\})/.exec(text)?.[1] ?? '{}';
  return Object.entries(JSON.parse(found) as object).sort(([one], [other]) => (one < other ? -1 : 1));
}
