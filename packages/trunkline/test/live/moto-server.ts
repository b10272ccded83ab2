// A moto server on loopback, which answers for AWS, behind a proxy that writes down what it is asked.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';

/** Made by `npm run test:live`. */
const PROGRAM = fileURLToPath(new URL('.venv/bin/moto_server', import.meta.url));

/** Whether the tests with moto can run; `npm run test:live` sees to it that they do. */
export const HAS_MOTO = existsSync(PROGRAM) || process.env.TRUNKLINE_TEST_LIVE === '1';

/** One request as the proxy saw it. */
export interface Seen {
  /** `service:Action`, or `s3:GET ?policy` where the protocol names no action. */
  readonly call: string;
  readonly method: string;
  readonly body: string;
}

/** A running server. */
export class MotoServer {
  readonly seen: Seen[] = [];

  private constructor(
    private readonly child: ChildProcess,
    private readonly port: number,
    private readonly proxy: Server,
  ) {
    proxy.on('request', (incoming, outgoing) => {
      void bodyOf(incoming).then((body) => {
        this.seen.push({ call: callOf(incoming, body), method: incoming.method ?? '', body: body.toString('utf8') });
        const onward = request(
          {
            port: this.port,
            host: '127.0.0.1',
            method: incoming.method,
            path: incoming.url,
            headers: incoming.headers,
          },
          (answer) => {
            outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
            answer.pipe(outgoing);
          },
        );
        onward.on('error', () => outgoing.destroy());
        onward.end(body);
      });
    });
  }

  /** Starts a server. */
  public static async start(): Promise<MotoServer> {
    const child = spawn(PROGRAM, ['-H', '127.0.0.1', '-p', '0'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const port = await new Promise<number>((found, failed) => {
      let text = '';
      child.stderr.on('data', (chunk: Buffer) => {
        text += chunk.toString('utf8');
        const [, number] = /Running on http:\/\/127\.0\.0\.1:(\d+)/.exec(text) ?? [];
        if (number !== undefined) found(Number(number));
      });
      child.on('error', failed);
      child.on('exit', () => failed(new Error(`moto ended: ${text}`)));
    });
    const proxy = createServer();
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    return new MotoServer(child, port, proxy);
  }

  /** Where the services are, with what is asked there written down. */
  public get recorded(): string {
    return `http://127.0.0.1:${String((this.proxy.address() as AddressInfo).port)}`;
  }

  /** Where the services are, for what a test does itself. */
  public get direct(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** Takes everything away. */
  public async reset(): Promise<void> {
    await fetch(`${this.direct}/moto-api/reset`, { method: 'POST' });
    this.seen.splice(0);
  }

  public async stop(): Promise<void> {
    this.proxy.closeAllConnections();
    this.proxy.close();
    const ended = new Promise((exit) => this.child.on('exit', exit));
    this.child.kill();
    await ended;
  }
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** What a signed request is about: its service is in the signature, its action in a header or in the body. */
function callOf({ headers, url = '' }: IncomingMessage, body: Buffer): string {
  const [, service = 'unsigned'] = /\/([a-z0-9]+)\/aws4_request/.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return `${service}:${target.slice(target.indexOf('.') + 1)}`;
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body.toString('utf8')) ?? [];
  if (action !== undefined) return `${service}:${action}`;
  const { searchParams } = new URL(url, 'http://127.0.0.1');
  const [subresource = ''] = [...searchParams.keys()].filter((key) => key !== 'x-id');
  return `${service}:?${subresource}`;
}
