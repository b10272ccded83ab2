// A token service for a registry of the tests: signs what may be done, for whoever brings the login.
import { createSign, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { runProgram } from '../../../src/process/run-program.js';

const NAMES = { issuer: 'tests', service: 'registry of tests' };
const LIFE_SECONDS = 300;

/** The token service of one registry. */
export class TokenService {
  readonly #server: Server;

  private constructor(
    private readonly key: string,
    private readonly certificate: string,
    private readonly certificateFile: string,
    private readonly basic: string,
  ) {
    this.#server = createServer((request, response) => this.#answer(request, response));
  }

  /** @param folder where its key and certificate lie */
  public static async start(
    folder: string,
    { username, password }: { readonly username: string; readonly password: string },
  ): Promise<TokenService> {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
    const argv = ['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=tests', '-days', '2'];
    const { exitCode, stderr } = await runProgram([...argv, '-keyout', key, '-out', certificate]);
    if (exitCode !== 0) throw new Error(`openssl made no certificate:\n${stderr}`);
    const basic = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
    const texts = [await readFile(key, 'utf8'), await readFile(certificate, 'utf8')] as const;
    const service = new TokenService(...texts, certificate, basic);
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  /** For the registry's own configuration. */
  public get config(): Readonly<Record<string, string>> {
    const { port } = this.#server.address() as AddressInfo;
    return { realm: `http://127.0.0.1:${port}/token`, rootcertbundle: this.certificateFile, ...NAMES };
  }

  public async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer({ url = '', headers }: IncomingMessage, response: ServerResponse): void {
    if (headers.authorization !== this.basic) {
      response.writeHead(401).end();
      return;
    }
    const scopes = new URL(url, 'http://tests').searchParams.getAll('scope').flatMap((scope) => scope.split(' '));
    const access = scopes.map((scope) => {
      const [type, name, actions = ''] = scope.split(':');
      return { type, name, actions: actions.split(',') };
    });
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ token: this.#sign(access) }));
  }

  #sign(access: readonly unknown[]): string {
    const now = Math.floor(Date.now() / 1000);
    const der = this.certificate.replace(/-----[A-Z ]+-----|\s/g, '');
    const claims = {
      iss: NAMES.issuer,
      sub: 'tests',
      aud: NAMES.service,
      exp: now + LIFE_SECONDS,
      nbf: now - 10,
      iat: now,
      jti: randomUUID(),
      access,
    };
    const parts = [{ typ: 'JWT', alg: 'RS256', x5c: [der] }, claims];
    const text = parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
    return `${text}.${createSign('RSA-SHA256').update(text).sign(this.key, 'base64url')}`;
  }
}
