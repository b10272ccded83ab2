// Reading from a registry: digests, indexes of several platforms, labels, and what becomes of answers that lie.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RegistryClient, type RegistryOptions } from '../../../src/combo/registry/client.js';
import { realExchange } from '../../../src/combo/registry/exchange.js';
import { parseReference } from '../../../src/combo/registry/reference.js';
import { DOCKER_LIST, OCI_INDEX, RegistryServer } from './registry-server.js';

const AMD64 = { os: 'linux', architecture: 'amd64' };
const ARM64 = { os: 'linux', architecture: 'arm64' };

let server: RegistryServer;
beforeEach(async () => (server = await RegistryServer.start()));
afterEach(() => server.stop());

function client(options: Partial<RegistryOptions> = {}): RegistryClient {
  return new RegistryClient({ exchange: realExchange(), credentials: () => Promise.resolve(undefined), ...options });
}

function python(tag = '3.12'): ReturnType<typeof parseReference> {
  return parseReference(`${server.host}/library/python:${tag}`);
}

/** An index as Docker Hub has it: platforms, and an attestation for each. */
function putIndex(type: string): { index: string; amd64: string; arm64: string } {
  const amd64 = server.putImage('library/python', undefined, { of: 'amd64' });
  const arm64 = server.putImage('library/python', undefined, { of: 'arm64' });
  const attestation = server.putImage('library/python', undefined, { of: 'nothing' });
  const index = server.putManifest(
    'library/python',
    '3.12',
    {
      schemaVersion: 2,
      mediaType: type,
      manifests: [
        { digest: attestation, platform: { os: 'unknown', architecture: 'unknown' } },
        {
          digest: attestation,
          platform: AMD64,
          annotations: { 'vnd.docker.reference.type': 'attestation-manifest' },
        },
        { digest: 'latest', platform: AMD64 },
        null,
        { digest: amd64, platform: AMD64 },
        { digest: arm64, platform: { ...ARM64, variant: 'v8' } },
      ],
    },
    type,
  );
  return { index, amd64, arm64 };
}

describe('the digest of a tag', () => {
  it('is asked for with HEAD alone, naming indexes, so that it costs no pull', async () => {
    const { index } = putIndex(OCI_INDEX);
    expect(await client().digestOf(python())).toBe(index);
    expect(server.lines).toEqual(['HEAD /v2/library/python/manifests/3.12']);
    expect(server.seen[0]?.accept?.split(', ')).toContain(DOCKER_LIST);
  });

  it('is that of the content where the registry does not say it', async () => {
    server.saysDigest = false;
    const { index } = putIndex(OCI_INDEX);
    expect(await client().digestOf(python())).toBe(index);
    expect(server.lines.map((line) => line.split(' ')[0])).toEqual(['HEAD', 'GET']);
  });

  it('is undefined for what is not there', async () => {
    expect(await client().digestOf(python('2.6'))).toBeUndefined();
  });

  it('is of "latest" where no tag is named', async () => {
    const digest = server.putImage('library/python', 'latest', {});
    expect(await client().digestOf(parseReference(`${server.host}/library/python`))).toBe(digest);
  });
});

describe('an image', () => {
  it.each([OCI_INDEX, DOCKER_LIST])('is that of its platform, never an attestation: %s', async (type) => {
    const { index, amd64, arm64 } = putIndex(type);
    const image = await client().image(python(), ARM64);
    expect(image).toMatchObject({ digest: index, platformDigest: arm64 });
    expect(image && (await client().labels(python(), image))).toEqual({ of: 'arm64' });
    expect(await client().image(python(), AMD64)).toMatchObject({ platformDigest: amd64 });
  });

  it('is what the tag names where there is no index', async () => {
    const digest = server.putImage('library/python', '3.12', { a: 'b' });
    expect(await client().image(python(), ARM64)).toMatchObject({ digest, platformDigest: digest });
  });

  it('for a platform that the index has not is an error that names those that it has', async () => {
    putIndex(OCI_INDEX);
    const s390x = { os: 'linux', architecture: 's390x' };
    await expect(client().expectImage(python(), s390x)).rejects.toMatchObject({
      code: 'ImageNotFound',
      message: expect.stringContaining('not made for linux/s390x, but for linux/amd64, linux/arm64/v8.') as string,
    });
    await expect(client().expectImage(python('2.6'), s390x)).rejects.toMatchObject({ code: 'ImageNotFound' });
    // A combo of other platforms is as one that is not there: it can be built.
    expect(await client().image(python(), s390x)).toBeUndefined();
  });

  it('whose content is not that of its digest is refused', async () => {
    const digest = server.putImage('library/python', '3.12', {});
    server.intercept = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' }).end('{"forged":true}');
      return true;
    };
    const reference = { ...python(), digest };
    await expect(client().image(reference, AMD64)).rejects.toThrow('its content is not that of its digest');
  });

  it('whose labels are not those of its digest is refused', async () => {
    server.putImage('library/python', '3.12', { honest: 'yes' });
    const image = await client().image(python(), AMD64);
    server.putBlob('library/python', image?.configDigest ?? '', '{"config":{"Labels":{"honest":"no"}}}');
    await expect(client().labels(python(), image ?? { digest: '', platformDigest: '' })).rejects.toMatchObject({
      code: 'RegistryFailed',
    });
  });

  it('larger than a manifest may be is not read to its end', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200).end(Buffer.alloc(5 * 1024 * 1024, 32));
      return true;
    };
    await expect(client().image(python(), AMD64)).rejects.toThrow('larger than');
  });

  it('of something that is no registry is told as that', async () => {
    server.intercept = (_request, response) => {
      response.writeHead(200).end('<html>');
      return true;
    };
    await expect(client().image(python(), AMD64)).rejects.toThrow('not a JSON object');
  });
});

describe('limits and failures of the moment', () => {
  const pauses: number[] = [];
  const notes: string[] = [];
  const patient = (more: Partial<RegistryOptions['exchange']> = {}) => {
    pauses.length = 0;
    notes.length = 0;
    const note = (text: string): void => void notes.push(text);
    return client({
      exchange: {
        ...realExchange({ note }),
        ...more,
        pause: (milliseconds) => (pauses.push(milliseconds), Promise.resolve()),
      },
    });
  };

  function failFirst(times: number, status: number, headers: Record<string, string> = {}): void {
    let left = times;
    server.intercept = (_request, response) => {
      if (left-- <= 0) return false;
      response.writeHead(status, headers).end();
      return true;
    };
  }

  it('are waited for as long as the registry says', async () => {
    const digest = server.putImage('library/python', '3.12', {});
    failFirst(2, 429, { 'retry-after': '7' });
    expect(await patient().digestOf(python())).toBe(digest);
    expect(pauses).toEqual([7000, 7000]);
  });

  it('are waited for longer each time where it does not say', async () => {
    const digest = server.putImage('library/python', '3.12', {});
    failFirst(3, 503);
    expect(await patient().digestOf(python())).toBe(digest);
    expect(pauses).toEqual([500, 1000, 2000]);
    expect(notes).toEqual([1, 2].map((seconds) => `${server.host} answers 503; the next try is in ${seconds} s.`));
  });

  it('that last are told, with what helps', async () => {
    failFirst(99, 429);
    await expect(patient().digestOf(python())).rejects.toThrow(/429.*Log in.*--registry/);
    expect(pauses).toHaveLength(4);
  });

  it('that last for hours are not waited for', async () => {
    failFirst(1, 429, { 'retry-after': '21600' });
    await expect(patient().digestOf(python())).rejects.toThrow('429');
    expect(pauses).toEqual([]);
  });

  it('of a registry that is not there name its host', async () => {
    const reference = python();
    await server.stop();
    await expect(patient().digestOf(reference)).rejects.toMatchObject({
      code: 'RegistryFailed',
      message: expect.stringContaining(`${reference.registry}: it cannot be reached`) as string,
    });
    expect(pauses).toHaveLength(4);
    expect(notes[0]).toMatch(/cannot be reached \(.*ECONNREFUSED.*\); the next try is in 1 s\.$/);
    server = await RegistryServer.start();
  });

  it('are not what another try would not mend', async () => {
    await expect(patient().digestOf(parseReference('127.0.0.1:1/tool:1'))).rejects.toThrow('bad port');
    expect(pauses).toEqual([]);
    const refused = patient({
      fetch: () => Promise.reject(new TypeError('fetch failed', { cause: { code: 'CERT_HAS_EXPIRED' } })),
    });
    await expect(refused.digestOf(python())).rejects.toThrow('CERT_HAS_EXPIRED');
    expect(pauses).toEqual([]);
  });

  it('end with the interruption', async () => {
    failFirst(99, 503);
    const controller = new AbortController();
    const interrupted = client({
      exchange: { ...realExchange({ signal: controller.signal }), pause: () => Promise.resolve(controller.abort()) },
    });
    await expect(interrupted.digestOf(python())).rejects.toMatchObject({ code: 'Interrupted' });
  });
});
