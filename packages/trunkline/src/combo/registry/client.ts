// A client of the OCI distribution API that only reads: digests, manifests, labels.
import { createHash } from 'node:crypto';
import { TrunklineError } from '../../model/errors.js';
import { authorize } from './authorization.js';
import { parseChallenges } from './challenge.js';
import type { CredentialSource } from './credentials.js';
import { endpointOf, isTrusted, speaksPlainHttp } from './endpoint.js';
import { type Exchange, jsonObject, readBody, send } from './exchange.js';
import { imageNotFound, notAllowed, notForPlatform, registryFailed } from './failures.js';
import { entriesOf, entryFor, platformsOf } from './image-index.js';
import { ACCEPT, isIndex } from './media-types.js';
import { formatPlatform, type Platform } from './platform.js';
import { formatReference, type ImageReference } from './reference.js';

/** How registries are reached. */
export interface RegistryOptions {
  readonly exchange: Exchange;
  readonly credentials: CredentialSource;
  /**
   * Hosts that speak plain HTTP.
   * @default those on loopback alone
   */
  readonly insecure?: readonly string[];
}

/** An image of one platform, as its registry has it. */
export interface RegistryImage {
  /** The digest of what the tag names: an index where there is one. */
  readonly digest: string;
  /** The digest of the platform's own manifest; the same as `digest` where there is no index. */
  readonly platformDigest: string;
  /** The digest of its configuration, which holds the labels; undefined for kinds of images that have none. */
  readonly configDigest?: string;
}

interface FetchedManifest {
  readonly digest: string;
  readonly value: Readonly<Record<string, unknown>>;
  readonly isIndex: boolean;
}

/** What the OCI specification asks registries to take, and clients to expect, at most. */
const MAX_MANIFEST_BYTES = 4 * 1024 * 1024;
const MAX_CONFIG_BYTES = 8 * 1024 * 1024;
const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Reads from any registries. Logs in where it is asked to, once for each repository. */
export class RegistryClient {
  readonly #options: RegistryOptions;
  readonly #authorizations = new Map<string, string>();

  public constructor(options: RegistryOptions) {
    this.#options = options;
  }

  /**
   * The digest that a tag stands for today. Asked with HEAD, which does not count for Docker Hub's limit of pulls.
   * @returns undefined where there is no such image
   * @throws TrunklineError RegistryFailed
   */
  public async digestOf(reference: ImageReference): Promise<string | undefined> {
    const response = await this.#request('HEAD', reference, 'manifests', selectorOf(reference));
    await response.body?.cancel();
    if (response.status === 404) return undefined;
    this.#expectOk(response, reference);
    const digest = response.headers.get('docker-content-digest');
    if (digest !== null && DIGEST.test(digest)) return digest;
    // OCI asks for this header only where the registry wants to give it; the content gives it always.
    return (await this.#manifest(reference))?.digest;
  }

  /**
   * The image for a platform.
   * @returns undefined where there is no such image, or none for the platform
   * @throws TrunklineError RegistryFailed
   */
  public async image(reference: ImageReference, platform: Platform): Promise<RegistryImage | undefined> {
    try {
      return await this.expectImage(reference, platform);
    } catch (error) {
      if (error instanceof TrunklineError && error.code === 'ImageNotFound') return undefined;
      throw error;
    }
  }

  /**
   * The image for a platform, which has to be there.
   * @throws TrunklineError RegistryFailed, or ImageNotFound where it is not there, or not made for the platform
   */
  public async expectImage(reference: ImageReference, platform: Platform): Promise<RegistryImage> {
    const top = await this.#manifest(reference);
    if (!top) throw imageNotFound(reference);
    if (!top.isIndex) return { digest: top.digest, platformDigest: top.digest, ...configOf(top) };
    const entries = entriesOf(top.value);
    const entry = entryFor(entries, platform);
    if (!entry) throw notForPlatform(reference, formatPlatform(platform), platformsOf(entries));
    const own: ImageReference = { ...reference, digest: entry.digest };
    const manifest = await this.#manifest(own);
    if (!manifest) throw imageNotFound(own);
    return { digest: top.digest, platformDigest: entry.digest, ...configOf(manifest) };
  }

  /**
   * The labels of an image.
   * @throws TrunklineError RegistryFailed
   */
  public async labels(reference: ImageReference, { configDigest }: RegistryImage): Promise<Record<string, string>> {
    if (configDigest === undefined) return {};
    const what = `The configuration of ${formatReference(reference)}`;
    const response = await this.#request('GET', reference, 'blobs', configDigest);
    this.#expectOk(response, reference);
    const body = await readBody(response, what, MAX_CONFIG_BYTES);
    if (digestOfBytes(body) !== configDigest) throw registryFailed(what, 'its content is not that of its digest.');
    const { config } = jsonObject(body, what) as { readonly config?: { readonly Labels?: unknown } };
    const labels = typeof config?.Labels === 'object' ? (config.Labels ?? {}) : {};
    return Object.fromEntries(
      Object.entries(labels).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    );
  }

  async #manifest(reference: ImageReference): Promise<FetchedManifest | undefined> {
    const what = formatReference(reference);
    const response = await this.#request('GET', reference, 'manifests', selectorOf(reference));
    if (response.status === 404) {
      await response.body?.cancel();
      return undefined;
    }
    this.#expectOk(response, reference);
    const body = await readBody(response, what, MAX_MANIFEST_BYTES);
    const digest = digestOfBytes(body);
    if (reference.digest !== undefined && reference.digest !== digest) {
      throw registryFailed(what, 'its content is not that of its digest.');
    }
    const value = jsonObject(body, what);
    return { digest, value, isIndex: isIndex(value, response.headers.get('content-type')) };
  }

  async #request(
    method: 'GET' | 'HEAD',
    reference: ImageReference,
    kind: 'manifests' | 'blobs',
    selector: string,
  ): Promise<Response> {
    const { exchange, insecure } = this.#options;
    const { registry, repository } = reference;
    const url = new URL(`v2/${repository}/${kind}/${selector}`, endpointOf(registry, insecure));
    const key = `${registry}/${repository}`;
    const ask = (): Promise<Response> => {
      const authorization = this.#authorizations.get(key);
      const headers: Record<string, string> = kind === 'manifests' ? { accept: ACCEPT } : {};
      if (authorization !== undefined) headers.authorization = authorization;
      return send(exchange, url, (place) => isTrusted(place, insecure), { method, headers });
    };
    const first = await ask();
    if (first.status !== 401) return first;
    await first.body?.cancel();
    const credential = await this.#options.credentials(registry, repository);
    const authorization = await authorize(
      {
        registry,
        challenges: parseChallenges(first.headers.get('www-authenticate') ?? ''),
        scope: `repository:${repository}:pull`,
        plainHttp: speaksPlainHttp(registry, insecure),
        ...(credential ? { credential } : {}),
      },
      exchange,
    );
    if (authorization === undefined) throw notAllowed(reference, credential !== undefined);
    this.#authorizations.set(key, authorization);
    const second = await ask();
    if (second.status !== 401 && second.status !== 403) return second;
    await second.body?.cancel();
    throw notAllowed(reference, credential !== undefined);
  }

  #expectOk(response: Response, reference: ImageReference): void {
    if (response.ok) return;
    if (response.status === 403) throw notAllowed(reference, true);
    throw registryFailed(formatReference(reference), `its registry answers ${response.status}.`);
  }
}

function selectorOf({ tag, digest }: ImageReference): string {
  return digest ?? tag ?? 'latest';
}

function digestOfBytes(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

function configOf({ value }: FetchedManifest): { configDigest?: string } {
  const { digest } = (value.config ?? {}) as { readonly digest?: unknown };
  return typeof digest === 'string' && DIGEST.test(digest) ? { configDigest: digest } : {};
}
