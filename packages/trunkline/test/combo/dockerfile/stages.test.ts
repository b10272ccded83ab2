// Files with several stages: those that hand files over are kept under names of their own.
import { describe, expect, it } from 'vitest';
import { file, linesOf, mergeOf, PLAIN } from './merge-of.js';

const BUILT = `ARG GO=1.24
FROM golang:\${GO}-alpine AS Build
ARG GO
RUN go version $GO
FROM base:1
COPY --from=build /out/tool /usr/local/bin/
`;

describe('a stage', () => {
  it('that files are copied from is kept, with its global ARGs put in', () => {
    expect(linesOf([BUILT, PLAIN])).toEqual([
      'FROM golang:1.24-alpine AS a-build',
      'ARG GO="1.24"',
      'RUN go version $GO',
      'FROM base:1',
      'COPY --from=a-build /out/tool /usr/local/bin/',
      'RUN true',
    ]);
  });

  it('does not collide with one of another image, nor of the same', () => {
    const two = linesOf([BUILT, BUILT.replace('AS Build', 'AS build')]);
    expect(two.filter((line) => line.includes(' AS '))).toEqual([
      'FROM golang:1.24-alpine AS a-build',
      'FROM golang:1.24-alpine AS b-build',
    ]);
    const twice = 'FROM x AS s\nFROM s AS t-2\nFROM y AS t\nFROM base:1\nCOPY --from=t-2 /1 /1\nCOPY --from=t /2 /2\n';
    const names = linesOf([twice, PLAIN]).flatMap((line) => / AS (\S+)/.exec(line)?.[1] ?? []);
    expect(names).toEqual(['a-s', 'a-t-2', 'a-t']);
  });

  it('without a name is meant by its number', () => {
    const text =
      'FROM x\nRUN make\nFROM base:1\nCOPY --from=0 /a /a\nRUN --mount=type=bind,from=0,source=/s,target=/t make\n';
    expect(linesOf([text, PLAIN]).slice(0, 5)).toEqual([
      'FROM x AS a-0',
      'RUN make',
      'FROM base:1',
      'COPY --from=a-0 /a /a',
      'RUN --mount=type=bind,from=a-0,source=/s,target=/t make',
    ]);
  });

  it('that nothing needs is left out', () => {
    expect(linesOf([`FROM x AS test\nRUN test\n${PLAIN}`, PLAIN])).toEqual(['FROM base:1', 'RUN true', 'RUN true']);
  });

  it('that the finished image grows from is part of its own part, and kept apart where others need it', () => {
    const text = `FROM base:1 AS common
ENV DIR=/opt/d
COPY tool \${DIR}/
FROM --platform=$BUILDPLATFORM common AS build
COPY --from=busybox /b /b
CMD ["x"]
FROM common
COPY --from=build /o /o
`;
    expect(linesOf([text, PLAIN], { registry: 'r' })).toEqual([
      'FROM r/library/base:1 AS a-common',
      'ENV DIR=/opt/d',
      'COPY --from=a:1 /opt/d/tool /opt/d/',
      'FROM --platform=${BUILDPLATFORM} a-common AS a-build',
      'COPY --from=r/library/busybox /b /b',
      'FROM base:1',
      'ENV DIR=/opt/d',
      'COPY --from=a:1 /opt/d/tool /opt/d/',
      'COPY --from=a-build /o /o',
      'RUN true',
    ]);
  });

  it('that copies from the build context is refused: no finished image has those files', () => {
    const text = 'FROM x AS s\nCOPY src /src\nFROM base:1\nCOPY --from=s /a /a\n';
    expect(mergeOf([text, PLAIN]).mistakes).toEqual([
      expect.stringMatching(/^a:1, A line 2: COPY .*does not grow from/),
    ]);
  });

  it('may be named in a trigger, which is refused', () => {
    const text = 'FROM x AS s\nFROM base:1\nONBUILD COPY --from=s /a /a\n';
    expect(mergeOf([text, PLAIN]).mistakes).toEqual([expect.stringContaining('ONBUILD copies from stage "s"')]);
  });
});

describe('directives', () => {
  it('name a frontend that nothing needs: it is left out', () => {
    const text = `# syntax=docker/dockerfile:1\n${file('COPY --chmod=755 a /b')}`;
    expect(linesOf([text, PLAIN])[0]).toBe('FROM base:1');
  });

  it('name one that is another language: it stays, from the registry that is given', () => {
    const text = (syntax: string): string => `# syntax=${syntax}\n${PLAIN}`;
    expect(linesOf([text('acme/front:1'), PLAIN], { registry: 'r.example' })[0]).toBe(
      '# syntax=r.example/acme/front:1',
    );
    expect(linesOf([text('docker/dockerfile:1-labs'), PLAIN])[0]).toBe('# syntax=docker/dockerfile:1-labs');
  });

  it('name one frontend that something needs: the newest version stays', () => {
    const needy = file('RUN --mount=type=cache,target=/c make');
    const text = (version: string): string => `# syntax=docker/dockerfile:${version}\n${needy}`;
    expect(linesOf([text('1.9'), text('1.10')])[0]).toBe('# syntax=docker/dockerfile:1.10');
    expect(mergeOf([text('1'), `# syntax=acme/front:1\n${PLAIN}`]).mistakes).toEqual([
      expect.stringMatching(/"docker\/dockerfile:1" \(A\) and "acme\/front:1" \(B\)/),
    ]);
  });

  it('may make the backtick the escape character: the combo has the backslash', () => {
    const text = '# escape=`\n' + file('ENV DIR=c:\\x A=`$b', 'RUN one && `', '  two \\d', 'COPY a `\n  /opt/x/');
    expect(linesOf([text, PLAIN]).slice(0, 6)).toEqual([
      'FROM base:1',
      'ENV DIR=c:\\\\x A=\\$b',
      'RUN one && \\',
      '  two \\d',
      'COPY --from=a:1 /opt/x/a /opt/x/',
      'RUN true',
    ]);
    const bad = '# escape=`\n' + file('RUN dir c:\\', 'RUN b');
    expect(mergeOf([bad, PLAIN]).mistakes).toEqual([
      expect.stringMatching(/^a:1, A line 3: RUN: a line of it ends with a backslash/),
    ]);
  });
});
