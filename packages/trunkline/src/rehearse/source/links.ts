// Removes the symbolic links of a snapshot that lead out of it.
import { readlink, realpath, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { isInside } from '../../assembly/containment.js';

/**
 * Links inside the repository stay links. One that leads out of it, absolute or not, is taken away: on AWS the snapshot
 * stands alone and such a link leads nowhere, here it would lead to the files of this machine, so that a build passes
 * which fails on AWS.
 *
 * @param root the snapshot
 * @param links its links, relative to the root
 * @returns the ones that were removed, sorted
 */
export async function removeLinksThatLeave(root: string, links: readonly string[]): Promise<string[]> {
  const realRoot = await realpath(root);
  const removed: string[] = [];
  const remove = async (link: string): Promise<void> => {
    await rm(join(root, link));
    removed.push(link);
  };
  // By the text first: afterwards every link that is left points into the snapshot by its own text, and only a link
  // through another link (`up/../..`, where `up` is a link) can still leave.
  for (const link of links) {
    const target = await readlink(join(root, link));
    if (!isInside(root, resolve(dirname(join(root, link)), target))) await remove(link);
  }
  for (const link of links.filter((name) => !removed.includes(name))) {
    const real = await realpath(join(root, link)).catch(() => undefined);
    if (real !== undefined && !isInside(realRoot, real)) await remove(link);
  }
  return removed.sort();
}
