// COPY and ADD of the build context are taken from the finished image, or refused with the reason.
import { describe, expect, it } from 'vitest';
import { file, linesOf, mergeOf, PLAIN } from './merge-of.js';

function copied(...lines: string[]): string[] {
  return linesOf([file(...lines), PLAIN]).filter((line) => /^(?:COPY|ADD|ONBUILD)/.test(line));
}

function refused(...lines: string[]): string {
  const { mistakes } = mergeOf([file(...lines), PLAIN]);
  return mistakes.join('\n');
}

describe('a file', () => {
  it.each([
    ['into a folder keeps its name', 'COPY x/entry.sh /opt/bin/', 'COPY --from=a:1 /opt/bin/entry.sh /opt/bin/'],
    ['copied to a name has that name', 'COPY entry.sh /opt/run', 'COPY --from=a:1 /opt/run /opt/run'],
    [
      'into a folder that every base has needs no slash',
      'COPY run /usr/local/bin',
      'COPY --from=a:1 /usr/local/bin/run /usr/local/bin/',
    ],
    [
      'keeps its flags, but --link, which changes no file and which older builders do not know',
      'COPY --link --chmod=755 --chown=app:app a /b',
      'COPY --from=a:1 --chmod=755 --chown=app:app /b /b',
    ],
    [
      'among several keeps its own name',
      'COPY a.sh dir/b.sh /opt/x/',
      'COPY --from=a:1 /opt/x/a.sh /opt/x/b.sh /opt/x/',
    ],
    ['with dots in its path is found', 'COPY ./a/../b.sh /opt/./x/', 'COPY --from=a:1 /opt/x/b.sh /opt/x/'],
    [
      'in JSON form may have spaces',
      'COPY ["a b.sh", "/opt/my app/"]',
      'COPY --from=a:1 ["/opt/my app/a b.sh","/opt/my app/"]',
    ],
    [
      'in JSON form without spaces is written plainly',
      'COPY ["a", "b", "/opt/x/"]',
      'COPY --from=a:1 /opt/x/a /opt/x/b /opt/x/',
    ],
    [
      'that ADD names is one like any other',
      'ADD --chown=1:1 conf.yml /opt/x/',
      'COPY --from=a:1 --chown=1:1 /opt/x/conf.yml /opt/x/',
    ],
    [
      'left out by --exclude is not in the image anyway',
      'COPY --exclude=*.md d/ /opt/x/',
      'COPY --from=a:1 /opt/x/ /opt/x/',
    ],
  ])('%s', (_story, instruction, expected) => {
    expect(copied(instruction)).toEqual([expected]);
  });

  it('goes where WORKDIR says, step by step', () => {
    const lines = ['WORKDIR /srv', 'WORKDIR app', 'COPY a.sh .', 'COPY b.sh bin/', 'COPY c.sh d.sh', 'COPY e ../'];
    expect(copied(...lines)).toEqual([
      'COPY --from=a:1 /srv/app/a.sh /srv/app/',
      'COPY --from=a:1 /srv/app/bin/b.sh /srv/app/bin/',
      'COPY --from=a:1 /srv/app/d.sh /srv/app/d.sh',
      'COPY --from=a:1 /srv/e /srv/',
    ]);
  });

  it('is found through variables, by their values where those are known', () => {
    const lines = [
      'ARG TARGETARCH',
      'ENV HOME_DIR=/opt/x NAME=run.sh',
      'COPY bin/tool-${TARGETARCH} $NAME ${HOME_DIR}/',
    ];
    expect(copied(...lines)).toEqual(['COPY --from=a:1 /opt/x/tool-${TARGETARCH} /opt/x/run.sh /opt/x/']);
  });

  it('is in continuation lines with comments like in one line', () => {
    expect(copied('COPY a \\\n  # not this one\n\n  b \\\n  /opt/x/')).toEqual([
      'COPY --from=a:1 /opt/x/a /opt/x/b /opt/x/',
    ]);
  });

  it('that might be a folder, having neither a slash nor an ending, is told of', () => {
    const notes = (instruction: string): readonly string[] => mergeOf([file(instruction), PLAIN]).notes;
    expect(notes('COPY rootfs /')).toEqual([
      'a:1, A line 2: "rootfs" is taken for a file and copied from /rootfs. If it is a folder, say "rootfs/" in a changed file, a:1@FILE.',
    ]);
    expect(notes('COPY bin /usr/local/bin')).toHaveLength(1);
    for (const told of ['COPY tool /usr/local/bin/', 'COPY a.conf /etc/', 'COPY rootfs/ /opt/x/', 'COPY lib-* /opt/x/'])
      expect(notes(told)).toEqual([]);
  });

  it('of the same name from two images is told of', () => {
    const two = [file('COPY entry.sh /usr/local/bin/'), file('COPY sub/entry.sh /usr/local/bin/')];
    expect(mergeOf(two).notes).toEqual(['/usr/local/bin/entry.sh of b:1 takes the place of the one of a:1.']);
  });
});

describe('many files', () => {
  it('of a pattern are looked for by the pattern', () => {
    expect(copied('COPY lib-* entry /usr/local/bin/')).toEqual([
      'COPY --from=a:1 /usr/local/bin/lib-* /usr/local/bin/entry /usr/local/bin/',
    ]);
  });

  it('of a folder are taken with the folder that they went to', () => {
    expect(copied('COPY scripts/ /opt/scripts', 'WORKDIR /app', 'COPY . .')).toEqual([
      'COPY --from=a:1 /opt/scripts/ /opt/scripts',
      'COPY --from=a:1 /app/ /app/',
    ]);
  });

  it('of an archive that ADD unpacks, too', () => {
    expect(copied('ADD app.tar.gz /opt/app/')).toEqual(['COPY --from=a:1 /opt/app/ /opt/app/']);
    expect(copied('COPY app.tar.gz /opt/app/')).toEqual(['COPY --from=a:1 /opt/app/app.tar.gz /opt/app/']);
  });

  it('are refused where others fill the same folder', () => {
    expect(refused('COPY rootfs/ /')).toMatch(
      /^a:1, A line 2: COPY takes files .*the folder "rootfs\/" is copied into \/, .*a:1@FILE/,
    );
    expect(refused('RUN true', 'ADD rootfs.tar.xz /')).toMatch(
      /A line 3: ADD .*the archive "rootfs\.tar\.xz" is unpacked into \//,
    );
    expect(refused('COPY * /usr/local/bin/')).toContain('which holds other files too');
  });
});

describe('what needs no build context', () => {
  it('is a URL or a repository that ADD names: it stays', () => {
    expect(
      copied('WORKDIR /w', 'ADD --checksum=sha256:12 https://x.example/a.tar.gz ./', 'ADD git@x.example:a/b.git /r'),
    ).toEqual(['ADD --checksum=sha256:12 https://x.example/a.tar.gz /w/', 'ADD git@x.example:a/b.git /r']);
  });

  it('is parted from files of the context', () => {
    expect(copied('ADD https://x.example/a b.conf /opt/x/')).toEqual([
      'ADD https://x.example/a /opt/x/',
      'COPY --from=a:1 /opt/x/b.conf /opt/x/',
    ]);
  });

  it('is a heredoc: it stays with its body, which may look like instructions', () => {
    const text = ['COPY --chmod=700 <<EOF /etc/x.conf', 'FROM nothing', 'CMD ["no"]', 'EOF', 'RUN done'];
    expect(linesOf([file(...text), PLAIN]).slice(1, 6)).toEqual(text);
  });

  it('is several heredocs beside a file', () => {
    const text = file('COPY <<A x.sh <<-"B" /opt/x/', 'one', 'A', '\ttwo', '\tB');
    expect(linesOf([text, PLAIN]).slice(1, 7)).toEqual([
      'COPY <<A <<-"B" /opt/x/',
      'one',
      'A',
      '\ttwo',
      '\tB',
      'COPY --from=a:1 /opt/x/x.sh /opt/x/',
    ]);
  });

  it('is another image, which the registry is put before', () => {
    const lines = linesOf([file('COPY --from=busybox:1 /bin/sh /bin/sh'), PLAIN], { registry: 'r.example' });
    expect(lines).toContain('COPY --from=r.example/library/busybox:1 /bin/sh /bin/sh');
  });

  it('is a trigger: its files are those of whoever builds on the combo', () => {
    expect(copied('ONBUILD COPY . /app', 'ONBUILD CMD ["x"]')).toEqual(['ONBUILD COPY . /app']);
  });
});

describe('what cannot be right is refused', () => {
  it.each([
    ['a destination that only the base knows', 'COPY a $HOME/', 'begins with a variable of the base image'],
    ['a folder that only the base knows', 'WORKDIR $HOME\nCOPY a b', 'begins with a variable of the base image'],
    ['folders kept by --parents', 'COPY --parents a/b /c/', '--parents'],
    ['a mount of the build context', 'RUN --mount=type=bind,source=x,target=/y make', 'RUN mounts the build context'],
    ['a mount that is one by default', 'RUN --mount=target=/y make', 'RUN mounts the build context'],
    ['no destination', 'COPY a', 'no destination'],
  ])('%s', (_story, instruction, reason) => {
    expect(refused(...instruction.split('\n'))).toContain(reason);
  });

  it('and other mounts are not', () => {
    const run = 'RUN --mount=type=cache,target=/c --mount=type=secret,id=s --mount=type=tmpfs,target=/t make';
    expect(linesOf([file(run), PLAIN])).toContain(run);
  });
});
