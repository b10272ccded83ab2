// Texts from the web: what is read, where redirections may lead, and what no message repeats.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Exchange, realExchange } from '../../../src/combo/registry/exchange.js';
import { textSources } from '../../../src/combo/registry/text-sources.js';

const servers: Server[] = [];
let asked: string[];
beforeEach(() => (asked = []));
afterEach(async () => {
  for (const server of servers.splice(0)) await new Promise((resolve) => server.close(resolve));
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer((request, response) => {
    asked.push(`${request.headers.host ?? ''}${request.url ?? ''}`);
    listener(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  servers.push(server);
  return (server.address() as AddressInfo).port;
}

const pointTo =
  (location: string): RequestListener =>
  (_request, response) =>
    void response.writeHead(302, { location }).end();

const read = (url: string, insecure: string[] = [], exchange: Exchange = realExchange()): Promise<string> =>
  textSources('/', exchange, insecure).fetchText(url);
const failure = (url: string): Promise<string> => read(url).then(() => 'none', String);

describe('a text of the web', () => {
  it('is followed to where it is, on hosts that are trusted', async () => {
    const there = await serve((_request, response) => void response.end('FROM debian:12'));
    const here = await serve(pointTo(`http://127.0.0.1:${there}/Dockerfile`));
    expect(await read(`http://127.0.0.1:${here}/`)).toBe('FROM debian:12');
    // Not loopback by its name, and this machine all the same.
    const elsewhere = await serve(pointTo(`http://0.0.0.0:${there}/Dockerfile`));
    expect(await read(`http://127.0.0.1:${elsewhere}/`, [`0.0.0.0:${there}`])).toBe('FROM debian:12');
  });

  it('is not followed to plain HTTP of any other host', async () => {
    const there = await serve((_request, response) => void response.end('FROM evil:1'));
    const here = await serve(pointTo(`http://0.0.0.0:${there}/Dockerfile?token=abc`));
    const said = await failure(`http://127.0.0.1:${here}/`);
    expect(said).toContain(`points to http://0.0.0.0:${there}/Dockerfile, which is no HTTPS address`);
    expect(asked).toHaveLength(1);
  });

  it('of an HTTPS address stays there, whatever speaks plain HTTP otherwise', async () => {
    const there = await serve((_request, response) => void response.end('FROM evil:1'));
    const location = `http://127.0.0.1:${there}/`;
    const fetch = (): Promise<Response> => Promise.resolve(new Response(null, { status: 301, headers: { location } }));
    const exchange = { ...realExchange(), fetch };
    await expect(read('https://files.test/Dockerfile', [], exchange)).rejects.toThrow('no HTTPS address');
    expect(asked).toEqual([]);
  });

  it('is not followed in circles', async () => {
    const here = await serve(pointTo('/again'));
    expect(await failure(`http://127.0.0.1:${here}/`)).toContain('more than 5 times');
    expect(asked).toHaveLength(6);
  });
});

describe('a message about a text', () => {
  it('has neither login nor query of its address', async () => {
    const here = await serve((_request, response) => void response.writeHead(404).end());
    const said = await Promise.all(
      [
        `http://ada:topsecret@127.0.0.1:${here}/a?token=abc`,
        `https://ada:topsecret@files.test/a?token=abc`,
        `http://ada:topsecret@files.test/a?token=abc#abc`,
        `http://127.0.0.1:${here}/a?token=abc`,
        `https://ada:topsecret@files.test:99999/a?token=abc`,
      ].map(failure),
    );
    for (const message of said) {
      expect(message).not.toMatch(/ada|topsecret|token|abc/);
      expect(message).toContain('/a');
    }
    expect(said[0]).toContain('holds a login');
    expect(said[3]).toContain(`http://127.0.0.1:${here}/a is not there: the answer is 404.`);
  });
});
