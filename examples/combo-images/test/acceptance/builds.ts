// What became of the builds that a deployment has started.

/** A build of CodeBuild. */
export interface Build {
  /** Such as `SUCCEEDED` or `IN_PROGRESS`. */
  readonly status: string;
  /** When it was started. */
  readonly started: Date;
  /** Where its log is read. */
  readonly log: string;
}

/** Reads the newest build of each project that has one, by the project's name. */
export type ReadBuilds = (projects: readonly string[]) => Promise<ReadonlyMap<string, Build>>;

/** How long builds are waited for. */
export interface Patience {
  /** How often they are read. */
  readonly attempts: number;
  /** Between two readings. */
  readonly pause: () => Promise<void>;
}

/**
 * Waits until the newest build of every project, begun after the deployment, has ended.
 *
 * @param deployed when the deployment began; what was built before says nothing about it
 * @returns a sentence for each project whose newest build has failed, or which has none that is finished after all attempts
 */
export async function waitForBuilds(
  projects: readonly string[],
  deployed: Date,
  read: ReadBuilds,
  { attempts, pause }: Patience,
): Promise<string[]> {
  let builds = await read(projects);
  const isOver = (project: string): boolean => {
    const build = builds.get(project);
    return build !== undefined && build.started >= deployed && build.status !== 'IN_PROGRESS';
  };
  for (let attempt = 1; attempt < attempts && !projects.every(isOver); attempt += 1) {
    await pause();
    builds = await read(projects);
  }
  return projects.flatMap((project) => {
    const build = builds.get(project);
    if (build === undefined || build.started < deployed) {
      return [`${project}: no build since the deployment of ${deployed.toISOString()}`];
    }
    return build.status === 'SUCCEEDED' ? [] : [`${project}: ${build.status}, ${build.log}`];
  });
}
