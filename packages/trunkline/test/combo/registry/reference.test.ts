// Names of images, hosts and platforms, as engines read them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endpointOf, isLoopback } from '../../../src/combo/registry/endpoint.js';
import { formatPlatform, hostPlatform, isSamePlatform, parsePlatform } from '../../../src/combo/registry/platform.js';
import { byDigest, formatReference, parseReference } from '../../../src/combo/registry/reference.js';

const DIGEST = `sha256:${'a1'.repeat(32)}`;

describe('a reference', () => {
  it.each([
    ['python', 'docker.io/library/python'],
    ['python:3.12', 'docker.io/library/python:3.12'],
    ['acme/tool:1', 'docker.io/acme/tool:1'],
    ['index.docker.io/acme/tool:1', 'docker.io/acme/tool:1'],
    ['registry-1.docker.io/python:3.12', 'docker.io/library/python:3.12'],
    ['localhost/tool', 'localhost/tool'],
    ['127.0.0.1:5000/library/python:3.12', '127.0.0.1:5000/library/python:3.12'],
    ['ghcr.io/acme/tool__a:1', 'ghcr.io/acme/tool__a:1'],
    [`python@${DIGEST}`, `docker.io/library/python@${DIGEST}`],
    [`python:3.12@${DIGEST}`, `docker.io/library/python:3.12@${DIGEST}`],
  ])('%s is %s', (text, whole) => {
    expect(formatReference(parseReference(text))).toBe(whole);
  });

  it.each([
    '',
    'Python:3.12',
    'python:',
    'python:3.12 --privileged',
    'python:-x',
    '-v/:/host',
    '../etc/passwd',
    'python//x',
    'python:3.12\n',
    'python@sha256:12',
    'https://ghcr.io/acme/tool:1',
    'a.b-/tool',
    `${'a'.repeat(300)}:1`,
  ])('%j is none', (text) => {
    expect(() => parseReference(text)).toThrow(expect.objectContaining({ code: 'UsageInvalid' }) as Error);
  });

  it('by digest has no tag, which engines would refuse', () => {
    expect(formatReference(byDigest(parseReference('python:3.12'), DIGEST))).toBe(`docker.io/library/python@${DIGEST}`);
  });

  it('that was read is the same when it is read again, and never an option or more than one word', () => {
    const piece = fc.stringMatching(/^[a-zA-Z0-9._:/@-]{1,30}$/);
    fc.assert(
      fc.property(piece, (text) => {
        let whole: string;
        try {
          whole = formatReference(parseReference(text));
        } catch {
          return;
        }
        expect(whole).toMatch(/^[^\s-]\S*$/);
        expect(formatReference(parseReference(whole))).toBe(whole);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('an endpoint', () => {
  it('speaks TLS, but on loopback and where the user said so', () => {
    expect(endpointOf('docker.io').href).toBe('https://registry-1.docker.io/');
    expect(endpointOf('ghcr.io').href).toBe('https://ghcr.io/');
    expect(endpointOf('127.0.0.1:5000').href).toBe('http://127.0.0.1:5000/');
    expect(endpointOf('registry.test:5000').href).toBe('https://registry.test:5000/');
    expect(endpointOf('registry.test:5000', ['registry.test:5000']).href).toBe('http://registry.test:5000/');
  });

  it('is not loopback because its name looks like it', () => {
    expect(['127.0.0.1.example.com', 'localhost.example.com', '10.0.0.1:127', '127.1'].filter(isLoopback)).toEqual([]);
    expect(['localhost', 'LOCALHOST:1', '127.9.9.9:5000', '[::1]:5000'].filter((host) => !isLoopback(host))).toEqual(
      [],
    );
  });
});

describe('a platform', () => {
  it('is read, written, and that of the machine', () => {
    expect(formatPlatform(parsePlatform('linux/arm/v7'))).toBe('linux/arm/v7');
    expect(formatPlatform(hostPlatform('x64'))).toBe('linux/amd64');
    expect(formatPlatform(hostPlatform('arm64'))).toBe('linux/arm64');
  });

  it.each(['', 'linux', 'linux/amd64,linux/arm64', 'linux/amd64 ', '--privileged', 'linux/arm/v7/x'])(
    '%j is none',
    (text) => {
      expect(() => parsePlatform(text)).toThrow('is no platform');
    },
  );

  it('without a variant is that of the usual one', () => {
    const [plain, v8, v7, v6] = ['linux/arm64', 'linux/arm64/v8', 'linux/arm/v7', 'linux/arm/v6'].map(parsePlatform);
    expect(plain && v8 && isSamePlatform(plain, v8)).toBe(true);
    expect(v7 && v6 && isSamePlatform(v7, v6)).toBe(false);
    expect(v8 && v7 && isSamePlatform(v8, v7)).toBe(false);
  });
});
