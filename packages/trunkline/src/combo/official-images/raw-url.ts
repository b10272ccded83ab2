// The URL at which a file of a git repository can be read without git.
import { TrunklineError } from '../../model/errors.js';
import type { LibrarySource } from './library-file.js';

/**
 * The URL of a Dockerfile. GitHub has a host of its own for raw files; of other hosts, `<repository>/raw/<commit>/`
 * is what GitHub Enterprise, GitLab and Gitea understand (unsure: Gitea wants `raw/commit/<commit>/` in new versions).
 * @throws TrunklineError `ComboInvalid` for a repository that is not on the web, or a path that leaves it
 */
export function rawUrl(source: LibrarySource, place: string): string {
  const repository = source.repository.replace(/^git:\/\//, 'https://').replace(/(?:\.git)?\/*$/, '');
  const isOnWeb = URL.canParse(repository) && /^https?:$/.test(new URL(repository).protocol);
  if (!isOnWeb) {
    throw new TrunklineError(
      'ComboInvalid',
      `${place} names the repository "${source.repository}", which is not on the web. Give the Dockerfile as NAME:TAG@FILE.`,
    );
  }
  if (source.path.startsWith('../') || source.path === '..') {
    throw new TrunklineError(
      'ComboInvalid',
      `${place} names the Dockerfile "${source.path}", which is outside of its repository. Give the Dockerfile as NAME:TAG@FILE.`,
    );
  }
  const path = source.path.replace(/^\/+/, '').split('/').map(encodeURIComponent).join('/');
  const commit = encodeURIComponent(source.commit);
  const onGitHub = /^https:\/\/github\.com\/([^/]+)\/([^/]+)$/.exec(repository);
  if (onGitHub !== null)
    return `https://raw.githubusercontent.com/${onGitHub[1] ?? ''}/${onGitHub[2] ?? ''}/${commit}/${path}`;
  return `${repository}/raw/${commit}/${path}`;
}
