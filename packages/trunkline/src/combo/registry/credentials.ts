// What the machine knows to log in with: the files of docker, podman and buildah, and docker's credential helpers.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TrunklineError } from '../../model/errors.js';
import { runProgram } from '../../process/run-program.js';
import { canonicalHost, DOCKER_HUB } from './reference.js';

/** A login. Its secrets are never part of a message. */
export type Credential =
  | { readonly kind: 'password'; readonly username: string; readonly password: string }
  /** An OAuth2 refresh token, as `docker login` keeps it for some registries. */
  | { readonly kind: 'identity-token'; readonly token: string };

/** Finds the login for a repository of a registry, or for the registry; undefined where there is none. */
export type CredentialSource = (registry: string, repository?: string) => Promise<Credential | undefined>;

/** The process's environment, or a test's. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The key under which `docker login` keeps Docker Hub's login. */
const DOCKER_HUB_KEY = 'https://index.docker.io/v1/';

/** Helpers are programs called `docker-credential-NAME`: the name comes from a file, and must not be a path. */
const HELPER_NAME = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;

/** The username that says that the secret is an identity token. */
const IDENTITY_TOKEN_USER = '<token>';

interface AuthFile {
  readonly auths?: Readonly<Record<string, { readonly auth?: unknown; readonly identitytoken?: unknown }>>;
  readonly credHelpers?: Readonly<Record<string, unknown>>;
  readonly credsStore?: unknown;
}

/**
 * The logins of this machine. For each registry the first file counts that knows it: `REGISTRY_AUTH_FILE`, podman's and
 * buildah's `auth.json`, and `config.json` of `DOCKER_CONFIG` or `~/.docker`. Every repository is asked for once.
 */
export function machineCredentials(environment: Environment): CredentialSource {
  const known = new Map<string, Promise<Credential | undefined>>();
  return (registry, repository) => {
    const host = canonicalHost(registry);
    const place = repository === undefined ? host : `${host}/${repository}`;
    const found = known.get(place) ?? findCredential(host, place, environment);
    known.set(place, found);
    return found;
  };
}

/** The files in which logins are looked for, the first to count first. */
export function authFiles({ REGISTRY_AUTH_FILE, XDG_RUNTIME_DIR, DOCKER_CONFIG, HOME }: Environment): string[] {
  if (REGISTRY_AUTH_FILE) return [REGISTRY_AUTH_FILE];
  const docker = DOCKER_CONFIG || (HOME ? join(HOME, '.docker') : undefined);
  return [
    ...(XDG_RUNTIME_DIR ? [join(XDG_RUNTIME_DIR, 'containers', 'auth.json')] : []),
    ...(docker ? [join(docker, 'config.json')] : []),
  ];
}

async function findCredential(host: string, place: string, environment: Environment): Promise<Credential | undefined> {
  for (const file of authFiles(environment)) {
    const content = await readAuthFile(file);
    const credential = content && (await credentialIn(content, host, place, file, environment));
    if (credential) return credential;
  }
  return undefined;
}

async function credentialIn(
  { auths = {}, credHelpers = {}, credsStore }: AuthFile,
  host: string,
  place: string,
  file: string,
  environment: Environment,
): Promise<Credential | undefined> {
  const helper = Object.entries(credHelpers).find(([key]) => placeOfKey(key) === host)?.[1] ?? credsStore;
  if (helper !== undefined && helper !== '') {
    const credential = await askHelper(helper, host, file, environment);
    if (credential) return credential;
  }
  const fitting = Object.entries(auths)
    .map(([key, login]) => ({ of: placeOfKey(key), login }))
    .filter(({ of }) => place === of || place.startsWith(`${of}/`))
    .sort((left, right) => right.of.length - left.of.length);
  for (const { login } of fitting) {
    const { auth, identitytoken } = login;
    if (typeof identitytoken === 'string' && identitytoken !== '')
      return { kind: 'identity-token', token: identitytoken };
    const [, username, password] =
      /^([^:]+):(.*)$/s.exec(typeof auth === 'string' ? Buffer.from(auth, 'base64').toString('utf8') : '') ?? [];
    if (username !== undefined && password !== undefined) return { kind: 'password', username, password };
  }
  return undefined;
}

/**
 * Keys are hosts, or hosts with the beginning of a repository's path (containers-auth.json(5): the longest that fits
 * counts), or URLs of old, such as Docker Hub's, whose path is the API's.
 */
function placeOfKey(key: string): string {
  const [host = '', ...path] = key.replace(/^https?:\/\//, '').split('/');
  const isHostAlone = key.includes('://') || /^v[12]$/.test(path[0] ?? '');
  return [canonicalHost(host), ...(isHostAlone ? [] : path.filter((part) => part !== ''))].join('/');
}

async function readAuthFile(file: string): Promise<AuthFile | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new TrunklineError('ConfigInvalid', `${file} holds logins of registries, and cannot be read (${code}).`);
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // A parser's message would quote the file, and with it a secret.
  }
  throw new TrunklineError('ConfigInvalid', `${file} holds logins of registries, and is not a JSON object. Mend it.`);
}

async function askHelper(
  helper: unknown,
  host: string,
  file: string,
  environment: Environment,
): Promise<Credential | undefined> {
  if (typeof helper !== 'string' || !HELPER_NAME.test(helper)) {
    throw new TrunklineError(
      'ConfigInvalid',
      `${file} names a credential helper for ${host} that is no name. Mend it.`,
    );
  }
  const program = `docker-credential-${helper}`;
  const input = host === DOCKER_HUB ? DOCKER_HUB_KEY : host;
  const result = await runProgram([program, 'get'], { input, env: environment });
  if (result.notFound) {
    throw new TrunklineError(
      'ConfigInvalid',
      `${file} names the credential helper ${helper} for ${host}, and there is no program ${program}. ` +
        'Install it, or take its entry out.',
    );
  }
  // What a helper prints may hold a secret, also where it fails: none of it is repeated.
  if (result.exitCode !== 0) {
    if (/credentials not found/i.test(result.stdout + result.stderr)) return undefined;
    throw new TrunklineError(
      'ConfigInvalid',
      `${program} failed to give the login for ${host}. Run '${program} get' by hand, with ${host} as its input.`,
    );
  }
  try {
    const { Username, Secret } = JSON.parse(result.stdout) as { Username?: unknown; Secret?: unknown };
    if (typeof Username === 'string' && typeof Secret === 'string' && Secret !== '') {
      return Username === IDENTITY_TOKEN_USER
        ? { kind: 'identity-token', token: Secret }
        : { kind: 'password', username: Username, password: Secret };
    }
  } catch {
    // Told below, without what it printed.
  }
  throw new TrunklineError('ConfigInvalid', `${program} answered for ${host} with something else than a login.`);
}

/** The login of one registry by a name and password of the environment; every other one by the machine's. */
export function withLogin(
  source: CredentialSource,
  registry: string | undefined,
  username: string | undefined,
  password: string | undefined,
): CredentialSource {
  if (!registry || !username || !password) return source;
  const login: Credential = { kind: 'password', username, password };
  return (host, repository) =>
    canonicalHost(host) === canonicalHost(registry) ? Promise.resolve(login) : source(host, repository);
}
