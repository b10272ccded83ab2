// Ubuntu's own first user, whose number the Dockerfiles of other bases give to a user of theirs.
import type { DockerfileText } from '../dockerfile/instruction.js';
import { sortStages } from '../dockerfile/stages.js';
import { readBase } from './base.js';
import { compareReleases, releaseText } from './release.js';

// Images of Ubuntu have the user and the group "ubuntu" since 23.04 (bugs.launchpad.net/cloud-images/+bug/2005129).
const LAST_WITHOUT = { family: 'ubuntu', name: 'jammy' } as const;
const ADDS_GROUP = /\b(?:groupadd|addgroup)\b(?![^;&|\n]*\s(?:-o|--non-unique)\b)[^;&|\n]*\s(?:-g|--gid)[=\s]\s*1000\b/;
const ADDS_USER = /\b(?:useradd|adduser)\b(?![^;&|\n]*\s(?:-o|--non-unique)\b)[^;&|\n]*\s(?:-u|--uid)[=\s]\s*1000\b/;

/**
 * Where a Dockerfile adds user or group 1000, and its base has them: its build would end there.
 * @param base the base of the combo
 * @returns why, with the line and what to do; undefined where nothing is in the way
 */
export function firstUserTaken(base: string, image: string, file: DockerfileText): string | undefined {
  const { release } = readBase(base);
  if (release?.family !== 'ubuntu' || compareReleases(release, LAST_WITHOUT) <= 0) return undefined;
  for (const { keyword, argument, heredocs, line } of sortStages(file).chain.flatMap((stage) => stage.instructions)) {
    const commands = [argument, ...heredocs.map(({ body }) => body)].join('\n');
    // Who makes room first has thought of it.
    if (keyword !== 'RUN' || /\b(?:userdel|deluser|usermod)\b/.test(commands)) continue;
    if (ADDS_GROUP.test(commands) || ADDS_USER.test(commands)) {
      return (
        `${image}, ${file.place} line ${String(line)}: it adds a user or group with the number 1000, which the user "ubuntu" has on ` +
        `${releaseText(release)}. Give an older base, such as --from buildpack-deps:jammy, or a changed file as ${image}@FILE.`
      );
    }
  }
  return undefined;
}
