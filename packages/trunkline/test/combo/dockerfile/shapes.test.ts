// Shapes of official images that once stood in the way: a stage copied to the root folder, many small scripts, long lists.
import { describe, expect, it } from 'vitest';
import { linesOf, mergeOf } from './merge-of.js';

const GO = `FROM buildpack-deps:bookworm-scm AS build

ENV PATH /usr/local/go/bin:$PATH
RUN set -eux; \\
	now="$(date '+%s')"; \\
# a tree of its own, so that the copy below can be a linked one
	mkdir /target; \\
	go version

FROM buildpack-deps:bookworm-scm

ENV GOPATH /go
ENV PATH $GOPATH/bin:/usr/local/go/bin:$PATH
COPY --from=build --link /target/ /
RUN mkdir -p "$GOPATH/src"
WORKDIR $GOPATH
`;

const PHP = `FROM debian:bookworm-slim

ENV TOOLS \\
		autoconf \\
		# the compiler
		gcc

ENV PHP_CFLAGS="-O2 -D_X=64"
ENV PHP_CPPFLAGS="$PHP_CFLAGS"
COPY docker-php-source /usr/local/bin/
RUN docker-php-source extract; \\
	export UNAME='Linux - Docker'; \\
	make
COPY docker-php-ext-* docker-php-entrypoint /usr/local/bin/

ENTRYPOINT ["docker-php-entrypoint"]
CMD ["php", "-a"]
`;

describe('Go and PHP', () => {
  it('are combined: the stage is kept, for what is copied to / could not be told apart in the finished image', () => {
    expect(linesOf([GO, PHP]).filter((line) => /^(?:FROM|COPY|WORKDIR|ENTRYPOINT|CMD)/.test(line))).toEqual([
      'FROM buildpack-deps:bookworm-scm AS a-build',
      'FROM base:1',
      'COPY --from=a-build /target/ /',
      'WORKDIR $GOPATH',
      'WORKDIR /',
      'COPY --from=b:1 /usr/local/bin/docker-php-source /usr/local/bin/',
      'COPY --from=b:1 /usr/local/bin/docker-php-ext-* /usr/local/bin/docker-php-entrypoint /usr/local/bin/',
      'WORKDIR /go',
    ]);
  });

  it('keep their commands as they are, comments and all', () => {
    const { dockerfile } = mergeOf([GO, PHP]);
    expect(dockerfile).toContain(
      '# a tree of its own, so that the copy below can be a linked one\n\tmkdir /target; \\\n',
    );
    expect(dockerfile).toContain('ENV TOOLS \\\n\t\tautoconf \\\n\t\t# the compiler\n\t\tgcc\n');
  });
});

it('a variable that one image only builds from does not clash with itself', () => {
  const { mistakes } = mergeOf([PHP, 'FROM debian:bookworm\nENV PHP_CPPFLAGS="-O2 -D_X=64"\n']);
  expect(mistakes).toEqual([]);
});
