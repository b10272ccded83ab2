// Which images a Dockerfile names, and the Dockerfile with them by digest.
import { describe, expect, it } from 'vitest';
import { imagesOf, withImages } from '../../../src/combo/builder/pins.js';

const DOCKERFILE = `# FROM comment:1
FROM --platform=linux/amd64 golang:1.22 AS Build
RUN --mount=type=bind,from=tools:1,target=/t --mount=from=build,target=/b true
FROM scratch AS nothing
FROM buildpack-deps:bookworm
COPY --from=build /a /a
COPY --from=0 /a /b
COPY --chown=1:1 --from=node:22-bookworm \\
    /usr/local/bin/node /usr/local/bin/
COPY --from=node:22-bookworm /opt /opt
COPY <<EOF /etc/text
FROM text:1
COPY --from=text:2 /a /b
EOF
RUN echo 'COPY --from=text:3'
COPY --from=127.0.0.1:5000/library/python:3.12 /a /b
`;

describe('the images of a Dockerfile', () => {
  it('are those that it takes from registries: no stages, no text', () => {
    expect(imagesOf(DOCKERFILE)).toEqual([
      'golang:1.22',
      'tools:1',
      'buildpack-deps:bookworm',
      'node:22-bookworm',
      '127.0.0.1:5000/library/python:3.12',
    ]);
  });

  it('are replaced where they stand, and nothing else changes', () => {
    const names = new Map(imagesOf(DOCKERFILE).map((image, index) => [image, `pinned-${index}@sha256:x`]));
    const pinned = withImages(DOCKERFILE, names);
    expect(pinned).toContain('FROM --platform=linux/amd64 pinned-0@sha256:x AS Build\n');
    expect(pinned).toContain('--mount=type=bind,from=pinned-1@sha256:x,target=/t --mount=from=build,');
    expect(pinned).toContain('COPY --chown=1:1 --from=pinned-3@sha256:x \\\n');
    expect(pinned).toContain('COPY --from=pinned-4@sha256:x /a /b\n');
    const back = [...names].reduce((text, [image, name]) => text.replaceAll(name, image), pinned);
    expect(back).toBe(DOCKERFILE);
  });

  it('stay as they are without another name', () => {
    expect(withImages(DOCKERFILE, new Map())).toBe(DOCKERFILE);
  });
});
