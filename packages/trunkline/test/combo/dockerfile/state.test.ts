// Users, folders, shells and arguments of one image do not leak into the next one; the finished image has what was agreed.
import { describe, expect, it } from 'vitest';
import { file, linesOf, mergeOf, PLAIN } from './merge-of.js';

describe('what an image sets for its own instructions', () => {
  it('is put back before the next one: shell, user and folder', () => {
    const first = file('SHELL ["/bin/bash", "-c"]', 'WORKDIR /srv', 'USER app', 'RUN one');
    expect(linesOf([first, PLAIN])).toEqual([
      'FROM base:1',
      'SHELL ["/bin/bash", "-c"]',
      'WORKDIR /srv',
      'USER app',
      'RUN one',
      'SHELL ["/bin/sh", "-c"]',
      'USER root',
      'WORKDIR /',
      'RUN true',
      'USER app',
      'WORKDIR /srv',
    ]);
  });

  it('is not put back where nothing was set', () => {
    expect(linesOf([PLAIN, PLAIN])).toEqual(['FROM base:1', 'RUN true', 'RUN true']);
  });

  it('is an ARG that the next one mentions: it is emptied there', () => {
    const lines = linesOf([file('ARG MODE=fast', 'ARG OTHER=1'), file('RUN echo ${MODE:-slow}')]);
    expect(lines).toEqual(['FROM base:1', 'ARG MODE=fast', 'ARG OTHER=1', 'ARG MODE=', 'RUN echo ${MODE:-slow}']);
  });

  it('is a variable that hides an ARG of the next one: the ARG gets its value, and the variable its own back', () => {
    const lines = linesOf([file('ENV MODE=fast'), file('ARG MODE=slow', 'RUN echo $MODE')]);
    expect(lines).toEqual(['FROM base:1', 'ENV MODE=fast', 'ENV MODE="slow"', 'RUN echo $MODE', 'ENV MODE="fast"']);
  });

  it('is not an argument that the builder sets', () => {
    const both = file('ARG TARGETARCH', 'RUN echo $TARGETARCH');
    expect(linesOf([both, both]).filter((line) => line.startsWith('ARG'))).toEqual([
      'ARG TARGETARCH',
      'ARG TARGETARCH',
    ]);
  });
});

describe('two images', () => {
  it('of two users are a conflict, which --user settles', () => {
    const two = [file('USER app'), file('RUN x', 'USER "www"')];
    expect(mergeOf(two).mistakes).toEqual([
      'Two users: "app" (a:1, A line 2) and "www" (b:1, B line 3). Settle it with --user NAME.',
    ]);
    expect(linesOf(two, { user: 'root' }).at(-1)).toBe('USER root');
  });

  it('that say root by name and by number agree', () => {
    expect(linesOf([file('USER root'), file('USER 0:0')])).toEqual(['FROM base:1', 'USER root', 'USER 0:0']);
  });

  it('of two folders are a conflict, which --workdir settles', () => {
    const two = [file('WORKDIR /a'), file('WORKDIR /b')];
    expect(mergeOf(two).mistakes).toEqual([
      expect.stringMatching(/^Two working directories: "\/a" .* and "\/b" .*--workdir PATH\.$/),
    ]);
    expect(linesOf(two, { workdir: '/c' }).at(-1)).toBe('WORKDIR /c');
  });

  it('of two values of a variable are a conflict in either form of ENV, quoted or not', () => {
    const two = [file('ENV A 1 2', 'ENV B=same'), file("ENV A='1 3' B='same'")];
    expect(mergeOf(two).mistakes).toEqual([
      'Variable A has two values: "1 2" (a:1, A line 2) and "1 3" (b:1, B line 2). Settle it with --env A=VALUE.',
    ]);
    expect(linesOf(two, { environment: { A: 'x "$y"' } }).at(-1)).toBe('ENV A="x \\"\\$y\\""');
  });

  it('of values that come to the same are none', () => {
    const two = [file('ENV D=/opt', 'ENV A=$D/x'), file('ARG D2=opt', 'ENV A="/${D2}/x"')];
    expect(mergeOf(two).mistakes).toEqual([]);
  });

  it('that change a value on the way count by the last one', () => {
    expect(mergeOf([file('ENV A=1', 'ENV A=2'), file('ENV A=2')]).mistakes).toEqual([]);
    expect(mergeOf([file('ENV A=1', 'ENV A=2'), file('ENV A=1')]).mistakes).toHaveLength(1);
  });

  it('may both put folders before PATH; one that replaces what the other put there is a conflict', () => {
    expect(mergeOf([file('ENV PATH=/a:$PATH'), file('ENV PATH /b:${PATH}')]).mistakes).toEqual([]);
    expect(mergeOf([file('ENV PATH=/a:$PATH'), file('ENV PATH=/b:/bin')]).mistakes).toEqual([
      expect.stringContaining('Variable PATH has two values: "/a:${PATH}" (a:1, A line 2)'),
    ]);
    expect(mergeOf([file('ENV PATH=/b:/bin'), file('ENV PATH=/a:$PATH')]).mistakes).toEqual([]);
  });
});

describe('the end', () => {
  it('has volumes, labels and ports of all, but nothing of the process that an image starts', () => {
    const first = file(
      'VOLUME /data /logs',
      'LABEL a=1 maintainer="x" org.opencontainers.image.title=t',
      'EXPOSE 80/tcp',
      'CMD x',
    );
    const second = file(
      'ENV D=/var/d',
      'VOLUME ["$D", "/data"]',
      'LABEL b "two words"',
      'HEALTHCHECK CMD true',
      'STOPSIGNAL SIGINT',
      'ENTRYPOINT ["y"]',
    );
    const { dockerfile, notes } = mergeOf([first, second]);
    expect(dockerfile).toContain('EXPOSE 80/tcp');
    expect(dockerfile.trimEnd().split('\n').slice(-3)).toEqual([
      'LABEL "a"="1"',
      'LABEL "b"="two words"',
      'VOLUME ["/data","/logs","/var/d"]',
    ]);
    expect(dockerfile).not.toMatch(/^(?:CMD|ENTRYPOINT|HEALTHCHECK|STOPSIGNAL)/m);
    expect(notes).toEqual(['Left out of b:1: HEALTHCHECK and STOPSIGNAL, for a combo starts no process.']);
  });

  it('has no label of two values', () => {
    const { dockerfile, notes } = mergeOf([file('LABEL tier=a same=x'), file('LABEL tier=b same=x')]);
    expect(dockerfile).not.toContain('tier');
    expect(dockerfile).toContain('LABEL "same"="x"');
    expect(notes).toEqual(['Label tier is left out: the images give it different values.']);
  });
});
