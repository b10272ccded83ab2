// Whether buildah or podman is new enough for a Dockerfile's heredocs.
import { TrunklineError } from '../../model/errors.js';
import { needsHeredocs } from '../dockerfile/heredocs.js';

/**
 * The first releases that read heredocs: buildah 1.33, and podman 4.8, which has that buildah in it. Debian's and
 * Ubuntu's packages of 1.33 and 1.34 are said not to (their parser is an older one); the builder then says so itself.
 */
const FIRST = { buildah: [1, 33], podman: [4, 8] } as const;

/** @throws TrunklineError ImageBuildFailed where the builder would take the lines of a heredoc for instructions */
export function refuseHeredocs(dockerfile: string, builder: keyof typeof FIRST, version: string): void {
  const [wantedMajor, wantedMinor] = FIRST[builder];
  const [major = 0, minor = 0] = version.split('.').map((part) => Number.parseInt(part, 10));
  if (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor) || !needsHeredocs(dockerfile)) return;
  const wanted = `${builder} ${wantedMajor}.${wantedMinor}`;
  throw new TrunklineError(
    'ImageBuildFailed',
    `The combo was not built: its Dockerfile has heredocs, which ${wanted} is the first to read; ` +
      `this machine has ${version}. Install a newer one, or use --builder docker.`,
  );
}
