// What tags and bases say of the system below.
import { describe, expect, it } from 'vitest';
import { readReference, shortName, withRegistry } from '../../../src/combo/reference.js';
import { agree, readBase, richest } from '../../../src/combo/variant/base.js';
import { compareReleases } from '../../../src/combo/variant/release.js';
import { readTag } from '../../../src/combo/variant/tag.js';

describe('a tag', () => {
  it.each([
    ['3.12', '3.12', undefined, false],
    ['latest', '', undefined, false],
    ['3.12-slim-bookworm', '3.12', { family: 'debian', name: 'bookworm' }, true],
    ['22-bookworm-slim', '22', { family: 'debian', name: 'bookworm' }, true],
    ['8.3-cli-alpine3.22', '8.3-cli', { family: 'alpine', name: '3.22' }, false],
    ['21-jdk-alpine-3.22', '21-jdk', { family: 'alpine', name: '3.22' }, false],
    ['22-alpine', '22', { family: 'alpine', name: undefined }, false],
    ['21-jre-noble', '21-jre', { family: 'ubuntu', name: 'noble' }, false],
    ['21-ubi9-minimal', '21', { family: 'ubi', name: '9' }, true],
    ['3.15-rc-trixie', '3.15-rc', { family: 'debian', name: 'trixie' }, false],
  ])('%s', (tag, version, release, isSlim) => {
    expect(readTag(tag)).toEqual({ version, release, isSlim });
  });
});

describe('a base', () => {
  it.each([
    ['debian:bookworm-slim', 'debian', 'bookworm'],
    ['debian:12.11', 'debian', 'bookworm'],
    ['docker.io/library/debian:bookworm-20250520', 'debian', 'bookworm'],
    ['buildpack-deps:noble-scm', 'ubuntu', 'noble'],
    ['ubuntu:24.04', 'ubuntu', 'noble'],
    ['alpine:3.22.1', 'alpine', '3.22'],
  ])('%s stands on %s %s', (image, family, name) => {
    expect(readBase(image).release).toEqual({ family, name });
  });

  it('of one release is the fullest of several, and agrees with them', () => {
    const bases = ['debian:trixie-slim', 'buildpack-deps:trixie-curl', 'debian:13', 'buildpack-deps:trixie'].map(
      readBase,
    );
    expect(bases.every((base) => bases.every((other) => agree(base, other)))).toBe(true);
    expect(richest(bases)?.image).toBe('buildpack-deps:trixie');
  });

  it('of another release does not agree, nor does one that says nothing, but with itself', () => {
    expect(agree(readBase('debian:trixie'), readBase('debian:bookworm'))).toBe(false);
    expect(agree(readBase('debian:latest'), readBase('debian:trixie'))).toBe(false);
    expect(agree(readBase('ghcr.io/acme/base:1'), readBase('ghcr.io/acme/base:1'))).toBe(true);
    expect(readBase(`debian:trixie@sha256:${'0'.repeat(64)}`).release).toBeUndefined();
  });
});

it('releases follow one another by age, Alpine by number, and Debian unstable before all', () => {
  const order = (family: 'debian' | 'ubuntu' | 'alpine', ...names: string[]): string[] =>
    names
      .map((name) => ({ family, name }))
      .sort(compareReleases)
      .map(({ name }) => name);
  expect(order('debian', 'trixie', 'bookworm', 'sid', 'bullseye')).toEqual(['sid', 'bullseye', 'bookworm', 'trixie']);
  expect(order('ubuntu', 'resolute', 'jammy', 'noble')).toEqual(['jammy', 'noble', 'resolute']);
  expect(order('alpine', '3.9', '3.22', '3.10')).toEqual(['3.9', '3.10', '3.22']);
});

describe('a reference', () => {
  it('has the registry in the place of docker.io', () => {
    expect(withRegistry('node:22', 'public.ecr.aws/docker/')).toBe('public.ecr.aws/docker/library/node:22');
    expect(withRegistry('acme/tool:1', 'r:5000')).toBe('r:5000/acme/tool:1');
    expect(withRegistry('docker.io/library/node', 'r')).toBe('r/library/node');
    expect(withRegistry('ghcr.io/a/b', 'r')).toBe('ghcr.io/a/b');
    expect(withRegistry('localhost/a', 'r')).toBe('localhost/a');
    expect(withRegistry('scratch', 'r')).toBe('scratch');
    expect(withRegistry('node', undefined)).toBe('node');
  });

  it('has a tag behind its last slash alone', () => {
    expect(readReference('r:5000/a/b')).toEqual({ registry: 'r:5000', repository: 'a/b' });
    expect(readReference('r:5000/a:1')).toEqual({ registry: 'r:5000', repository: 'a', tag: '1' });
    expect(readReference('a:${VERSION}')).toBeUndefined();
    expect(shortName('ghcr.io/acme/My_Tool')).toBe('my-tool');
  });
});
