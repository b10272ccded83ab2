// A registry in this process, on loopback: real HTTP, with images, logins and limits that a test decides on.
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that the server saw. */
export interface SeenRequest {
  readonly line: string;
  readonly accept: string | undefined;
  readonly authorization: string | undefined;
  readonly body: string;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => boolean;

export const OCI_MANIFEST = 'application/vnd.oci.image.manifest.v1+json';
export const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
export const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';

export function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** A registry and its token service. */
export class RegistryServer {
  public readonly seen: SeenRequest[] = [];
  /** Asked first; true where it has answered. */
  public intercept: Answer = () => false;
  /** Whether HEAD and GET say the digest in a header. */
  public saysDigest = true;
  readonly #content = new Map<string, { type: string; text: string }>();
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  public static async start(): Promise<RegistryServer> {
    const registry = new RegistryServer();
    await new Promise<void>((resolve) => registry.#server.listen(0, '127.0.0.1', resolve));
    return registry;
  }

  public async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  public get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  public get lines(): string[] {
    return this.seen.map(({ line }) => line);
  }

  /** Puts a manifest under its digest and a tag, and hands back the digest. */
  public putManifest(repository: string, tag: string | undefined, value: unknown, type = OCI_MANIFEST): string {
    const text = JSON.stringify(value);
    const digest = digestOf(text);
    for (const name of [digest, ...(tag === undefined ? [] : [tag])]) {
      this.#content.set(`/v2/${repository}/manifests/${name}`, { type, text });
    }
    return digest;
  }

  /** Puts an image of one platform, and hands back the digest of its manifest. */
  public putImage(repository: string, tag: string | undefined, labels: Record<string, string>, type?: string): string {
    const config = JSON.stringify({ config: { Labels: labels } });
    this.putBlob(repository, digestOf(config), config);
    const mediaType = type ?? OCI_MANIFEST;
    const manifest = { schemaVersion: 2, mediaType, config: { digest: digestOf(config) }, layers: [] };
    return this.putManifest(repository, tag, manifest, mediaType);
  }

  public putBlob(repository: string, digest: string, text: string): void {
    this.#content.set(`/v2/${repository}/blobs/${digest}`, { type: 'application/octet-stream', text });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url = '', headers } = request;
    const { accept, authorization } = headers;
    this.seen.push({ line: `${method} ${url}`, accept, authorization, body: Buffer.concat(chunks).toString() });
    if (this.intercept(request, response)) return;
    const found = this.#content.get(url);
    if (!found) {
      response.writeHead(404).end('{"errors":[{"code":"MANIFEST_UNKNOWN"}]}');
      return;
    }
    response.writeHead(200, {
      'content-type': found.type,
      'content-length': Buffer.byteLength(found.text),
      ...(this.saysDigest ? { 'docker-content-digest': digestOf(found.text) } : {}),
    });
    response.end(method === 'HEAD' ? undefined : found.text);
  }
}
