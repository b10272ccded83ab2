// Logging in: tokens, name and password, identity tokens, and what must never be told to whom.
import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseChallenges } from '../../../src/combo/registry/challenge.js';
import { RegistryClient } from '../../../src/combo/registry/client.js';
import type { Credential } from '../../../src/combo/registry/credentials.js';
import { type Exchange, realExchange } from '../../../src/combo/registry/exchange.js';
import { parseReference } from '../../../src/combo/registry/reference.js';
import { RegistryServer } from './registry-server.js';

const LOGIN: Credential = { kind: 'password', username: 'ada', password: 'pass:word' };
const BASIC = `Basic ${Buffer.from('ada:pass:word').toString('base64')}`;

let server: RegistryServer;
let digest: string;
beforeEach(async () => {
  server = await RegistryServer.start();
  digest = server.putImage('library/python', '3.12', {});
});
afterEach(() => server.stop());

function client(credential?: Credential, exchange: Exchange = realExchange()): RegistryClient {
  return new RegistryClient({ exchange, credentials: () => Promise.resolve(credential) });
}

function python(): ReturnType<typeof parseReference> {
  return parseReference(`${server.host}/library/python:3.12`);
}

/** Lets in whoever brings this, and challenges all others. */
function demand(allowed: string, ...challenges: string[]): void {
  server.intercept = (request, response) => {
    if (request.url?.startsWith('/token')) {
      response.writeHead(200).end(JSON.stringify({ access_token: 'T0KEN', expires_in: 300 }));
      return true;
    }
    if (request.headers.authorization === allowed) return false;
    response.writeHead(401, { 'www-authenticate': challenges }).end();
    return true;
  };
}

const bearer = (): string =>
  `Bearer realm="http://${server.host}/token?a=b",service="registry, of tests",scope="repository:library/python:pull"`;

describe('a registry that wants a token', () => {
  it('gets one without a login, once for a repository', async () => {
    demand('Bearer T0KEN', bearer());
    const anonymous = client();
    expect(await anonymous.digestOf(python())).toBe(digest);
    expect(await anonymous.digestOf(python())).toBe(digest);
    expect(server.lines).toEqual([
      'HEAD /v2/library/python/manifests/3.12',
      'GET /token?a=b&service=registry%2C+of+tests&scope=repository%3Alibrary%2Fpython%3Apull',
      'HEAD /v2/library/python/manifests/3.12',
      'HEAD /v2/library/python/manifests/3.12',
    ]);
    expect(server.seen[1]?.authorization).toBeUndefined();
  });

  it('gets one with the login, which goes to the token service alone', async () => {
    demand('Bearer T0KEN', bearer());
    expect(await client(LOGIN).digestOf(python())).toBe(digest);
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([undefined, BASIC, 'Bearer T0KEN']);
  });

  it('gets one for an identity token, in a body', async () => {
    demand('Bearer T0KEN', bearer());
    expect(await client({ kind: 'identity-token', token: 'refresh me' }).digestOf(python())).toBe(digest);
    expect(server.lines[1]).toBe('POST /token?a=b');
    const sent = Object.fromEntries(new URLSearchParams(server.seen[1]?.body));
    expect(sent).toMatchObject({ grant_type: 'refresh_token', refresh_token: 'refresh me' });
  });

  it('gets a new one when the first has ended', async () => {
    demand('Bearer T0KEN', bearer());
    const anonymous = client();
    await anonymous.digestOf(python());
    let isFirst = true;
    const { intercept } = server;
    server.intercept = (request, response) => {
      if (!isFirst) return intercept(request, response);
      isFirst = false;
      response.writeHead(401, { 'www-authenticate': bearer() }).end();
      return true;
    };
    expect(await anonymous.digestOf(python())).toBe(digest);
  });

  it('whose token service answers with no token is told as that', async () => {
    demand('Bearer T0KEN', bearer());
    const { intercept } = server;
    server.intercept = (request, response) => {
      if (!request.url?.startsWith('/token')) return intercept(request, response);
      response.writeHead(200).end('{"token":"two\\nlines"}');
      return true;
    };
    await expect(client().digestOf(python())).rejects.toThrow('its answer has no token');
  });
});

describe('a registry that takes tokens and passwords', () => {
  it('gets a token, whichever it names first', async () => {
    demand('Bearer T0KEN', 'Basic realm="registry"', bearer());
    expect(await client(LOGIN).digestOf(python())).toBe(digest);
  });

  it('gets the password where the token service lets nobody in', async () => {
    demand(BASIC, `Bearer realm="http://${server.host}/elsewhere"`, 'Basic realm="registry"');
    const { intercept } = server;
    server.intercept = (request, response) => {
      if (!request.url?.startsWith('/elsewhere')) return intercept(request, response);
      response.writeHead(401).end();
      return true;
    };
    expect(await client(LOGIN).digestOf(python())).toBe(digest);
  });
});

describe('a registry that wants a password', () => {
  it('gets it, but not before it asks', async () => {
    demand(BASIC, 'Basic realm="ECR"');
    expect(await client(LOGIN).digestOf(python())).toBe(digest);
    expect(server.seen.map(({ authorization }) => authorization)).toEqual([undefined, BASIC]);
  });

  it('and gets none, or a wrong one, is told with the command that logs in', async () => {
    demand(BASIC, 'Basic realm="ECR"');
    await expect(client().digestOf(python())).rejects.toThrow(`docker login ${server.host}`);
    const wrong: Credential = { kind: 'password', username: 'ada', password: 'not-this-one' };
    const failure = await client(wrong)
      .digestOf(python())
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'RegistryFailed' });
    expect(String(failure)).toContain('was refused');
    expect(String(failure)).not.toContain('not-this-one');
  });
});

describe('a login', () => {
  it('never goes to a token service in clear because an HTTPS registry says so', async () => {
    const asked: string[] = [];
    const exchange: Exchange = {
      ...realExchange(),
      fetch: (input) => {
        asked.push(String(input));
        const headers = { 'www-authenticate': 'Bearer realm="http://token.test/get"' };
        return Promise.resolve(new Response(null, { status: 401, headers }));
      },
    };
    const reference = parseReference('registry.test/tool:1');
    await expect(client(LOGIN, exchange).digestOf(reference)).rejects.toThrow('no HTTPS address');
    expect(asked).toEqual(['https://registry.test/v2/tool/manifests/1']);
  });

  it.each([307, 308])('that is an identity token does not follow a %i of the token service', async (status) => {
    const bodies: string[] = [];
    const other = await RegistryServer.start();
    other.intercept = (_request, response) => {
      bodies.push(other.seen.at(-1)?.body ?? '');
      response.writeHead(200).end('{"token":"stolen"}');
      return true;
    };
    try {
      demand('Bearer T0KEN', bearer());
      const { intercept } = server;
      server.intercept = (request, response) => {
        if (!request.url?.startsWith('/token')) return intercept(request, response);
        response.writeHead(status, { location: `http://${other.host}/get` }).end();
        return true;
      };
      const refresh = client({ kind: 'identity-token', token: 'refresh me' });
      await expect(refresh.digestOf(python())).rejects.toThrow(`it answers ${status}`);
      expect(bodies).toEqual([]);
    } finally {
      await other.stop();
    }
  });

  it('does not follow a redirection to another host', async () => {
    const storage: (string | undefined)[] = [];
    const other = createServer((request, response) => {
      storage.push(request.headers.authorization);
      response.writeHead(200, { 'docker-content-digest': digest }).end();
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    try {
      server.intercept = (request, response) => {
        if (request.headers.authorization === undefined) {
          response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end();
        } else {
          const { port } = other.address() as { port: number };
          response.writeHead(307, { location: `http://127.0.0.1:${port}/blob` }).end();
        }
        return true;
      };
      expect(await client(LOGIN).digestOf(python())).toBe(digest);
      expect(storage).toEqual([undefined]);
    } finally {
      await new Promise((resolve) => other.close(resolve));
    }
  });
});

describe('Docker Hub', () => {
  it('answers at registry-1.docker.io, has its tokens from auth.docker.io, and official images below library', async () => {
    const asked: string[] = [];
    const exchange: Exchange = {
      ...realExchange(),
      fetch: (input, init) => {
        const url = String(input);
        asked.push(`${init?.method ?? 'GET'} ${url}`);
        if (url.startsWith('https://auth.docker.io/')) return Promise.resolve(Response.json({ token: 'hub' }));
        const isAllowed = new Headers(init?.headers).get('authorization') === 'Bearer hub';
        return Promise.resolve(
          isAllowed
            ? new Response(null, { headers: { 'docker-content-digest': digest } })
            : new Response(null, {
                status: 401,
                headers: {
                  'www-authenticate':
                    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/python:pull"',
                },
              }),
        );
      },
    };
    expect(await client(undefined, exchange).digestOf(parseReference('python:3.12'))).toBe(digest);
    expect(asked).toEqual([
      'HEAD https://registry-1.docker.io/v2/library/python/manifests/3.12',
      'GET https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Alibrary%2Fpython%3Apull',
      'HEAD https://registry-1.docker.io/v2/library/python/manifests/3.12',
    ]);
  });
});

describe('challenges', () => {
  it('are read in all forms that a header may have', () => {
    expect(parseChallenges('Basic realm="a \\"b\\", c", charset=UTF-8 , Bearer realm=x,Negotiate')).toEqual([
      { scheme: 'basic', parameters: { realm: 'a "b", c', charset: 'UTF-8' } },
      { scheme: 'bearer', parameters: { realm: 'x' } },
      { scheme: 'negotiate', parameters: {} },
    ]);
    expect(parseChallenges('')).toEqual([]);
    expect(parseChallenges('Basic realm="unended')).toEqual([{ scheme: 'basic', parameters: {} }]);
  });
});
