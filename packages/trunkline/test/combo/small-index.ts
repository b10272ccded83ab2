// A small index of official images and the Dockerfiles it leads to: the shape of today's, with short contents.
import type { ComboSources } from '../../src/combo/combo.js';
import { DEFAULT_INDEX } from '../../src/combo/combo.js';
import { TrunklineError } from '../../src/model/errors.js';

const COMMIT = { python: 'a'.repeat(40), node: 'b'.repeat(40), ruby: 'c'.repeat(40), java: 'd'.repeat(40) };

const PYTHON = `# this file is generated via https://github.com/docker-library/python/blob/0123456/generate-stackbrew-library.sh

Maintainers: Somebody <somebody@example.com> (@somebody),
             Another <another@example.com> (@another)
GitRepo: https://github.com/docker-library/python.git
Builder: buildkit

Tags: 3.13.1-trixie, 3.13-trixie, 3-trixie, trixie
SharedTags: 3.13.1, 3.13, 3, latest
Architectures: amd64, arm32v7, arm64v8
GitCommit: ${COMMIT.python}
Directory: 3.13/trixie

Tags: 3.12.9-trixie, 3.12-trixie
SharedTags: 3.12.9, 3.12
Architectures: amd64, arm32v7, arm64v8, riscv64
GitCommit: ${COMMIT.python}
Directory: 3.12/trixie

Tags: 3.12.9-slim-trixie, 3.12-slim-trixie, 3.12.9-slim, 3.12-slim
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.python}
Directory: 3.12/slim-trixie

Tags: 3.12.9-bookworm, 3.12-bookworm
Architectures: amd64, arm32v7, arm64v8
GitCommit: ${COMMIT.python}
Directory: 3.12/bookworm

Tags: 3.12.9-slim-bookworm, 3.12-slim-bookworm
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.python}
Directory: 3.12/slim-bookworm

Tags: 3.12.9-alpine3.22, 3.12-alpine3.22, 3.12.9-alpine, 3.12-alpine
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.python}
Directory: 3.12/alpine3.22

Tags: 3.12.9-windowsservercore-ltsc2025, 3.12-windowsservercore-ltsc2025
SharedTags: 3.12.9-windowsservercore, 3.12-windowsservercore, 3.12.9, 3.12
Architectures: windows-amd64
GitCommit: ${COMMIT.python}
Directory: 3.12/windows/windowsservercore-ltsc2025
Constraints: windowsservercore-ltsc2025
Builder: classic
`;

const NODE = `Maintainers: The Team <https://github.com/nodejs/docker-node> (@nodejs)
GitRepo: https://github.com/nodejs/docker-node.git
GitCommit: ${COMMIT.node}
Builder: buildkit

Tags: 22.12.0-alpine3.22, 22.12-alpine3.22, 22-alpine3.22, jod-alpine3.22, 22.12.0-alpine, 22.12-alpine, 22-alpine, jod-alpine
Architectures: amd64, arm64v8
Directory: 22/alpine3.22

Tags: 22.12.0, 22.12, 22, jod, 22.12.0-bookworm, 22.12-bookworm, 22-bookworm, jod-bookworm
Architectures: amd64, arm32v7, arm64v8, s390x
Directory: 22/bookworm

Tags: 22.12.0-bookworm-slim, 22.12-bookworm-slim, 22-bookworm-slim, jod-bookworm-slim, 22.12.0-slim, 22-slim, jod-slim
Architectures: amd64, arm64v8
Directory: 22/bookworm-slim

Tags: 22.12.0-bullseye, 22.12-bullseye, 22-bullseye, jod-bullseye
Architectures: amd64, arm64v8
Directory: 22/bullseye
`;

const RUBY = `GitRepo: https://github.com/docker-library/ruby.git
Builder: buildkit

Tags: 3.4.1-bookworm, 3.4-bookworm, 3-bookworm, bookworm, 3.4.1, 3.4, 3, latest
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.ruby}
Directory: 3.4/bookworm
`;

const TEMURIN = `# Images of the Eclipse Foundation.

Maintainers: Somebody <somebody@example.com> (@somebody)
GitRepo: https://github.com/adoptium/containers.git
GitFetch: refs/heads/main
Builder: buildkit

#------------------------------v21 images---------------------------------
Tags: 21.0.4_7-jdk-alpine, 21-jdk-alpine, 21-alpine
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.java}
Directory: 21/jdk/alpine

Tags: 21.0.4_7-jdk-jammy, 21-jdk-jammy, 21-jammy
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.java}
Directory: 21/jdk/ubuntu/jammy

Tags: 21.0.4_7-jdk-noble, 21-jdk-noble, 21-noble
SharedTags: 21.0.4_7-jdk, 21-jdk, 21, latest
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.java}
Directory: 21/jdk/ubuntu/noble

Tags: 21.0.4_7-jdk-windowsservercore-ltsc2022, 21-jdk-windowsservercore-ltsc2022, 21-windowsservercore-ltsc2022
SharedTags: 21.0.4_7-jdk-windowsservercore, 21.0.4_7-jdk, 21-jdk, 21, latest
Architectures: windows-amd64
GitCommit: ${COMMIT.java}
Directory: 21/jdk/windows/windowsservercore-ltsc2022
Builder: classic
Constraints: windowsservercore-ltsc2022

Tags: 21.0.4_7-jre-noble, 21-jre-noble
SharedTags: 21.0.4_7-jre, 21-jre
Architectures: amd64, arm64v8
GitCommit: ${COMMIT.java}
Directory: 21/jre/ubuntu/noble
`;

/** A Dockerfile of the shape of Python's. */
export function pythonDockerfile(base: string): string {
  return `#
# NOTE: THIS DOCKERFILE IS GENERATED
#

FROM ${base}

# ensure local python is preferred over distribution python
ENV PATH /usr/local/bin:$PATH

ENV PYTHON_VERSION 3.12.9

RUN set -eux; \\
	\\
	wget -O python.tar.xz "https://python.example/\${PYTHON_VERSION%%[a-z]*}/Python-$PYTHON_VERSION.tar.xz"; \\
# a comment between two lines of one command
	make; \\
	\\
	python3 --version

CMD ["python3"]
`;
}

/** A Dockerfile of the shape of Node's. */
export function nodeDockerfile(base: string): string {
  return `FROM ${base}

RUN groupadd --gid 1000 node \\
  && useradd --uid 1000 --gid node --shell /bin/bash --create-home node

ENV NODE_VERSION 22.12.0

RUN ARCH= && case "$(uname -m)" in \\
    x86_64) ARCH='x64';; \\
  esac \\
  # smoke tests
  && node --version

COPY docker-entrypoint.sh /usr/local/bin/
ENTRYPOINT ["docker-entrypoint.sh"]

CMD [ "node" ]
`;
}

/** A Dockerfile of the shape of Ruby's. */
export function rubyDockerfile(base: string): string {
  return `FROM ${base}

ENV LANG C.UTF-8
ENV RUBY_VERSION 3.4.1

RUN set -eux; \\
	mkdir -p /usr/local/etc; \\
	ruby --version

# don't create ".bundle" in all our apps
ENV GEM_HOME /usr/local/bundle
ENV BUNDLE_SILENCE_ROOT_WARNING=1 \\
	BUNDLE_APP_CONFIG="$GEM_HOME"
ENV PATH $GEM_HOME/bin:$PATH
RUN mkdir "$GEM_HOME"

CMD [ "irb" ]
`;
}

/** A Dockerfile of the shape of Temurin's. */
export function javaDockerfile(base: string): string {
  return `# ----
#   NOTE: THIS FILE IS GENERATED
# ----
FROM ${base}

ENV JAVA_HOME=/opt/java/openjdk
ENV PATH=$JAVA_HOME/bin:$PATH

# Default to UTF-8 file.encoding
ENV LANG='en_US.UTF-8' LANGUAGE='en_US:en' LC_ALL='en_US.UTF-8'

RUN set -eux; \\
    # the archive
    wget -O /tmp/openjdk.tar.gz https://java.example/jdk.tar.gz; \\
    java --version
COPY --chmod=755 entrypoint.sh /__cacert_entrypoint.sh
ENTRYPOINT ["/__cacert_entrypoint.sh"]

CMD ["jshell"]
`;
}

const RAW = 'https://raw.githubusercontent.com';

/** The texts by URL. */
export const TEXTS: Readonly<Record<string, string>> = {
  [`${DEFAULT_INDEX}/python`]: PYTHON,
  [`${DEFAULT_INDEX}/node`]: NODE,
  [`${DEFAULT_INDEX}/ruby`]: RUBY,
  [`${DEFAULT_INDEX}/eclipse-temurin`]: TEMURIN,
  ...folders(`${RAW}/docker-library/python/${COMMIT.python}`, pythonDockerfile, {
    '3.13/trixie': 'buildpack-deps:trixie',
    '3.12/trixie': 'buildpack-deps:trixie',
    '3.12/slim-trixie': 'debian:trixie-slim',
    '3.12/bookworm': 'buildpack-deps:bookworm',
    '3.12/slim-bookworm': 'debian:bookworm-slim',
    '3.12/alpine3.22': 'alpine:3.22',
  }),
  ...folders(`${RAW}/nodejs/docker-node/${COMMIT.node}`, nodeDockerfile, {
    '22/alpine3.22': 'alpine:3.22',
    '22/bookworm': 'buildpack-deps:bookworm',
    '22/bookworm-slim': 'debian:bookworm-slim',
    '22/bullseye': 'buildpack-deps:bullseye',
  }),
  ...folders(`${RAW}/docker-library/ruby/${COMMIT.ruby}`, rubyDockerfile, {
    '3.4/bookworm': 'buildpack-deps:bookworm',
  }),
  ...folders(`${RAW}/adoptium/containers/${COMMIT.java}`, javaDockerfile, {
    '21/jdk/alpine': 'alpine:3.22',
    '21/jdk/ubuntu/jammy': 'ubuntu:22.04',
    '21/jdk/ubuntu/noble': 'ubuntu:24.04',
  }),
};

function folders(
  root: string,
  write: (base: string) => string,
  bases: Readonly<Record<string, string>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(bases).map(([folder, base]) => [`${root}/${folder}/Dockerfile`, write(base)]),
  );
}

/** Sources that read from a table, and remember what was asked for. */
export function sourcesOf(
  urls: Readonly<Record<string, string>> = TEXTS,
  files: Readonly<Record<string, string>> = {},
): ComboSources & { readonly asked: string[] } {
  const asked: string[] = [];
  const look = (table: Readonly<Record<string, string>>, key: string): Promise<string> => {
    asked.push(key);
    const text = table[key];
    return text === undefined
      ? Promise.reject(new TrunklineError('SourceNotFound', `${key} is not there.`))
      : Promise.resolve(text);
  };
  return { asked, fetchText: (url) => look(urls, url), readText: (path) => look(files, path) };
}
