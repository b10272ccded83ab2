// What a build may know of the machine that it runs on: its programs, and its way to the package registries.
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute } from 'node:path';
import { runProgram } from '../../process/run-program.js';

/** Settings of the machine that builds are given; nothing else of the developer's environment reaches them. */
export interface MachineSettings {
  /** The folders of PATH, in order, without any inside a `node_modules` folder. */
  readonly path: readonly string[];
  /** Proxies and certificates, by the name of their variable. */
  readonly network: Readonly<Record<string, string>>;
  /** npm's settings, as `npm_config_*` variables. */
  readonly npm: Readonly<Record<string, string>>;
  /** npm's global configuration without the lines that hold credentials, and the scopes' registries. */
  readonly npmrc: string;
}

const NETWORK_VARIABLES = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'NO_PROXY',
  'ALL_PROXY',
  'http_proxy',
  'https_proxy',
  'no_proxy',
  'all_proxy',
  'NODE_EXTRA_CA_CERTS',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
] as const;

/** npm's keys that say where packages come from, how to get there, and where they are cached. */
const NPM_KEYS = ['registry', 'cafile', 'strict-ssl', 'proxy', 'https-proxy', 'noproxy', 'cache'] as const;

type Environment = Readonly<Record<string, string | undefined>>;
type NpmConfig = Readonly<Record<string, unknown>>;

/**
 * Gathers the settings, once a run: it asks npm for its configuration, which takes a moment. A machine without npm gets
 * settings without it.
 * @param environment the engine's own environment
 */
export async function machineSettings(environment: Environment): Promise<MachineSettings> {
  const network = Object.fromEntries(
    NETWORK_VARIABLES.flatMap((name) => {
      const value = environment[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
  const config = await npmConfig(environment);
  return {
    path: machinePath(environment['PATH'] ?? ''),
    network,
    npm: npmVariables(config),
    npmrc: [await npmrcWithoutCredentials(config['globalconfig']), ...scopeLines(config)].join('\n'),
  };
}

/**
 * PATH for builds. Entries inside `node_modules` are the developer's own project's tools; relative ones would mean
 * another folder in each build. The running Node comes first, since shims of version managers look for their settings
 * in the developer's HOME, which a build does not have.
 */
export function machinePath(path: string): readonly string[] {
  const entries = [dirname(process.execPath), ...path.split(':')];
  return [...new Set(entries.filter((entry) => isAbsolute(entry) && !entry.split('/').includes('node_modules')))];
}

async function npmConfig(environment: Environment): Promise<NpmConfig> {
  // Under `npm run`, npm's own variables point at the project whose script runs; its .npmrc is in the source anyway.
  const asked = Object.fromEntries(
    Object.entries(environment).filter(([name]) => name.toLowerCase() !== 'npm_config_local_prefix'),
  );
  const { exitCode, stdout } = await runProgram(['npm', 'config', 'list', '--json', '--no-workspaces'], {
    env: asked,
    cwd: '/',
  });
  if (exitCode !== 0) return {};
  try {
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch {
    return {};
  }
}

function npmVariables(config: NpmConfig): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const key of NPM_KEYS) {
    const value = config[key];
    if (value === null || value === undefined || value === '' || typeof value === 'object') continue;
    variables[`npm_config_${key.replaceAll('-', '_')}`] =
      key === 'registry' ? withoutUserInfo(String(value)) : String(value);
  }
  return variables;
}

/** Registries of scopes; a shell drops variables with such names, so that they go into a file. */
function scopeLines(config: NpmConfig): string[] {
  return Object.entries(config).flatMap(([key, value]) =>
    /^@[^:]+:registry$/.test(key) && typeof value === 'string' ? [`${key}=${withoutUserInfo(value)}`] : [],
  );
}

/** A registry's address may hold a password. (A proxy's stays: without it nothing could be reached; logs mask it.) */
function withoutUserInfo(address: string): string {
  return address.replace(/^(https?:\/\/)[^/@]*@/, '$1');
}

async function npmrcWithoutCredentials(file: unknown): Promise<string> {
  if (typeof file !== 'string') return '';
  try {
    const lines = (await readFile(file, 'utf8')).split('\n');
    return lines.filter((line) => !isCredential(line)).join('\n');
  } catch {
    return '';
  }
}

// Source: npm's documentation of npmrc, auth related configuration. Lines scoped to a registry begin with `//`.
function isCredential(line: string): boolean {
  const key = line.split('=')[0]?.trim().toLowerCase() ?? '';
  return /^\/\/|(^|:)(_auth|_authtoken|_password|username|email|certfile|keyfile|cert|key|otp)(\[\])?$/.test(key);
}
