// Where a registry's API answers: Docker Hub's host is another than its name, and loopback speaks plain HTTP.
import { DOCKER_HUB } from './reference.js';

/** Docker Hub's API, as its own clients call it. */
const DOCKER_HUB_API = 'registry-1.docker.io';

/** The registry's base URL. @param insecure hosts that the user said speak plain HTTP */
export function endpointOf(registry: string, insecure: readonly string[] = []): URL {
  const host = registry === DOCKER_HUB ? DOCKER_HUB_API : registry;
  return new URL(`${speaksPlainHttp(registry, insecure) ? 'http' : 'https'}://${host}/`);
}

/** Whether the registry is spoken to without TLS: one on loopback, or one that the user named. */
export function speaksPlainHttp(registry: string, insecure: readonly string[] = []): boolean {
  return isLoopback(registry) || insecure.includes(registry);
}

/** Whether what comes from there can be trusted to be what its host sent. @param insecure as with `endpointOf` */
export function isTrusted({ protocol, host }: URL, insecure: readonly string[] = []): boolean {
  return protocol === 'https:' || (protocol === 'http:' && speaksPlainHttp(host, insecure));
}

/** Whether a host, with or without its port, is this very machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  return name === 'localhost' || name === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(name);
}
