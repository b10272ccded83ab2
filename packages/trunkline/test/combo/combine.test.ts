// Several official images become one Dockerfile: what is asked for, what comes out, what is refused and how.
import { describe, expect, it } from 'vitest';
import { combine } from '../../src/combo/combine.js';
import type { ComboRequest } from '../../src/combo/combo.js';
import { TrunklineError } from '../../src/model/errors.js';
import { nodeDockerfile, pythonDockerfile, rubyDockerfile, sourcesOf, TEXTS } from './small-index.js';

function images(...names: string[]): ComboRequest['images'] {
  return names.map((text) => {
    const [image = '', dockerfile] = text.split('@');
    const [name = '', tag = ''] = image.split(':');
    return dockerfile === undefined ? { name, tag } : { name, tag, dockerfile };
  });
}

async function failure(work: Promise<unknown>): Promise<TrunklineError> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof TrunklineError) return error;
  throw new Error('expected a TrunklineError', { cause: error });
}

describe('python:3.12 and node:22', () => {
  it('become one Dockerfile on the newest Debian that both have', async () => {
    const combo = await combine({ images: images('python:3.12', 'node:22') }, sourcesOf());
    expect(combo).toMatchObject({ name: 'python_node', tag: '3.12_22', base: 'buildpack-deps:bookworm' });
    expect(combo.images.map(({ resolvedTag }) => resolvedTag)).toEqual(['3.12-bookworm', '22-bookworm']);
    expect(combo.images[1]?.commit).toBe('b'.repeat(40));
    expect(combo.chosen).toEqual([
      'python:3.12 is taken as python:3.12-bookworm: debian bookworm is the newest that all images have (by itself it stands on debian trixie).',
      'node:22 is taken as node:22-bookworm: debian bookworm is the newest that all images have.',
    ]);
    expect(combo.architectures).toEqual(['amd64', 'arm32v7', 'arm64v8']);
    expect(combo.dockerfile)
      .toBe(`# One image of python:3.12 and node:22, written by "trunkline combo". It needs no build context.

FROM buildpack-deps:bookworm

# python:3.12: python:3.12-bookworm, https://raw.githubusercontent.com/docker-library/python/${'a'.repeat(40)}/3.12/bookworm/Dockerfile
ENV PATH /usr/local/bin:$PATH
ENV PYTHON_VERSION 3.12.9
RUN set -eux; \\
	\\
	wget -O python.tar.xz "https://python.example/\${PYTHON_VERSION%%[a-z]*}/Python-$PYTHON_VERSION.tar.xz"; \\
# a comment between two lines of one command
	make; \\
	\\
	python3 --version

# node:22: node:22-bookworm, https://raw.githubusercontent.com/nodejs/docker-node/${'b'.repeat(40)}/22/bookworm/Dockerfile
RUN groupadd --gid 1000 node \\
  && useradd --uid 1000 --gid node --shell /bin/bash --create-home node
ENV NODE_VERSION 22.12.0
RUN ARCH= && case "$(uname -m)" in \\
    x86_64) ARCH='x64';; \\
  esac \\
  # smoke tests
  && node --version
COPY --from=node:22-bookworm /usr/local/bin/docker-entrypoint.sh /usr/local/bin/
`);
  });

  it('give the same combo each time, and read each text once', async () => {
    const sources = sourcesOf();
    const first = await combine({ images: images('python:3.12', 'node:22') }, sources);
    expect(await combine({ images: images('python:3.12', 'node:22') }, sourcesOf())).toEqual(first);
    expect(new Set(sources.asked).size).toBe(sources.asked.length);
    expect(first.labels['io.trunkline.combo.dockerfile']).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(first.labels['io.trunkline.combo.images']).toBe('python:3.12-bookworm node:22-bookworm');
  });

  it('come from another registry, base and all, when one is named', async () => {
    const request = { images: images('python:3.12', 'node:22'), registry: '127.0.0.1:5000' };
    const combo = await combine(request, sourcesOf());
    expect(combo.base).toBe('127.0.0.1:5000/library/buildpack-deps:bookworm');
    expect(combo.dockerfile).toContain(
      'COPY --from=127.0.0.1:5000/library/node:22-bookworm /usr/local/bin/docker-entrypoint.sh /usr/local/bin/',
    );
  });

  it('come from another index when one is named', async () => {
    const texts = Object.fromEntries(
      Object.entries(TEXTS).map(([url, text]) => [
        url.replace(/^.*\/library\//, 'http://127.0.0.1:8000/library/'),
        text,
      ]),
    );
    const request = { images: images('python:3.12', 'node:22'), index: 'http://127.0.0.1:8000/library/' };
    expect((await combine(request, sourcesOf(texts))).base).toBe('buildpack-deps:bookworm');
  });

  it('stand on another base when --from says so, each as its variant for it where it has one', async () => {
    const request = { images: images('python:3.12', 'node:22'), from: 'buildpack-deps:trixie' };
    const combo = await combine(request, sourcesOf());
    expect(combo.base).toBe('buildpack-deps:trixie');
    expect(combo.images.map(({ resolvedTag }) => resolvedTag)).toEqual(['3.12-trixie', '22-bookworm']);
    expect(combo.chosen).toEqual([
      'python:3.12 is taken as python:3.12-trixie: --from buildpack-deps:trixie asks for it.',
      'node:22 has no variant for debian trixie; its Dockerfile for debian bookworm is used on it.',
    ]);
  });

  it('stand on a base of nobody knows which system as they are by themselves', async () => {
    const combo = await combine({ images: images('python:3.12', 'node:22'), from: 'acme/base:1' }, sourcesOf());
    expect(combo.images.map(({ resolvedTag }) => resolvedTag)).toEqual(['3.12-trixie', '22-bookworm']);
    expect(combo.chosen).toEqual([
      'What acme/base:1 stands on is not known: python:3.12 is taken as it is by itself for debian trixie.',
      'What acme/base:1 stands on is not known: node:22 is taken as it is by itself for debian bookworm.',
    ]);
  });

  it('are refused on an Ubuntu whose own user has the number of theirs', async () => {
    const on = (from: string): Promise<unknown> =>
      combine({ images: images('python:3.12', 'node:22'), from }, sourcesOf());
    for (const from of ['buildpack-deps:noble', 'ubuntu:25.04']) {
      expect((await failure(on(from))).message).toMatch(
        /^node:22, https:.*\/22\/bookworm\/Dockerfile line 3: .* 1000, which .*"ubuntu" has .* such as --from buildpack-deps:jammy, /,
      );
    }
    await on('buildpack-deps:jammy');
    await on('debian:bookworm');
    const moved = `FROM ubuntu:24.04\nRUN userdel --remove ubuntu && useradd -u 1000 me\n`;
    const other = 'FROM ubuntu:24.04\nRUN useradd --uid 10001 --gid 1000 a && useradd -ou 1000 b\n';
    await combine({ images: images('a:1@a', 'b:1@b') }, sourcesOf({}, { a: moved, b: other }));
  });
});

describe('the variant', () => {
  it('is the one that a tag names, which binds the others', async () => {
    const combo = await combine({ images: images('python:3.12', 'node:22-alpine') }, sourcesOf());
    expect(combo.base).toBe('alpine:3.22');
    expect(combo.images.map(({ resolvedTag }) => resolvedTag)).toEqual(['3.12-alpine3.22', '22-alpine3.22']);
  });

  it('is a slim one where slim is asked for, on the fuller base of the two', async () => {
    const combo = await combine({ images: images('python:3.12-slim', 'node:22') }, sourcesOf());
    expect(combo.images[0]?.resolvedTag).toBe('3.12-slim-bookworm');
    expect(combo.base).toBe('buildpack-deps:bookworm');
    expect(combo.chosen.at(-1)).toBe(
      'The base is buildpack-deps:bookworm: it is the fullest of debian:bookworm-slim, buildpack-deps:bookworm.',
    );
  });

  it('is Alpine for Java and Node, which share no Debian or Ubuntu; its release is read from the FROM', async () => {
    const combo = await combine({ images: images('eclipse-temurin:21', 'node:22') }, sourcesOf());
    expect(combo.base).toBe('alpine:3.22');
    expect(combo.images.map(({ resolvedTag }) => resolvedTag)).toEqual(['21-alpine', '22-alpine3.22']);
    expect(combo.dockerfile).toContain(
      'COPY --from=eclipse-temurin:21-alpine --chmod=755 /__cacert_entrypoint.sh /__cacert_entrypoint.sh',
    );
  });

  it('is refused with all variants told where there is none for all', async () => {
    const error = await failure(combine({ images: images('ruby:3.4', 'eclipse-temurin:21') }, sourcesOf()));
    expect(error.code).toBe('ComboInvalid');
    expect(error.message).toContain('--from IMAGE');
    expect(error.details[0]).toMatch(
      /^ruby:3\.4: FROM buildpack-deps:bookworm \(.* line 1\); its variants: debian bookworm\.$/,
    );
    expect(error.details[1]).toMatch(/FROM ubuntu:24\.04 \(.* line 4\); its variants: .*ubuntu noble/);
  });
});

describe('a Dockerfile that is given', () => {
  it('is read from a file or the web in place of the index', async () => {
    const sources = sourcesOf(
      { ...TEXTS, 'https://example.com/Dockerfile': rubyDockerfile('buildpack-deps:bookworm') },
      { 'python/Dockerfile': pythonDockerfile('buildpack-deps:bookworm') },
    );
    const request = images('python:mine@python/Dockerfile', 'ruby:3@https://example.com/Dockerfile', 'node:22');
    const combo = await combine({ images: request }, sources);
    expect(combo).toMatchObject({ name: 'python_ruby_node', tag: 'mine_3_22' });
    expect(combo.images[0]).toMatchObject({ commit: undefined, reference: 'python:mine' });
    expect(combo.images[2]?.resolvedTag).toBe('22-bookworm');
  });

  it('may be of an image that is not an official one', async () => {
    const files = { a: nodeDockerfile('scratch'), b: pythonDockerfile('scratch') };
    const request = [
      { name: 'ghcr.io/acme/tool', tag: '1', dockerfile: 'a' },
      { name: 'acme/other', tag: '2', dockerfile: 'b' },
    ];
    const combo = await combine({ images: request, registry: 'mirror.example' }, sourcesOf({}, files));
    expect(combo).toMatchObject({ name: 'tool_other', base: 'scratch', architectures: undefined });
    expect(combo.images.map(({ reference }) => reference)).toEqual([
      'ghcr.io/acme/tool:1',
      'mirror.example/acme/other:2',
    ]);
  });

  it('is needed for such an image', async () => {
    const error = await failure(combine({ images: images('acme/tool:1', 'node:22') }, sourcesOf()));
    expect(error.message).toContain('acme/tool:1@FILE_OR_URL');
  });
});

describe('a secret in the address of a Dockerfile', () => {
  const secret = 's3cret';

  it('is refused as a login, and not repeated', async () => {
    for (const url of [
      `https://me:${secret}@example.com/D`,
      `https://${secret}@example.com/D`,
      `https://a:${secret}`,
    ]) {
      const sources = sourcesOf();
      const request = { images: [{ name: 'a', tag: '1', dockerfile: url }, ...images('node:22')] };
      const error = await failure(combine(request, sources));
      expect(error.code).toBe('UsageInvalid');
      expect([error.message, ...error.details].join()).not.toContain(secret);
      expect(sources.asked).toEqual([]);
    }
    const index = `https://me:${secret}@example.com/library`;
    const error = await failure(combine({ images: images('python:3.12', 'node:22'), index }, sourcesOf()));
    expect(error.message).toMatch(/^The address of the index has a login/);
  });

  it('is used as a query, and told nowhere', async () => {
    const url = `https://example.com/D?token=${secret}`;
    const request = { images: [{ name: 'a', tag: '1', dockerfile: url }, ...images('node:22')] };
    const texts = { ...TEXTS, [url]: 'FROM buildpack-deps:bookworm\nENV LANG=a\nCOPY x /y/\n' };
    const combo = await combine(request, sourcesOf(texts));
    expect(combo.images[0]?.dockerfile).toBe('https://example.com/D?...');
    expect(combo.dockerfile).toContain('# a:1: a:1, https://example.com/D?...\n');
    expect(JSON.stringify(combo)).not.toContain(secret);
    const broken = await failure(combine(request, sourcesOf({ ...TEXTS, [url]: 'FRO x\n' })));
    expect([broken.message, ...broken.details].join()).not.toContain(secret);
  });
});

describe('a conflict', () => {
  const files = { ruby: rubyDockerfile('ubuntu:24.04') };
  const request = { images: images('ruby:3.4@ruby', 'eclipse-temurin:21') };

  it('of two values is named with both files and lines, and how to settle it', async () => {
    const error = await failure(combine(request, sourcesOf(TEXTS, files)));
    expect(error.message).toBe(
      `Variable LANG has two values: "C.UTF-8" (ruby:3.4, ruby line 3) and "en_US.UTF-8" (eclipse-temurin:21, ` +
        `https://raw.githubusercontent.com/adoptium/containers/${'d'.repeat(40)}/21/jdk/ubuntu/noble/Dockerfile line 10). ` +
        'Settle it with --env LANG=VALUE.',
    );
  });

  it('is settled by --env, which holds in the finished image, while each part keeps its own value', async () => {
    const combo = await combine({ ...request, environment: { LANG: 'C.UTF-8' } }, sourcesOf(TEXTS, files));
    const lines = combo.dockerfile.trimEnd().split('\n');
    expect(lines.at(-1)).toBe('ENV LANG="C.UTF-8"');
    expect(lines).toContain('ENV LANG C.UTF-8');
    expect(lines).toContain("ENV LANG='en_US.UTF-8' LANGUAGE='en_US:en' LC_ALL='en_US.UTF-8'");
  });

  it('is not seen in PATH, which both begin with their own folder: it grows', async () => {
    const combo = await combine({ ...request, environment: { LANG: 'C.UTF-8' } }, sourcesOf(TEXTS, files));
    expect(combo.dockerfile.match(/^ENV PATH.*$/gm)).toEqual([
      'ENV PATH $GEM_HOME/bin:$PATH',
      'ENV PATH=$JAVA_HOME/bin:$PATH',
    ]);
  });
});

describe('what is wrong', () => {
  it('is told of all images together', async () => {
    const error = await failure(combine({ images: images('python:9.99', 'nodde:22') }, sourcesOf()));
    expect(error.details.join('\n')).toContain('python:9.99 is not in');
    expect(error.details.join('\n')).toContain('library/nodde is not there');
  });

  it('of the request is told before anything is read', async () => {
    const sources = sourcesOf();
    const request = {
      images: images('Py thon:3.12'),
      environment: { 'A B': '1', OK: 'a\nRUN evil' },
      user: 'a b',
      workdir: 'x',
    };
    const error = await failure(combine(request, sources));
    expect(error.code).toBe('UsageInvalid');
    expect(error.details).toHaveLength(6);
    expect(sources.asked).toEqual([]);
  });

  it('is one image twice, under whichever of its names', async () => {
    for (const [one, two] of [
      ['python:3.12', 'python:3.13'],
      ['python:3.12', 'docker.io/library/python:3.13'],
    ] as const) {
      const error = await failure(combine({ images: images(one, two) }, sourcesOf()));
      expect(error.code).toBe('UsageInvalid');
      expect(error.message).toContain('is there twice');
    }
  });

  it('is a tag that no registry takes, made of tags that each would be', async () => {
    const long = images(`a:${'1'.repeat(64)}@a`, `b:${'2'.repeat(64)}@b`);
    const error = await failure(combine({ images: long }, sourcesOf()));
    expect(error.message).toContain('has 129 characters, and a tag has 128 at most');
  });

  it('names the tags that are there', async () => {
    const error = await failure(combine({ images: images('python:3.99', 'node:22') }, sourcesOf()));
    expect(error.message).toMatch(
      /^python:3\.99 is not in .*\/library\/python\. Ask for one of its tags, such as 3\.13\.1, /,
    );
  });

  it('is an image for Windows alone, or for another architecture', async () => {
    const windows = images('python:3.12-windowsservercore', 'node:22');
    expect((await failure(combine({ images: windows }, sourcesOf()))).message).toContain('is not made for Linux');
    const request = { images: images('python:3.12', 'node:22'), architecture: 'riscv64' };
    expect((await failure(combine(request, sourcesOf()))).message).toContain('node:22 is not made for riscv64');
  });

  it('is an image without a value in its FROM', async () => {
    const files = { a: 'ARG BASE\nFROM $BASE\n', b: nodeDockerfile('debian:12') };
    const error = await failure(combine({ images: images('a:1@a', 'b:1@b') }, sourcesOf({}, files)));
    expect(error.message).toContain('FROM ${BASE} names a variable without a value');
  });
});
